/** The record of who changed what: it can be added to, and whatever else is done to it is seen. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type AuditEntry,
  type AuditNote,
  appendAudit,
  auditEntries,
  auditHash,
} from '../../src/ledger/audit.ts';
import { verifyAudit } from '../../src/ledger/audit-chain.ts';
import { auditedLines } from '../../src/ledger/audit-list.ts';
import { openDatabase } from '../../src/ledger/database.ts';
import { LedgerTrial } from './trial.ts';

let ledger: LedgerTrial;
beforeEach(async () => {
  ledger = await LedgerTrial.open();
});
afterEach(() => ledger.close());

const note = (change: Partial<AuditNote> = {}): AuditNote => ({
  ...{ who: 'lan', host: 'may-1', action: 'resync', phase: 'begun' },
  detail: { dossier: 'H01', note: 'đã\u0000xem' },
  ...change,
});
const all = () => auditEntries(ledger.db, 0, 10_000);
const write = async (count: number): Promise<readonly AuditEntry[]> => {
  for (let at = 0; at < count; at += 1) await appendAudit(ledger.db, note({ detail: { at } }));
  return all();
};

/** What a superuser can do who knows of the trigger. */
const tamper = (sql: string) =>
  ledger.db.transaction(async (tx) => {
    await tx.query('ALTER TABLE audit DISABLE TRIGGER ALL');
    await tx.query(sql);
    await tx.query('ALTER TABLE audit ENABLE TRIGGER ALL');
  });
const fault = (contained: string | null = null) =>
  verifyAudit(ledger.db, contained).then(
    () => null,
    (error) => error.params.seq as number,
  );

test('four machines at once make one chain without a gap', async () => {
  const machines = [1, 2, 3, 4].map((n) => openDatabase({ url: ledger.url, max: 3, name: `machine ${n}` }));
  await Promise.all(
    machines.map(async (db, at) => {
      for (let n = 0; n < 25; n += 1) await appendAudit(db, note({ who: `user ${at}`, detail: { n } }));
    }),
  );
  await Promise.all(machines.map((db) => db.close()));
  const entries = await all();
  expect(entries.map(({ seq }) => seq)).toEqual(Array.from({ length: 100 }, (_, at) => at + 1));
  expect(await verifyAudit(ledger.db, entries[42]?.hash ?? '')).toMatchObject({
    ...{ entries: 100, seq: 100, hash: entries[99]?.hash, contains: true },
  });
});

test('nothing but adding is allowed', async () => {
  await write(2);
  for (const sql of [`UPDATE audit SET who = 'x'`, 'DELETE FROM audit WHERE seq = 2', 'TRUNCATE audit']) {
    await expect(ledger.db.query(sql), sql).rejects.toThrow(/append-only/);
  }
  expect(await fault()).toBeNull();
});

describe('what somebody does who may do everything is found where it was done', () => {
  test('a detail, a name, a time that was changed', async () => {
    await write(6);
    await tamper(`UPDATE audit SET detail = '{"at":9}' WHERE seq = 3`);
    expect(await fault()).toBe(3);
    await tamper(`UPDATE audit SET detail = '{"at":2}' WHERE seq = 3`);
    expect(await fault()).toBeNull();
    for (const change of [`who = 'minh'`, `at = at - interval '1 hour'`, `phase = 'done'`]) {
      await tamper(`UPDATE audit SET ${change} WHERE seq = 5`);
      expect(await fault(), change).toBe(5);
    }
  });

  test.each(['infinity', '-infinity', '290000-01-01'])(
    'a time that was made %s, and the rest is still read',
    async (at) => {
      await write(6);
      await tamper(`UPDATE audit SET at = '${at}' WHERE seq = 4`);
      expect(await fault()).toBe(4);
      const lines = await auditedLines(ledger.db, { action: null, since: new Date(0), limit: 10 });
      expect(lines.map(({ seq, at: time }) => [seq, time === null])).toContainEqual([4, true]);
      expect(lines).toHaveLength(6);
    },
  );

  test('an entry that was taken out', async () => {
    await write(6);
    await tamper('DELETE FROM audit WHERE seq = 3');
    expect(await fault()).toBe(3);
    await tamper('DELETE FROM audit WHERE seq = 1');
    expect(await fault()).toBe(1);
  });

  test('two that changed places', async () => {
    await write(6);
    await tamper('UPDATE audit SET seq = CASE seq WHEN 3 THEN 104 ELSE 103 END WHERE seq IN (3, 4)');
    await tamper('UPDATE audit SET seq = seq - 100 WHERE seq > 100');
    expect(await fault()).toBe(3);
  });

  test('one that was changed and hashed anew: the next one does not fit it', async () => {
    const entries = await write(6);
    const changed = { ...(entries[2] as AuditEntry), who: 'minh' };
    await tamper(`UPDATE audit SET who = 'minh', hash = '${auditHash(changed)}' WHERE seq = 3`);
    expect(await fault()).toBe(4);
  });

  test('an end that was cut off, by whoever noted a hash', async () => {
    const entries = await write(6);
    const noted = entries[4]?.hash ?? '';
    expect(await verifyAudit(ledger.db, noted)).toMatchObject({ contains: true });
    await tamper('DELETE FROM audit WHERE seq > 4');
    await write(2);
    expect(await fault()).toBeNull();
    expect(await verifyAudit(ledger.db, noted)).toMatchObject({ entries: 6, contains: false });
  });
});

test('a clock that was set back is told and is no fault; a chain of many pages is walked to its end', async () => {
  // Later than the database's clock, as if that had been set back since.
  const first = { ...note(), detail: '{}', seq: 1, at: new Date(Date.now() + 3_600_000), previous: '' };
  const put = `
    INSERT INTO audit (seq, at, who, host, action, phase, detail, previous, hash)
    SELECT seq, at, who, host, action, phase, detail, previous, hash
    FROM json_populate_recordset(NULL::audit, $1)`;
  const rows: AuditEntry[] = [{ ...first, hash: auditHash(first) }];
  for (let seq = 2; seq <= 2_500; seq += 1) {
    const entry = { ...first, seq, at: new Date(), previous: rows.at(-1)?.hash ?? '' };
    rows.push({ ...entry, hash: auditHash(entry) });
  }
  await ledger.db.query(put, [JSON.stringify(rows)]);
  const last = await appendAudit(ledger.db, note());
  expect(await verifyAudit(ledger.db, null)).toMatchObject({
    ...{ entries: 2_501, seq: 2_501, hash: last.hash, contains: null },
  });
  expect((await verifyAudit(ledger.db, null)).backInTime).toBeGreaterThanOrEqual(1);
  await tamper(`UPDATE audit SET host = 'x' WHERE seq = 2400`);
  expect(await fault()).toBe(2_400);
});

test('is read as actions: each with its end, those without one told as such', async () => {
  const begin = async (action: string) => (await appendAudit(ledger.db, note({ action }))).seq;
  const [one, two, killed] = [await begin('resync'), await begin('pause'), await begin('resync')];
  await appendAudit(
    ledger.db,
    note({ action: 'pause', phase: 'failed', detail: { begun: two, error: 'DB-SVC-001' } }),
  );
  await appendAudit(
    ledger.db,
    note({ action: 'resync', phase: 'done', detail: { begun: one, dossiers: 3 } }),
  );
  await appendAudit(ledger.db, note({ action: 'restore', phase: 'done', detail: { dossiers: 40 } }));
  const lines = (choice = {}) => auditedLines(ledger.db, { action: null, since: null, limit: 10, ...choice });
  const told = (await lines()).map(({ seq, action, end }) => [seq, action, end?.phase ?? null, end?.detail]);
  expect(told).toEqual([
    [6, 'restore', 'done', {}],
    [killed, 'resync', null, undefined],
    [two, 'pause', 'failed', { error: 'DB-SVC-001' }],
    [one, 'resync', 'done', { dossiers: 3 }],
  ]);
  expect((await lines({ action: 'resync', limit: 1 })).map(({ seq }) => seq)).toEqual([killed]);
  expect(await lines({ since: new Date(Date.now() + 3_600_000) })).toEqual([]);
  // Whoever broke one keeps nobody from reading the others.
  await tamper(`UPDATE audit SET detail = 'no json' WHERE seq = 2`);
  expect(await lines()).toHaveLength(4);
});
