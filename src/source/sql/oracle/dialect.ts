/** Oracle's own words. Guarantees: a parameter takes the column's own type, so that its index serves. */
import knex, { type Knex } from 'knex';
import type { Cursor, Dialect, PlacedColumn } from '../engine.ts';
import { keyset } from '../keyset.ts';

const NUMBER = /^-?\d{1,30}(\.\d{1,30})?$/;
/** A list in parentheses takes so many. */
const LIST = 1_000;
const BYTES = /^(?:[0-9a-f]{2})+$/i;
const SECOND = 'YYYY-MM-DD HH24:MI:SS';

const isBytes = (type: string): boolean => /^RAW\b/.test(type);

/** `TIMESTAMP(6) WITH TIME ZONE` → what it is to be compared as. */
function timeForm(type: string): 'date' | 'timestamp' | 'zoned' {
  if (type === 'DATE') return 'date';
  return /TIME ZONE/.test(type) ? 'zoned' : 'timestamp';
}

/** Without a number `FF` has as many digits as the column: none at all for `TIMESTAMP(0)`, and then a point stands alone. */
const fractionOf = (type: string): string =>
  /\(0\)/.test(type) ? 'FF1' : /\(\d\)/.test(type) ? 'FF' : 'FF9';

/** The expression for the exact text of `??`. */
function textOf(type: string): string {
  if (isBytes(type)) return 'rawtohex(??)';
  const form = timeForm(type);
  if (form === 'date') return `to_char(??, '${SECOND}')`;
  return `to_char(??, '${SECOND}.${fractionOf(type)}${form === 'zoned' ? ' TZH:TZM' : ''}')`;
}
const VALUE = {
  date: `to_date(?, '${SECOND}')`,
  timestamp: `to_timestamp(?, '${SECOND}.FF')`,
  zoned: `to_timestamp_tz(?, '${SECOND}.FF TZH:TZM')`,
} as const;
const NOW = {
  date: "cast(systimestamp at time zone '+07:00' as date)",
  timestamp: "cast(systimestamp at time zone '+07:00' as timestamp)",
  zoned: 'systimestamp',
} as const;
const EPOCH = "floor((cast(sys_extract_utc(systimestamp) as date) - date '1970-01-01') * 86400)";

/** Oracle Database 12.1 and newer. */
export function oracleDialect(): Dialect {
  const k = knex({ client: 'oracledb' });
  /** A blank-padded column is compared with its blanks only where the other side has them. */
  const castFor = ({ type, kind, padded }: PlacedColumn['column']): string => {
    if (kind === 'time') return VALUE[timeForm(type)];
    if (padded !== null) return `cast(? as ${type})`;
    if (isBytes(type)) return 'hextoraw(?)';
    return /^N(VAR)?CHAR/.test(type) ? 'to_nchar(?)' : '?';
  };
  const value = ({ column }: PlacedColumn, text: string): Knex.Raw => {
    if (column.kind === 'number') return k.raw(NUMBER.test(text) ? text : 'null');
    return k.raw(castFor(column), [text]);
  };
  const now = ({ time, unit }: Pick<Cursor, 'time' | 'unit'>): Knex.Raw =>
    k.raw(unit === null ? NOW[timeForm(time.column.type)] : unit === 'millis' ? `${EPOCH} * 1000` : EPOCH);
  const list = ({ ref, column }: PlacedColumn, texts: readonly string[]): Knex.Raw =>
    column.kind === 'number'
      ? k.raw(`?? in (${texts.join(', ')})`, [ref])
      : k.raw(`?? in (${texts.map(() => castFor(column)).join(', ')})`, [ref, ...texts]);

  return {
    knex: k,
    looseNames: true,
    quote: quoteName,
    asText: ({ ref, column }) =>
      k.raw(column.kind === 'time' || isBytes(column.type) ? textOf(column.type) : '??', [ref]),
    now,
    isBlank: ({ ref, column }) =>
      column.kind === 'text' ? k.raw('trim(??) is null', [ref]) : k.raw('?? is null', [ref]),
    isOneOf(column, values) {
      const { kind, type } = column.column;
      const form = kind === 'number' ? NUMBER : isBytes(type) ? BYTES : null;
      const fit = form ? values.filter((text) => form.test(text)) : values;
      if (fit.length === 0) return k.raw('1 = 0');
      const lists: Knex.Raw[] = [];
      for (let at = 0; at < fit.length; at += LIST) lists.push(list(column, fit.slice(at, at + LIST)));
      return k.raw(`(${lists.map(() => '?').join(' or ')})`, lists);
    },
    ...keyset(k, value),
    anyOrder: (all) => {
      const sorted = all.filter(({ column }) => column.kind !== 'other');
      return k.raw(
        sorted.map(() => 'ora_hash(??)').join(', ') || '1',
        sorted.map(({ ref }) => ref),
      );
    },
    comparable: ({ ref, column }) => k.raw(isBytes(column.type) ? 'rawtohex(??)' : 'to_char(??)', [ref]),
    nullsLast: ({ ref }) => k.raw('?? nulls last', [ref]),
    ageSeconds: (cursor) => {
      const { time, unit } = cursor;
      if (unit !== null)
        return k.raw(`to_char((? - ??)${unit === 'millis' ? ' / 1000' : ''})`, [now(cursor), time.ref]);
      const local = timeForm(time.column.type) === 'zoned' ? "(?? at time zone '+07:00')" : '??';
      return k.raw(`to_char(round((${NOW.date} - cast(${local} as date)) * 86400))`, [time.ref]);
    },
  };
}

/** An identifier in quotes. A quote within one is not possible in Oracle: the name then names nothing. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '')}"`;
}
