/**
 * The outcome of normalization: what goes, what is held and how each value came about.
 * Guarantees: `dossier` is `null` exactly when a held entry blocks it; every code in `dossier` and
 * `steps` has a trace entry that names its rule.
 */
import type { Dossier, Step } from './dossier.ts';
import type { ErrorCode, ErrorParams } from './errors.ts';

/** Which part of a dossier a fault concerns. */
export type HeldScope = 'dossier' | 'component' | 'result' | 'fee' | 'id' | 'step';

/** One fault that waits for a person ("hold the part, not the dossier", 5-interface.md). */
export interface Held {
  readonly scope: HeldScope;
  /** The source's id of the part; '' for the dossier itself. */
  readonly part: string;
  readonly code: ErrorCode;
  /** Domain name of the field at fault, e.g. `components.code`. */
  readonly field: string;
  /** The source's value; may be personal data: ledger only, never a log. */
  readonly value: string;
  /** What the message of `code` names, besides `field` and `value`. */
  readonly params: ErrorParams;
  /** True: the whole dossier waits. False: it goes without this part and is `incomplete`. */
  readonly blocking: boolean;
}

/** How one value came about. */
export interface Trace {
  readonly field: string;
  readonly from: string;
  readonly to: string;
  /** `procedures.csv:12`, `catalogue`, `national value`, `cleaned`, `cut at 1000` … */
  readonly rule: string;
  /** Why a person should look at it although it goes (`CATALOGUE_STRICT=false`). */
  readonly warning?: ErrorCode;
}

/** What normalization says of one source dossier. */
export interface Normalized {
  readonly dossier: Dossier | null;
  /** Steps that can go, in order (time, then id); they wait while the dossier is held. */
  readonly steps: readonly Step[];
  readonly held: readonly Held[];
  readonly trace: readonly Trace[];
}
