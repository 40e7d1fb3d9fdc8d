/**
 * MySQL's and MariaDB's own words for digests.
 * Guarantees: texts are told apart by their bytes, whatever the collation; a row too long for the server to put together
 * has another digest each time, and so is read each time.
 */
import type { Knex } from 'knex';
import type { DigestedColumn, DigestWords } from '../digest-words.ts';
import { isBytes } from './bytes.ts';

/** Characters of a key by which rows meet: what a temporary table can have an index on. */
const KEY_LENGTH = 191;

/** In hexadecimal digits, so that a comma parts two values and `-` is an absent one; of JSON the server has no bytes. */
const hexOf = ({ column }: DigestedColumn): string =>
  column.type === 'json'
    ? "ifnull(hex(convert(?? using utf8mb4)), '-')"
    : "ifnull(hex(cast(?? as binary)), '-')";

const textOf = (columns: readonly DigestedColumn[]): string =>
  `concat_ws(',', ${columns.map(hexOf).join(', ')})`;

/** See the file's head. */
export function mysqlDigestWords(k: Knex): DigestWords {
  return {
    rowText: (columns) =>
      k.raw(
        textOf(columns),
        columns.map(({ ref }) => ref),
      ),
    rowNumber: (columns) =>
      k.raw(
        `ifnull(cast(conv(left(md5(${textOf(columns)}), 16), 16, 10) as unsigned), floor(1e15 * rand()))`,
        columns.map(({ ref }) => ref),
      ),
    bare: ({ ref, column }) =>
      k.raw(
        `cast(convert(${isBytes(column.type) ? 'hex' : 'trim'}(??) using utf8mb4) as char(${KEY_LENGTH})) collate utf8mb4_bin`,
        [ref],
      ),
    asText: ({ ref, column }) => k.raw(isBytes(column.type) ? 'hex(??)' : 'cast(?? as char)', [ref]),
    together: (refs) =>
      k.raw(`md5(concat_ws('/', ${refs.map(() => "ifnull(cast(?? as char), '')").join(', ')}))`, [...refs]),
    // Whoever takes a portion may take its time.
    before: ['SET SESSION net_write_timeout = 3600'],
  };
}
