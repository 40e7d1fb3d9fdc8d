/**
 * The national catalogue as the codebook takes it in: one reading of the ledger's catalogue tables.
 * Guarantees: codes and names are spelled as the national database spells them, dirt and all.
 * Must not: carry what no lookup answers (terms, fees, legal bases); those stay in the ledger.
 */

import type { IsoDay } from './codes.ts';

/** A code with its name. */
export interface SnapshotItem {
  readonly code: string;
  readonly name: string;
}

/** A component or result that its procedure no longer has. */
export interface EndedItem {
  readonly code: string;
  /** Day of Vietnam on which a pull first missed it. */
  readonly endedOn: IsoDay;
}

/** A procedure with the codes that belong to it. */
export interface SnapshotProcedure {
  /** Unique within the snapshot, exactly as spelled; two that differ by case or a blank are two. */
  readonly code: string;
  readonly name: string;
  /** Now, and listed. */
  readonly published: boolean;
  /** Day of Vietnam on which a pull first found it not published any more; absent where it is, or was never seen published. */
  readonly unpublishedOn?: IsoDay | null;
  /** Day on which a pull first missed it in the list: the catalogue remembers it and no longer has it. Absent: listed. */
  readonly endedOn?: IsoDay | null;
  readonly sectorCode: string;
  readonly sectorName: string;
  readonly components: readonly SnapshotItem[];
  readonly results: readonly SnapshotItem[];
  /** What it had and has no longer; absent: nothing. */
  readonly endedComponents?: readonly EndedItem[];
  readonly endedResults?: readonly EndedItem[];
}

/** The catalogue at one moment; each iterable is read once, in any order. */
export interface CatalogueSnapshot {
  readonly procedures: Iterable<SnapshotProcedure>;
  /** Empty where the portal does not offer the list of agencies. */
  readonly agencies: Iterable<SnapshotItem>;
  /** The ledger's own mark of this content: tells without reading it whether a codebook must be rebuilt. */
  readonly hash: string;
}
