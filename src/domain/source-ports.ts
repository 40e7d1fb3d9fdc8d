/**
 * The contracts of what is read: the province's systems, whatever they are.
 * Guarantees stated here bind every implementation and are tested by one suite on each.
 * Must not: name an implementation.
 */
import type { SourceDossier } from './source-dossier.ts';

/** Where reading goes on: strictly after this (time, key), as the source itself writes them. */
export interface SourcePosition {
  /** Time as the source writes it, opaque to all but the source adapter, which compares it. */
  readonly at: string;
  readonly key: string;
}

/** One page, in the order of (time, key). */
export interface SourcePage {
  readonly dossiers: readonly SourceDossier[];
  /** Position of the last row; `null` when the page is empty. */
  readonly last: SourcePosition | null;
  /** True when there is nothing after this page now. */
  readonly end: boolean;
}

/**
 * The province's system.
 * Reading never changes it. A page costs a fixed number of queries, however many dossiers it has.
 * A row that cannot be read is yielded as far as it can be, never skipped, never a reason to stop.
 * Throws DongboError DB-SRC-… (exit 69) when the system is away.
 */
export interface Source {
  /**
   * Streams of change, each in an order of its own: `dossiers` first, then the parts that have a time of change
   * of their own. A page of any is of whole dossiers.
   */
  readonly feeds: readonly string[];
  /** Checks connection and columns; throws with every fault at once. */
  check(): Promise<void>;
  /** The page of `feed` (the dossiers' where absent) after `position`; from the beginning when `null`. */
  readPage(position: SourcePosition | null, feed?: string): Promise<SourcePage>;
  /** Where the latest row of `feed` that is not of a time to come stands now; `null` = there is none. */
  newest(feed: string): Promise<SourcePosition | null>;
  /** `position` moved back by the overlap window, so that late commits and same-time rows are read again. */
  rewind(position: SourcePosition, seconds: number): SourcePosition;
  /**
   * Rows that keyset paging cannot see: without time, without code, with a time still to come.
   * A page after `skip` rows; one that is shorter than the page size is the last.
   */
  readIrregular(
    skip: number,
  ): Promise<{ readonly dossiers: readonly SourceDossier[]; readonly end: boolean }>;
  /** The dossiers of these keys (`SourceMap.dossiers.key`) as they are now; what is not there is left out. */
  readKeys(keys: readonly string[]): Promise<readonly SourceDossier[]>;
  /** Tells every dossier there is without reading it whole; `null` where the system cannot: then all has to be read. */
  readonly digests: SourceDigests | null;
  close(): Promise<void>;
}

/**
 * Digests of dossiers, made by the source's own server of row and parts as they stand there.
 * The same content has the same digest as long as the system and the source map stay as they are; another
 * content has another one.
 */
export interface SourceDigests {
  /**
   * Every dossier there is as of one moment, in pages, whatever their order; `take` is waited for. A dossier that
   * is there twice comes twice. Ends after the page in hand when `signal` fires. Throws what `take` throws, DB-SRC-….
   */
  each(take: (page: readonly SourceDigest[]) => Promise<void>, signal: AbortSignal): Promise<void>;
  /** The dossiers of these keys as {@link Source.readKeys} reads them, each with its digest of the same moment. */
  readKeys(keys: readonly string[]): Promise<readonly DigestedDossier[]>;
}

/** A dossier as {@link SourceDigests.each} names it. */
export interface SourceDigest {
  /** For {@link SourceDigests.readKeys}. */
  readonly key: string;
  /** As {@link SourceDossier.key} names it; '' = it has none. */
  readonly code: string;
  readonly digest: string;
}

/** A dossier with its digest; `null` where it has none of its own: it is there twice. */
export interface DigestedDossier {
  readonly dossier: SourceDossier;
  readonly digest: string | null;
}

/** Tells of changes in the moment they are committed. */
export interface ChangeFeed {
  /**
   * Tells the keys of dossiers that changed (for {@link Source.readKeys}) until `signal` fires; `onKeys` is
   * waited for, and what it has ended with is not told again. Throws DB-SRC-… when the system is away,
   * DB-CDC-… when it does not tell of changes, and what `onKeys` throws.
   * @param onBegin told when from now on nothing is missed: what came before is to be read by its time. Told
   *   again whenever more changed than is told by key
   */
  follow(
    onKeys: (keys: readonly string[]) => Promise<void>,
    onBegin: () => void,
    signal: AbortSignal,
  ): Promise<void>;
  /** What the system keeps back for us; `null` where it keeps nothing. Throws DB-SRC-…. */
  backlog(): Promise<FeedBacklog | null>;
  close(): Promise<void>;
}

/** What a system keeps back for a {@link ChangeFeed} that does not fetch it. */
export interface FeedBacklog {
  readonly bytes: number;
  /** It will not be kept for long any more, or is lost already. */
  readonly endangered: boolean;
}

/** A place where others leave documents with dossiers. */
export interface Drop {
  /** Checks that it is there and may be worked in. Throws with every fault at once. */
  check(): Promise<void>;
  /**
   * Goes through the documents that lie there, the oldest first. One that is sound from end to end is given to
   * `store` in parts and then put away; one that is not is put away with the reason, and none of it was given.
   * Stops between two parts when `signal` fires: the document stays, and comes whole the next time.
   * @param onRead told again and again while documents are read: a long one is no place that does not answer
   */
  take(
    store: (dossiers: readonly SourceDossier[]) => Promise<void>,
    signal: AbortSignal,
    onRead?: () => void,
  ): Promise<DropReport>;
  /**
   * Calls back soon after something has come in, until `signal` fires; never throws. A folder of a network may
   * never call: whoever relies on this looks by a schedule as well.
   */
  onArrival(signal: AbortSignal, callback: () => void): Promise<void>;
  close(): Promise<void>;
}

/** What {@link Drop.take} went through. */
export interface DropReport {
  readonly taken: number;
  readonly refused: number;
  readonly dossiers: number;
}
