/**
 * A place in the order of (time, key), for servers that cannot compare pairs, or find no index for it when they do.
 * Guarantees: the time alone bounds what is looked at, so that an index on it serves.
 */
import type { Knex } from 'knex';
import type { Dialect, PlacedColumn } from './engine.ts';

/** @param value a text as the column has it */
export function keyset(
  k: Knex,
  value: (column: PlacedColumn, text: string) => Knex.Raw,
): Pick<Dialect, 'isAfter' | 'isAt'> {
  return {
    isAfter: ({ time, key }, at, after) =>
      k.raw('(?? >= ? and (?? > ? or ?? > ?))', [
        time.ref,
        value(time, at),
        time.ref,
        value(time, at),
        key.ref,
        value(key, after),
      ]),
    isAt: ({ time, key }, at, there) =>
      k.raw('(?? = ? and ?? = ?)', [time.ref, value(time, at), key.ref, value(key, there)]),
  };
}
