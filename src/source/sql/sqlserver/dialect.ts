/** SQL Server's own words. Guarantees: a parameter takes the column's own type, so that its index serves. */
import knex, { type Knex } from 'knex';
import type { Cursor, Dialect, PlacedColumn } from '../engine.ts';
import { keyset } from '../keyset.ts';
import { baseOf, canHold, castFor, isBytes, textOf } from './column-types.ts';
import { keyList } from './key-list.ts';

/** As many go as parameters of their own; SQL Server takes 2,100 in all. */
const FEW = 100;
/** What may go beside a list: codes that XML cannot write are dirt, and few. */
const MOST = 2_000;

/** SQL Server 2012 and newer. */
export function sqlserverDialect(): Dialect {
  const k = knex({ client: 'mssql' });
  const value = ({ column }: PlacedColumn, text: string): Knex.Raw =>
    canHold(column.type, text) ? k.raw(castFor(column.type), [text]) : k.raw('null');
  const now = ({ time, unit }: Pick<Cursor, 'time' | 'unit'>): Knex.Raw => {
    if (unit !== null) {
      const seconds = "cast(datediff(second, '19700101', sysutcdatetime()) as bigint)";
      return k.raw(unit === 'millis' ? `${seconds} * 1000` : seconds);
    }
    const { type } = time.column;
    return baseOf(type) === 'datetimeoffset'
      ? k.raw('sysdatetimeoffset()')
      : k.raw(`convert(${type}, switchoffset(sysdatetimeoffset(), '+07:00'))`);
  };
  const few = ({ ref, column }: PlacedColumn, values: readonly string[]): Knex.Raw =>
    k.raw(`?? in (${values.map(() => castFor(column.type)).join(', ')})`, [ref, ...values]);

  return {
    knex: k,
    looseNames: true,
    quote: quoteName,
    asText: ({ ref, column }) => k.raw(textOf(column.type) ?? '??', [ref]),
    now,
    isBlank: ({ ref, column }) =>
      column.kind === 'text' ? k.raw("ltrim(rtrim(??)) = ''", [ref]) : k.raw('?? is null', [ref]),
    isOneOf(column, values) {
      const fit = values.filter((text) => canHold(column.column.type, text));
      if (fit.length === 0) return k.raw('1 = 0');
      if (fit.length <= FEW) return few(column, fit);
      const { xml, others } = keyList(fit);
      const base = baseOf(column.column.type);
      const type =
        column.column.kind !== 'text'
          ? column.column.type
          : base === 'varchar' || base === 'char'
            ? 'varchar(8000)'
            : 'nvarchar(4000)';
      // XML would take bytes for base64.
      const one = isBytes(type)
        ? `convert(${type}, t.k.value('.', 'varchar(8000)'), 1)`
        : `t.k.value('.', '${type}')`;
      const listed = k.raw(
        `?? in (select ${one} from (select cast(? as xml) as x) as s cross apply s.x.nodes('/k') as t(k))`,
        [column.ref, xml],
      );
      return others.length === 0 ? listed : k.raw('(? or ?)', [listed, few(column, others.slice(0, MOST))]);
    },
    ...keyset(k, value),
    anyOrder: (all) => {
      const sorted = all.filter(({ column }) => column.kind !== 'other');
      const parts = sorted.map(() => "left(convert(nvarchar(max), ??), 60), N'|'").join(', ');
      return k.raw(
        `hashbytes('SHA1', concat(N'', N'', ${parts}))`,
        sorted.map(({ ref }) => ref),
      );
    },
    comparable: ({ ref }) => k.raw('convert(nvarchar(450), ??) collate Latin1_General_BIN2', [ref]),
    nullsLast: ({ ref }) => k.raw('case when ?? is null then 1 else 0 end, ??', [ref, ref]),
    ageSeconds: (cursor) =>
      cursor.unit === null
        ? k.raw('convert(varchar(20), cast(datediff(minute, ??, ?) as bigint) * 60)', [
            cursor.time.ref,
            now(cursor),
          ])
        : k.raw(`convert(varchar(40), (? - ??)${cursor.unit === 'millis' ? ' / 1000' : ''})`, [
            now(cursor),
            cursor.time.ref,
          ]),
  };
}

/** An identifier in brackets. */
export function quoteName(name: string): string {
  return `[${name.replaceAll(']', ']]')}]`;
}
