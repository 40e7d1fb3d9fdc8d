/**
 * Brings the ledger to the version of this program, and tells whether it is there.
 * Guarantees: safe to run twice and from several machines at once (knex holds its own lock, and
 * ours is an advisory lock so that none sees knex's tables half made).
 */
import knex from 'knex';
import * as ledger0001 from '../../migrations/0001-ledger.ts';
import * as codeUse0002 from '../../migrations/0002-code-use.ts';
import * as catalogueHistory0003 from '../../migrations/0003-catalogue-history.ts';
import * as deliveryUnderFaults0004 from '../../migrations/0004-delivery-under-faults.ts';
import * as operating0005 from '../../migrations/0005-operating.ts';
import { DongboError } from '../domain/errors.ts';
import { type Database, LONG_STATEMENT_MS, whereOf } from './database.ts';
import { explainFault } from './ledger-fault.ts';

const MIGRATIONS = {
  '0001-ledger': ledger0001,
  '0002-code-use': codeUse0002,
  '0003-catalogue-history': catalogueHistory0003,
  '0004-delivery-under-faults': deliveryUnderFaults0004,
  '0005-operating': operating0005,
} as const;
type Name = keyof typeof MIGRATIONS;
/** Any constant does, as long as it stays: it names our lock among the database's advisory locks. */
const LOCK = 7_660_001;

/** What a migration run did. */
export interface Migrated {
  readonly applied: readonly string[];
  readonly version: string;
}

/** Runs what is missing. Throws DB-SVC-001 when the server is away, -010 to -014 when it cannot work. */
export async function migrate(database: Database, url: string): Promise<Migrated> {
  // Whoever migrates a big ledger takes long, and the others wait.
  const guard = await database.connect(LONG_STATEMENT_MS);
  const runner = knex({ client: 'pg', connection: url, pool: { min: 0, max: 2 } });
  try {
    await guard.query('SELECT pg_advisory_lock($1)', [LOCK]);
    const [, applied] = (await runner.migrate.latest({
      migrationSource: {
        getMigrations: async () => Object.keys(MIGRATIONS) as Name[],
        getMigrationName: (name: Name) => name,
        getMigration: async (name: Name) => MIGRATIONS[name],
      },
    })) as [number, string[]];
    return { applied, version: latestVersion() };
  } catch (error) {
    throw explainFault(error, whereOf(url));
  } finally {
    await runner.destroy();
    guard.release(true);
  }
}

/** The version that this program needs. */
export function latestVersion(): string {
  return Object.keys(MIGRATIONS).at(-1) ?? '';
}

/** Throws DB-SVC-005 unless the ledger is at this program's version. */
export async function assertMigrated(database: Database): Promise<void> {
  const { rows: tables } = await database.query<{ found: string | null }>(
    `SELECT to_regclass('knex_migrations')::text AS found`,
  );
  const { rows } = tables[0]?.found
    ? await database.query<{ name: string }>('SELECT name FROM knex_migrations ORDER BY id DESC LIMIT 1')
    : { rows: [] };
  const found = rows[0]?.name ?? '-';
  if (found !== latestVersion()) throw new DongboError('DB-SVC-005', { found, needed: latestVersion() });
}
