/** PostgreSQL's own words for digests; `hashtextextended` is there since PostgreSQL 11. */
import type { Knex } from 'knex';
import type { DigestWords } from '../digest-words.ts';

/** The text of a number would depend on a collation that takes texts for equal, were it not told to go by bytes. */
const NUMBER_OF = (text: string): string => `hashtextextended((${text}) COLLATE "C", 0)`;

/**
 * PostgreSQL's text of a row: absent is nothing, empty is `""`, and whatever could be taken for a mark of the text
 * stands in quotes.
 */
const rowOf = (count: number): string => `ROW(${Array.from({ length: count }, () => '??').join(', ')})::text`;

/** See the file's head. */
export function postgresDigestWords(k: Knex): DigestWords {
  return {
    rowText: (columns) =>
      k.raw(
        rowOf(columns.length),
        columns.map(({ ref }) => ref),
      ),
    rowNumber: (columns) =>
      k.raw(
        NUMBER_OF(rowOf(columns.length)),
        columns.map(({ ref }) => ref),
      ),
    bare: ({ ref }) => k.raw('btrim(??::text COLLATE "C")', [ref]),
    asText: ({ ref }) => k.raw('??::text', [ref]),
    together: (refs) =>
      k.raw(`${NUMBER_OF(`concat_ws('/', ${refs.map(() => "coalesce(??::text, '')").join(', ')})`)}::text`, [
        ...refs,
      ]),
    // The whole is wanted and not its first rows, which planning for a cursor would prefer; and whoever takes a page
    // may take its time. Local to the transaction.
    before: [
      `SELECT set_config('cursor_tuple_fraction', '1', true), set_config('idle_in_transaction_session_timeout', '0', true)`,
    ],
  };
}
