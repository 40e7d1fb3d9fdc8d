/**
 * What a message of logical replication says of dossiers: the keys of those whose rows it changes.
 * Guarantees: both keys of a row that changes from one dossier to another; a row that does not tell its key (a
 * deleted one, under a replica identity without it; a truncated table) is told as `poll`.
 * Must not: look at any other column (invariant 10).
 */
import type { Pgoutput } from 'pg-logical-replication';
import type { WatchedTable } from './watched-tables.ts';

/** What is to be done about a message. */
export interface Said {
  readonly keys: readonly string[];
  /** Something changed that cannot be told by key. */
  readonly poll: boolean;
}

const NOTHING: Said = { keys: [], poll: false };
const POLL: Said = { keys: [], poll: true };

type Columns = ReadonlyMap<string, string>;

/** The key's column by `schema.table`. */
export function keyColumns(tables: readonly WatchedTable[]): Columns {
  return new Map(tables.map(({ schema, table, column }) => [`${schema}.${table}`, column]));
}

/** A value as the database writes it; `null` where the row does not tell it. */
function textOf(row: Readonly<Record<string, unknown>> | null, column: string): string | null {
  const value = row?.[column];
  if (typeof value === 'string') return value === '' ? null : value;
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : null;
}

/** Reads a message. Tables that nobody watches say nothing. */
export function keysOf(message: Pgoutput.Message, columns: Columns): Said {
  if (message.tag === 'truncate') {
    return message.relations.some((of) => columns.has(`${of.schema}.${of.name}`)) ? POLL : NOTHING;
  }
  if (message.tag !== 'insert' && message.tag !== 'update' && message.tag !== 'delete') return NOTHING;
  const { schema, name } = message.relation;
  const column = columns.get(`${schema}.${name}`);
  if (column === undefined) return NOTHING;
  if (message.tag === 'insert') return said([textOf(message.new, column)]);
  const before = textOf(message.old ?? message.key, column);
  if (message.tag === 'delete') return said([before]);
  // Without an old row, what identifies it has not changed; whether its key has, only a wider identity tells.
  return said([textOf(message.new, column), ...(before === null ? [] : [before])]);
}

function said(keys: readonly (string | null)[]): Said {
  const told = keys.filter((key) => key !== null);
  return { keys: told, poll: told.length < keys.length };
}
