/**
 * A province's views in a real database, a real ledger, and what is swept between them.
 * Guarantees: only the queue is none: what is to be sent is not what a sweep is about.
 */

import { DEFAULT_SOURCE_MAP } from '../../src/codebook/source-map/default-source-map.ts';
import { sourceMapHash } from '../../src/codebook/source-map/source-map-hash.ts';
import { GO_ON } from '../../src/domain/crash-points.ts';
import type { Queue } from '../../src/domain/ports.ts';
import type { SourceMap } from '../../src/domain/source-map.ts';
import type { Source } from '../../src/domain/source-ports.ts';
import { type ExtractDeps, extract, extractIrregular } from '../../src/pipeline/extract.ts';
import { type SweepDeps, type SweepOptions, sweep } from '../../src/pipeline/sweep.ts';
import type { SweepReport } from '../../src/pipeline/sweep-report.ts';
import { Turns } from '../../src/pipeline/turns.ts';
import { createSqlSource } from '../../src/source/sql/create-sql-source.ts';
import { LedgerTrial } from '../ledger/trial.ts';
import { contractTables, type ProvinceDatabase, provinceDatabase } from '../source/either-database.ts';
import { SmallCodebook } from '../support/small-codebook.ts';

const NEVER = new AbortController().signal;
const NOBODY = { enqueue: async () => {} } as unknown as Queue;

/** A source as the tests have it made of the real one: `digests: null` for the systems without. */
export type Remake = (source: Source) => Source;

const HOUR_MS = 3_600_000;
/** Midnight of 2026-01-01 in Vietnam. */
const BEGINNING = Date.UTC(2025, 11, 31, 17);

/** A time as the province writes it: Vietnam's. */
const written = (ms: number): string =>
  new Date(ms + 7 * HOUR_MS).toISOString().slice(0, 19).replace('T', ' ');

/** So many hours after {@link BEGINNING}, as the province writes it. */
export const hoursLater = (hours: number): string => written(BEGINNING + hours * HOUR_MS);

/** So many minutes ago, as the province writes it. */
export const minutesAgo = (minutes: number): string => written(Date.now() - minutes * 60_000);

/** See the file's head. */
export class SweepWorld {
  readonly ledger: LedgerTrial;
  readonly #province: ProvinceDatabase;
  readonly #remake: Remake;
  readonly #turns = new Turns();
  map: SourceMap = DEFAULT_SOURCE_MAP;
  #source: Source | null = null;

  private constructor(ledger: LedgerTrial, province: ProvinceDatabase, remake: Remake) {
    this.ledger = ledger;
    this.#province = province;
    this.#remake = remake;
  }

  static async open(system: ProvinceDatabase['system'], remake: Remake): Promise<SweepWorld> {
    const province = await provinceDatabase(system);
    await province.run(...contractTables(province));
    return new SweepWorld(await LedgerTrial.open(6), province, remake);
  }

  /** As the province: changes rows. */
  sql(...statements: string[]): Promise<void> {
    return this.#province.run(...statements);
  }

  /** Everything anew: no row in the views, none in the ledger. */
  async empty(): Promise<void> {
    await this.#source?.close();
    this.#source = null;
    this.map = DEFAULT_SOURCE_MAP;
    await this.sql(...Object.values(DEFAULT_SOURCE_MAP).map(({ from }) => `DELETE FROM ${from}`));
    await this.ledger.db.query('TRUNCATE dossier, source_cursor, sweep, lookup_key CASCADE');
  }

  /** Dossiers `H-1` to `H-<count>`, an hour apart from {@link BEGINNING} on, with a part of each kind. */
  async fill(count: number): Promise<void> {
    const numbers = Array.from({ length: count }, (_, at) => at + 1);
    const rows = (table: string, columns: string, values: (n: number) => string): string =>
      `INSERT INTO ${table} (ma_ho_so, ${columns}) VALUES ${numbers.map((n) => `('H-${n}', ${values(n)})`).join(', ')}`;
    await this.sql(
      rows(
        'dongbo_ho_so',
        'ma_tthc, ma_don_vi, kenh, trang_thai, ngay_tiep_nhan, trich_yeu, cap_nhat_luc',
        (n) => `'1.001193', 'H19.12', '1', '2', '2026-01-01', 'x', '${hoursLater(n)}'`,
      ),
      rows('dongbo_thanh_phan', 'id, ten', (n) => `'c${n}', 'Tờ khai'`),
      rows('dongbo_ket_qua', 'id, ten', (n) => `'r${n}', 'Giấy'`),
      rows(
        'dongbo_tien_do',
        'id, thoi_diem, nguoi_xu_ly, trang_thai',
        (n) => `'s${n}', '2026-01-01', 'A', '2'`,
      ),
      rows('dongbo_le_phi', 'id, ten, so_tien', (n) => `'f${n}', 'Phí', 5000`),
      rows('dongbo_bo_sung', 'id, noi_dung', (n) => `'b${n}', 'Thêm'`),
    );
  }

  async close(): Promise<void> {
    await this.#source?.close();
    await this.ledger.close();
    await this.#province.drop();
  }

  /** Another map from now on. */
  async changeMap(map: SourceMap): Promise<void> {
    await this.#source?.close();
    this.#source = null;
    this.map = map;
  }

  #deps(): ExtractDeps & SweepDeps {
    this.#source ??= this.#remake(createSqlSource({ url: this.#province.url, pageSize: 3 }, this.map));
    return {
      source: this.#source,
      turns: this.#turns,
      sourceName: 'sql',
      mapHash: sourceMapHash(this.map),
      names: ['sql', ''],
      outranked: [],
      keyIsCode: true,
      pageSize: 2,
      ledger: this.ledger.db,
      queue: NOBODY,
      codebook: new SmallCodebook(),
      normalize: { fileBaseUrl: null, holdPolicy: 'part' },
      batchSize: 50,
      overlapSeconds: 600,
      reached: GO_ON,
      now: () => Date.now(),
    };
  }

  /** Reads what changed by its time, and what has none. */
  async extract(deps: Partial<ExtractDeps> = {}): Promise<void> {
    await extract({ ...this.#deps(), ...deps }, NEVER);
    await extractIrregular(this.#deps(), NEVER);
  }

  /** Sweeps; answers what is not 0. */
  async sweep(
    options: Partial<SweepOptions> & {
      readonly signal?: AbortSignal;
      readonly deps?: Partial<SweepDeps>;
    } = {},
  ): Promise<Partial<SweepReport>> {
    const { signal = NEVER, deps = {}, believe = false } = options;
    const report = await sweep({ ...this.#deps(), ...deps }, { believe }, signal);
    return Object.fromEntries(Object.entries(report).filter(([, value]) => value !== 0));
  }

  /** What the ledger has of a dossier as read; `null` = nothing. */
  async row(code: string): Promise<Record<string, unknown> | null> {
    const { rows } = await this.ledger.db.query<{ row: Record<string, unknown> }>(
      'SELECT source_row AS row FROM dossier WHERE code = $1',
      [code],
    );
    return rows[0]?.row ?? null;
  }

  /** Codes of those that are noted as vanished. */
  async vanished(): Promise<readonly string[]> {
    const { rows } = await this.ledger.db.query<{ code: string }>(
      'SELECT code FROM vanished v JOIN dossier d ON d.id = v.dossier_id ORDER BY code',
    );
    return rows.map(({ code }) => code);
  }
}
