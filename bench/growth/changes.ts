/**
 * A hundred dossiers of the province that go a step on, and when the ledger says of each that the portal has accepted it.
 * Guarantees: they lie all over the ledger, are different ones each time, and nothing of them is held; waits until the last step
 * is settled, not only until the portal has stored it; throws where that takes too long.
 */
import pg from 'pg';
import { tableOf } from '../../src/simulator/province/province-schema.ts';
import type { Copies } from './copies.ts';
import type { GrowthPortal } from './portal.ts';
import type { GrowthWorld } from './world.ts';

/** Dossiers that change at a time. */
export const CHANGED = 100;
const PATIENCE_MS = 60_000;
const LOOK_EVERY_MS = 4;
/** Of steps, above those that there are. */
const FIRST_ID = 1_000_000_000_000;

/** Which dossiers change the `time`-th of so many times, counted from 0. */
export function chosen(copies: Copies, size: number, time: number, times: number): readonly number[] {
  const free = size - copies.count;
  return Array.from({ length: CHANGED }, (_, at) => {
    const n = copies.count + 1 + Math.floor(((at * times + time) * free) / (CHANGED * times));
    return copies.isHeld(n) ? n + copies.count / 2 - (n + copies.count / 2 > size ? copies.count : 0) : n;
  });
}

const UPDATE = `
  UPDATE ${tableOf('dongbo_ho_so')} SET cap_nhat_luc = now(), trich_yeu = trich_yeu || ' (bổ sung ' || $2 || ')'
  WHERE ma_ho_so = ANY($1::text[])`;
const STEP = `
  INSERT INTO ${tableOf('dongbo_tien_do')} (ma_ho_so, id, thoi_diem, nguoi_xu_ly, noi_dung, trang_thai)
  SELECT code, ${FIRST_ID} + $2::bigint * ${CHANGED} + place, now(), 'Nguyễn Văn Mẫu', 'Bước thêm', 'DANG_XU_LY'
  FROM unnest($1::text[]) WITH ORDINALITY AS x(code, place)`;
const BACK = `
  UPDATE ${tableOf('dongbo_ho_so')} p SET cap_nhat_luc = x.at::timestamptz FROM unnest($1::text[], $2::text[]) AS x(code, at)
  WHERE p.ma_ho_so = x.code`;
const OPEN = `
  SELECT count(*) FILTER (WHERE v.state <> 'accepted')::int AS open, count(*)::int AS all
  FROM dossier d JOIN delivery v ON v.dossier_id = d.id WHERE d.code = ANY($1::text[])`;

const look = (): Promise<void> => new Promise((done) => setTimeout(done, LOOK_EVERY_MS));

/** Changes of a size, one hundred at a time. */
export class Changes {
  readonly #copies: Copies;
  readonly #size: number;
  readonly #times: number;
  readonly #source: pg.Client;
  readonly #ledger: pg.Client;
  readonly #portal: GrowthPortal;
  #time = 0;
  #codes: readonly string[] = [];
  #deliveries = 0;
  /** What the portal will have stored since its start: of each an update and a step. */
  #storedByThen = 0;

  /** @param times how often there will be changes */
  constructor(world: GrowthWorld, copies: Copies, size: number, times: number) {
    this.#copies = copies;
    this.#size = size;
    this.#times = times;
    this.#source = new pg.Client({ connectionString: world.source });
    this.#portal = world.portal;
    this.#ledger = new pg.Client({ connectionString: world.ledger });
  }

  async open(): Promise<void> {
    await Promise.all([this.#source.connect(), this.#ledger.connect()]);
  }

  async close(): Promise<void> {
    await Promise.all([this.#source.end(), this.#ledger.end()]);
  }

  /** Commits the next hundred. */
  async commit(): Promise<void> {
    const numbers = chosen(this.#copies, this.#size, this.#time, this.#times);
    this.#codes = numbers.map((n) => this.#copies.code(n));
    this.#deliveries = (await this.#open()).all + CHANGED;
    this.#storedByThen = this.#portal.stored().count + 2 * CHANGED;
    await this.#source.query('BEGIN');
    await this.#source.query(UPDATE, [this.#codes, String(this.#time)]);
    await this.#source.query(STEP, [this.#codes, this.#time * this.#times + this.#size]);
    await this.#source.query('COMMIT');
    this.#time += 1;
  }

  /** Resolves when they are accepted. The ledger is only asked once the portal has them: its servers share the machine. */
  async accepted(): Promise<void> {
    const until = performance.now() + PATIENCE_MS;
    while (this.#portal.stored().count < this.#storedByThen) {
      if (performance.now() > until)
        throw new Error(`the portal has ${this.#portal.stored().count} changes of ${this.#storedByThen}`);
      await look();
    }
    for (;;) {
      const { open, all } = await this.#open();
      if (open === 0 && all === this.#deliveries) return;
      if (performance.now() > until)
        throw new Error(`${open} deliveries of ${all} (${this.#deliveries}) are not accepted`);
      await look();
    }
  }

  /** From now on they changed as long ago as they were filled: nothing but a tick's own changes is read again. */
  async putBack(): Promise<void> {
    for (let time = 0; time < this.#time; time += 1) {
      const numbers = chosen(this.#copies, this.#size, time, this.#times);
      const [codes, times] = [
        numbers.map((n) => this.#copies.code(n)),
        numbers.map((n) => this.#copies.changedAt(n)),
      ];
      await this.#source.query(BACK, [codes, times]);
    }
  }

  async #open(): Promise<{ readonly open: number; readonly all: number }> {
    const { rows } = await this.#ledger.query<{ open: number; all: number }>(OPEN, [this.#codes]);
    return rows[0] ?? { open: 0, all: 0 };
  }
}
