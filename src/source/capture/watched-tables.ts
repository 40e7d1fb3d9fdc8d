/**
 * Whose changes are changes of dossiers: the tables behind the map's views, each with the column that holds the
 * key of its dossier.
 * Guarantees: a table that the map or `watch` of the definition names is taken as it is; behind a view those tables
 * are found that the view reads and that have a column of the same name as the view's key.
 * Must not: guess further: a view for which there is no such table is named, and `watch` has to say.
 */
import type { FieldRule, Place, SourceMap, ViewMap } from '../../domain/source-map.ts';
import { quoted } from './names.ts';
import type { Ask } from './own-connection.ts';

/** What of a source's definition matters here. */
export interface WatchedSource {
  readonly map: SourceMap;
  /** Table → column with the dossier's key; empty = those behind the map's views. */
  readonly watch: Readonly<Record<string, string>>;
}

/** A table with the column that holds the key of its dossier. */
export interface WatchedTable {
  readonly schema: string;
  readonly table: string;
  readonly column: string;
  /** Its replica identity and key, as far as they decide what a deleted row still tells. */
  readonly identity: 'default' | 'index' | 'full' | 'nothing';
  /** Columns that a deleted or rekeyed row still tells; empty = none. */
  readonly identityColumns: readonly string[];
}

/** What {@link findWatched} found. */
export interface Watched {
  readonly tables: readonly WatchedTable[];
  /** Views and tables that cannot be watched, as the definition names them. */
  readonly unknown: readonly string[];
}

/** A name of the definition and its key's column. */
interface Wanted {
  readonly name: string;
  readonly column: string;
}

function placeOf(rule: FieldRule | undefined): Place | null {
  return rule?.kind === 'place' ? rule.place : null;
}

/** Where the key stands; a joined table's is that table's. */
function wantedOf(view: ViewMap<string>, code: FieldRule | undefined): Wanted {
  const place = view.key ?? placeOf(code);
  if (place === null || view.query !== null) return { name: view.from || '(query)', column: '' };
  const from = place.of === '' ? view.from : view.joins.find(({ alias }) => alias === place.of)?.from;
  return { name: from ?? view.from, column: place.name };
}

/** Names and columns that the definition gives, before the database is asked. */
export function wantedTables({ map, watch }: WatchedSource): readonly Wanted[] {
  const named = Object.entries(watch).map(([name, column]) => ({ name, column }));
  if (named.length > 0) return named;
  const { dossiers, ...parts } = map;
  const rest = Object.values(parts).flatMap((view) =>
    view ? [wantedOf(view as ViewMap<string>, view.fields.dossierCode)] : [],
  );
  return [wantedOf(dossiers, dossiers.fields.code), ...rest];
}

// Views may read views. A partitioned table is watched as a whole.
const FIND = `
  WITH RECURSIVE wanted AS (
    SELECT number, to_regclass(name) AS relation, key_column FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS w(name, key_column, number)
  ), behind AS (
    SELECT number, relation, key_column FROM wanted WHERE relation IS NOT NULL
    UNION
    SELECT b.number, d.refobjid::regclass, b.key_column
    FROM behind b
    JOIN pg_catalog.pg_rewrite r ON r.ev_class = b.relation
    JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_rewrite'::regclass AND d.objid = r.oid
      AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid <> b.relation
  )
  SELECT DISTINCT b.number::int AS number, n.nspname AS schema, c.relname AS "table", b.key_column AS "column",
    c.relreplident::text AS identity,
    ARRAY(
      SELECT a.attname::text FROM pg_catalog.pg_index i JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY(i.indkey)
      WHERE i.indrelid = c.oid AND CASE c.relreplident WHEN 'd' THEN i.indisprimary WHEN 'i' THEN i.indisreplident ELSE false END
      ORDER BY a.attnum) AS "identityColumns"
  FROM behind b
  JOIN pg_catalog.pg_class c ON c.oid = b.relation AND c.relkind IN ('r', 'p')
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace AND n.nspname NOT IN ('pg_catalog', 'information_schema')
  JOIN pg_catalog.pg_attribute k ON k.attrelid = c.oid AND k.attname = b.key_column AND k.attnum > 0 AND NOT k.attisdropped
  ORDER BY 1, 2, 3`;

const IDENTITIES: Readonly<Record<string, WatchedTable['identity']>> = {
  d: 'default',
  i: 'index',
  f: 'full',
  n: 'nothing',
};

/** Asks the database which tables these are. Throws what `ask` throws. */
export async function findWatched(ask: Ask, source: WatchedSource): Promise<Watched> {
  const wanted = wantedTables(source);
  const rows = await ask<{
    number: number;
    schema: string;
    table: string;
    column: string;
    identity: string;
    identityColumns: string[];
  }>(FIND, [
    wanted.map(({ name }) => name.split('.').map(quoted).join('.')),
    wanted.map(({ column }) => column),
  ]);
  const tables = new Map<string, WatchedTable>();
  for (const { schema, table, column, identity, identityColumns } of rows) {
    const found = { schema, table, column, identity: IDENTITIES[identity] ?? 'nothing', identityColumns };
    // Two views over one table: the first, the dossiers', says where the key is.
    if (!tables.has(`${schema}.${table}`)) tables.set(`${schema}.${table}`, found);
  }
  const unknown = wanted.filter((_, at) => rows.every(({ number }) => number !== at + 1));
  return { tables: [...tables.values()], unknown: [...new Set(unknown.map(({ name }) => name))] };
}
