/**
 * Collects what normalization has to say of one dossier: faults and the trace.
 * Guarantees: every fault of a dossier is listed, not only the first; under the policy `whole`
 * each of them blocks.
 * Must not: decide what a fault means for a value; the reader that found it does.
 */
import type { ErrorCode, ErrorParams } from '../domain/errors.ts';
import type { Held, HeldScope, Trace } from '../domain/normalized.ts';
import type { SourceText } from '../domain/source-dossier.ts';
import { storable } from './clean-text.ts';

/** `part`: a faulty part stays behind. `whole`: any fault holds the dossier (`HOLD_POLICY`). */
export type HoldPolicy = 'part' | 'whole';

/** Which part of the dossier is being read; `id` '' for the dossier itself. */
export interface PartName {
  readonly scope: HeldScope;
  readonly id: string;
}

const DOSSIER: PartName = { scope: 'dossier', id: '' };

/** Faults and trace of one dossier, in the order in which they were found. */
export class Notes {
  readonly held: Held[] = [];
  readonly trace: Trace[] = [];
  readonly #policy: HoldPolicy;

  constructor(policy: HoldPolicy) {
    this.#policy = policy;
  }

  /** A fault in a needed field: the dossier waits. */
  block(code: ErrorCode, field: string, value: SourceText, params: ErrorParams = {}): void {
    this.#add(DOSSIER, code, field, value, params, true);
  }

  /** A fault in an optional value: the dossier goes without it. */
  without(code: ErrorCode, field: string, value: SourceText, params: ErrorParams = {}): void {
    this.#add(DOSSIER, code, field, value, params, false);
  }

  /** A fault in a part: the part stays behind. */
  holdPart(
    part: PartName,
    code: ErrorCode,
    field: string,
    value: SourceText,
    params: ErrorParams = {},
  ): void {
    this.#add(part, code, field, value, { part: part.id, ...params }, false);
  }

  #add(
    part: PartName,
    code: ErrorCode,
    field: string,
    value: SourceText,
    params: ErrorParams,
    blocking: boolean,
  ): void {
    this.held.push({
      scope: part.scope,
      part: part.id,
      code,
      field,
      value: storable(value),
      params,
      blocking: blocking || this.#policy === 'whole',
    });
  }

  /** How `to` came about; `warning` where a person should look at it although it goes. */
  note(field: string, from: SourceText, to: string, rule: string, warning?: ErrorCode): void {
    const entry: Trace = { field, from: storable(from), to, rule };
    this.trace.push(warning === undefined ? entry : { ...entry, warning });
  }
}
