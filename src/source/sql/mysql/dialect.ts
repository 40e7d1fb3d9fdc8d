/**
 * MySQL's and MariaDB's own words.
 * Guarantees: numbers are compared with numbers and all else with texts, in the column's own collation, so that its
 * index serves.
 */
import knex, { type Knex } from 'knex';
import type { Cursor, Dialect, PlacedColumn } from '../engine.ts';
import { keyset } from '../keyset.ts';
import { isBytes, isHex } from './bytes.ts';
import { mysqlDigestWords } from './digest-words.ts';

const NUMBER = /^-?\d{1,30}(\.\d{1,30})?(e[+-]?\d{1,2})?$/i;

/** MySQL 5.7 and newer, MariaDB 10.2 and newer. */
export function mysqlDialect(): Dialect {
  const k = knex({ client: 'mysql2' });
  /** The value as the column has it; a text that is no number is equal to none. */
  const value = ({ column }: PlacedColumn, text: string): Knex.Raw => {
    if (isBytes(column.type)) return k.raw('unhex(?)', [text]);
    return column.kind !== 'number' ? k.raw('?', [text]) : k.raw(NUMBER.test(text) ? text : 'null');
  };
  const fits = ({ column }: PlacedColumn, text: string): boolean =>
    column.kind === 'number' ? NUMBER.test(text) : !isBytes(column.type) || isHex(text);
  const seconds = (unit: Cursor['unit']): string =>
    unit === 'millis' ? 'unix_timestamp() * 1000' : 'unix_timestamp()';
  return {
    knex: k,
    looseNames: true,
    digests: mysqlDigestWords(k),
    placeholder: '\u0000',
    absentTime: /^0000-00-00/,
    quote: quoteName,
    asText: ({ ref, column }) => k.raw(isBytes(column.type) ? 'hex(??)' : '??', [ref]),
    now: ({ unit }) => k.raw(unit === null ? 'now(6)' : seconds(unit)),
    isBlank: ({ ref }) => k.raw("trim(??) = ''", [ref]),
    isOneOf: (column, values) => {
      const fit = values.filter((text) => fits(column, text));
      if (fit.length === 0) return k.raw('1 = 0');
      if (column.column.kind === 'number') return k.raw(`?? in (${fit.join(', ')})`, [column.ref]);
      const one = isBytes(column.column.type) ? 'unhex(?)' : '?';
      return k.raw(`?? in (${fit.map(() => one).join(', ')})`, [column.ref, ...fit]);
    },
    ...keyset(k, value),
    anyOrder: (all) =>
      k.raw(
        `md5(concat_ws(',', ${all.map(() => "ifnull(hex(convert(?? using utf8mb4)), '-')").join(', ')}))`,
        all.map(({ ref }) => ref),
      ),
    comparable: ({ ref, column }) =>
      k.raw(`convert(${isBytes(column.type) ? 'hex(??)' : '??'} using utf8mb4) collate utf8mb4_bin`, [ref]),
    nullsLast: ({ ref }) => k.raw('?? is null, ??', [ref, ref]),
    ageSeconds: ({ time, unit }) =>
      unit === null
        ? k.raw('cast(timestampdiff(second, ??, now(6)) as char)', [time.ref])
        : k.raw(`cast((${seconds(unit)} - ??)${unit === 'millis' ? ' / 1000' : ''} as char)`, [time.ref]),
  };
}

/** An identifier in quotes. */
export function quoteName(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}
