/**
 * What the ledger stores of a page, and the rows that its statements take.
 * Must not: ask or change anything; store-dossiers.ts and store-page.ts do.
 */
import type { IsoDay } from '../domain/codes.ts';
import type { Lane } from '../domain/delivery.ts';
import type { Dossier, Step } from '../domain/dossier.ts';
import type { Normalized } from '../domain/normalized.ts';
import type { SourceDossier } from '../domain/source-dossier.ts';
import type { SourcePosition } from '../domain/source-ports.ts';
import type { LedgerCodebook } from './apply-codebook.ts';
import type { NamedKey } from './store-use.ts';

/** One dossier to store. */
export interface StoredDossier {
  readonly code: string;
  readonly source: SourceDossier;
  readonly sourceHash: string;
  readonly normalized: Normalized;
  /** Hash of `normalized.dossier`; `null` where that is `null`. */
  readonly payloadHash: string | null;
  readonly steps: readonly { readonly step: Step; readonly hash: string }[];
  /** What it asked mappings and catalogue, each question once. */
  readonly lookups: readonly NamedKey[];
  /** Day of receipt, for which it asked. */
  readonly receivedOn: IsoDay | null;
  readonly lane: Lane;
}

/** Its row with the ledger's id. */
export type Placed = StoredDossier & { readonly id: number };

/** A page with what belongs to it. */
export interface StoredPage {
  readonly dossiers: readonly StoredDossier[];
  /** Who gave them; not asked where they were not read. */
  readonly sourceName?: string;
  /** Sources that stand before it: what they own is not stored, but noted (shadowed.ts). Absent = none do. */
  readonly outranked?: readonly string[];
  /** Sources that stand behind it: what they own is its from now on. Absent = there are none. */
  readonly behind?: readonly string[];
  /** Codes of dossiers that the page had, and that are known to be theirs. */
  readonly shadowed?: readonly string[];
  /** With which the dossiers were normalized. */
  readonly codebook: LedgerCodebook;
  /**
   * There where the dossiers were not read but normalized again from the ledger's rows. Says whether
   * one now says less than `before`, what the portal was to be told of it (see keep-accepted.ts).
   */
  readonly loses?: (before: Dossier, dossier: StoredDossier) => boolean;
  /** Moves with the page; `null` leaves the cursor where it is. */
  readonly cursor: {
    readonly source: string;
    readonly position: SourcePosition;
    /** Of the map by which it was read. */
    readonly mapHash: string;
  } | null;
}

/** As UPSERT_DOSSIER_DELIVERIES takes it. */
export const deliveryRow = (d: Placed) => ({
  id: d.id,
  payload: d.normalized.dossier,
  payload_hash: d.payloadHash,
  changed_at: d.source.changedAt,
});

/** The steps that the source has. */
export const stepIds = ({ id, steps }: Placed) => ({ id, step_ids: steps.map(({ step }) => step.id) });

/** As UPSERT_STEPS takes them. */
export const stepRows = (d: Placed) =>
  d.steps.map(({ step, hash }, position) => ({
    id: d.id,
    step_id: step.id,
    position,
    payload: step,
    payload_hash: hash,
    changed_at: d.source.changedAt,
  }));
