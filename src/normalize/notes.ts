/**
 * Collects what normalization has to say of one dossier: faults and the trace.
 * Guarantees: every fault of a dossier is listed, not only the first; under the policy `whole`
 * each of them blocks. The full trace names where every value came from, and changes no value.
 * Must not: decide what a fault means for a value; the reader that found it does.
 *
 * Labels of the trace: a field of the dossier by its name in `domain/dossier.ts` (`subject`), of a list
 * without ids by list and field (`ownerIds.number`, `databases`), of a part by the part's id
 * (`components[7].name`, `steps[12].at`); a further file of a component or result has an id of its own
 * (`components[7-2].link`).
 */
import type { ErrorCode, ErrorParams } from '../domain/errors.ts';
import type { Held, HeldScope, Trace } from '../domain/normalized.ts';
import type { SourceText } from '../domain/source-dossier.ts';
import { storable } from './clean-text.ts';

/** `part`: a faulty part stays behind. `whole`: any fault holds the dossier (`HOLD_POLICY`). */
export type HoldPolicy = 'part' | 'whole';

/** `changes`: what did not go as it was written. `full`: every value, for people who ask about one dossier. */
export type TraceDetail = 'changes' | 'full';

/** Rule of what passed through. */
export const AS_WRITTEN = 'as written';

/** Which part of the dossier is being read; `id` '' for the dossier itself. */
export interface PartName {
  readonly scope: HeldScope;
  readonly id: string;
  /** How its fields are labelled in the trace: `components[7]`; '' for the dossier itself. */
  readonly label: string;
}

const DOSSIER: PartName = { scope: 'dossier', id: '', label: '' };

/** `components.name` of the component 7: `components[7].name`. */
export function labelOf(part: PartName, field: string): string {
  return part.label + field.slice(field.indexOf('.'));
}

/** Faults and trace of one dossier, in the order in which they were found. */
export class Notes {
  readonly held: Held[] = [];
  readonly trace: Trace[] = [];
  /** Is every value told? Ask before making a text that only the full trace needs. */
  readonly full: boolean;
  readonly #policy: HoldPolicy;

  constructor(policy: HoldPolicy, trace: TraceDetail = 'changes') {
    this.#policy = policy;
    this.full = trace === 'full';
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

  /** Where `to` came from although nothing is to be said of it: in the full trace alone. */
  pass(field: string, from: SourceText, to: string, rule: string = AS_WRITTEN): void {
    if (this.full && to !== '') this.note(field, from, to, rule);
  }

  /** {@link pass} of a part's field, `components.name`. */
  passPart(part: PartName, field: string, from: SourceText, to: string, rule: string = AS_WRITTEN): void {
    if (this.full && to !== '') this.note(labelOf(part, field), from, to, rule);
  }

  /** A further file of a part has all that the part has, but for its id and its own link. */
  passFile(part: PartName, label: string, link: string): void {
    if (!this.full) return;
    const own = this.trace.filter(({ field }) => field.startsWith(`${part.label}.`));
    for (const entry of own) {
      const name = entry.field.slice(part.label.length);
      if (name === '.id' || (name === '.link' && entry.to !== link)) continue;
      this.trace.push({ ...entry, field: label + name });
    }
  }
}
