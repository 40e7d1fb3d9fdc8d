/**
 * The rules that say what an answer of the portal means: data of `mappings/portal-answers.yaml`,
 * read and checked by `codebook/`, applied by `portal/classify-answer`.
 * Guarantees: first rule that matches decides; an answer that no rule matches is "not understood",
 * never success (1-portal-contract.md, 2.4).
 */
import type { AnswerMeaning } from './portal-outcome.ts';

/** What kind of body came, judged by content, not by the header alone (firewalls lie). */
export type BodyKind = 'json' | 'html' | 'empty' | 'other';

/** All conditions present must hold. */
export interface AnswerRule {
  readonly name: string;
  readonly when: {
    /** HTTP statuses, e.g. `200`, or classes, e.g. `5xx`. */
    readonly http?: readonly string[];
    readonly body?: readonly BodyKind[];
    /** `error_code` as text: `"0"` and `0` are one. `"*"` = any non-empty. */
    readonly errorCode?: readonly string[];
    /** Any of these phrases occurs in `message`, case and diacritics aside. */
    readonly message?: readonly string[];
    /** Services the rule is for, e.g. `LayThuTuc`; all where absent. */
    readonly service?: readonly string[];
  };
  readonly means: AnswerMeaning;
}

/** The whole file. */
export interface AnswerRules {
  readonly rules: readonly AnswerRule[];
  /** Names of fields inside a row of `result` that answers for one record; first one present counts. */
  readonly row: {
    readonly dossierCode: readonly string[];
    readonly errorCode: readonly string[];
    readonly message: readonly string[];
  };
  /** Where `TraCuuHoSo` shows progress steps, if it does. */
  readonly lookup: {
    readonly steps: readonly string[];
    readonly stepAt: readonly string[];
    readonly stepStatus: readonly string[];
    readonly stepProcessor: readonly string[];
    readonly stepContent: readonly string[];
    readonly stepDepartment: readonly string[];
    readonly stepPosition: readonly string[];
  };
  /** Where a refused batch names the records at fault: are the others stored by that call? `no` = they go again. */
  readonly namedOthersStored: boolean;
}
