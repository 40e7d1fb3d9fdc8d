/**
 * The breaker of a lane: whether its jobs may call the portal, and who finds out whether it is back.
 * Guarantees: pure; an outage opens at once, one record to blame never does; no wait is longer than
 * the cap, except where the portal asks for more; an answer closes it, unless the portal has asked to
 * wait; what was under way when it opened does not lengthen the wait.
 * Must not: know clocks, SQL or HTTP. Where the states are kept: `ledger/breaker` (decision 0015).
 */
import type { RecordOutcome } from './portal-outcome.ts';

/** `open`: nobody calls before its time. `half-open`: one job tries for all machines. */
export const BREAKER_STATES = ['closed', 'half-open', 'open'] as const;
/** See {@link BREAKER_STATES}. */
export type BreakerState = (typeof BREAKER_STATES)[number];

/** Where the breaker of a lane stands. */
export interface Breaker {
  readonly state: BreakerState;
  /** Closed: suspicious rounds in a row. Else: rounds in a row that found the portal away. */
  readonly failures: number;
  /** Dossiers of the suspicious rounds in `failures`, while closed. */
  readonly suspects: readonly number[];
  /** Milliseconds until somebody may try (open) or until who tries counts as dead (half-open); 0 = now. */
  readonly waitMs: number;
  /** Who tries; only half-open. */
  readonly prober: string | null;
  /** The portal itself has said how long to wait; only open. */
  readonly asked: boolean;
  /** Why it opened, in the portal's words; '' = closed. */
  readonly reason: string;
}

/** Nothing is known against the portal. */
export const CLOSED: Breaker = {
  state: 'closed',
  failures: 0,
  suspects: [],
  waitMs: 0,
  prober: null,
  asked: false,
  reason: '',
};

/** Bounds of the wait, in milliseconds, and how many suspicious rounds in a row open. */
export interface BreakerPolicy {
  readonly baseMs: number;
  readonly capMs: number;
  readonly suspiciousRounds: number;
}

/** 2 s, 4 s, 8 s … at most a minute: so long after its return the portal is noticed at the latest. */
export const DEFAULT_BREAKER_POLICY: BreakerPolicy = { baseMs: 2_000, capMs: 60_000, suspiciousRounds: 3 };

/** What a finished round says of the portal; `nothing` = it made no call that tells. */
export type Evidence =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'answered' }
  | { readonly kind: 'away'; readonly retryAfterSeconds: number; readonly reason: string }
  | { readonly kind: 'suspicious'; readonly reason: string };

/** A finished round: its dossiers, and in whose name it tried (`null` = it did not try for all). */
export interface Round {
  readonly evidence: Evidence;
  readonly dossiers: readonly number[];
  readonly prober: string | null;
}

/**
 * The breaker after `round`, or `null` where it stays as it is.
 * @param random in [0, 1): spreads the wait over its last tenth, so that provinces do not try in step.
 */
export function afterRound(
  now: Breaker,
  { evidence, dossiers, prober }: Round,
  policy: BreakerPolicy,
  random: number,
): Breaker | null {
  const tries = now.state === 'half-open' && now.prober === prober;
  switch (evidence.kind) {
    case 'nothing':
      // Whoever comes next may try at once.
      return tries ? { ...now, state: 'open', waitMs: 0, prober: null, asked: false } : null;
    case 'answered':
      if (now.state === 'open' && now.asked) return null;
      return now.state === 'closed' && now.failures === 0 ? null : CLOSED;
    case 'away':
      return afterAway(now, evidence, tries, policy, random);
    case 'suspicious':
      if (tries) return opened(now.failures + 1, evidence.reason, policy, random);
      return now.state === 'closed' ? afterSuspicion(now, dossiers, evidence.reason, policy, random) : null;
  }
}

function afterAway(
  now: Breaker,
  { retryAfterSeconds, reason }: Extract<Evidence, { kind: 'away' }>,
  tries: boolean,
  policy: BreakerPolicy,
  random: number,
): Breaker | null {
  const askedMs = retryAfterSeconds * 1000;
  if (now.state === 'closed' || tries) {
    const failures = tries ? now.failures + 1 : 1;
    return askedMs > 0 ? asked(failures, askedMs, reason) : opened(failures, reason, policy, random);
  }
  // Under way when it opened: nothing new, unless the portal has named a time.
  if (askedMs === 0) return null;
  return asked(now.failures, Math.max(askedMs, now.state === 'open' ? now.waitMs : 0), reason);
}

/** One record to blame comes back in one round after the other: only different dossiers speak of the portal. */
function afterSuspicion(
  now: Breaker,
  dossiers: readonly number[],
  reason: string,
  policy: BreakerPolicy,
  random: number,
): Breaker | null {
  if (dossiers.some((id) => now.suspects.includes(id))) return null;
  const failures = now.failures + 1;
  if (failures >= policy.suspiciousRounds) return opened(1, reason, policy, random);
  return { ...CLOSED, failures, suspects: [...now.suspects, ...dossiers] };
}

function opened(failures: number, reason: string, policy: BreakerPolicy, random: number): Breaker {
  const full = Math.min(policy.capMs, policy.baseMs * 2 ** Math.min(failures - 1, 30));
  const waitMs = Math.round(full * (0.9 + 0.1 * random));
  return { ...CLOSED, state: 'open', failures, waitMs, reason };
}

function asked(failures: number, waitMs: number, reason: string): Breaker {
  return { ...CLOSED, state: 'open', failures, waitMs, asked: true, reason };
}

/** Longest reason that is kept. */
const REASON_LENGTH = 200;

/**
 * What the outcomes of one push say of the portal.
 * @param carried whether a call carried this record: what never left says nothing
 */
export function weigh(
  outcomes: readonly { readonly outcome: RecordOutcome; readonly carried: boolean }[],
): Evidence {
  const away = outcomes.flatMap(({ outcome }) => (outcome.away ? [outcome] : []));
  const [first] = away;
  if (first) {
    const waits = away.map((outcome) => outcome.retryAfterSeconds ?? 0);
    return { kind: 'away', retryAfterSeconds: Math.max(...waits), reason: reasonOf(first) };
  }
  const told = outcomes.filter(({ carried }) => carried).map(({ outcome }) => outcome);
  const doubtful = told.filter(({ kind }) => isDoubtful(kind));
  if (doubtful.length < told.length) return { kind: 'answered' };
  const [doubt] = doubtful;
  return doubt ? { kind: 'suspicious', reason: reasonOf(doubt) } : { kind: 'nothing' };
}

/** What two pushes of one round say together, the later one last. */
export function together(before: Evidence, after: Evidence): Evidence {
  if (after.kind === 'nothing') return before;
  // A portal that answered a moment ago works: the record is to blame.
  return before.kind === 'answered' && after.kind === 'suspicious' ? before : after;
}

/** Anything else is an answer of a portal that works. */
function isDoubtful(kind: RecordOutcome['kind']): boolean {
  return kind === 'retry-later' || kind === 'unknown' || kind === 'session-expired';
}

function reasonOf({ errorCode, message }: RecordOutcome): string {
  return [errorCode, message]
    .filter((text) => text !== '')
    .join(': ')
    .slice(0, REASON_LENGTH);
}
