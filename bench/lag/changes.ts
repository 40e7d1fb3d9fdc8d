/**
 * The province at work: so many commits a second, and when each of them is at the portal as a whole.
 * Guarantees: one clock for both ends; a change counts as accepted when the dossier and the last of its steps are
 * stored; what never arrives is told, not left out.
 */
import { openProvinceDatabase } from '../../src/simulator/province/create-province-database.ts';
import type { ProvinceDatabase } from '../../src/simulator/province/province-database.ts';
import { tableOf } from '../../src/simulator/province/province-schema.ts';
import type { LagWorld } from './world.ts';

interface Change {
  readonly committedAt: number;
  /** Stored things that are still to come: the dossier, and its steps. */
  open: Set<string>;
}

const CONNECTIONS = 6;
const PATIENCE_MS = 60_000;
/** Of steps, above those of the simulator. */
const FIRST_ID = 1_000_000_000_000;

/** Steps of one second are told apart by what they say. */
const stepMark = (number: number): string => `Bước đo thứ ${number}`;

/** What a call stores, by name: `dossier`, or a step's text. */
function nameOf(kind: string, fields: unknown): string {
  if (kind !== 'step') return 'dossier';
  const text = Object.values(fields as Record<string, unknown>).find(
    (value) => typeof value === 'string' && value.startsWith('Bước đo thứ'),
  );
  return `step ${String(text ?? '')}`;
}

/** A dossier goes a step on. All of it is made up here: nothing of it has a quote. */
function goOn(code: string, number: number, mark: string, at: Date): readonly string[] {
  const when = at.toISOString();
  return [
    `update ${tableOf('dongbo_ho_so')} set trang_thai = 'DANG_XU_LY', trang_thai_phu = null, cap_nhat_luc = '${when}' where ma_ho_so = '${code}'`,
    `insert into ${tableOf('dongbo_tien_do')} (ma_ho_so, id, thoi_diem, nguoi_xu_ly, noi_dung, trang_thai)
     values ('${code}', ${FIRST_ID + number}, '${when}', 'Nguyễn Văn Mẫu', '${mark}', 'DANG_XU_LY')`,
  ];
}

/** Makes `count` changes at `perSecond`. Answers the milliseconds of each. */
export async function measureChanges(
  world: LagWorld,
  { first, count, perSecond }: { readonly first: number; readonly count: number; readonly perSecond: number },
): Promise<{ readonly lags: readonly number[]; readonly missing: number; readonly late: number }> {
  const { province, before } = world;
  const open = new Map<string, Change[]>();
  const lags: number[] = [];
  world.onStored = (changes) => {
    const now = performance.now();
    for (const change of changes) {
      const [kind, code] = change;
      const waiting = open.get(code) ?? [];
      const name = nameOf(kind, change[2]);
      for (const one of waiting) {
        one.open.delete(name);
        if (one.open.size > 0) continue;
        lags.push(now - one.committedAt);
        open.set(
          code,
          (open.get(code) ?? []).filter((other) => other !== one),
        );
      }
    }
  };
  const connections = await Promise.all(
    Array.from({ length: CONNECTIONS }, () => openProvinceDatabase(world.sourceUrl)),
  );
  const begun = performance.now();
  let worstLate = 0;
  const under: Promise<void>[] = [];
  const busy = new Map<ProvinceDatabase, Promise<void>>();
  for (let number = first; number < first + count; number += 1) {
    const due = begun + ((number - first) * 1000) / perSecond;
    await new Promise((done) => setTimeout(done, Math.max(0, due - performance.now())));
    const database = connections[number % CONNECTIONS];
    if (database === undefined) continue;
    const turn = (busy.get(database) ?? Promise.resolve()).then(async () => {
      worstLate = Math.max(worstLate, performance.now() - due);
      const mark = stepMark(number);
      const at = new Date();
      if (number % 2 === 0) {
        // A new dossier with all its parts; its last step says which it is.
        const { rows, expectation } = province.at(before + number / 2);
        const { code } = expectation;
        const steps = [...rows.dongbo_tien_do];
        const last = steps.pop();
        const marked = last ? [...steps, { ...last, noi_dung: mark }] : steps;
        const row = { ...rows.dongbo_ho_so, cap_nhat_luc: at.toISOString() };
        const dossier = { rows: { ...rows, dongbo_ho_so: row, dongbo_tien_do: marked }, expectation };
        await database.run(['begin']);
        await database.insert([dossier]);
        await committed(database, code, last ? ['dossier', `step ${mark}`] : ['dossier']);
      } else {
        const { code } = province.at(Math.floor(number / 2) % before).expectation;
        await database.run(['begin']);
        await database.run(goOn(code, number, mark, at));
        await committed(database, code, [`step ${mark}`]);
      }
    });
    busy.set(database, turn);
    under.push(turn);
  }

  async function committed(
    database: ProvinceDatabase,
    code: string,
    wanted: readonly string[],
  ): Promise<void> {
    const change = { committedAt: performance.now(), open: new Set(wanted) };
    open.set(code, [...(open.get(code) ?? []), change]);
    await database.run(['commit']);
  }

  await Promise.all(under);
  const until = performance.now() + PATIENCE_MS;
  while (lags.length < count && performance.now() < until) await new Promise((done) => setTimeout(done, 50));
  await Promise.all(connections.map((database) => database.close()));
  world.onStored = () => {};
  return { lags, missing: count - lags.length, late: Math.round(worstLate) };
}
