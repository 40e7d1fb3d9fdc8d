/**
 * From our figure to the published one, step by step, each with its cause.
 * Guarantees: the amounts of the causes, added up, are exactly the published figure less ours; what no cause gives is `unexplained`.
 * Must not: give anything to a cause that only may be one.
 */
import type { Measure } from '../../domain/score/formula.ts';
import type { Amounts, CauseKind, CausingDossiers, DifferenceCause } from './comparison.ts';
import { isRounding, isSomething, less, POINTS_APART } from './figure-arithmetic.ts';

/** A figure of ours as it would be without something, in the order in which that is taken away. */
export interface FigureStage {
  readonly kind: CauseKind;
  readonly figure: Amounts;
  readonly dossiers: CausingDossiers | null;
}

/** What is known of one indicator of one agency. */
export interface CauseQuestion {
  readonly official: Amounts;
  readonly flags: readonly string[];
  readonly ours: Amounts;
  readonly stages: readonly FigureStage[];
  /** The last stage's figure by other versions of the formulas. */
  readonly versions: readonly { readonly formula: string; readonly figure: Amounts }[];
  /** Points that each version gives for the published numbers, ours first. */
  readonly points: readonly { readonly formula: string; readonly score: number | null }[];
  readonly numerator: Measure | null;
  readonly denominator: Measure | null;
  /** Points that our version gives for other numbers. */
  readonly scoreOf: (numerator: number | null, denominator: number | null) => number | null;
}

/** The denominator comes from the national reporting system, says the portal. */
export const NATIONAL_REPORT = 'TEMP_NATIONAL_REPORT_DENOMINATOR';

/** What reconcile has found; the last stages. */
const LOST: ReadonlySet<CauseKind> = new Set(['missing-at-portal', 'steps-missing-at-portal']);

/** Measures of dossiers that the portal has: more of them there than here are dossiers that are not known here. */
const AT_PORTAL: ReadonlySet<Measure> = new Set([
  'synchronized',
  'in-process',
  'received',
  'with-fee',
  'result-due',
  'result-due-completed',
]);

/** Causes of the effect `difference`. */
export function causesOf(question: CauseQuestion): DifferenceCause[] {
  return new Walk(question).causes();
}

class Walk {
  readonly #question: CauseQuestion;
  readonly #causes: DifferenceCause[] = [];
  #figure: Amounts;

  constructor(question: CauseQuestion) {
    this.#question = question;
    this.#figure = question.ours;
  }

  causes(): DifferenceCause[] {
    for (const { kind, figure, dossiers } of this.#question.stages) {
      // It was lost at a time that nobody knows: not before the portal counted, where all is explained without it.
      if (LOST.has(kind) && this.#isExplained()) break;
      this.#to(figure, kind, { dossiers });
    }
    this.#byOtherFormula();
    this.#byNationalReport();
    this.#byUnknownDossiers();
    this.#byPoints();
    const rest = this.#rest();
    if (isSomething(rest)) this.#add(isRounding(rest) ? 'rounding' : 'unexplained', rest);
    return this.#causes;
  }

  /** But for a denominator that is not ours to explain. */
  #isExplained(): boolean {
    const rest = this.#rest();
    return this.#dividesOtherwise() ? rest.numerator === 0 : isRounding(rest);
  }

  #rest(): Amounts {
    return less(this.#question.official, this.#figure);
  }

  /** An amount that is lacking on the way stays as it was, so that the steps together are the whole way. */
  #to(figure: Amounts, kind: CauseKind, more: Partial<DifferenceCause> = {}): void {
    const from = this.#figure;
    const kept = (name: keyof Amounts): number | null =>
      from[name] === null ? null : (figure[name] ?? from[name]);
    const to = { numerator: kept('numerator'), denominator: kept('denominator'), score: kept('score') };
    const step = less(to, from);
    if (isSomething(step)) this.#add(kind, step, more);
    this.#figure = to;
  }

  #add(kind: CauseKind, amounts: Amounts, more: Partial<DifferenceCause> = {}): void {
    this.#causes.push({ kind, effect: 'difference', dossiers: null, formula: null, ...amounts, ...more });
  }

  /** Only where it gives what was published, all of it, and ours does not. */
  #byOtherFormula(): void {
    const { official, versions } = this.#question;
    if (isRounding(this.#rest())) return;
    const found = versions.find(({ figure }) => isSame(official, figure));
    if (found !== undefined) this.#to(found.figure, 'formula', { formula: found.formula });
  }

  /** The same numbers, and other points. */
  #byPoints(): void {
    const { official, points } = this.#question;
    const { score, ...numbers } = this.#rest();
    const [ours, ...others] = points;
    if (score === null || Math.abs(score) <= POINTS_APART || isSomething({ ...numbers, score: null })) return;
    if (ours !== undefined && isNear(ours.score, official.score)) return;
    const found = others.find((version) => isNear(version.score, official.score));
    if (found !== undefined) {
      this.#to({ ...this.#figure, score: official.score }, 'formula', { formula: found.formula });
    }
  }

  #byNationalReport(): void {
    if (!this.#dividesOtherwise()) return;
    const below = this.#question.official.denominator;
    if (below !== null && this.#figure.denominator !== null)
      this.#with({ denominator: below }, 'national-report');
  }

  #dividesOtherwise(): boolean {
    const { denominator, flags } = this.#question;
    return flags.includes(NATIONAL_REPORT) || denominator === 'recorded';
  }

  #byUnknownDossiers(): void {
    const { numerator, denominator } = this.#question;
    const rest = this.#rest();
    const more = Math.max(0, rest.denominator ?? 0);
    const above = Math.max(0, rest.numerator ?? 0);
    if (denominator !== null && AT_PORTAL.has(denominator) && more > 0) {
      // Of so many dossiers that are not known, at most so many can count.
      this.#withMore(Math.min(above, more), more);
    } else if (numerator !== null && AT_PORTAL.has(numerator) && above > 0) this.#withMore(above, 0);
  }

  #withMore(above: number, below: number): void {
    const { numerator, denominator } = this.#figure;
    const figure = {
      numerator: numerator === null ? null : numerator + above,
      denominator: denominator === null ? null : denominator + below,
    };
    const count = Math.max(above, below);
    this.#with(figure, 'unknown-dossiers', { dossiers: { count, examples: [] } });
  }

  #with(
    numbers: Partial<Pick<Amounts, 'numerator' | 'denominator'>>,
    kind: CauseKind,
    more: Partial<DifferenceCause> = {},
  ): void {
    const figure = { ...this.#figure, ...numbers };
    const score =
      this.#figure.score === null ? null : this.#question.scoreOf(figure.numerator, figure.denominator);
    this.#to({ ...figure, score }, kind, more);
  }
}

const isNear = (a: number | null, b: number | null): boolean =>
  a !== null && b !== null && Math.abs(a - b) <= POINTS_APART;

/** Does a figure give everything that was published, and was something? */
function isSame(official: Amounts, figure: Amounts): boolean {
  const gives = (published: number | null, own: number | null, most: number): boolean =>
    published === null || (own !== null && Math.abs(published - own) <= most);
  return (
    isSomethingPublished(official) &&
    gives(official.numerator, figure.numerator, 0) &&
    gives(official.denominator, figure.denominator, 0) &&
    gives(official.score, figure.score, POINTS_APART)
  );
}

const isSomethingPublished = ({ numerator, denominator, score }: Amounts): boolean =>
  numerator !== null || denominator !== null || score !== null;
