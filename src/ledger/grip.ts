/**
 * Holding something by a database session (an advisory lock) for as long as its owner lives, and no longer.
 * Guarantees: a session whose owner was killed, stands still or was cut off is ended by the server
 * after `serverMs`, whatever the network says of the connection; an owner that runs knows before that
 * it may have lost its grip, by its own monotonic clock.
 * Must not: reconnect; what is lost is lost. Serve anything else afterwards, unless its settings were undone.
 */
import { KEEPALIVES, type Queryable } from './database.ts';

/** Times of a grip, in milliseconds; each well below the next, so that the owner gives up before the server does. */
export interface GripTimes {
  /** Between two signs of life. */
  readonly pingMs: number;
  /** Without an answer for this long, the owner considers its grip lost. */
  readonly ownMs: number;
  /** Without a sign of life for this long, the server ends the session. */
  readonly serverMs: number;
}

/** Whoever waits for the lock has it within serverMs and one try more. */
export const GRIP_TIMES: GripTimes = { pingMs: 2_000, ownMs: 6_000, serverMs: 8_000 };

/** How often it is looked whether it is time for a ping, or too late, in each `pingMs`. */
const LOOKS_PER_PING = 8;

/** Columns that make the session end with its owner. The keepalives (seconds) end it in the middle of an answer, too. */
export function endWithOwner({ serverMs }: GripTimes): string {
  return `set_config('idle_session_timeout', '${serverMs}', false), set_config('tcp_keepalives_idle', '4', false),
    set_config('tcp_keepalives_interval', '2', false), set_config('tcp_keepalives_count', '2', false)`;
}

/** Columns that undo {@link endWithOwner}: the time-out is again what this session began with. */
export const OUTLIVES_OWNER = `${KEEPALIVES}, set_config('idle_session_timeout',
    (SELECT reset_val FROM pg_settings WHERE name = 'idle_session_timeout'), false)`;

/** A grip that is looked after. */
export interface Grip {
  /** Fires when it may be lost. */
  readonly lost: AbortSignal;
  /**
   * Ends the looking after, once the ping on its way has come back. Answers `false` where
   * the session is known to answer no more.
   */
  letGo(): Promise<boolean>;
}

/**
 * Looks after a session that {@link endWithOwner} was told to.
 * @param since monotonic time right before the statement that took hold was sent
 */
export function holdOn(
  session: Queryable,
  since: number,
  monotonicMs: () => number,
  times: GripTimes = GRIP_TIMES,
): Grip {
  const lost = new AbortController();
  let aliveAt = since;
  let sentAt = since;
  let ping: Promise<void> | null = null;
  let pid: number | null = null;

  const isLate = (): boolean => monotonicMs() - aliveAt >= times.ownMs;
  function lose(): void {
    clearInterval(timer);
    lost.abort();
  }
  function sendPing(): void {
    const at = monotonicMs();
    sentAt = at;
    // The server counts from when it had the ping, which is later than when we sent it.
    ping = session.query<{ pid: number }>('SELECT pg_backend_pid() AS pid').then(
      ({ rows }) => {
        ping = null;
        const answering = rows[0]?.pid ?? null;
        pid ??= answering;
        // Behind a pooler that shares sessions another one answers: who holds the lock is anybody's guess.
        if (isLate() || answering !== pid) lose();
        else aliveAt = at;
      },
      () => {
        ping = null;
        lose();
      },
    );
  }
  const timer = setInterval(() => {
    if (isLate()) lose();
    else if (ping === null && monotonicMs() - sentAt >= times.pingMs) sendPing();
  }, times.pingMs / LOOKS_PER_PING);

  return {
    lost: lost.signal,
    async letGo() {
      clearInterval(timer);
      if (ping === null || lost.signal.aborted) return !lost.signal.aborted;
      // A ping that does not come back must not hold up who wants to let go.
      const late = new Promise<boolean>((resolve) => setTimeout(resolve, times.pingMs, false).unref());
      return Promise.race([ping.then(() => !lost.signal.aborted), late]);
    },
  };
}
