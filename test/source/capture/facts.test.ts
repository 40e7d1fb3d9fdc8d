/** What the doctor sees of a real PostgreSQL that tells of changes, or is to, and what it makes of it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judgeCapture } from '../../../src/compose/doctor/capture.ts';
import type { ChangeCapture } from '../../../src/domain/source-definition.ts';
import { captureFacts } from '../../../src/source/capture/capture-facts.ts';
import { capturePlan } from '../../../src/source/capture/capture-plan.ts';
import { type OwnPostgres, ownPostgres } from '../../support/own-postgres.ts';
import type { FreshDatabase } from '../../support/services.ts';
import { asProvince } from '../province.ts';
import { SOURCE, settle } from './capture-world.ts';

let server: OwnPostgres;
let province: FreshDatabase;

beforeAll(async () => {
  server = await ownPostgres(['wal_level=logical']);
  province = await server.database();
  await settle(province.url);
  await asProvince(
    province.url,
    "ALTER SYSTEM SET max_slot_wal_keep_size = '1GB'",
    'SELECT pg_reload_conf()',
  );
});
afterAll(() => server?.close());

async function seen(capture: ChangeCapture): Promise<string> {
  const facts = await captureFacts(province.url, 'sql', SOURCE, 10_000);
  const { result, code } = judgeCapture('sql', capture, facts);
  return `${result} ${code ?? ''}`.trim();
}

async function prepare(capture: ChangeCapture): Promise<void> {
  const { statements } = await capturePlan(province.url, 'sql', capture, SOURCE);
  await asProvince(province.url, ...statements);
}

describe('the doctor', () => {
  it('has nothing against a province that tells nothing, but tells of one that tells in part', async () => {
    expect(await seen('listen')).toBe('ok');
    expect(await seen('poll')).toBe('ok');
    await prepare('listen');
    expect(await seen('listen')).toBe('ok');
    await asProvince(province.url, 'ALTER TABLE motcua.dongbo_tien_do DISABLE TRIGGER dongbo_update');
    expect(await seen('listen')).toBe('warning DB-CDC-009');
  });

  it('tells what logical replication lacks, and of a slot that was left behind', async () => {
    expect(await seen('logical')).toBe('failed DB-CDC-002');
    await prepare('logical');
    await expect.poll(() => seen('logical')).toBe('ok');
    await asProvince(province.url, "SELECT pg_create_logical_replication_slot('dongbo_sql', 'pgoutput')");
    expect(await seen('logical')).toBe('ok');
    expect(await seen('listen')).toBe('warning DB-CDC-007');
    await asProvince(province.url, 'ALTER SYSTEM RESET max_slot_wal_keep_size', 'SELECT pg_reload_conf()');
    await expect.poll(() => seen('logical')).toBe('warning DB-CDC-008');
    await prepare('poll');
    expect(await seen('poll')).toBe('ok');
    expect(await seen('listen')).toBe('ok');
  });
});

it('gives a table without a key an identity before it is published: no update of the province may fail', async () => {
  await asProvince(province.url, 'ALTER TABLE motcua.dongbo_tien_do DROP CONSTRAINT dongbo_tien_do_pkey');
  await prepare('logical');
  await asProvince(
    province.url,
    `INSERT INTO motcua.dongbo_tien_do (ma_ho_so, id) VALUES ('A', '1')`,
    `UPDATE motcua.dongbo_tien_do SET noi_dung = 'x'`,
    'DELETE FROM motcua.dongbo_tien_do',
  );
});
