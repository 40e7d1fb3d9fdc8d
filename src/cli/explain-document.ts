/**
 * The document of `explain --json`.
 * Guarantees: everything the ledger knows of the dossier, each value with its rule, in the words of
 * the portal where it is what the portal is told; adding keys is free, taking one away is not.
 */

import type { AllKnown } from '../compose/explaining.ts';
import { type DongboError, explainError, type Language } from '../domain/errors.ts';
import type { DossierRecord } from '../ledger/dossier-record.ts';
import { type Explained, heldPartLabel } from '../pipeline/explain.ts';
import type { CommandContext } from './command-context.ts';
import { dutyOf, explainHeld } from './explain-held.ts';
import { vietnamTime } from './table.ts';

/** See {@link documentOf}. */
export type ExplainDocument = ReturnType<typeof documentOf>;

/** The document of `explain --json` (5-interface.md). */
export function documentOf(
  explained: Explained & Partial<Pick<AllKnown, 'onTime'>>,
  context: Pick<CommandContext, 'house' | 'language' | 'say'>,
) {
  const { record, codes, rulesOf, codebookCurrent, codebookFault } = explained;
  const { dossier } = record;
  const parts = partsThatGo(record);
  const wire = context.house.wire();
  return {
    dossier: record.code,
    state: dossier.state,
    incomplete: record.incomplete,
    held: record.held.map(({ scope, part, code, field, value, params, blocking, since }) => ({
      scope,
      part,
      code,
      field,
      value,
      blocking,
      since,
      // A part that the portal took before its fault was found stays in what goes.
      inPayload: parts.has(heldPartLabel({ scope, part })),
      ...dutyOf(code),
      ...explainHeld({ code, field, value, params }, context.language),
    })),
    codes,
    // `version`: with which it was last normalized. `rulesOf`: the one whose rows `codes` name. `fault`: why there is none.
    codebook: {
      version: record.codebookVersion,
      current: codebookCurrent,
      rulesOf,
      fault: codebookFault === null ? null : faultOf(codebookFault, context.language),
    },
    payload: dossier.payload === null ? null : wire.dossier(dossier.payload as never),
    version: dossier.version,
    acceptedVersion: dossier.acceptedVersion,
    acceptedAt: dossier.acceptedAt,
    // `absent`, `creating`, `refuted`: what is in doubt of a dossier that the portal seems to have lost.
    absence: dossier.absence,
    due: dossier.state === 'accepted' || dossier.state === 'held' ? null : dossier.dueAt,
    steps: record.steps.map((step) => ({
      id: step.stepId,
      state: step.state,
      acceptedAt: step.acceptedAt,
      payload: wire.step(step.payload as never),
      // What the source says of it by now, where that is something else than what is or may be at the portal.
      next: step.nextPayload === null ? null : wire.step(step.nextPayload as never),
      withdrawn: step.withdrawn,
      // Of before a correction: may be there, too, for nobody could tell.
      other: step.otherPayload === null ? null : wire.step(step.otherPayload as never),
    })),
    attempts: record.attempts.map((attempt) => ({
      at: attempt.at,
      service: attempt.service,
      outcome: attempt.outcome,
      errorCode: attempt.errorCode,
      message: attempt.message,
      records: attempt.records,
      durationMs: attempt.durationMs,
      // The round, as in the log.
      batch: attempt.batch,
      of: ofWhat(record, attempt.deliveryId),
    })),
    // By whose word it went again, beside what changed by itself.
    resyncs: record.resyncs.map(({ id, at, who, selection }) => ({ resync: id, at, who, selection })),
    source: record.source,
    // Which source owns it ('' = the main one, from before sources had names), and who else gives it, without effect.
    givenBy: record.givenBy,
    alsoGivenBy: record.alsoGivenBy,
    // When its personal data and old attempts were taken out; then row and payloads are not what was sent.
    prunedAt: record.prunedAt,
    // Since when its source no longer has it; nothing is sent for that, the portal has no deletion.
    vanishedAt: record.vanishedAt,
    lane: record.lane,
    // Its appointment, its end at the province and at the portal; `null` = not judged yet.
    onTime: explained.onTime ?? null,
    // What becomes of a step whose answer was lost, where the portal shows no steps: the setting in force.
    stepsWhenUnknown: context.house.config.STEPS_WHEN_UNKNOWN,
    next: nextStep(record, context.language, context.say, codebookFault),
  };
}

/** Id of the step, `dossier` for itself; '' for a step that was dropped since. */
function ofWhat({ dossier, steps }: DossierRecord, deliveryId: number): string {
  if (deliveryId === dossier.id) return 'dossier';
  return steps.find((step) => step.id === deliveryId)?.stepId ?? '';
}

/** Labels of the parts that the payload has, and of the steps that are not kept back. */
function partsThatGo({ dossier, steps }: DossierRecord): ReadonlySet<string> {
  const lists = Object.entries(dossier.payload ?? {}).filter(([, list]) => Array.isArray(list));
  return new Set([
    ...lists.flatMap(([name, list]) => (list as { id?: string }[]).map(({ id }) => `${name}[${id}]`)),
    ...steps.filter(({ state }) => state !== 'held').map(({ stepId }) => `steps[${stepId}]`),
  ]);
}

function faultOf({ code, params, details }: DongboError, language: Language) {
  return { code, ...explainError(code, language, params), details };
}

/** What to do next, as one sentence. What holds the whole dossier comes before what holds a part of it. */
export function nextStep(
  record: Pick<DossierRecord, 'held' | 'dossier' | 'steps'>,
  language: Language,
  say: CommandContext['say'],
  codebookFault: DongboError | null = null,
): string {
  const first = record.held.find(({ blocking }) => blocking) ?? record.held[0];
  if (first) return explainHeld(first, language).remedy;
  const open = [record.dossier, ...record.steps].find((item) => item.state !== 'accepted');
  if (!open) return say('Không cần làm gì: Cổng đã nhận đủ.', 'Nothing: the portal has all of it.');
  if (codebookFault !== null) return faultOf(codebookFault, language).remedy;
  return say(
    `Không cần làm gì: tự động được gửi lúc ${vietnamTime(open.dueAt)}.`,
    `Nothing: it goes by itself at ${vietnamTime(open.dueAt)}.`,
  );
}
