/**
 * Whoever works with the ledger stands on it: seen by who would take it back, kept out meanwhile, told when it is
 * of another version, also after its connection was cut.
 */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Attendance, attend } from '../../src/ledger/attendance.ts';
import { breakers } from '../../src/ledger/breaker.ts';
import { migrateBack, VERSIONS } from '../../src/ledger/migrate.ts';
import { atWork, keepAlone } from '../../src/ledger/step-back.ts';
import { pause } from '../../src/lifecycle.ts';
import { waitFor } from '../support/services.ts';
import { LedgerTrial } from './trial.ts';

const NAME = 'dongbo-run worker@may-2';
const [, , , BEFORE_AUDIT = ''] = VERSIONS;

let ledger: LedgerTrial;
let attendances: Attendance[];
beforeEach(async () => {
  ledger = await LedgerTrial.open();
  attendances = [];
});
afterEach(async () => {
  for (const attendance of attendances) attendance.leave();
  await ledger.close();
});

async function stand(): Promise<Attendance> {
  const attendance = await attend({ ledger: ledger.db, name: NAME, pause, lookEveryMs: 20 });
  attendances.push(attendance);
  return attendance;
}

const pids = async (): Promise<number[]> => {
  const { rows } = await ledger.db.query<{ pid: number }>(
    'SELECT pid FROM pg_stat_activity WHERE application_name = $1 AND datname = current_database()',
    [NAME],
  );
  return rows.map(({ pid }) => pid);
};

const back = (): Promise<readonly string[]> =>
  migrateBack(ledger.db, ledger.url, BEFORE_AUDIT, (guard) => keepAlone(guard));

it('is seen as long as it stands, also after its connection was cut, and no step back goes beside it', async () => {
  const [one, other] = [await stand(), await stand()];
  expect(await atWork(ledger.db)).toEqual([NAME]);
  one.leave();
  await waitFor(async () => (await pids()).length === 1, { what: 'the other one alone' });
  const [cut = 0] = await pids();
  await ledger.db.query('SELECT pg_terminate_backend($1)', [cut]);
  // In this order: the session that is cut may be seen at work until it is gone.
  await waitFor(async () => !(await pids()).includes(cut) && (await atWork(ledger.db)).length === 1, {
    what: 'standing again',
  });
  await expect(back()).rejects.toMatchObject({ code: 'DB-OPS-006', params: { where: NAME } });
  expect(other.misfit.aborted).toBe(false);
  other.leave();
  await waitFor(async () => (await pids()).length === 0, { what: 'nobody' });
  expect(await back()).toEqual(VERSIONS.filter((name) => name > BEFORE_AUDIT).reverse());
});

it('is kept out while the ledger is taken back, and refused afterwards', async () => {
  const taking = migrateBack(ledger.db, ledger.url, BEFORE_AUDIT, async (guard) => {
    await keepAlone(guard);
    await expect(stand()).rejects.toMatchObject({ code: 'DB-OPS-007' });
  });
  await taking;
  await expect(stand()).rejects.toMatchObject({ code: 'DB-SVC-005' });
  // Nor is a lane taken for paused by a person where the ledger knows of no such pause.
  await expect(breakers(ledger.db)).rejects.toThrow('paused_at');
});

it('takes a ledger that shows no version for one that is away, not for another one', async () => {
  const { misfit } = await stand();
  await ledger.db.query('ALTER TABLE knex_migrations RENAME TO hidden');
  await waitFor(async () => (await pids()).length === 0, { what: 'off the ledger' });
  await ledger.db.query('ALTER TABLE hidden RENAME TO knex_migrations');
  await waitFor(async () => (await atWork(ledger.db)).length === 1, { what: 'standing again' });
  expect(misfit.aborted).toBe(false);
});

it('is told once the ledger is of another version, and stands there until it leaves', async () => {
  const { misfit } = await stand();
  await ledger.db.query(
    `INSERT INTO knex_migrations (name, batch, migration_time) VALUES ('9999-mai-sau', 99, now())`,
  );
  await waitFor(() => misfit.aborted, { what: 'being told' });
  expect(misfit.reason).toMatchObject({ code: 'DB-SVC-005', params: { found: '9999-mai-sau' } });
  expect(await atWork(ledger.db)).toEqual([NAME]);
});
