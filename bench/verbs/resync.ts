/**
 * `npm run bench:resync`: seconds and memory of choosing, planning, queueing, listing and calling back a
 * resync of 200,000 dossiers of a made-up province, each of which says something else by now.
 * Guarantees: a PostgreSQL of its own, removed afterwards, as durable as in production; rows, parts and
 * steps as wide as the simulator makes them; tells how often a table was read from end to end, and throws
 * where one that grows with the province was, page by page. `--dossiers <count>` for another size.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IsoDay } from '../../src/domain/codes.ts';
import { startEmbeddedPostgres } from '../../src/embedded/postgres.ts';
import { applyCodebook } from '../../src/ledger/apply-codebook.ts';
import { type Database, openDatabase } from '../../src/ledger/database.ts';
import { migrate } from '../../src/ledger/migrate.ts';
import { callBack } from '../../src/ledger/resync-cancel.ts';
import { resyncs } from '../../src/ledger/resync-list.ts';
import { selectDossiers } from '../../src/ledger/resync-selection.ts';
import { storePage } from '../../src/ledger/store-page.ts';
import { sourceFingerprint } from '../../src/normalize/fingerprint.ts';
import { normalizerFor, rulesOf } from '../../src/pipeline/normalize-for-ledger.ts';
import { resync } from '../../src/pipeline/resync.ts';
import { planResync } from '../../src/pipeline/resync-plan.ts';
import { makeProvince } from '../../src/simulator/province/make-province.ts';
import { asSource, shippedCodebook } from '../../test/unit/simulator/shipped-codebook.ts';

const sizeAt = process.argv.indexOf('--dossiers');
const dossiers = sizeAt < 0 ? 200_000 : Number(process.argv[sizeAt + 1]);
const PAGE = 1_000;
const never = new AbortController().signal;

const codebook = shippedCodebook();
const before = { fileBaseUrl: 'https://motcua.tinhmau.example/tep/', holdPolicy: 'part' as const };
const now = { ...before, fileBaseUrl: 'https://khac.tinhmau.example/' };

/** As a first load leaves it: the portal has accepted all that is not held. */
async function fill(ledger: Database): Promise<void> {
  await applyCodebook(ledger, codebook, rulesOf(before));
  const province = makeProvince({ dossiers, faulty: Math.round(dossiers / 12), seed: 1, now: new Date() });
  let page: ReturnType<ReturnType<typeof normalizerFor>>[] = [];
  let normalized = normalizerFor(codebook, before);
  const store = async (): Promise<void> => {
    const stored = page.map((one) => ({ ...one, lane: 'backfill' as const }));
    await storePage(ledger, { dossiers: stored, codebook, cursor: null });
    page = [];
    normalized = normalizerFor(codebook, before);
  };
  for (const { rows } of province.dossiers()) {
    const source = asSource(rows);
    page.push(normalized({ code: source.fields.code ?? '', source, sourceHash: sourceFingerprint(source) }));
    if (page.length === PAGE) await store();
  }
  await store();
  await ledger.query(
    `UPDATE delivery SET state = 'accepted', sent_version = version, sent_hash = payload_hash,
       accepted_version = version, accepted_hash = payload_hash, accepted_at = now() WHERE state = 'queued'`,
  );
  await ledger.query(
    `INSERT INTO attempt (dossier_id, delivery_id, at, service, outcome, records, duration_ms)
     SELECT dossier_id, id, now() - interval '1 hour', 'DongBoHoSoMC', 'accepted', 1, 300 FROM delivery`,
  );
  await ledger.query('VACUUM ANALYZE');
}

/** Tables that grow with the province; how often each was read from end to end since the server began. */
async function scans(ledger: Database): Promise<ReadonlyMap<string, number>> {
  // Of this connection, the only one: counts of others come late.
  await ledger.query('SELECT pg_stat_force_next_flush()');
  const { rows } = await ledger.query<{ table: string; scans: number }>(
    `SELECT relname AS "table", seq_scan AS scans FROM pg_stat_user_tables
     WHERE relname IN ('dossier', 'delivery', 'attempt', 'held', 'dossier_use', 'resync_item') AND n_live_tup > 10000`,
  );
  return new Map(rows.map(({ table, scans }) => [table, scans]));
}

const MOST_SCANS = 20;
const megabytes = (): number => Math.round(process.memoryUsage().rss / 2 ** 20);

async function timed<Result>(
  ledger: Database,
  what: string,
  work: () => Promise<Result>,
  tell: (result: Result) => string,
): Promise<Result> {
  const were = await scans(ledger);
  let most = megabytes();
  const watch = setInterval(() => {
    most = Math.max(most, megabytes());
  }, 20);
  const began = performance.now();
  const usedBefore = process.cpuUsage();
  const result = await work();
  const seconds = (performance.now() - began) / 1000;
  const used = process.cpuUsage(usedBefore);
  const cpu = (used.user + used.system) / 1_000_000;
  clearInterval(watch);
  const read = [...(await scans(ledger))]
    .map(([table, count]) => [table, count - (were.get(table) ?? 0)] as const)
    .filter(([, count]) => count > 0);
  const ends = read.map(([table, count]) => `${table} ${count}x`).join(', ');
  process.stdout.write(
    `${what}: ${seconds.toFixed(1)} s (${cpu.toFixed(1)} s of processor here), memory at most ${Math.max(most, megabytes())} MB, ` +
      `read from end to end: ${ends === '' ? 'nothing' : ends}; ${tell(result)}\n`,
  );
  // Of the few that are held it may well be the fastest way: the planner compares.
  const often = read.find(([table, count]) => table !== 'held' && count > MOST_SCANS);
  if (often) throw new Error(`${what}: ${often[0]} was read from end to end ${often[1]} times`);
  return result;
}

async function callAllBack(ledger: Database, id: number): Promise<number> {
  let cancelled = 0;
  for (let after: number | null = 0; after !== null; ) {
    const page = await callBack(ledger, id, after, PAGE);
    cancelled += page.cancelled;
    after = page.last;
  }
  return cancelled;
}

async function measure(ledger: Database): Promise<void> {
  const [from, to] = ['2000-01-01' as IsoDay, '2100-01-01' as IsoDay];
  const conditions = { dossiers: null, asks: [], from, to, held: null };
  const chosen = () => selectDossiers(ledger, conditions);
  const ids = await timed(ledger, 'choosing', chosen, (all) => `${all.length} dossiers`);
  const same = { ledger, codebook, normalize: before, lookUps: null };
  const changed = { ...same, normalize: now };
  const plan = () => planResync(changed, ids, never);
  await timed(ledger, 'dry run', plan, (one) => `${one.changed} changed, ${one.unchanged} not`);
  const order = { who: 'bench', selection: { from, to }, verify: false, ids };
  const run = await timed(
    ledger,
    'queueing what is the same',
    () => resync(same, order, never),
    (one) => `${one.queued} queued`,
  );
  await timed(
    ledger,
    'listing',
    () => resyncs(ledger, 50),
    (all) => `${all.length} resync`,
  );
  const back = () => callAllBack(ledger, run.id);
  await timed(ledger, 'calling back', back, (cancelled) => `${cancelled} called back`);
  const again = () => resync(changed, order, never);
  await timed(ledger, 'queueing what changed', again, (one) => `${one.queued} queued`);
}

const dataDir = await mkdtemp(join(tmpdir(), 'dongbo-bench-'));
const server = await startEmbeddedPostgres({ dataDir });
try {
  await server.createDatabase('bench');
  const url = server.url('bench');
  const ledger = openDatabase({ url, max: 1, name: 'bench', onIdleError: () => undefined });
  try {
    await migrate(ledger, url);
    const began = performance.now();
    await fill(ledger);
    process.stdout.write(`filled in ${((performance.now() - began) / 1000).toFixed(0)} s\n`);
    await measure(ledger);
  } finally {
    await ledger.close();
  }
} finally {
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
}
