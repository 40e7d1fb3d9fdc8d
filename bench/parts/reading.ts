/**
 * `npm run bench:first-load`: dossiers a second that come from a province's views, normalized, into the ledger and
 * on to the queue, when nothing of them is known yet; and when all of it is known and unchanged.
 * Guarantees: two PostgreSQL servers of its own, removed afterwards, as durable as in production; dossiers as wide
 * as the simulator makes them, a twelfth of them faulty; the queue is the real one in PostgreSQL; throws where a
 * dossier is not in the ledger afterwards. `--dossiers <count>` for another size, `--runs <count>`, `--json`.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_SOURCE_MAP } from '../../src/codebook/source-map/default-source-map.ts';
import { GO_ON } from '../../src/domain/crash-points.ts';
import { startEmbeddedPostgres } from '../../src/embedded/postgres.ts';
import { openDatabase, openPool } from '../../src/ledger/database.ts';
import { migrate } from '../../src/ledger/migrate.ts';
import { Alone } from '../../src/pipeline/alone.ts';
import { type ExtractDeps, extract } from '../../src/pipeline/extract.ts';
import { Turns } from '../../src/pipeline/turns.ts';
import { QUEUE_SCHEMA } from '../../src/queue/backend.ts';
import { openDeliveryQueue } from '../../src/queue/delivery-queue.ts';
import { createProvinceDatabase } from '../../src/simulator/province/create-province-database.ts';
import { makeProvince } from '../../src/simulator/province/make-province.ts';
import { createSqlSource } from '../../src/source/sql/create-sql-source.ts';
import { shippedCodebook } from '../../test/unit/simulator/shipped-codebook.ts';
import { processorOf } from '../frame/processor.ts';
import { spread } from '../frame/spread.ts';

function countOf(option: string, usual: number): number {
  const at = process.argv.indexOf(option);
  return at < 0 ? usual : Number(process.argv[at + 1]);
}
const dossiers = countOf('--dossiers', 50_000);
const runs = countOf('--runs', 3);
const never = new AbortController().signal;
const codebook = shippedCodebook();

interface Timed {
  readonly perSecond: number;
  /** Milliseconds of this process' processor time for a thousand dossiers. */
  readonly processorMs: number;
}

async function timed(deps: ExtractDeps): Promise<Timed> {
  const began = performance.now();
  const before = process.cpuUsage();
  const { read } = await extract(deps, never);
  const seconds = (performance.now() - began) / 1000;
  const used = process.cpuUsage(before);
  if (read !== dossiers) throw new Error(`${read} of ${dossiers} were read`);
  return { perSecond: read / seconds, processorMs: (used.user + used.system) / read };
}

const folder = await mkdtemp(join(tmpdir(), 'dongbo-bench-first-load-'));
const source = await startEmbeddedPostgres({ dataDir: join(folder, 'province') });
const ours = await startEmbeddedPostgres({ dataDir: join(folder, 'ledger') });
try {
  await source.createDatabase('province');
  const province = makeProvince({ dossiers, faulty: Math.round(dossiers / 12), seed: 1, now: new Date() });
  await (await createProvinceDatabase(source.url('province'), province.dossiers())).close();
  const first: Timed[] = [];
  const again: Timed[] = [];
  /** Of source and ledger, of both readings together, for a thousand dossiers. */
  const serverMs: number[][] = [];
  const servers = async (url: string) =>
    (await Promise.all([processorOf(source.url('province')), processorOf(url)])).map(
      (used) => used ?? Number.NaN,
    );
  let most = 0;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
  }, 50);
  for (let run = 0; run < runs; run += 1) {
    const name = `ledger_${run}`;
    await ours.createDatabase(name);
    const url = ours.url(name);
    const ledger = openDatabase({ url, max: 4, name: 'bench' });
    await migrate(ledger, url);
    const queue = await openDeliveryQueue({
      server: {
        kind: 'postgres',
        pool: openPool({
          url,
          max: 8,
          name: 'bench',
          searchPath: QUEUE_SCHEMA,
          onIdleError: () => undefined,
        }),
        explain: (error) => error,
      },
      concurrency: { live: 1, backfill: 1 },
      now: Date.now,
      onError: (reason) => process.stderr.write(`${reason}\n`),
    });
    const deps: ExtractDeps = {
      source: createSqlSource({ url: source.url('province'), pageSize: 1000 }, DEFAULT_SOURCE_MAP),
      sourceName: 'sql',
      mapHash: '',
      turns: new Turns(),
      renormalizing: new Alone(),
      ledger,
      queue,
      codebook,
      normalize: { fileBaseUrl: 'https://motcua.tinhmau.example/tep/', holdPolicy: 'part' },
      overlapSeconds: 600,
      batchSize: 50,
      reached: GO_ON,
      now: Date.now,
    };
    const before = await servers(url);
    first.push(await timed(deps));
    const { rows } = await ledger.query<{ count: number }>('SELECT count(*)::int AS count FROM dossier');
    if (rows[0]?.count !== dossiers) throw new Error(`${rows[0]?.count} of ${dossiers} are in the ledger`);
    await ledger.query('TRUNCATE source_cursor');
    again.push(await timed(deps));
    await queue.close();
    await ledger.close();
    await deps.source.close();
    const after = await servers(url);
    serverMs.push(after.map((seconds, at) => ((seconds - (before[at] ?? Number.NaN)) * 1e6) / dossiers));
  }
  clearInterval(watch);
  const figures = (list: readonly Timed[]) => ({
    perSecond: spread(list.map(({ perSecond }) => Math.round(perSecond))),
    processorMs: spread(list.map(({ processorMs }) => Math.round(processorMs))),
  });
  const figureOf = (at: number) => spread(serverMs.map((list) => Math.round(list[at] ?? Number.NaN)));
  const report = {
    dossiers,
    runs,
    first: figures(first),
    again: figures(again),
    servers: { source: figureOf(0), ledger: figureOf(1) },
    rssMb: Math.round(most / 2 ** 20),
  };
  process.stdout.write(
    process.argv.includes('--json')
      ? `${JSON.stringify(report)}\n`
      : `${dossiers} dossiers, ${runs} runs, memory at most ${report.rssMb} MB\n` +
          `first load: ${JSON.stringify(report.first)}\nunchanged:  ${JSON.stringify(report.again)}\n` +
          `processor ms of the servers for a thousand, both readings: ${JSON.stringify(report.servers)}\n`,
  );
} finally {
  await source.stop();
  await ours.stop();
  await rm(folder, { recursive: true, force: true });
}
