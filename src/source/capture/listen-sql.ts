/**
 * The statements by which a province's PostgreSQL tells of changes with NOTIFY.
 * Guarantees: triggers a statement, not a row: one that changes a million rows is told once; a fault in them never
 * fails the province's own statement; what they tell is a dossier's key and nothing else. May be run again.
 */
import { CHANNEL, literal, MOST_KEYS_A_STATEMENT, MOST_PAYLOAD_BYTES, POLL_NOW, quoted } from './names.ts';
import type { WatchedTable } from './watched-tables.ts';

/** Schema of the functions. */
export const SCHEMA = 'dongbo_capture';

const EVENTS = [
  { event: 'insert', rows: 'NEW TABLE AS new_rows', from: ['new_rows'] },
  { event: 'update', rows: 'OLD TABLE AS old_rows NEW TABLE AS new_rows', from: ['old_rows', 'new_rows'] },
  { event: 'delete', rows: 'OLD TABLE AS old_rows', from: ['old_rows'] },
] as const;

/** A name of PostgreSQL's length that no other table has. */
function functionName({ schema, table }: WatchedTable, event: string): string {
  const whole = `${schema}_${table}`;
  const sum = [...whole].reduce((hash, letter) => (hash * 31 + (letter.codePointAt(0) ?? 0)) >>> 0, 7);
  const short = whole.length <= 40 ? whole : `${whole.slice(0, 30)}_${sum.toString(36)}`;
  return `${quoted(SCHEMA)}.${quoted(`${short}_${event}`)}`;
}

const tableName = ({ schema, table }: WatchedTable): string => `${quoted(schema)}.${quoted(table)}`;
const triggerName = (event: string): string => quoted(`dongbo_${event}`);

function tellOf(watched: WatchedTable, event: string, from: readonly string[]): string {
  const keys = from.map((rows) => `SELECT ${quoted(watched.column)}::text AS k FROM ${rows}`).join(' UNION ');
  return `CREATE OR REPLACE FUNCTION ${functionName(watched, event)}() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $dongbo$
DECLARE
  keys text[];
BEGIN
  SELECT array_agg(k) INTO keys FROM (
    SELECT k FROM (${keys}) AS changed
    WHERE k <> '' AND octet_length(k) <= ${MOST_PAYLOAD_BYTES} LIMIT ${MOST_KEYS_A_STATEMENT + 1}) AS told;
  IF cardinality(keys) > ${MOST_KEYS_A_STATEMENT} THEN
    PERFORM pg_notify(${literal(CHANNEL)}, ${literal(POLL_NOW)});
  ELSE
    PERFORM pg_notify(${literal(CHANNEL)}, k) FROM unnest(keys) AS k;
  END IF;
  RETURN NULL;
EXCEPTION WHEN OTHERS THEN
  RETURN NULL;
END
$dongbo$`;
}

/** Statements for the owner of the tables, in their order. */
export function listenStatements(tables: readonly WatchedTable[]): readonly string[] {
  const everyone = `${quoted(SCHEMA)}.truncated`;
  return [
    `CREATE SCHEMA IF NOT EXISTS ${quoted(SCHEMA)}`,
    `CREATE OR REPLACE FUNCTION ${everyone}() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $dongbo$
BEGIN
  PERFORM pg_notify(${literal(CHANNEL)}, ${literal(POLL_NOW)});
  RETURN NULL;
END
$dongbo$`,
    ...tables.flatMap((watched) => [
      ...EVENTS.flatMap(({ event, rows, from }) => [
        tellOf(watched, event, from),
        `DROP TRIGGER IF EXISTS ${triggerName(event)} ON ${tableName(watched)}`,
        `CREATE TRIGGER ${triggerName(event)} AFTER ${event.toUpperCase()} ON ${tableName(watched)}
  REFERENCING ${rows} FOR EACH STATEMENT EXECUTE FUNCTION ${functionName(watched, event)}()`,
      ]),
      `DROP TRIGGER IF EXISTS ${triggerName('truncate')} ON ${tableName(watched)}`,
      `CREATE TRIGGER ${triggerName('truncate')} AFTER TRUNCATE ON ${tableName(watched)}
  FOR EACH STATEMENT EXECUTE FUNCTION ${everyone}()`,
    ]),
  ];
}

/** Statements that take all of it away. */
export function unlistenStatements(): readonly string[] {
  return [`DROP SCHEMA IF EXISTS ${quoted(SCHEMA)} CASCADE`];
}
