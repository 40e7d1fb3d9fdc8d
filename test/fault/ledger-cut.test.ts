/** A connection that is cut around a statement: what the ledger has afterwards, and what its user is told. */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { claimDossiers, dueSteps, lease, markStepsSending, releaseLease } from '../../src/ledger/claim.ts';
import { CommitUnknown } from '../../src/ledger/commit.ts';
import { readCursor } from '../../src/ledger/cursor.ts';
import { type Database, openDatabase } from '../../src/ledger/database.ts';
import { patientDatabase } from '../../src/ledger/patient.ts';
import { settle } from '../../src/ledger/settle.ts';
import { storePage } from '../../src/ledger/store-page.ts';
import { attemptOf, codebook, dossier, ending, LedgerTrial } from '../ledger/trial.ts';
import { type StatementProxy, statementProxyTo } from '../support/statement-proxy.ts';

const COMMIT = 'COMMIT\0';
const MOMENTS = ['before', 'after'] as const;

let ledger: LedgerTrial;
let proxy: StatementProxy;
/** By way of the proxy, without and with patience. */
let plain: Database;
let patient: Database;
let waits: string[] = [];
let backs = 0;

beforeAll(async () => {
  ledger = await LedgerTrial.open();
  proxy = await statementProxyTo(ledger.url);
});
afterAll(async () => {
  await proxy.close();
  await ledger.close();
});
beforeEach(() => {
  plain = openDatabase({ url: proxy.url, max: 4, name: 'cut' });
  patient = patientDatabase(plain, {
    // PostgreSQL needs a moment to see that its client is gone; asking again is all the waiting there is.
    wait: async (fault) => void waits.push(fault.code),
    back: () => {
      backs += 1;
    },
  });
  waits = [];
  backs = 0;
});
afterEach(() => plain.close());

let serial = 0;
const aCode = (): string => `H19.12-261107-${String(++serial).padStart(4, '0')}`;

const attemptsOf = async (code: string): Promise<number> => {
  const { rows } = await ledger.db.query<{ n: number }>(
    'SELECT count(*)::int AS n FROM attempt WHERE dossier_id = $1',
    [await ledger.id(code)],
  );
  return rows[0]?.n ?? Number.NaN;
};

describe('an answer of the portal is settled once and told once, cut', () => {
  const statements = [
    'BEGIN\0',
    'INSERT INTO attempt',
    'UPDATE delivery v SET',
    'pg_current_xact_id',
    COMMIT,
  ];
  test.each(statements.flatMap((text) => MOMENTS.map((when) => [when, text] as const)))(
    '%s %j',
    async (when, text) => {
      const code = aCode();
      await ledger.store(dossier(code));
      const { token, item } = await ledger.send(code);
      const cut = proxy.cut(when, text);
      const settled = await settle(patient, token, [ending(item, 'accepted')], [attemptOf(item)]);
      await cut;
      expect(settled).toMatchObject([{ deliveryId: item.deliveryId, state: 'accepted' }]);
      expect(await ledger.row(code)).toMatchObject({ state: 'accepted', accepted_version: 1, attempt: 0 });
      expect(await attemptsOf(code)).toBe(1);
      // A commit that was done needs no second try; everything else does.
      const done = when === 'after' && text === COMMIT;
      expect(new Set(waits)).toEqual(new Set(done ? [] : ['DB-SVC-001']));
      expect(backs).toBe(done ? 0 : 1);
    },
  );
});

describe('a page whose commit was cut', () => {
  const pageOf = (code: string) => ({
    dossiers: [dossier(code)],
    codebook: codebook('v1'),
    cursor: { source: code, position: { at: '2026-11-01', key: code }, mapHash: 'm' },
  });

  test('after it is stored with its cursor, and told as stored', async () => {
    const code = aCode();
    const cut = proxy.cut('after', COMMIT);
    expect(await storePage(plain, pageOf(code))).toEqual({ live: [await ledger.id(code)], backfill: [] });
    await cut;
    expect(await readCursor(ledger.db, code, 'm')).toEqual({ at: '2026-11-01', key: code });
  });

  test('before it is DB-SVC-001 with nothing stored, and is stored when it is read again', async () => {
    const code = aCode();
    const cut = proxy.cut('before', COMMIT);
    const storing = storePage(plain, pageOf(code));
    await expect(storing).rejects.toBeInstanceOf(CommitUnknown);
    await expect(storing).rejects.toMatchObject({ code: 'DB-SVC-001', exitCode: 69 });
    await cut;
    expect(await readCursor(ledger.db, code, 'm')).toBeNull();
    expect(await ledger.find(code)).toBeUndefined();
    await storePage(plain, pageOf(code));
    expect(await ledger.state(code)).toBe('queued');
  });

  test('stored, but nobody could be asked: reading it again stores nothing twice', async () => {
    const code = aCode();
    await storePage(plain, pageOf(code));
    await storePage(plain, pageOf(code));
    expect(await ledger.row(code)).toMatchObject({ state: 'queued', version: 1 });
  });
});

describe.each(MOMENTS)('a statement of its own, cut %s the server did it,', (when) => {
  test('leases all the same', async () => {
    const code = aCode();
    await ledger.store(dossier(code));
    const id = await ledger.id(code);
    const cut = proxy.cut(when, 'INSERT INTO lease');
    expect(await lease(patient, [id], randomUUID(), 60_000)).toEqual([id]);
    await cut;
    expect(await lease(patient, [id], randomUUID(), 60_000)).toEqual([]);
  });

  test('hands out a dossier with the number of its one try', async () => {
    const code = aCode();
    await ledger.store(dossier(code));
    const token = await ledger.lease(code);
    const cut = proxy.cut(when, "UPDATE delivery v SET state = 'sending'");
    expect(await claimDossiers(patient, token)).toMatchObject([{ attempt: 1 }]);
    await cut;
    expect(await ledger.row(code)).toMatchObject({ state: 'sending', attempt: 1 });
  });

  test('marks steps as one try', async () => {
    const code = aCode();
    await ledger.accepted(dossier(code));
    await ledger.store(dossier(code, { steps: ['1', '2'] }));
    const token = await ledger.lease(code);
    const due = await dueSteps(patient, token);
    const cut = proxy.cut(when, 'marked AS MATERIALIZED');
    expect(await markStepsSending(patient, token, due)).toBe('marked');
    await cut;
    for (const step of ['1', '2']) {
      expect(await ledger.row(code, step)).toMatchObject({ state: 'sending', attempt: 1 });
    }
  });

  test('gives back what was being sent, with one attempt that says so', async () => {
    const code = aCode();
    await ledger.store(dossier(code));
    const { token } = await ledger.send(code);
    const cut = proxy.cut(when, 'DELETE FROM lease');
    await releaseLease(patient, token);
    await cut;
    expect(await ledger.state(code)).toBe('unknown');
    expect(await attemptsOf(code)).toBe(1);
  });
});

describe('a server that falls silent', () => {
  test('is given up after the time of a statement; the connection is not used again, the transaction ends', async () => {
    const quick = openDatabase({
      url: proxy.url,
      max: 1,
      name: 'silent',
      statementMs: 250,
      connectTimeoutMs: 250,
    });
    const code = aCode();
    await ledger.store(dossier(code));
    const dying = quick.transaction(async (tx) => {
      await tx.query('UPDATE dossier SET source_hash = $1 WHERE code = $2', ['x', code]);
      proxy.silence();
      await tx.query('SELECT 1');
    });
    await expect(dying).rejects.toMatchObject({ code: 'DB-SVC-014', exitCode: 69 });
    await expect(quick.query('SELECT 1')).rejects.toMatchObject({ code: 'DB-SVC-001' });
    proxy.speak();
    const { rows } = await quick.query<{ open: string | null }>(
      'SELECT pg_current_xact_id_if_assigned()::text AS open',
    );
    expect(rows).toEqual([{ open: null }]);
    // The row is free: nobody holds its lock any more.
    await quick.query('UPDATE dossier SET source_hash = $1 WHERE code = $2', ['y', code]);
    await quick.close();
  });

  test('is waited for longer where the statement says so', async () => {
    const quick = openDatabase({ url: proxy.url, max: 1, name: 'slow', statementMs: 50 });
    await expect(quick.query('SELECT pg_sleep(0.2)')).rejects.toMatchObject({ code: 'DB-SVC-014' });
    const long = quick.transaction(
      (tx) => tx.query<{ done: number }>('SELECT 1 AS done FROM pg_sleep(0.2)'),
      10_000,
    );
    expect((await long).rows).toEqual([{ done: 1 }]);
    await quick.close();
  });
});
