/**
 * What every reader of a family of fields is given.
 * Guarantees: read-only but for the notes.
 */
import type { Codebook, NotFound, Procedure } from '../domain/codebook.ts';
import type { IsoDay } from '../domain/codes.ts';
import type { ErrorCode } from '../domain/errors.ts';
import type { SourceDossier } from '../domain/source-dossier.ts';
import type { HoldPolicy, Notes, TraceDetail } from './notes.ts';

/** Settings that normalization depends on; the same settings and codebook give the same answer. */
export interface NormalizeOptions {
  /** Put before relative file links (`FILE_BASE_URL`); `null` = such links are held. */
  readonly fileBaseUrl: string | null;
  readonly holdPolicy: HoldPolicy;
  /** Changes nothing but the trace; `changes` where absent, which costs nothing. */
  readonly trace?: TraceDetail;
}

/** One dossier being read. */
export interface Reading {
  readonly source: SourceDossier;
  readonly codebook: Codebook;
  readonly options: NormalizeOptions;
  readonly notes: Notes;
}

/** Day of receipt and procedure, both found: what lookups of a part's code need. */
export interface KnownProcedure {
  readonly on: IsoDay;
  readonly procedure: Procedure;
}

/** The error of each reason why a lookup found nothing. */
export type NotFoundCodes = Readonly<Record<NotFound, ErrorCode>>;
