/** Which rows of a view are read. Guarantees: an absent value is what the map says of `null`, never unknown. */
import type { Knex } from 'knex';
import type { Condition } from '../../domain/source-map.ts';
import type { Dialect, PlacedColumn } from './engine.ts';

/** The condition on its column, for knex' `where`. */
export function conditionOf(
  dialect: Dialect,
  column: PlacedColumn,
  { anyOf, not }: Condition,
): (builder: Knex.QueryBuilder) => void {
  const { knex } = dialect;
  const texts = anyOf.filter((text) => text !== null);
  const absent = anyOf.includes(null);
  const listed = texts.length > 0 ? dialect.isOneOf(column, texts) : knex.raw('1 = 0');
  return (builder) => {
    if (!not) builder.where(listed);
    else builder.whereRaw('not (?)', [listed]);
    if (absent && not) builder.whereNotNull(column.ref);
    else if (absent !== not) builder.orWhereNull(column.ref);
  };
}
