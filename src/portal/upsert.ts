/**
 * Creating and updating without knowing for sure what the portal has.
 * Guarantees: exists → update, missing → create, each once per record, so that contradictory
 * answers end; a batch that wholly exists (or is wholly missing) turns over in one further call;
 * what was missing to its own update and is then created is told as `recreated`. Where a whole batch
 * turned over, one of them may have been missing and the rest overwritten: of none it is told, the
 * ledger knows from the create that began (decision 0016).
 * Must not: know HTTP.
 */
import type { RecordOutcome } from '../domain/portal-outcome.ts';
import { type Isolation, isolate, type Verdict } from './isolate.ts';
import type { PushMode } from './readings.ts';

/** Sends records in one mode and judges the answer. */
export type SendAs<Item> = (mode: PushMode, items: readonly Item[]) => Promise<Verdict<Item, RecordOutcome>>;

const OTHER: Readonly<Record<PushMode, PushMode>> = { create: 'update', update: 'create' };
const TURNING: Readonly<Record<PushMode, RecordOutcome['kind']>> = { create: 'exists', update: 'missing' };

/** Brings `items` (at most one call's worth) to the portal, first in `mode`. */
export async function upsert<Item>(
  items: readonly Item[],
  mode: PushMode,
  sendAs: SendAs<Item>,
  turnsOver: (verdict: Verdict<Item, RecordOutcome>) => boolean,
): Promise<Map<Item, RecordOutcome>> {
  if (items.length === 0) return new Map();
  const first = await sendAs(mode, items);
  if (items.length > 1 && isWholeRefusal(first, items) && turnsOver(first)) {
    // Most often all of them exist (a ledger begun anew) or all are missing (a portal emptied).
    const other = await sendAs(OTHER[mode], items);
    // A trial create that is refused whole tells nothing of records that the ledger knows as sent;
    // a trial update that is refused for another reason than "missing" found its dossiers.
    const refused = isWholeRefusal(other, items) && (mode === 'update' || turnsOver(other));
    if (!refused) return finish(items, { mode: OTHER[mode], begun: mode }, sendAs, other);
  }
  return finish(items, { mode, begun: mode }, sendAs, first);
}

function isWholeRefusal<Item>(verdict: Verdict<Item, RecordOutcome>, items: readonly Item[]): boolean {
  return verdict.suspects.length === 1 && verdict.suspects[0]?.length === items.length;
}

/** How the batch is sent now, and how it was sent first. */
interface Turn {
  readonly mode: PushMode;
  readonly begun: PushMode;
}

async function finish<Item>(
  items: readonly Item[],
  { mode, begun }: Turn,
  sendAs: SendAs<Item>,
  first: Verdict<Item, RecordOutcome>,
): Promise<Map<Item, RecordOutcome>> {
  const outcomes = await isolate(items, isolationOf(mode, sendAs), first);
  const turned = items.filter((item) => outcomes.get(item)?.kind === TURNING[mode]);
  if (turned.length === 0) return outcomes;
  const second = await isolate(turned, isolationOf(OTHER[mode], sendAs));
  if (begun === 'update' && mode === 'update') markRecreated(second);
  for (const item of turned) {
    const outcome = second.get(item) ?? outcomes.get(item);
    if (outcome) outcomes.set(item, endOfTurning(outcome));
  }
  return outcomes;
}

function isolationOf<Item>(mode: PushMode, sendAs: SendAs<Item>): Isolation<Item, RecordOutcome> {
  return {
    send: (some) => sendAs(mode, some),
    isAccepted: (outcome) => outcome.kind === 'accepted',
  };
}

/** "Exists" to the create and "missing" to the update of one record: the portal refuses it, in its own words. */
function endOfTurning(outcome: RecordOutcome): RecordOutcome {
  return outcome.kind === 'exists' || outcome.kind === 'missing' ? { ...outcome, kind: 'rejected' } : outcome;
}

/** A create that is accepted straight, after the update was not: the portal has begun it anew, without its steps. */
function markRecreated<Item>(outcomes: Map<Item, RecordOutcome>): void {
  for (const [item, outcome] of outcomes) {
    if (outcome.kind === 'accepted') outcomes.set(item, { ...outcome, recreated: true });
  }
}
