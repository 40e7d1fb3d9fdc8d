/**
 * Compares the portal's published figures of a period with ours, and finds out of the ledger where they are apart.
 * Guarantees: reads only, a page of dossiers in memory; figures that were published at different times are compared
 * with what the portal had at each of them.
 * Must not: bring records up to date; whoever asks does.
 */
import { setImmediate } from 'node:timers/promises';
import { DongboError } from '../domain/errors.ts';
import type { Formula, ScoreFormulas } from '../domain/score/formula.ts';
import { type OfficialScore, WHOLE_PROVINCE } from '../domain/score/official-score.ts';
import { type ClockSeconds, clockOfInstant, localOf } from '../domain/score/score-record.ts';
import { acceptedSteps } from '../ledger/official-evidence.ts';
import { dossierCodes, scoredDossiers } from '../ledger/score-dossiers.ts';
import { scoreWorld } from '../ledger/score-world.ts';
import { type Compared, compareFigures } from '../score/official/compare.ts';
import type { FormulaFit, OfficialComparison } from '../score/official/comparison.ts';
import type { Period } from '../score/period.ts';
import { gatherEvidence } from './official-evidence.ts';
import { OfficialPass, type PassResult } from './official-pass.ts';
import type { ScoreDeps } from './score-period.ts';

/** What comparing needs. */
export interface OfficialDeps extends Omit<ScoreDeps, 'communeWords'> {
  readonly formulas: ScoreFormulas;
}

/** What is compared. */
export interface OfficialRequest {
  readonly period: Period;
  /** By which ours are counted. */
  readonly formula: Formula;
  /** All published figures of the period. */
  readonly official: readonly OfficialScore[];
}

/** Throws DB-SCR-006 when `signal` fires, DB-SVC-001 where the ledger goes away. */
export async function compareOfficial(
  deps: OfficialDeps,
  request: OfficialRequest,
  signal: AbortSignal,
): Promise<OfficialComparison> {
  const asOf = Math.min(clockOfInstant(deps.now()), request.period.end);
  const compared: Compared[] = [];
  for (const official of byTime(request.official)) {
    const at = official[0]?.publishedAt ?? null;
    compared.push(await comparedAt(deps, { ...request, official, asOf, at }, signal));
  }
  const published = new Set(
    request.official.filter(({ agency }) => agency === WHOLE_PROVINCE).map(({ code }) => code),
  );
  const codes = request.formula.indicators.map(({ code }) => code);
  return {
    period: request.period.name,
    formulaVersion: request.formula.name,
    asOf: localOf(asOf),
    publishedAt: timesOf(request.official),
    indicators: compared.flatMap(({ indicators }) => indicators).sort(inOrder(codes)),
    evidence: compared.flatMap(({ evidence }) => evidence),
    formulas: addedUp(compared.flatMap(({ formulas }) => formulas)),
    notPublished: published.size === 0 ? [] : codes.filter((code) => !published.has(code)),
  };
}

/** Figures of one time of publishing together. */
function byTime(official: readonly OfficialScore[]): OfficialScore[][] {
  const groups = new Map<number | null, OfficialScore[]>();
  for (const score of official) {
    const at = score.publishedAt?.getTime() ?? null;
    const group = groups.get(at);
    if (group === undefined) groups.set(at, [score]);
    else group.push(score);
  }
  return [...groups.values()];
}

const timesOf = (official: readonly OfficialScore[]): string[] =>
  [
    ...new Set(
      official.flatMap(({ publishedAt }) =>
        publishedAt === null ? [] : [localOf(clockOfInstant(publishedAt.getTime()))],
      ),
    ),
  ].sort();

/** The province first, then agencies by name; each in the order of the formulas, unknown codes last. */
function inOrder(codes: readonly string[]) {
  const place = (code: string): number => (codes.includes(code) ? codes.indexOf(code) : codes.length);
  return (a: Compared['indicators'][number], b: Compared['indicators'][number]): number =>
    compare(
      a.agency === WHOLE_PROVINCE ? '' : a.agencyName,
      b.agency === WHOLE_PROVINCE ? '' : b.agencyName,
    ) ||
    compare(a.agency, b.agency) ||
    place(a.code) - place(b.code) ||
    compare(a.code, b.code);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function addedUp(fits: readonly FormulaFit[]): FormulaFit[] {
  const sums = new Map<string, FormulaFit>();
  for (const { formula, reproduced, of } of fits) {
    const sum = sums.get(formula) ?? { formula, reproduced: 0, of: 0 };
    sums.set(formula, { formula, reproduced: sum.reproduced + reproduced, of: sum.of + of });
  }
  return [...sums.values()];
}

interface AtOnce extends OfficialRequest {
  readonly asOf: ClockSeconds;
  readonly at: Date | null;
}

async function comparedAt(deps: OfficialDeps, request: AtOnce, signal: AbortSignal): Promise<Compared> {
  const { formula, official } = request;
  const versions = deps.formulas.versions.filter(({ name }) => name !== formula.name);
  const result = await pass(deps, request, versions, signal);
  return compareFigures({ official, formula, versions, ...result });
}

async function pass(
  { ledger, calendar, formulas }: OfficialDeps,
  { period, formula, official, asOf, at }: AtOnce,
  versions: readonly Formula[],
  signal: AbortSignal,
): Promise<PassResult> {
  const groupedBy = official.some(({ agency }) => agency !== WHOLE_PROVINCE) ? 'agency' : null;
  const { communeWords } = formulas;
  const evidence = await gatherEvidence(ledger, period, at);
  const begun = async (): Promise<OfficialPass> => {
    const world = { ...(await scoreWorld(ledger)), calendar };
    return new OfficialPass({ formula, period, asOf, groupedBy, communeWords, versions }, world, evidence);
  };
  let counted: OfficialPass | null = null;
  for await (const page of scoredDossiers(ledger, period)) {
    // After the snapshot: it names no agency that was not there before.
    counted ??= await begun();
    const steps = await acceptedSteps(ledger, counted.needSteps(page));
    for (const dossier of page) counted.add(dossier, steps.get(dossier.id));
    await setImmediate();
    if (signal.aborted) throw new DongboError('DB-SCR-006');
  }
  counted ??= await begun();
  return counted.result(await dossierCodes(ledger, counted.examples()));
}
