/**
 * What reading needs of a database system, whichever it is.
 * Guarantees stated here bind every engine: it reads only, whatever the account may do; each piece of work sees
 * one moment of the database as far as the system can; every value comes as the text that the server has
 * (microseconds, big numbers); a broken connection is never used again; nothing waits for ever.
 * Must not: know what the columns mean to us.
 */
import type { Knex } from 'knex';
import type { SourceText } from '../../domain/source-dossier.ts';
import type { DigestWords } from './digest-words.ts';

/** A row as selected: by alias, every value as text. */
export type RawRow = Readonly<Record<string, SourceText>>;

/** A statement; values never stand in its text. */
export interface Statement {
  /** With the system's own placeholders; with U+0000 for each where its driver would look for `?` in names as well. */
  readonly sql: string;
  readonly values: readonly unknown[];
}

/** One connection within one snapshot. */
export interface Session {
  query(statement: Statement): Promise<readonly RawRow[]>;
  /** The rows in portions of at most `size`, so that no table has to fit into memory. */
  stream(statement: Statement, size: number): AsyncIterable<readonly RawRow[]>;
  /** Names and types, as the driver calls them, of what a statement selects. It is run: limit it to no rows. */
  describe(statement: Statement): Promise<readonly { readonly name: string; readonly type: string }[]>;
}

/** What a column is for us. `text` is whatever may spell the same thing in several ways. */
export type ColumnKind = 'text' | 'time' | 'number' | 'other';

/** A column as the server describes it. */
export interface Column {
  /** As the server spells it. */
  readonly name: string;
  /** The server's word. */
  readonly type: string;
  readonly kind: ColumnKind;
  /** Characters of a padded type, `null` where nothing is padded. */
  readonly padded: number | null;
  /** The server takes texts for equal that differ (letter case, blanks at the end). */
  readonly folds: boolean;
  /** The account may read it. */
  readonly readable: boolean;
}

/** A column in its place within a statement. */
export interface PlacedColumn {
  /** For knex' `??`. */
  readonly ref: string;
  /** Under which name the row has it. */
  readonly alias: string;
  readonly column: Column;
}

/** A table or view by name, or a SELECT of the province's. */
export type Target =
  | { readonly kind: 'table'; readonly name: string }
  | { readonly kind: 'query'; readonly text: string };

/** What there is of a target; `null` = no such thing, or the account may not know of it. */
export interface Found {
  /** Name for a statement, quoted; of a query itself, in parentheses. */
  readonly sql: string;
  readonly columns: readonly Column[];
}

/** A time of change, or a number that stands for one. */
export interface Cursor {
  readonly time: PlacedColumn;
  readonly key: PlacedColumn;
  /** The number counts these since 1970; `null` = it is a time. */
  readonly unit: 'seconds' | 'millis' | null;
}

/** The words in which systems differ. Every method gives an expression for knex. */
export interface Dialect {
  readonly knex: Knex;
  /** The server takes names of columns in any letter case. */
  readonly looseNames: boolean;
  /** What stands for a value, where the driver cannot be trusted to tell `?` in a name from that. */
  readonly placeholder?: string;
  /** What stands for an absent time where the system has words for one that NULL would say better. */
  readonly absentTime?: RegExp;
  /** An identifier in quotes; letter case, blanks and quotes of its own are kept. */
  quote(name: string): string;
  /** The column's exact text; the column itself where the driver gives that anyway. */
  asText(column: PlacedColumn): Knex.Raw;
  /** This moment, to be compared with `cursor.time`. */
  now(cursor: Pick<Cursor, 'time' | 'unit'>): Knex.Raw;
  /** True where the column is nothing but blanks; unknown where it is NULL. */
  isBlank(column: PlacedColumn): Knex.Raw;
  /** True where the column is one of `values`; an index on it serves. */
  isOneOf(column: PlacedColumn, values: readonly string[]): Knex.Raw;
  /** True behind (at, key) in the order of the cursor; an index on both serves. */
  isAfter(cursor: Cursor, at: string, key: string): Knex.Raw;
  /** True where the row stands at (at, key) as the server compares it. */
  isAt(cursor: Cursor, at: string, key: string): Knex.Raw;
  /** What a row is ordered by in the end, so that pages by number never overlap. */
  anyOrder(all: readonly PlacedColumn[]): Knex.Raw;
  /** The column in a form in which columns of different types and collations can be compared. */
  comparable(column: PlacedColumn): Knex.Raw;
  /** Absent ones behind all others, in the column's order. */
  nullsLast(column: PlacedColumn): Knex.Raw;
  /** How its server makes digests; absent where it cannot. */
  readonly digests?: DigestWords;
  /** Seconds since the cursor's time until now, as text. */
  ageSeconds(cursor: Pick<Cursor, 'time' | 'unit'>): Knex.Raw;
}

/** What the account may do, as far as the system tells; for the doctor. */
export interface AccountFacts {
  /** Name and version: `PostgreSQL 18.4`. */
  readonly server: string;
  /** Of the names asked for, those into which the account may write. */
  readonly writable: readonly string[];
  /** The account may do anything. */
  readonly superuser: boolean;
  /** Sessions of the account begin read-only, or the server is a replica. */
  readonly readOnly: boolean;
}

/** An index: its columns in order. */
export interface IndexFact {
  readonly table: string;
  readonly columns: readonly string[];
}

/** A province's database. */
export interface Engine {
  /** Host, port and database, for messages. */
  readonly where: string;
  readonly dialect: Dialect;
  /** Runs `work` on one snapshot. Throws DB-SRC-… for what the driver throws. */
  inSnapshot<T>(work: (session: Session) => Promise<T>): Promise<T>;
  /** What there is of each target, in their order. */
  inspect(session: Session, targets: readonly Target[]): Promise<readonly (Found | null)[]>;
  account(session: Session, tables: readonly string[]): Promise<AccountFacts>;
  /** Indexes of base tables; a view has none, and `null` stands for what is not known. */
  indexes(session: Session, table: string): Promise<readonly IndexFact[] | null>;
  /** What of the server as a whole lets a reading be doubted: a line each, in both languages. */
  doubts(session: Session): Promise<readonly string[]>;
  close(): Promise<void>;
}
