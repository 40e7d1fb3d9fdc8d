/**
 * What the province's database lets our account do, and how fresh it is; for the doctor.
 * Guarantees: asks for rights instead of trying them; the one row that it reads is told as its time alone.
 */
import { DongboError } from '../../domain/errors.ts';
import type { SourceMap } from '../../domain/source-map.ts';
import { newestSql } from './select-statements.ts';
import { createSnapshotReader } from './snapshot-reader.ts';
import { inspectViews, quoteView } from './view-columns.ts';

/** See the file's head. */
export interface SourceFacts {
  /** Host, port and database. */
  readonly where: string;
  readonly version: string;
  /** Views into which the account may write; empty = none. */
  readonly writable: readonly string[];
  /** The account may do anything. */
  readonly superuser: boolean;
  /** Sessions of the account begin read-only, or the server is a replica. */
  readonly readOnly: boolean;
  /** Seconds since the newest change that is not in the future, by the source's clock; `null` without rows. */
  readonly newestSeconds: number | null;
}

const RIGHTS = `
  SELECT wanted.name,
    (to_regclass(wanted.name) IS NOT NULL AND (
      has_table_privilege(to_regclass(wanted.name), 'INSERT, UPDATE, DELETE, TRUNCATE')
      OR has_any_column_privilege(to_regclass(wanted.name), 'INSERT, UPDATE'))) AS writable
  FROM unnest($1::text[]) AS wanted(name)`;

// The transaction is read-only because we made it so: what counts is how sessions begin.
const ACCOUNT = `
  SELECT current_setting('server_version') AS version, current_setting('is_superuser') AS superuser,
    (pg_is_in_recovery() OR current_setting('default_transaction_read_only') = 'on') AS "readOnly"`;

/** Asks. Throws DB-SRC-001 to -006 and DB-TLS-001 to -003 as the source itself does. */
export async function sourceFacts(url: string, map: SourceMap, timeoutMs: number): Promise<SourceFacts> {
  const reader = createSnapshotReader(url, timeoutMs);
  const names = Object.values(map).flatMap((view) => (view ? [view.from] : []));
  try {
    return await reader.inSnapshot(async (query) => {
      const { views, faults } = await inspectViews(query, map);
      const { dossiers } = views;
      if (faults.length > 0 || !dossiers)
        throw new DongboError(
          'DB-SRC-004',
          { where: reader.where, count: faults.length },
          { details: faults },
        );
      const [account] = await query(ACCOUNT);
      const rights = await query(RIGHTS, [names.map(quoteView)]);
      const [newest] = await query(newestSql(dossiers));
      return {
        where: reader.where,
        version: account?.version ?? '',
        superuser: account?.superuser === 'on',
        readOnly: account?.readOnly === 'true',
        writable: names.filter((_, at) => rights[at]?.writable === 'true'),
        newestSeconds: newest?.seconds ? Number(newest.seconds) : null,
      };
    });
  } finally {
    await reader.close();
  }
}
