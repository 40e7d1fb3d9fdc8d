/**
 * Brings the ledger to this program's version, and writes down in its audit who did.
 * Guarantees: where anything was migrated the audit has an entry, so that one without any is no young ledger but
 * one that somebody has emptied.
 * Must not: hold up who migrates because it cannot be written down: the ledger is migrated by then.
 */
import { reasonOf } from '../domain/errors.ts';
import { type Migrated, migrate } from '../ledger/migrate.ts';
import type { Logger } from '../telemetry/logger.ts';
import { noteAudit } from './auditing.ts';
import type { OpenLedger } from './ledger.ts';

/** See the file's head. Throws as `migrate` does. */
export async function migrateAudited(
  { log }: { readonly log: Logger },
  { database, url }: Pick<OpenLedger, 'database' | 'url'>,
): Promise<Migrated> {
  const done = await migrate(database, url);
  if (done.applied.length > 0) {
    const detail = { applied: done.applied, version: done.version };
    await noteAudit({ log }, database, { action: 'migrate', phase: 'done', detail }).catch((error) =>
      log.warn('migrating could not be written to the audit', { reason: reasonOf(error) }),
    );
  }
  return done;
}
