/**
 * What must become of a made-up dossier, told by the generator that made it.
 * Guarantees: known from how the dossier was made, never by running what is to be tested.
 */
import type { HeldScope } from '../../domain/normalized.ts';

/** Faults that hold the whole dossier. */
export const BLOCKING_FAULTS = [
  'unknown-procedure',
  'unpublished-procedure',
  'unknown-status',
  'received-impossible',
  'received-absent',
  'channel-absent',
  'subject-absent',
] as const;

/** Faults that hold a part; the dossier goes without it. */
export const PART_FAULTS = {
  'component-unknown': 'component',
  'result-of-other-procedure': 'result',
  'id-malformed': 'id',
  'fee-negative': 'fee',
  'fee-unreadable': 'fee',
} as const satisfies Record<string, HeldScope>;

/** One kind of fault. */
export type FaultKind = (typeof BLOCKING_FAULTS)[number] | keyof typeof PART_FAULTS;
/** Every kind, in the order in which they are dealt out: part faults between the others. */
export const FAULT_KINDS: readonly FaultKind[] = [
  'unknown-procedure',
  'component-unknown',
  'unknown-status',
  'result-of-other-procedure',
  'received-impossible',
  'id-malformed',
  'channel-absent',
  'fee-negative',
  'unpublished-procedure',
  'fee-unreadable',
  'received-absent',
  'subject-absent',
];

/** Scope of a part fault, `null` for one that holds the dossier. */
export function scopeOf(kind: FaultKind): HeldScope | null {
  return kind in PART_FAULTS ? PART_FAULTS[kind as keyof typeof PART_FAULTS] : null;
}

/** What must become of one dossier, with the shipped tables and the simulated catalogue. */
export interface Expectation {
  readonly code: string;
  /** `incomplete`: accepted without the part at fault. */
  readonly outcome: 'accepted' | 'incomplete' | 'held';
  readonly fault: FaultKind | null;
  readonly heldScopes: readonly HeldScope[];
  /** National codes that must arrive, '' and none where the dossier is held. */
  readonly procedureCode: string;
  /** Distinct, sorted. */
  readonly componentCodes: readonly string[];
  /** Entries of components, one a file. */
  readonly componentFiles: number;
  /** Distinct, sorted. */
  readonly resultCodes: readonly string[];
  readonly status: string;
  /** Steps that must arrive, in this order of status. */
  readonly stepStatuses: readonly string[];
}
