/**
 * One pass over a period's dossiers that counts them in several ways at once: as they are, and as they would be without
 * what the portal did not have when it counted, cause by cause, each on top of those before.
 * Guarantees: keeps counters and a few examples, not dossiers; a cause for which nothing speaks has no counters.
 * Must not: read (its caller hands it the steps), nor compare (`score/official`).
 */
import type { Formula } from '../domain/score/formula.ts';
import { WHOLE_PROVINCE } from '../domain/score/official-score.ts';
import { type ScoredDossier, type ScoreRecord, TRAITS } from '../domain/score/score-record.ts';
import type { ScoreWorld } from '../domain/score/score-world.ts';
import type { AcceptedStep } from '../ledger/official-evidence.ts';
import { FigureTallies, type FigureTally } from '../score/figure-tally.ts';
import type { ByAgency, ComparedReport } from '../score/official/compare.ts';
import type { CauseKind } from '../score/official/comparison.ts';
import { agencyKey } from '../score/official/whose-figures.ts';
import { eventsOf } from '../score/record-of.ts';
import type { TallyRequest } from '../score/score-tally.ts';
import type { OfficialEvidence } from './official-evidence.ts';

/** Codes of dossiers that are told of each cause and agency, at most. */
const EXAMPLES = 5;

/** What a pass is made for. */
export interface PassRequest extends Omit<TallyRequest, 'listed'> {
  /** The other versions of the formulas. */
  readonly versions: readonly Formula[];
}

interface Stage {
  readonly kind: CauseKind;
  readonly tally: FigureTally;
  /** What the portal had of it, where it had `portal` but for this cause. */
  readonly without: (portal: ScoreRecord, dossier: ScoredDossier, steps: Steps) => ScoreRecord | null;
}

type Steps = readonly AcceptedStep[] | undefined;

/** Dossiers of a cause, by agency. */
class Causing {
  readonly #found = new Map<string, { count: number; readonly ids: number[] }>();

  add(id: number, agency: string): void {
    for (const key of new Set([WHOLE_PROVINCE, agency])) {
      const found = this.#found.get(key) ?? { count: 0, ids: [] };
      found.count += 1;
      if (found.ids.length < EXAMPLES) found.ids.push(id);
      this.#found.set(key, found);
    }
  }

  ids(): readonly number[] {
    return [...this.#found.values()].flatMap(({ ids }) => ids);
  }

  told(codes: ReadonlyMap<number, string>): ByAgency {
    return new Map(
      [...this.#found].map(([agency, { count, ids }]) => [
        agency,
        { count, examples: ids.flatMap((id) => codes.get(id) ?? []) },
      ]),
    );
  }
}

/** A count of the pass, with its cause. */
export interface PassStage {
  readonly kind: CauseKind;
  readonly report: ComparedReport;
  readonly dossiers: ByAgency;
}

/** What a pass has counted. */
export interface PassResult {
  readonly ours: ComparedReport;
  readonly stages: readonly PassStage[];
  readonly byVersion: readonly { readonly formula: string; readonly report: ComparedReport }[];
  readonly possible: readonly { readonly kind: CauseKind; readonly dossiers: ByAgency }[];
  readonly both: readonly PassStage[];
}

/** See the file's head. */
export class OfficialPass {
  readonly #request: PassRequest;
  readonly #evidence: OfficialEvidence;
  readonly #ours: FigureTally;
  readonly #stages: readonly Stage[];
  readonly #versions: readonly { readonly formula: string; readonly tally: FigureTally }[];
  readonly #synchronized: FigureTally;
  readonly #released: FigureTally;
  readonly #causing = new Map<CauseKind, Causing>();
  /** By the ids under which records name them. */
  readonly #agencies: ReadonlyMap<number, string>;

  constructor(request: PassRequest, world: ScoreWorld, evidence: OfficialEvidence) {
    this.#request = request;
    this.#agencies = new Map([...world.agencies].map(([id, agency]) => [id, agencyKey(agency)]));
    this.#evidence = evidence;
    const now = new FigureTallies(request, world);
    const asOf = this.#asOfThen();
    const then = asOf === request.asOf ? now : new FigureTallies({ ...request, asOf }, world);
    this.#ours = now.tally();
    this.#stages = this.#stagesOf(evidence, then);
    this.#versions = request.versions.map((formula) => ({
      formula: formula.name,
      tally: new FigureTallies({ ...request, formula, asOf }, world).tally(),
    }));
    this.#synchronized = now.tally();
    this.#released = now.tally();
  }

  /** The portal cannot have counted what came after it had counted. */
  #asOfThen(): number {
    return Math.min(this.#request.asOf, this.#evidence.atClock ?? this.#request.asOf);
  }

  #stagesOf(evidence: OfficialEvidence, then: FigureTallies): readonly Stage[] {
    const { at, atClock, rowsLater, stepsLater, missing, missingSteps } = evidence;
    const stage = (kind: CauseKind, without: Stage['without']): Stage => ({
      kind,
      tally: then.tally(),
      without,
    });
    const stages: Stage[] = [];
    if (this.#asOfThen() < this.#request.asOf) stages.push(stage('period-went-on', (portal) => portal));
    if (at !== null && atClock !== null) {
      stages.push(
        stage('accepted-later', (portal, { synced }) =>
          synced !== null && synced > atClock ? null : portal,
        ),
      );
      if (stepsLater.size > 0) {
        stages.push(
          stage('steps-accepted-later', (portal, { id }, steps) => {
            if (!stepsLater.has(id)) return portal;
            const before = withSteps(portal, steps, ({ acceptedAt }) => acceptedAt <= at);
            const isEndLater = steps?.some(({ status, acceptedAt }) => ENDS.has(status) && acceptedAt > at);
            return isEndLater === true && rowsLater.has(id) ? beforeItsEnd(before) : before;
          }),
        );
      }
    }
    if (missing.size > 0) {
      stages.push(stage('missing-at-portal', (portal, { id }) => (missing.has(id) ? null : portal)));
    }
    if (missingSteps.size > 0) {
      stages.push(
        stage('steps-missing-at-portal', (portal, { id }, steps) => {
          const lost = missingSteps.get(id);
          const isThere = (step: AcceptedStep): boolean =>
            lost?.has(step.id) !== true && (at === null || step.acceptedAt <= at);
          return lost === undefined ? portal : withSteps(portal, steps, isThere);
        }),
      );
    }
    return stages;
  }

  /** Of which of these dossiers the accepted steps are needed. */
  needSteps(page: readonly ScoredDossier[]): number[] {
    const { stepsLater, missingSteps } = this.#evidence;
    return page.map(({ id }) => id).filter((id) => stepsLater.has(id) || missingSteps.has(id));
  }

  /** @param steps accepted ones of those that {@link needSteps} named */
  add(dossier: ScoredDossier, steps: Steps): void {
    const { portal, province, released } = dossier;
    this.#ours.add(dossier);
    const agency = this.#agencyOf(released ?? province ?? portal);
    let was = portal;
    for (const { kind, tally, without } of this.#stages) {
      const now = was === null ? null : without(was, dossier, steps);
      if (now !== was) this.#note(kind, dossier.id, this.#agencyOf(portal));
      was = now;
      tally.add({ ...dossier, portal: was });
    }
    for (const { tally } of this.#versions) tally.add({ ...dossier, portal: was });
    const whole = province ?? portal;
    if (province !== null && province !== portal) this.#note('not-synchronized', dossier.id, agency);
    this.#synchronized.add({ ...dossier, portal: whole });
    if (released !== null) this.#note('held', dossier.id, agency);
    this.#released.add({ ...dossier, portal: released ?? whole });
    this.#notePossible(dossier, agency);
  }

  #notePossible({ id, portal, province, synced }: ScoredDossier, agency: string): void {
    const { at, atClock, rowsLater, inDoubt, absent, changed, otherReceipt } = this.#evidence;
    const { begin, end } = this.#request.period;
    const isOf = (record: ScoreRecord): boolean => record.received >= begin && record.received <= end;
    const isMoved = portal !== null && province !== null && isOf(portal) !== isOf(province);
    const was = synced !== null && atClock !== null && synced > atClock;
    if (portal !== null && rowsLater.has(id) && !was) this.#note('row-accepted-later', id, agency);
    if (at === null && synced !== null && synced > end) this.#note('accepted-after-period', id, agency);
    if (inDoubt.has(id)) this.#note('in-doubt', id, agency);
    if (absent.has(id)) this.#note('absent', id, agency);
    if (isMoved || otherReceipt.has(id)) this.#note('received-differs', id, agency);
    else if (changed.has(id)) this.#note('changed-at-portal', id, agency);
  }

  #agencyOf(record: ScoreRecord | null): string {
    return record === null ? WHOLE_PROVINCE : (this.#agencies.get(record.agency) ?? WHOLE_PROVINCE);
  }

  #note(kind: CauseKind, id: number, agency: string): void {
    const causing = this.#causing.get(kind) ?? new Causing();
    this.#causing.set(kind, causing);
    causing.add(id, agency);
  }

  /** Ids of the dossiers whose codes the result tells. */
  examples(): readonly number[] {
    return [...this.#causing.values()].flatMap((causing) => causing.ids());
  }

  /** @param codes of the dossiers that {@link examples} named */
  result(codes: ReadonlyMap<number, string>): PassResult {
    const told = (tally: FigureTally): ComparedReport => tally.report();
    const dossiers = (kind: CauseKind): ByAgency => this.#causing.get(kind)?.told(codes) ?? new Map();
    const stage = (kind: CauseKind, tally: FigureTally): PassStage => ({
      kind,
      report: told(tally),
      dossiers: dossiers(kind),
    });
    return {
      ours: told(this.#ours),
      stages: this.#stages.map(({ kind, tally }) => stage(kind, tally)),
      byVersion: this.#versions.map(({ formula, tally }) => ({ formula, report: told(tally) })),
      possible: POSSIBLE.map((kind) => ({ kind, dossiers: dossiers(kind) })),
      both: [stage('not-synchronized', this.#synchronized), stage('held', this.#released)],
    };
  }
}

const POSSIBLE: readonly CauseKind[] = [
  'row-accepted-later',
  'accepted-after-period',
  'in-doubt',
  'absent',
  'changed-at-portal',
  'received-differs',
];

/** Not received, withdrawn, stopped, processed, returned. */
const ENDS: ReadonlySet<string> = new Set(['3', '7', '8', '9', '10']);
const OF_THE_END = TRAITS.completed | TRAITS.resultFile | TRAITS.resultCodeAndFile;

/** What a row says of the end comes with the step that ends it, where both came later. */
function beforeItsEnd({ end: _, ...record }: ScoreRecord): ScoreRecord {
  return { ...record, traits: record.traits & ~OF_THE_END };
}

/** The portal's record as it was with some of its steps. */
function withSteps(portal: ScoreRecord, steps: Steps, isThere: (step: AcceptedStep) => boolean): ScoreRecord {
  const { events: _, ...rest } = portal;
  const events = eventsOf((steps ?? []).filter(isThere), portal.supplements ?? []);
  return events.length === 0 ? rest : { ...rest, events };
}
