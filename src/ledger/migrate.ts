/**
 * Brings the ledger to the version of this program, or back to an older one, and tells where it is.
 * Guarantees: safe to run twice and from several machines at once (knex holds its own lock, and
 * ours is an advisory lock so that none sees knex's tables half made); each migration, up or down, is a
 * transaction of its own.
 * Must not: ask whether what a step back loses may be lost (step-back.ts knows what that is).
 */
import knex, { type Knex } from 'knex';
import * as ledger0001 from '../../migrations/0001-ledger.ts';
import * as codeUse0002 from '../../migrations/0002-code-use.ts';
import * as catalogueHistory0003 from '../../migrations/0003-catalogue-history.ts';
import * as deliveryUnderFaults0004 from '../../migrations/0004-delivery-under-faults.ts';
import * as operating0005 from '../../migrations/0005-operating.ts';
import * as resyncGoesOn0006 from '../../migrations/0006-resync-goes-on.ts';
import * as runNames0007 from '../../migrations/0007-run-names.ts';
import * as sources0008 from '../../migrations/0008-sources.ts';
import * as score0009 from '../../migrations/0009-score.ts';
import * as speed0010 from '../../migrations/0010-speed.ts';
import * as asWritten0011 from '../../migrations/0011-as-written.ts';
import * as counted0012 from '../../migrations/0012-counted.ts';
import * as untold0013 from '../../migrations/0013-untold.ts';
import { DongboError } from '../domain/errors.ts';
import { type Database, LONG_STATEMENT_MS, type Queryable, whereOf } from './database.ts';
import { explainFault } from './ledger-fault.ts';

const MIGRATIONS = {
  '0001-ledger': ledger0001,
  '0002-code-use': codeUse0002,
  '0003-catalogue-history': catalogueHistory0003,
  '0004-delivery-under-faults': deliveryUnderFaults0004,
  '0005-operating': operating0005,
  '0006-resync-goes-on': resyncGoesOn0006,
  '0007-run-names': runNames0007,
  '0008-sources': sources0008,
  '0009-score': score0009,
  '0010-speed': speed0010,
  '0011-as-written': asWritten0011,
  '0012-counted': counted0012,
  '0013-untold': untold0013,
} as const;
type Name = keyof typeof MIGRATIONS;

/** Every version of the ledger that this program knows, oldest first. */
export const VERSIONS: readonly string[] = Object.keys(MIGRATIONS);

/** Any constant does, as long as it stays: it names our lock among the database's advisory locks. */
const LOCK = 7_660_001;

const SOURCE = {
  getMigrations: async () => Object.keys(MIGRATIONS) as Name[],
  getMigrationName: (name: Name) => name,
  getMigration: async (name: Name) => MIGRATIONS[name],
};

/** What a migration run did. */
export interface Migrated {
  readonly applied: readonly string[];
  readonly version: string;
}

/**
 * Runs what is missing. Throws DB-SVC-001 when the server is away, -010 to -014 when it cannot work, and
 * -005 where a newer program has been here.
 */
export function migrate(database: Database, url: string): Promise<Migrated> {
  return withRunner(database, url, async (runner, guard) => {
    const unknown = (await appliedVersions(guard)).filter((name) => !VERSIONS.includes(name)).at(-1);
    if (unknown !== undefined)
      throw new DongboError('DB-SVC-005', { found: unknown, needed: latestVersion() });
    const [, applied] = (await runner.migrate.latest({ migrationSource: SOURCE })) as [number, string[]];
    return { applied, version: latestVersion() };
  });
}

/**
 * Takes the ledger back to `target`, newest migration first. Answers what was undone, in that order.
 * Throws as `migrate` does; what was undone before stays undone.
 * @param first looks, under the lock of all migration runs and on its session, whether what is to be undone may
 *   be; nothing is where it throws
 */
export function migrateBack(
  database: Database,
  url: string,
  target: string,
  first: (guard: Queryable, undone: readonly string[]) => Promise<void>,
): Promise<readonly string[]> {
  return withRunner(database, url, async (runner, guard) => {
    // Looked at under the lock: another machine may have been at it.
    const newer = (await appliedVersions(guard)).filter((name) => name > target).reverse();
    const unknown = newer.find((name) => !VERSIONS.includes(name));
    if (unknown !== undefined) throw new DongboError('DB-SVC-005', { found: unknown, needed: target });
    await first(guard, newer);
    for (const name of newer) {
      await runner.migrate.down({ name, migrationSource: SOURCE } as Knex.MigratorConfig);
    }
    return newer;
  });
}

async function withRunner<Result>(
  database: Database,
  url: string,
  work: (runner: Knex, guard: Queryable) => Promise<Result>,
): Promise<Result> {
  // Whoever migrates a big ledger takes long, and the others wait.
  const guard = await database.connect(LONG_STATEMENT_MS);
  const runner = knex({ client: 'pg', connection: url, pool: { min: 0, max: 2 } });
  try {
    // The guard rests while the runner works, for as long as that takes.
    await guard.query(`SELECT set_config('idle_session_timeout', '0', false), pg_advisory_lock($1)`, [LOCK]);
    return await work(runner, guard);
  } catch (error) {
    throw explainFault(error, whereOf(url));
  } finally {
    await runner.destroy();
    guard.release(true);
  }
}

/** The version that this program needs. */
export function latestVersion(): string {
  return VERSIONS.at(-1) ?? '';
}

/** The migrations that the ledger has, oldest first; none in a database that is no ledger. */
export async function appliedVersions(db: Queryable): Promise<string[]> {
  const { rows: tables } = await db.query<{ found: string | null }>(
    `SELECT to_regclass('knex_migrations')::text AS found`,
  );
  if (!tables[0]?.found) return [];
  const { rows } = await db.query<{ name: string }>('SELECT name FROM knex_migrations ORDER BY id');
  return rows.map(({ name }) => name);
}

/** Throws DB-SVC-005 unless the ledger is at this program's version. */
export async function assertMigrated(database: Queryable): Promise<void> {
  const found = (await appliedVersions(database)).at(-1) ?? '-';
  if (found !== latestVersion()) throw new DongboError('DB-SVC-005', { found, needed: latestVersion() });
}
