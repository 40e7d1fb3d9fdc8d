/** The ledger's shape: made once however often and by however many, and closed to impossible rows. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/ledger/database.ts';
import { LEDGER_TABLES } from '../../src/ledger/ledger-tables.ts';
import { assertMigrated, migrate } from '../../src/ledger/migrate.ts';
import { freePort, freshDatabase } from '../support/services.ts';
import { dossier, LedgerTrial } from './trial.ts';

describe('migrating', () => {
  test('by several machines at once makes the ledger once; again, it does nothing', async () => {
    const { url, drop } = await freshDatabase();
    const machines = [1, 2, 3].map((n) => openDatabase({ url, max: 2, name: `machine ${n}` }));
    const [first] = machines;
    try {
      await expect(first && assertMigrated(first)).rejects.toMatchObject({
        code: 'DB-SVC-005',
        exitCode: 78,
      });
      const done = await Promise.all(machines.map((machine) => migrate(machine, url)));
      const applied = done.flatMap((one) => one.applied);
      const version = applied.at(-1) ?? '';
      expect(applied.slice(0, 2)).toEqual(['0001-ledger', '0002-code-use']);
      expect(applied).toEqual([...new Set(applied)]);
      expect(first && (await migrate(first, url))).toEqual({ applied: [], version });
      await first?.query(`UPDATE knex_migrations SET name = '9999-von-morgen'`);
      // A newer program has been here: this one must not write into what it does not know.
      await expect(first && assertMigrated(first)).rejects.toMatchObject({
        params: { found: '9999-von-morgen', needed: version },
      });
    } finally {
      await Promise.all(machines.map((machine) => machine.close()));
      await drop();
    }
  });

  test('makes the tables that a backup takes and a restore fills, each after those that it refers to', async () => {
    const ledger = await LedgerTrial.open();
    try {
      const { rows } = await ledger.db.query<{ name: string }>(
        `SELECT relname::text AS name FROM pg_class
         WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') AND relname !~ '^knex_'`,
      );
      expect(rows.map(({ name }) => name).sort()).toEqual([...LEDGER_TABLES].sort());
      const { rows: needs } = await ledger.db.query<{ table: string; needs: string }>(
        `SELECT conrelid::regclass::text AS "table", confrelid::regclass::text AS needs FROM pg_constraint
         WHERE contype = 'f' AND conrelid <> confrelid`,
      );
      const at = (name: string) => (LEDGER_TABLES as readonly string[]).indexOf(name);
      expect(needs.filter((one) => at(one.needs) > at(one.table))).toEqual([]);
    } finally {
      await ledger.close();
    }
  });

  test('without a server says so', async () => {
    const url = `postgres://x:y@127.0.0.1:${await freePort()}/so`;
    const database = openDatabase({ url, max: 1, name: 'test' });
    await expect(migrate(database, url)).rejects.toMatchObject({ code: 'DB-SVC-001' });
    await database.close();
  });
});

describe('rows that cannot be', () => {
  let ledger: LedgerTrial;
  beforeAll(async () => {
    ledger = await LedgerTrial.open(2);
    await ledger.accepted(dossier('a', { steps: ['1'] }));
    await ledger.store(dossier('q', { steps: ['1'] }));
  });
  afterAll(() => ledger.close());

  test.each([
    ['a step without an id', `UPDATE delivery SET step_id = '' WHERE kind = 'step'`],
    ['a dossier with the id of a step', `UPDATE delivery SET step_id = '7' WHERE kind = 'dossier'`],
    ['a step without content', `UPDATE delivery SET payload = NULL, payload_hash = NULL WHERE kind = 'step'`],
    ['a payload without its hash', `UPDATE delivery SET payload_hash = NULL`],
    [
      'queued with nothing to say',
      `UPDATE delivery SET payload = NULL, payload_hash = NULL WHERE state = 'queued'`,
    ],
    ['accepted with other content', `UPDATE delivery SET payload_hash = 'other' WHERE state = 'accepted'`],
    ['accepted without a time', `UPDATE delivery SET accepted_at = NULL WHERE state = 'accepted'`],
    ['accepted and never sent', `UPDATE delivery SET state = 'accepted' WHERE state = 'queued'`],
    [
      'more accepted than was sent',
      `UPDATE delivery SET accepted_version = 9, version = 9 WHERE state = 'accepted'`,
    ],
    ['more sent than there is', `UPDATE delivery SET sent_version = 9`],
    ['being sent without a version', `UPDATE delivery SET state = 'sending' WHERE state = 'queued'`],
    ['a negative number of tries', `UPDATE delivery SET attempt = -1`],
    ['an unknown state', `UPDATE delivery SET state = 'lost'`],
    ['a dossier without a code', `UPDATE dossier SET code = '' WHERE code = 'a'`],
    ['two dossiers of one code', `UPDATE dossier SET code = 'a'`],
    ['a lease of a dossier that is not', `INSERT INTO lease VALUES (0, gen_random_uuid(), now())`],
    [
      'two workers at one dossier',
      `INSERT INTO lease SELECT id, gen_random_uuid(), now() FROM dossier, generate_series(1, 2) WHERE code = 'a'`,
    ],
    [
      'an outcome that is none',
      `INSERT INTO attempt (dossier_id, delivery_id, at, service, outcome, records, duration_ms)
       SELECT id, 1, now(), '', 'maybe', 1, 0 FROM dossier`,
    ],
  ])('%s', async (_what, sql) => {
    const tried = ledger.db.transaction(async (tx) => {
      const { rowCount } = await tx.query(sql);
      throw new Error(`${rowCount} rows were taken`);
    });
    await expect(tried).rejects.toMatchObject({ code: expect.stringMatching(/^(23|22P02)/) });
  });
});
