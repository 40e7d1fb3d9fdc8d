/** What the doctor asks of ledger, source and Redis, against real ones. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEFAULT_SOURCE_MAP } from '../../src/codebook/source-map/default-source-map.ts';
import { type Database, openDatabase } from '../../src/ledger/database.ts';
import { withJobLock } from '../../src/ledger/job-lock.ts';
import { migrate } from '../../src/ledger/migrate.ts';
import { sampleLinks } from '../../src/ledger/sample-links.ts';
import { serverAheadMs, serverFacts } from '../../src/ledger/server-facts.ts';
import { jobAges, jobIsAtWork, somebodyLeads } from '../../src/ledger/work-facts.ts';
import { redisFacts } from '../../src/queue/redis-facts.ts';
import { sourceFacts } from '../../src/source/sql/source-facts.ts';
import { asProvince, dossiersSql, tablesSql } from '../source/province.ts';
import { describeWithRedis, type FreshDatabase, freshDatabase, redisServer } from '../support/services.ts';

let place: FreshDatabase;
let ledger: Database;
beforeAll(async () => {
  place = await freshDatabase();
  ledger = openDatabase({ url: place.url, max: 4, name: 'dongbo' });
  await migrate(ledger, place.url);
});
afterAll(async () => {
  await ledger.close();
  await place.drop();
});

it('the ledger tells of itself', async () => {
  const facts = await serverFacts(ledger);
  expect(facts.bytes).toBeGreaterThan(1_000_000);
  expect(facts.connectionsOurs).toBeGreaterThan(0);
  expect(facts.connectionsLeft).toBeLessThan(facts.connectionsMost);
  expect(Math.abs(await serverAheadMs(ledger))).toBeLessThan(2_000);
});

it('tells how long ago a job succeeded, that nobody leads, and a job at work', async () => {
  expect(await jobAges(ledger)).toEqual([]);
  await ledger.query(`
    INSERT INTO job_run (job, last_run_at, last_success_at, last_error) VALUES
      ('extract', now(), now() - interval '1 hour', 'DB-SVC-001'), ('recover', now(), NULL, 'DB-SVC-001')`);
  expect(await jobAges(ledger)).toEqual([
    { job: 'extract', ageSeconds: expect.closeTo(3_600, -2), lastError: 'DB-SVC-001' },
    { job: 'recover', ageSeconds: null, lastError: 'DB-SVC-001' },
  ]);
  expect(await somebodyLeads(ledger)).toBe(false);
  expect(await jobIsAtWork(ledger, 'extract')).toBe(false);
  const during = await withJobLock(ledger, 'extract', async () => [
    await jobIsAtWork(ledger, 'extract'),
    await jobIsAtWork(ledger, 'recover'),
  ]);
  expect(during).toEqual([true, false]);
  const leader = await ledger.connect();
  await leader.query('SELECT pg_advisory_lock(7660003, 0)');
  expect(await somebodyLeads(ledger)).toBe(true);
  leader.release(true);
});

it('samples links, each dossier once', async () => {
  expect(await sampleLinks(ledger, 5)).toEqual([]);
  await ledger.query(`INSERT INTO codebook_version (hash) VALUES ('h')`);
  await ledger.query(`
    INSERT INTO dossier (code, source_hash, source_row, codebook_id, incomplete, lane)
    SELECT 'H' || n, 's', '{}', 1, false, 'live' FROM generate_series(1, 3) n`);
  await ledger.query(`
    INSERT INTO delivery (dossier_id, kind, payload, payload_hash, state)
    SELECT id, 'dossier', jsonb_build_object('components', jsonb_build_array(jsonb_build_object('link', 'https://x/' || code))),
      'p', 'queued' FROM dossier WHERE code <> 'H2'`);
  const sampled = await sampleLinks(ledger, 20);
  expect(sampled.map(({ dossier, link }) => `${dossier} ${link}`).sort()).toEqual([
    'H1 https://x/H1',
    'H3 https://x/H3',
  ]);
});

it('the source tells whether it can be written, and how fresh it is', async () => {
  const home = await freshDatabase();
  await asProvince(home.url, tablesSql(), dossiersSql(['A', '2026-01-01 08:00+07'], ['B', '9999-12-31']));
  const facts = await sourceFacts(home.url, DEFAULT_SOURCE_MAP, 10_000);
  expect(facts.writable).toContain('dongbo_ho_so');
  expect(facts.newestSeconds).toBeGreaterThan(86_400);
  await home.drop();
});

describeWithRedis('a Redis', () => {
  it('tells of itself, and where nothing listens that is told', async () => {
    const server = await redisServer();
    if (server === null) throw new Error('no Redis');
    const at = { kind: 'redis', url: server.url, sentinels: [], sentinelName: '' } as const;
    expect(await redisFacts(at)).toMatchObject({ policy: 'noeviction', appendOnly: false, faults: [] });
    await server.stop();
    await expect(redisFacts(at)).rejects.toMatchObject({ code: 'DB-SVC-002' });
  });
});
