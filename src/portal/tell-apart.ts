/**
 * Tells an outage from a record that makes the portal fail.
 * Guarantees: a call that failed is followed by one look at whether the portal is there; if so, a call
 * that was answered is halved until the culprit is alone, each part sent as the call was that failed,
 * with at most 2·⌈log2 n⌉ more sendings for one (invariant 8); where both first halves fail, and a record of them alone, too, the portal's service
 * is out and nothing more is sent; a call that got no answer is never halved at once, since each try
 * may take as long as the first.
 * Must not: know HTTP, or call a lone record's failure an outage while the portal answers: else two
 * such records in one batch would pass for an outage for ever.
 */
import type { RecordOutcome } from '../domain/portal-outcome.ts';

/** A call that failed as it does when the portal is away. */
export interface Failure<Item> {
  readonly items: readonly Item[];
  /** Answered, so that trying its parts is quick. */
  readonly answered: boolean;
  /** Sends a part of them as this call was: what led up to it is known, and would cost a call a part. */
  resend(items: readonly Item[]): Promise<Pushed<Item>>;
}

/** What became of records, and which of the calls for them failed. */
export interface Pushed<Item> {
  readonly outcomes: ReadonlyMap<Item, RecordOutcome>;
  readonly failures: readonly Failure<Item>[];
}

/** `untold`: could not be asked. */
export type Presence =
  | { readonly kind: 'there' }
  | { readonly kind: 'untold' }
  | { readonly kind: 'away'; readonly retryAfterSeconds: number | undefined };

/** How to look. */
export interface Telling<Item> {
  probe(items: readonly Item[]): Promise<Presence>;
  /** Told once the portal is known to be away. */
  onAway(outcome: RecordOutcome): void;
}

/** The outcomes of `pushed`, those of its failures looked into. */
export async function tellApart<Item>(
  { outcomes, failures }: Pushed<Item>,
  how: Telling<Item>,
): Promise<Map<Item, RecordOutcome>> {
  const told = new Map(outcomes);
  for (const failure of failures) {
    const { items, answered } = failure;
    const presence = await how.probe(items);
    if (presence.kind === 'away') markAway(told, items, how, presence.retryAfterSeconds);
    const isThere = presence.kind === 'there';
    if (isThere && answered && items.length > 1) add(told, await halve(failure, how, true));
  }
  return told;
}

/** What of a failed call is still looked into. */
type Group<Item> = Pick<Failure<Item>, 'items' | 'resend'>;

/** Sends the halves of `items`, which failed together while the portal was there. */
async function halve<Item>(
  { items, resend }: Group<Item>,
  how: Telling<Item>,
  isFirst: boolean,
): Promise<Map<Item, RecordOutcome>> {
  const outcomes = new Map<Item, RecordOutcome>();
  const failed: Group<Item>[] = [];
  const middle = Math.ceil(items.length / 2);
  for (const half of [items.slice(0, middle), items.slice(middle)]) {
    const pushed = await resend(half);
    add(outcomes, pushed.outcomes);
    const silent = pushed.failures.find(({ answered }) => !answered);
    if (silent) {
      await markIfAway(outcomes, silent.items, how);
      // The other half, if it was not sent, keeps the outcome of the call that it was in.
      return outcomes;
    }
    failed.push(...pushed.failures);
  }
  const allFailed = failed.reduce((sum, half) => sum + half.items.length, 0) === items.length;
  const away =
    allFailed && (isFirst ? await isOut(outcomes, failed, how) : await markIfAway(outcomes, items, how));
  if (away) return outcomes;
  for (const group of failed) {
    // Failed by its own answer.
    if (group.items.length === 1) continue;
    const rest = group.items.filter((item) => outcomes.get(item)?.kind === 'retry-later');
    const { resend: again } = group;
    if (rest.length > 1) add(outcomes, await halve({ items: rest, resend: again }, how, false));
    else add(outcomes, (await again(rest)).outcomes);
  }
  return outcomes;
}

/**
 * Both halves failed: is the service out, though the portal can be read? A record of them that is sent
 * alone tells. It may be a culprit itself, so it alone is no outage: next time it travels apart from
 * the others, and another one is asked in its place.
 */
async function isOut<Item>(
  outcomes: Map<Item, RecordOutcome>,
  failed: readonly Group<Item>[],
  how: Telling<Item>,
): Promise<boolean> {
  let witness = failed.find(({ items }) => items.length === 1)?.items[0];
  if (witness === undefined) {
    const [half] = failed;
    const first = half?.items[0];
    if (half === undefined || first === undefined) return false;
    const alone = await half.resend([first]);
    add(outcomes, alone.outcomes);
    if (alone.failures.length === 0) return false;
    witness = first;
  }
  const others = failed.flatMap(({ items }) => items).filter((item) => item !== witness);
  markAway(outcomes, others, how);
  return true;
}

async function markIfAway<Item>(
  outcomes: Map<Item, RecordOutcome>,
  items: readonly Item[],
  how: Telling<Item>,
): Promise<boolean> {
  const presence = await how.probe(items);
  if (presence.kind !== 'away') return false;
  markAway(outcomes, items, how, presence.retryAfterSeconds);
  return true;
}

/** It was the portal, not the records: their outcomes say so, with the longest wait that was asked for. */
export function markAway<Item>(
  outcomes: Map<Item, RecordOutcome>,
  items: readonly Item[],
  how: Pick<Telling<Item>, 'onAway'>,
  retryAfterSeconds?: number,
): void {
  for (const item of items) {
    const outcome = outcomes.get(item);
    if (!outcome) continue;
    const waits = [retryAfterSeconds, outcome.retryAfterSeconds].filter((wait) => wait !== undefined);
    const wait = waits.length === 0 ? {} : { retryAfterSeconds: Math.max(...waits) };
    const away: RecordOutcome = { ...outcome, ...wait, away: true };
    outcomes.set(item, away);
    how.onAway(away);
  }
}

function add<Item, Value>(into: Map<Item, Value>, more: ReadonlyMap<Item, Value>): void {
  for (const [item, value] of more) into.set(item, value);
}
