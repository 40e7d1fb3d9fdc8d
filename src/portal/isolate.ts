/**
 * Finds the records that make a portal refuse a whole batch.
 * Guarantees: every record has one outcome; with one culprit among n and nobody named, at most
 * 2·⌈log2 n⌉ further sendings (invariant 8; asking what is stored is no sending); a record is refused only by an answer to itself, alone
 * or by name; records are sent in their order.
 * Must not: know HTTP or what a record is.
 */

/** What one call said of its records. The three parts make up the call's records. */
export interface Verdict<Item, Outcome> {
  readonly decided: ReadonlyMap<Item, Outcome>;
  /** Groups of two or more that were refused together: each holds a culprit. */
  readonly suspects: readonly (readonly Item[])[];
  /** Not at fault, but not stored: they go again in one call. Fewer than were sent. */
  readonly again: readonly Item[];
}

/** How batches are sent and judged. */
export interface Isolation<Item, Outcome> {
  send(items: readonly Item[]): Promise<Verdict<Item, Outcome>>;
  /** Did the portal take it? Then the culprit is elsewhere. */
  isAccepted(outcome: Outcome): boolean;
  /** Decides some before the innocent go again (steps that turn out to be stored). */
  beforeAgain?(items: readonly Item[]): Promise<ReadonlyMap<Item, Outcome>>;
  /** The same before a refused group is taken apart; the culprit is among `group`. */
  beforeSplit?(group: readonly Item[]): Promise<ReadonlyMap<Item, Outcome>>;
}

/** Sends `items` and narrows refusals down. `first` = the answer to `items`, where they were sent already. */
export async function isolate<Item, Outcome>(
  items: readonly Item[],
  how: Isolation<Item, Outcome>,
  first?: Verdict<Item, Outcome>,
): Promise<Map<Item, Outcome>> {
  if (items.length === 0) return new Map();
  const verdict = first ?? (await how.send(items));
  const outcomes = new Map(verdict.decided);
  if (verdict.again.length > 0) add(outcomes, await resend(verdict.again, how));
  for (const group of verdict.suspects) add(outcomes, await takeApart(group, how));
  return outcomes;
}

async function resend<Item, Outcome>(
  items: readonly Item[],
  how: Isolation<Item, Outcome>,
): Promise<Map<Item, Outcome>> {
  const settled = new Map(how.beforeAgain ? await how.beforeAgain(items) : []);
  const rest = items.filter((item) => !settled.has(item));
  add(settled, await isolate(rest, how));
  return settled;
}

/** `group` was refused by an answer to itself: what is stored of it all the same does not go again. */
async function takeApart<Item, Outcome>(
  group: readonly Item[],
  how: Isolation<Item, Outcome>,
): Promise<Map<Item, Outcome>> {
  const settled = new Map(how.beforeSplit ? await how.beforeSplit(group) : []);
  const rest = group.filter((item) => !settled.has(item));
  add(settled, rest.length > 1 ? await split(rest, how) : await isolate(rest, how));
  return settled;
}

/** `group` holds a culprit: halve it. */
async function split<Item, Outcome>(
  group: readonly Item[],
  how: Isolation<Item, Outcome>,
): Promise<Map<Item, Outcome>> {
  const middle = Math.ceil(group.length / 2);
  const left = group.slice(0, middle);
  const right = group.slice(middle);
  const outcomes = await isolate(left, how);
  const leftIsClean = left.every((item) => {
    const outcome = outcomes.get(item);
    return outcome !== undefined && how.isAccepted(outcome);
  });
  // With a clean left half the culprit is in the right one: sending that whole would tell nothing new.
  // A lone record is sent all the same, so that it is refused by its own answer, never by inference.
  add(outcomes, leftIsClean && right.length > 1 ? await split(right, how) : await isolate(right, how));
  return outcomes;
}

function add<Item, Outcome>(into: Map<Item, Outcome>, more: ReadonlyMap<Item, Outcome>): void {
  for (const [item, outcome] of more) into.set(item, outcome);
}
