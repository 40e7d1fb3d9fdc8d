/**
 * The breaker of each lane, and a person's pause beside it, kept where all processes and machines see them.
 * Guarantees: all times are the database's; of all who want to try whether the portal is back, one
 * may; one that died while trying blocks nobody after its time; in a lane that a person has paused nobody may.
 * Must not: decide what a round means; `domain/breaker` does.
 */
import {
  afterRound,
  type Breaker,
  type BreakerPolicy,
  type BreakerState,
  type Round,
} from '../domain/breaker.ts';
import { LANES, type Lane } from '../domain/delivery.ts';
import type { Database, Queryable } from './database.ts';
import { storable } from './jsonb.ts';

/** Who has paused a lane: nobody calls, nobody tries, until somebody resumes it. */
export interface PersonsPause {
  readonly at: Date;
  /** User of the operating system. */
  readonly by: string;
  /** In that person's words. */
  readonly why: string;
}

/** A breaker with its times. */
export interface LaneBreaker extends Breaker {
  /** Since when the lane is paused; `null` = it is not. */
  readonly since: Date | null;
  /** When somebody may try next; `null` = closed. */
  readonly nextProbe: Date | null;
  /** `null` = no person has paused the lane. */
  readonly pausedBy: PersonsPause | null;
}

interface Row {
  readonly lane: Lane;
  readonly state: BreakerState;
  readonly failures: number;
  readonly suspects: readonly (number | string)[];
  readonly since: Date;
  readonly probe_at: Date | null;
  readonly probe_token: string | null;
  readonly asked: boolean;
  readonly reason: string;
  readonly wait_ms: number | null;
  readonly paused_at: Date | null;
  readonly paused_by: string | null;
  readonly paused_why: string | null;
}

/**
 * The clock that runs on within a transaction: whoever waited for the row must not see a past time. By name, so
 * that a ledger without one of them is told as such, and not taken for one that says something else.
 */
const READ = `
  SELECT b.lane, b.state, b.failures, b.suspects, b.since, b.probe_at, b.probe_token, b.asked, b.reason,
    b.paused_at, b.paused_by, b.paused_why, extract(epoch FROM b.probe_at - clock_timestamp())::float8 * 1000 AS wait_ms FROM breaker b`;

/** The breakers of all lanes. */
export async function breakers(db: Queryable): Promise<Readonly<Record<Lane, LaneBreaker>>> {
  const { rows } = await db.query<Row>(READ);
  const of = (lane: Lane): LaneBreaker => breakerOf(rows.find((row) => row.lane === lane) ?? never(lane));
  return { live: of('live'), backfill: of('backfill') };
}

function breakerOf(row: Row): LaneBreaker {
  return {
    state: row.state,
    failures: row.failures,
    suspects: row.suspects.map(Number),
    waitMs: Math.max(0, row.wait_ms ?? 0),
    prober: row.probe_token,
    asked: row.asked,
    reason: row.reason,
    since: row.state === 'closed' ? null : row.since,
    nextProbe: row.probe_at,
    pausedBy: pauseOf(row),
  };
}

function pauseOf({ paused_at: at, paused_by: by, paused_why: why }: Row): PersonsPause | null {
  return at === null ? null : { at, by: by ?? '', why: why ?? '' };
}

function never(lane: Lane): never {
  throw new Error(`the ledger has no breaker of lane ${lane}`);
}

/** May jobs of the lane call? */
export function isFree({ state, pausedBy }: Pick<LaneBreaker, 'state' | 'pausedBy'>): boolean {
  return state === 'closed' && pausedBy === null;
}

/** Lanes whose jobs may call. */
export function freeLanes(of: Readonly<Record<Lane, Pick<LaneBreaker, 'state' | 'pausedBy'>>>): Lane[] {
  return LANES.filter((lane) => isFree(of[lane]));
}

const CLAIM = `
  UPDATE breaker SET state = 'half-open', probe_token = $2, asked = false,
    probe_at = now() + $3 * interval '1 millisecond'
  WHERE lane = $1 AND state IN ('open', 'half-open') AND probe_at <= now() AND paused_at IS NULL
  RETURNING lane`;

/** True: `token` tries for all, and counts as dead after `patienceMs`. */
export async function claimProbe(
  db: Queryable,
  lane: Lane,
  token: string,
  patienceMs: number,
): Promise<boolean> {
  const { rows } = await db.query(CLAIM, [lane, token, patienceMs]);
  return rows.length > 0;
}

const RENEW = `
  UPDATE breaker SET probe_at = now() + $3 * interval '1 millisecond'
  WHERE lane = $1 AND probe_token = $2`;

/** Another dossier of the same try: it has its time anew. */
export async function renewProbe(
  db: Queryable,
  lane: Lane,
  token: string,
  patienceMs: number,
): Promise<void> {
  await db.query(RENEW, [lane, token, patienceMs]);
}

const WRITE = `
  UPDATE breaker SET state = $2, failures = $3, suspects = $4, asked = $5, reason = $6, probe_token = NULL,
    probe_at = CASE WHEN $2 = 'open'::breaker_state THEN clock_timestamp() + $7 * interval '1 millisecond' END,
    since = CASE WHEN (state = 'closed') = ($2 = 'closed'::breaker_state) THEN since ELSE clock_timestamp() END
  WHERE lane = $1`;

/** What a round has made of the breaker. */
export interface BreakerChange {
  readonly before: BreakerState;
  readonly now: LaneBreaker;
}

/** Tells the breaker of `lane` what a round has shown. Rounds of all machines come one after the other. */
export function tellBreaker(
  db: Database,
  lane: Lane,
  round: Round,
  policy: BreakerPolicy,
  random: number,
): Promise<BreakerChange> {
  return db.transaction(async (tx) => {
    const before = await lockedBreaker(tx, lane);
    const after = afterRound(before, round, policy, random);
    if (after === null) return { before: before.state, now: before };
    const { state, failures, suspects, asked, waitMs } = after;
    const reason = storable(after.reason);
    await tx.query(WRITE, [lane, state, failures, suspects, asked, reason, Math.round(waitMs)]);
    return { before: before.state, now: await lockedBreaker(tx, lane) };
  });
}

async function lockedBreaker(tx: Queryable, lane: Lane): Promise<LaneBreaker> {
  const { rows } = await tx.query<Row>(`${READ} WHERE b.lane = $1 FOR UPDATE`, [lane]);
  return breakerOf(rows[0] ?? never(lane));
}
