/** What a MySQL or MariaDB tells of our account and of indexes. Guarantees: asks for rights instead of trying them. */
import type { AccountFacts, IndexFact, Session } from '../engine.ts';
import { partsOfName } from './columns.ts';

const ACCOUNT = 'SELECT version() AS version, @@global.read_only AS readOnly, database() AS own';

const INDEXES = `
  SELECT t.table_type AS kind, s.index_name AS name, s.column_name AS c
  FROM information_schema.tables AS t
  LEFT JOIN information_schema.statistics AS s
    ON s.table_schema = t.table_schema AND s.table_name = t.table_name AND s.sub_part IS NULL
  WHERE t.table_schema = ifnull(\u0000, database()) AND t.table_name = \u0000
  ORDER BY s.index_name, s.seq_in_index`;

/** `GRANT rights ON scope TO …`; a role has no scope. */
const GRANT = /^GRANT (.+?) ON (?:TABLE )?((?:`(?:[^`]|``)+`|\*)\.(?:`(?:[^`]|``)+`|\*)) TO /;
const WRITES = /\b(ALL PRIVILEGES|INSERT|UPDATE|DELETE|DROP|ALTER|TRIGGER)\b/;

interface Grant {
  readonly rights: string;
  readonly schema: string;
  readonly table: string;
}

function readGrant(line: string): Grant | null {
  const [, rights = '', scope = ''] = GRANT.exec(line) ?? [];
  if (scope === '') return null;
  const [schema = '', table = ''] = (scope.match(/`(?:[^`]|``)+`|\*/g) ?? []).map((part) =>
    part === '*' ? '*' : part.slice(1, -1).replaceAll('``', '`'),
  );
  return { rights, schema, table };
}

/** Does a pattern of a grant (`%`, `_`, `\\_`) name this schema? */
function names(pattern: string, schema: string): boolean {
  if (pattern === '*') return true;
  const parts = pattern.match(/\\.|[\s\S]/g) ?? [];
  const shape = parts.map((part) => {
    if (part === '%') return '.*';
    if (part === '_') return '.';
    return (part.startsWith('\\') ? part.slice(1) : part).replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  });
  return new RegExp(`^${shape.join('')}$`, 'isu').test(schema);
}

/** See the file's head. */
export async function mysqlAccount(session: Session, tables: readonly string[]): Promise<AccountFacts> {
  const [facts] = await session.query({ sql: ACCOUNT, values: [] });
  const lines = await session.query({ sql: 'SHOW GRANTS', values: [] });
  const grants = lines.flatMap((row) => readGrant(Object.values(row)[0] ?? '') ?? []);
  const writable = tables.filter((name) => {
    const { schema, table } = partsOfName(name);
    return grants.some(
      (grant) =>
        WRITES.test(grant.rights) &&
        names(grant.schema, schema ?? facts?.own ?? '') &&
        (grant.table === '*' || grant.table.toLowerCase() === table.toLowerCase()),
    );
  });
  const version = facts?.version ?? '';
  return {
    server: `${/mariadb/i.test(version) ? 'MariaDB' : 'MySQL'} ${version}`,
    writable,
    superuser: grants.some(
      ({ schema, table, rights }) =>
        schema === '*' && table === '*' && /\b(ALL PRIVILEGES|SUPER)\b/.test(rights),
    ),
    readOnly: facts?.readOnly === '1',
  };
}

/** Of a base table; `null` for a view, whose tables have the indexes. */
export async function mysqlIndexes(session: Session, name: string): Promise<IndexFact[] | null> {
  const { schema, table } = partsOfName(name);
  const rows = await session.query({ sql: INDEXES, values: [schema, table] });
  if (rows.some(({ kind }) => kind !== 'BASE TABLE')) return null;
  const indexes = new Map<string, string[]>();
  for (const { name: index, c } of rows)
    if (typeof index === 'string') indexes.set(index, [...(indexes.get(index) ?? []), c ?? '']);
  return [...indexes.values()].map((columns) => ({ table: name, columns }));
}
