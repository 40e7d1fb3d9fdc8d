/**
 * One process at a time leads: of all that run as the scheduler, one does its work.
 * Guarantees: who leads holds an advisory lock by a connection of its own; whatever happens to it
 * (killed, standing still, cut off without a word), another leads within 15 s, and it has considered
 * itself deposed before that (grip.ts); who stops in an orderly way lets go at once, its work done, and
 * so does who is left without work to do: nobody holds the lead idly.
 * Must not: know what leading means; end the process when the ledger is away: it tries again.
 */
import { Socket } from 'node:net';
import pg from 'pg';
import { reasonOf } from '../domain/errors.ts';
import type { Queryable } from './database.ts';
import { endWithOwner, GRIP_TIMES, type GripTimes, holdOn } from './grip.ts';

/** The advisory lock's key, beside those of the jobs. */
export const LEADERSHIP = 7_660_003;
/** How often who stands by tries to lead. */
const TRY_EVERY_MS = 2_000;

const TRY = (times: GripTimes): string =>
  `SELECT pg_try_advisory_lock(${LEADERSHIP}, 0) AS leads, ${endWithOwner(times)}`;

/** Who takes part. */
export interface Candidate {
  /** The ledger's URL. */
  readonly url: string;
  /** Shown in pg_stat_activity. */
  readonly name: string;
  /** Does the leader's work until `term` fires; resolves when all of it has ended. */
  readonly lead: (term: AbortSignal) => Promise<void>;
  /** Told of each change. `reason`: why not, '' = another leads. */
  readonly onChange: (state: 'leading' | 'standing by', reason: string) => void;
  /** Resolves after so many milliseconds, or at once when the signal fires. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly times?: GripTimes;
  readonly tryEveryMs?: number;
}

/** A connection that is its owner's alone. */
interface OwnSession extends Queryable {
  /** Fires when the connection has ended. */
  readonly ended: AbortSignal;
  close(): void;
}

/** Leads whenever nobody else does, until `signal` fires; resolves when it leads no more. */
export async function takePart(candidate: Candidate, signal: AbortSignal): Promise<void> {
  const { pause, times = GRIP_TIMES, tryEveryMs = TRY_EVERY_MS } = candidate;
  let told = '';
  const tell = (state: 'leading' | 'standing by', reason: string): void => {
    // A ledger that is away for long says it in ever other words.
    const change = `${state} ${reason !== ''}`;
    if (told === change) return;
    told = change;
    candidate.onChange(state, reason);
  };
  while (!signal.aborted) {
    try {
      const session = await openSession(candidate, times);
      try {
        const since = await untilLeading(session);
        if (since === null) return;
        tell('leading', '');
        const reason = await leadBy(session, since);
        if (reason !== '') tell('standing by', reason);
      } finally {
        session.close();
      }
    } catch (error) {
      tell('standing by', reasonOf(error));
    }
    await pause(tryEveryMs, signal);
  }

  /** Tries until it leads. Answers when the statement was sent that took the lead; `null` when told to stop. */
  async function untilLeading(session: OwnSession): Promise<number | null> {
    while (!signal.aborted) {
      const since = performance.now();
      const { rows } = await session.query<{ leads: boolean }>(TRY(times));
      // An answer that lay here while this process stood still may be older than the session lives.
      if (performance.now() - since >= times.ownMs) throw new Error('stood still');
      if (rows[0]?.leads) return since;
      tell('standing by', '');
      await pause(tryEveryMs, signal);
    }
    return null;
  }

  /** Leads until told to stop ('') or deposed (why). Throws what the work throws. */
  async function leadBy(session: OwnSession, since: number): Promise<string> {
    const term = new AbortController();
    const grip = holdOn(session, since, () => performance.now(), times);
    const over = new AbortController();
    const work = candidate.lead(term.signal).finally(() => over.abort());
    // Of work that fails after its term nobody is left to hear.
    work.catch(() => {});
    const fired = await firstOf([signal, grip.lost, session.ended, over.signal]);
    term.abort();
    try {
      if (fired === session.ended) return 'the connection ended';
      // What is still at work has been told to stop; the next term need not wait for it.
      if (fired === grip.lost) return 'no answer in time';
      await work;
      return fired === signal ? '' : 'the work ended by itself';
    } finally {
      await grip.letGo();
    }
  }
}

async function openSession({ url, name }: Candidate, times: GripTimes): Promise<OwnSession> {
  const socket = new Socket();
  const client = new pg.Client({
    connectionString: url,
    application_name: name,
    connectionTimeoutMillis: times.ownMs,
    query_timeout: times.ownMs,
    keepAlive: true,
    stream: () => socket,
  });
  const ended = new AbortController();
  client.on('error', () => ended.abort());
  client.on('end', () => ended.abort());
  await client.connect();
  return {
    query: (text, values) => client.query(text, values as unknown[] | undefined),
    ended: ended.signal,
    // Without a goodbye: a server that is away would never answer it, and one that is there sees the end.
    close: () => void socket.destroy(),
  };
}

/** The signal that fires first. Of the others nothing is kept: one of them lives as long as the process. */
async function firstOf(signals: readonly AbortSignal[]): Promise<AbortSignal> {
  const decided = new AbortController();
  try {
    return await new Promise((resolve) => {
      for (const signal of signals) {
        if (signal.aborted) resolve(signal);
        signal.addEventListener('abort', () => resolve(signal), { once: true, signal: decided.signal });
      }
    });
  } finally {
    decided.abort();
  }
}
