/**
 * Part "reading": dossiers a second from a province's views, normalized, into the ledger and on to the queue, when nothing of
 * them is known yet; and when all of it is known and unchanged.
 * Guarantees: dossiers as wide as the simulator makes them, a twelfth of them faulty; province and ledger on servers of
 * their own; the queue is the real one in PostgreSQL, and nobody works it off; throws where a dossier is not in the ledger
 * afterwards.
 */
import { DEFAULT_SOURCE_MAP } from '../../src/codebook/source-map/default-source-map.ts';
import type { Codebook } from '../../src/domain/codebook.ts';
import { GO_ON } from '../../src/domain/crash-points.ts';
import type { Queue } from '../../src/domain/ports.ts';
import { openPool } from '../../src/ledger/database.ts';
import { Alone } from '../../src/pipeline/alone.ts';
import { type ExtractDeps, extract } from '../../src/pipeline/extract.ts';
import { Turns } from '../../src/pipeline/turns.ts';
import { QUEUE_SCHEMA } from '../../src/queue/backend.ts';
import { openDeliveryQueue } from '../../src/queue/delivery-queue.ts';
import { createProvinceDatabase } from '../../src/simulator/province/create-province-database.ts';
import { PROVINCE_FILE_BASE_URL } from '../../src/simulator/province/make-documents.ts';
import { makeProvince } from '../../src/simulator/province/make-province.ts';
import { createSqlSource } from '../../src/source/sql/create-sql-source.ts';
import { processorOf } from '../frame/processor.ts';
import type { BenchOptions, Figure } from '../frame/section.ts';
import { type BenchPostgres, benchPostgres } from '../frame/servers.ts';
import { spread } from '../frame/spread.ts';
import { USUAL_CALLS } from './accepting-portal.ts';
import { type Costs, costOf, costsOf, type Run } from './cost.ts';
import { type BenchLedger, emptyLedger } from './empty-ledger.ts';
import { PAGE } from './store-pages.ts';

const PROVINCE = 'parts_province';
/** One dossier in so many is faulty. */
const FAULTY = 12;

/** What was found. */
export interface ReadingResult {
  readonly figures: readonly Figure[];
  readonly costs: Readonly<Record<string, Costs>>;
}

interface Reading {
  readonly first: Run;
  readonly again: Run;
}

/** What all runs of the part have in common. */
interface World {
  readonly province: string;
  readonly codebook: Codebook;
  readonly dossiers: number;
}

function openQueue(url: string): Promise<Queue> {
  const onError = (reason: string): void => void process.stderr.write(`${reason}\n`);
  const pool = openPool({
    url,
    max: 8,
    name: 'bench',
    searchPath: QUEUE_SCHEMA,
    durable: false,
    onIdleError: onError,
  });
  return openDeliveryQueue({
    server: { kind: 'postgres', pool, explain: (error) => error },
    concurrency: { live: 1, backfill: 1 },
    now: Date.now,
    onError,
  });
}

function depsOf({ province, codebook }: World, { db }: BenchLedger, queue: Queue): ExtractDeps {
  return {
    source: createSqlSource({ url: province, pageSize: PAGE }, DEFAULT_SOURCE_MAP),
    sourceName: 'sql',
    mapHash: '',
    turns: new Turns(),
    renormalizing: new Alone(),
    ledger: db,
    queue,
    codebook,
    normalize: { fileBaseUrl: PROVINCE_FILE_BASE_URL, holdPolicy: 'part' },
    overlapSeconds: 600,
    batchSize: USUAL_CALLS.batchSize,
    reached: GO_ON,
    now: Date.now,
  };
}

async function readAll(world: World, ledger: BenchLedger): Promise<Reading> {
  const { dossiers, province } = world;
  const queue = await openQueue(ledger.url);
  const deps = depsOf(world, ledger, queue);
  const timed = async (): Promise<Run> => {
    const before = await processorOf(province);
    const run = await costOf({ ...ledger, dossiers }, async () => {
      const { read } = await extract(deps, new AbortController().signal);
      if (read !== dossiers) throw new Error(`${read} of ${dossiers} were read`);
    });
    const after = await processorOf(province);
    const source = before === null || after === null ? null : ((after - before) * 1e6) / dossiers;
    return { ...run, cost: { ...run.cost, sourceMs: source } };
  };
  try {
    const first = await timed();
    const { rows } = await ledger.db.query<{ count: number }>('SELECT count(*)::int AS count FROM dossier');
    if (rows[0]?.count !== dossiers) throw new Error(`${rows[0]?.count} of ${dossiers} are in the ledger`);
    await ledger.db.query('TRUNCATE source_cursor');
    return { first, again: await timed() };
  } finally {
    await queue.close();
    await deps.source.close();
  }
}

async function inProvince<Result>(
  dossiers: number,
  seed: number,
  work: (url: string) => Promise<Result>,
): Promise<Result> {
  const server = await benchPostgres();
  try {
    const url = await server.database(PROVINCE);
    const faulty = Math.round(dossiers / FAULTY);
    const province = makeProvince({ dossiers, faulty, seed, now: new Date() });
    await (await createProvinceDatabase(url, province.dossiers())).close();
    const result = await work(url);
    await server.drop(PROVINCE);
    return result;
  } finally {
    await server.stop();
  }
}

/** Measures the part. */
export async function measureReading(
  postgres: BenchPostgres,
  codebook: Codebook,
  options: BenchOptions,
): Promise<ReadingResult> {
  const dossiers = options.size ?? 20_000;
  const found = await inProvince(dossiers, options.seed, async (province) => {
    const readings: Reading[] = [];
    for (let run = 0; run < options.runs; run += 1) {
      const ledger = await emptyLedger(postgres, `reading_${run}`, codebook);
      try {
        readings.push(await readAll({ province, codebook, dossiers }, ledger));
      } finally {
        await ledger.drop();
      }
      options.say(`reading: run ${run + 1} of ${options.runs}`);
    }
    return readings;
  });
  const figure = (name: string, of: keyof Reading): Figure => ({
    name: `reading, ${name}`,
    unit: 'dossiers/s',
    spread: spread(found.map((one) => dossiers / one[of].seconds)),
    runs: found.length,
  });
  return {
    figures: [figure('first load', 'first'), figure('unchanged', 'again')],
    costs: {
      first: costsOf(found.map(({ first }) => first)),
      unchanged: costsOf(found.map(({ again }) => again)),
    },
  };
}
