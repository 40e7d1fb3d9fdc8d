/** PostgreSQL's own words. Guarantees: parameters take the column's type, so that its index serves. */
import knex from 'knex';
import type { Dialect } from '../engine.ts';
import { canHold } from './can-hold.ts';
import { postgresDigestWords } from './digest-words.ts';

/** PostgreSQL 10 and newer. */
export function postgresDialect(): Dialect {
  const k = knex({ client: 'pg' });
  return {
    knex: k,
    looseNames: false,
    digests: postgresDigestWords(k),
    quote: quoteName,
    asText: ({ ref }) => k.raw('??', [ref]),
    now: ({ unit }) =>
      unit === null
        ? k.raw('now()')
        : k.raw(`floor(extract(epoch FROM now()) * ${unit === 'millis' ? 1000 : 1})::bigint`),
    isBlank: ({ ref }) => k.raw("btrim(??::text) = ''", [ref]),
    // A cast to another type (`char(n)` to `text`) would forgo the index.
    isOneOf: ({ ref, column }, values) => {
      const fit = values.filter((text) => canHold(column.type, text));
      return k.raw('?? = ANY(?)', [ref, fit]);
    },
    isAfter: ({ time, key }, at, after) => k.raw('(??, ??) > (?, ?)', [time.ref, key.ref, at, after]),
    isAt: ({ time, key }, at, there) => k.raw('(??, ??) = (?, ?)', [time.ref, key.ref, at, there]),
    anyOrder: (all) =>
      k.raw(
        `md5(ROW(${all.map(() => '??').join(', ')})::text)`,
        all.map(({ ref }) => ref),
      ),
    comparable: ({ ref }) => k.raw('??::text', [ref]),
    nullsLast: ({ ref }) => k.raw('?? NULLS LAST', [ref]),
    ageSeconds: ({ time, unit }) =>
      unit === null
        ? k.raw('extract(epoch FROM now() - ??::timestamptz)::text', [time.ref])
        : k.raw(`(extract(epoch FROM now()) - ??${unit === 'millis' ? ' / 1000.0' : ''})::text`, [time.ref]),
  };
}

/** An identifier in quotes: letter case, blanks and quotes of its own are kept. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
