/**
 * The words in which a database makes digests of its rows.
 * Guarantees stated here bind every system: whatever is read of a row is in its number, and no two rows that differ
 * have the same text before it is made a number (an absent value, an empty one and a blank are three); nothing depends
 * on a collation by which texts that differ are equal.
 */
import type { Knex } from 'knex';

/** A column in its place within a statement. */
export interface DigestedColumn {
  /** For knex' `??`. */
  readonly ref: string;
  /** The server's word for its type. */
  readonly column: { readonly type: string };
}

/** Every method gives an expression for knex. */
export interface DigestWords {
  /** Text of a row, from which each of its values could be told. */
  rowText(columns: readonly DigestedColumn[]): Knex.Raw;
  /** At least 63 bits of {@link rowText}, as a number that can be summed exactly. */
  rowNumber(columns: readonly DigestedColumn[]): Knex.Raw;
  /** A key without blanks around it, to be compared exactly. */
  bare(key: DigestedColumn): Knex.Raw;
  asText(column: DigestedColumn): Knex.Raw;
  /** At least 63 bits of these, as text; absent ones count as ''. */
  together(refs: readonly string[]): Knex.Raw;
  /** Statements of the session before all is asked for. */
  readonly before: readonly string[];
}
