/**
 * Part "ledger upsert": dossiers a second into an empty ledger, then all of them changed, then all unchanged.
 * Guarantees: two components, one result and three steps each (a step more where changed), in pages of 1,000 that
 * were normalized beforehand: only what the ledger takes is timed; throws where it does not have all of it afterwards.
 */
import type { Codebook } from '../../src/domain/codebook.ts';
import type { BenchOptions, Figure } from '../frame/section.ts';
import type { BenchPostgres } from '../frame/servers.ts';
import { spread } from '../frame/spread.ts';
import { type Costs, costOf, costsOf, type Run } from './cost.ts';
import { type BenchLedger, emptyLedger } from './empty-ledger.ts';
import { madeDossiers } from './made-dossiers.ts';
import { normalizedPage, PAGE, passUnchanged, storeNormalized } from './store-pages.ts';

const COMPONENTS = 2;
/** Dossiers a second, of all three. */
const GOAL = 8_000;

/** What a first load has written of each dossier. */
export type Rows = Readonly<Record<string, number>>;

/** What was found. */
export interface UpsertResult {
  readonly figures: readonly Figure[];
  readonly rowsADossier: Rows;
  readonly costs: Readonly<Record<string, Costs>>;
}

/**
 * Two sources at once, each with every second page: new dossiers into an empty ledger, each on a connection of its own.
 * One source's pages follow each other, so that its cursor never stands before what is not stored.
 */
export async function newByTwo(
  ledger: BenchLedger,
  codebook: Codebook,
  dossiers: number,
  seed: number,
): Promise<Run> {
  const pages = Array.from({ length: Math.ceil(dossiers / PAGE) }, (_, page) =>
    normalizedPage(
      codebook,
      madeDossiers(page * PAGE, Math.min(PAGE, dossiers - page * PAGE), { seed, components: COMPONENTS }),
    ),
  );
  const store = async (source: number): Promise<void> => {
    for (const [at, page] of pages.entries())
      if (at % 2 === source) await storeNormalized(ledger.db, codebook, page, `bench-${source}`);
  };
  const run = await costOf({ ...ledger, dossiers }, async () => {
    await Promise.all([store(0), store(1)]);
  });
  await rowsOf(ledger, dossiers);
  return run;
}

/** One ledger, filled, changed and read again. */
export interface UpsertRun {
  readonly fresh: Run;
  readonly changed: Run;
  readonly unchanged: Run;
  readonly rows: Rows;
}

const WRITTEN = ['dossier', 'delivery', 'dossier_use', 'score_due'] as const;

async function rowsOf({ db }: BenchLedger, dossiers: number): Promise<Rows> {
  const counts = WRITTEN.map((table) => `(SELECT count(*)::int FROM ${table}) AS ${table}`);
  const { rows } = await db.query<Record<string, number>>(`SELECT ${counts.join(', ')}`);
  const [row = {}] = rows;
  if (row.dossier !== dossiers) throw new Error(`${row.dossier} of ${dossiers} dossiers are in the ledger`);
  return Object.fromEntries(WRITTEN.map((table) => [table, (row[table] ?? 0) / dossiers]));
}

/** The part once, over `dossiers` of a ledger that is empty before. */
export async function upsertOnce(
  ledger: BenchLedger,
  codebook: Codebook,
  dossiers: number,
  seed: number,
): Promise<UpsertRun> {
  const from = Array.from({ length: Math.ceil(dossiers / PAGE) }, (_, page) => page * PAGE);
  const sizeOf = (first: number): number => Math.min(PAGE, dossiers - first);
  const made = (changed: boolean) =>
    from.map((first) => madeDossiers(first, sizeOf(first), { seed, components: COMPONENTS, changed }));
  const stored = (changed: boolean) => made(changed).map((rows) => normalizedPage(codebook, rows));
  const store = async (pages: ReturnType<typeof stored>): Promise<Run> =>
    costOf({ ...ledger, dossiers }, async () => {
      for (const page of pages) await storeNormalized(ledger.db, codebook, page);
    });
  const fresh = await store(stored(false));
  const rows = await rowsOf(ledger, dossiers);
  const changed = await store(stored(true));
  const again = made(true);
  const unchanged = await costOf({ ...ledger, dossiers }, async () => {
    for (const page of again) await passUnchanged(ledger.db, page);
  });
  return { fresh, changed, unchanged, rows };
}

/** Measures the part. */
export async function measureUpsert(
  postgres: BenchPostgres,
  codebook: Codebook,
  options: BenchOptions,
): Promise<UpsertResult> {
  const dossiers = options.size ?? 20_000;
  const runs: UpsertRun[] = [];
  const byTwo: Run[] = [];
  const inLedger = async <Result>(name: string, work: (ledger: BenchLedger) => Promise<Result>) => {
    const ledger = await emptyLedger(postgres, name, codebook);
    try {
      return await work(ledger);
    } finally {
      await ledger.drop();
    }
  };
  for (let run = 0; run < options.runs; run += 1) {
    const seed = options.seed + run;
    runs.push(await inLedger(`upsert_${run}`, (ledger) => upsertOnce(ledger, codebook, dossiers, seed)));
    byTwo.push(
      await inLedger(`upsert_by_two_${run}`, (ledger) => newByTwo(ledger, codebook, dossiers, seed)),
    );
    options.say(`ledger upsert: run ${run + 1} of ${options.runs}`);
  }
  const figure = (name: string, of: keyof Omit<UpsertRun, 'rows'>, atLeast?: number): Figure => ({
    name: `ledger upsert, ${name}`,
    unit: 'dossiers/s',
    spread: spread(runs.map((run) => dossiers / run[of].seconds)),
    runs: runs.length,
    ...(atLeast === undefined ? {} : { goal: { atLeast } }),
  });
  const costs = (of: keyof Omit<UpsertRun, 'rows'>) => costsOf(runs.map((run) => run[of]));
  return {
    figures: [
      figure('new dossiers', 'fresh', GOAL),
      {
        name: 'ledger upsert, new dossiers of two sources at once',
        unit: 'dossiers/s',
        spread: spread(byTwo.map(({ seconds }) => dossiers / seconds)),
        runs: byTwo.length,
      },
      figure('changed dossiers', 'changed'),
      figure('unchanged dossiers', 'unchanged'),
    ],
    rowsADossier: runs[0]?.rows ?? {},
    costs: {
      new: costs('fresh'),
      'new by two': costsOf(byTwo),
      changed: costs('changed'),
      unchanged: costs('unchanged'),
    },
  };
}
