/**
 * The session that every call carries.
 * Guarantees: one login on the way at a time, however many calls and processes wait for it; a
 * session is used until an answer says that it is over, or leaves it in doubt, and then another
 * process's newer one is used before a login is made; a refused login is not repeated for a while,
 * by nobody who shares the account, so that a wrong password does not lock it.
 * Must not: know HTTP; ask the store for each call; a caller that gives up does not cancel the login
 * that others wait for.
 */
import type { SessionStore, SharedSession } from '../domain/ports.ts';
import type { TlsFault } from '../domain/tls-fault.ts';
import type { Sleep } from './sleep.ts';

/** What a login came to. */
export type LoginResult =
  | { readonly kind: 'session'; readonly value: string }
  /** Portal not there or not able: try again later. */
  | { readonly kind: 'away'; readonly reason: string; readonly tls?: TlsFault }
  /** The portal refuses who we are. */
  | { readonly kind: 'refused'; readonly reason: string };

/** Milliseconds without a further try after a refused login. */
export const REFUSAL_PAUSE_MS = 10_000;

/** Milliseconds between two logins that nothing but an answer in unknown words gave rise to. */
export const DOUBT_PAUSE_MS = 60_000;

/** Logins that are remembered to be over: a store that was away may show one that ended long ago. */
const REMEMBERED = 16;

/** How often it is looked whether another process's login has ended. */
const LOOK_AGAIN_MS = 250;

/** Keeps one session. */
export interface Session {
  /** The current session, another process's newer one, or a login; `null` when `signal` fired first. */
  get(signal: AbortSignal): Promise<LoginResult | null>;
  /** A login that begins now, whatever is known (still one at a time, and none while refused). */
  renew(signal: AbortSignal): Promise<LoginResult | null>;
  /** `value` is over; a newer one is left alone. */
  expire(value: string): void;
  /** Is it worth calling with `value`? In line for a call, a session may have ended. */
  isCurrent(value: string): boolean;
  /** An answer came to a call with `value`. */
  answered(value: string): void;
  /** Did an answer come to a call with `value` before? One fresh from its login is not over. */
  isUsed(value: string): boolean;
  /** The portal has let a call with `value` in. */
  letIn(value: string): void;
  /** Has it let one in with `value`, though that may be over by now? Of the last one that it did. */
  wasLetIn(value: string): boolean;
  /**
   * An answer in unknown words may mean that `value` is over: ends it, once in DOUBT_PAUSE_MS, so
   * that words which mean something else do not cost a login each time. True: `get` gives another.
   */
  doubt(value: string): boolean;
  /** Resolves once no login of ours is on the way, nor noted as such for the others. */
  atRest(): Promise<void>;
}

/** What a session is built from. */
export interface SessionDeps {
  /** Logs in once it has its place in line and `mayI`, asked right before the call, allows it; else `null`. */
  readonly login: (mayI: () => Promise<boolean>) => Promise<LoginResult | null>;
  readonly store: SessionStore;
  /** Longest time that a login may take; whoever is still at it then is given up for dead. */
  readonly patienceMs: number;
  /** Milliseconds. */
  readonly now: () => number;
  readonly sleep: Sleep;
  /** Told before each further look whether another process's login has ended. */
  readonly onWait?: () => void;
  /** Fires when the portal is closed. */
  readonly closed: AbortSignal;
}

/** What we have, and which login it came from. */
interface Current {
  readonly result: LoginResult;
  readonly login: string | null;
  /** Of a refusal: until when. */
  readonly until: number;
}

/** See the file's head. */
export function createSession(deps: SessionDeps): Session {
  const { store, now } = deps;
  let current: Current | null = null;
  let pending: Promise<LoginResult> | null = null;
  /** Logins whose sessions are known to be over, the last one last; the store may still show one of them. */
  const over = new Set<string>();
  let used = false;
  let welcome: string | null = null;
  let doubtedAt = Number.NEGATIVE_INFINITY;

  function take(result: LoginResult, login: string | null, refusedForMs = 0): LoginResult {
    current = { result, login, until: now() + refusedForMs };
    return result;
  }

  /** Logs in, where the store lets us; `null`: somebody else is at it or was faster. */
  async function logIn(seen: SharedSession): Promise<LoginResult | null> {
    let ours = false;
    try {
      const result = await deps.login(async () => {
        ours = await store.claim(seen.login, deps.patienceMs);
        return ours;
      });
      if (!ours || result === null) return result;
      ours = false;
      used = false;
      if (result.kind === 'session') {
        // A claim that was no longer ours: what it brought is good for us until an answer says otherwise.
        return take(result, (await store.store(result.value)) ?? seen.login);
      }
      const refusedForMs = result.kind === 'refused' ? REFUSAL_PAUSE_MS : 0;
      await store.giveUp(refusedForMs);
      return take(result, null, refusedForMs);
    } finally {
      if (ours) await store.giveUp(0);
    }
  }

  /** @param past the login that will not do, besides those that are over; told the first look at the store */
  async function obtain(past: (first: SharedSession) => string | null): Promise<LoginResult> {
    const startedAt = now();
    const first = await store.read();
    const unwanted = past(first);
    for (let shared = first; !deps.closed.aborted; shared = await store.read()) {
      if (shared.value !== null && shared.login !== unwanted && !over.has(shared.login ?? '')) {
        // Not fresh from a login that we saw: its first answer in unknown words leaves it in doubt.
        used = true;
        return take({ kind: 'session', value: shared.value }, shared.login);
      }
      if (shared.refusedForMs > 0) return take(refusedElsewhere(shared), null, shared.refusedForMs);
      const result = shared.underWay ? null : await logIn(shared);
      if (result !== null) return result;
      // Whoever is at it may fail, and the next one after it: a call does not wait for all of them.
      if (now() - startedAt >= 2 * deps.patienceMs) return { kind: 'away', reason: 'others are logging in' };
      deps.onWait?.();
      await deps.sleep(LOOK_AGAIN_MS, deps.closed);
    }
    return { kind: 'away', reason: 'closed' };
  }

  function start(past: (first: SharedSession) => string | null): Promise<LoginResult> {
    pending ??= obtain(past).finally(() => {
      pending = null;
    });
    return pending;
  }

  function isCurrent(value: string): boolean {
    return current?.result.kind === 'session' && current.result.value === value;
  }

  function end(): void {
    const login = current?.login ?? null;
    current = null;
    if (login === null) return;
    over.delete(login);
    over.add(login);
    for (const oldest of over) {
      if (over.size <= REMEMBERED) break;
      over.delete(oldest);
    }
  }

  function usable(): LoginResult | null {
    if (current === null || pending !== null) return null;
    const { result, until } = current;
    if (result.kind === 'session') return result;
    return result.kind === 'refused' && now() < until ? result : null;
  }

  return {
    get: (signal) => {
      const result = usable();
      if (result !== null) return Promise.resolve(result);
      return orAborted(
        start(() => null),
        signal,
      );
    },
    renew: (signal) =>
      orAborted(
        start(({ login }) => login),
        signal,
      ),
    expire(value) {
      if (isCurrent(value)) end();
    },
    isCurrent,
    answered(value) {
      if (isCurrent(value)) used = true;
    },
    isUsed: (value) => isCurrent(value) && used,
    letIn(value) {
      welcome = value;
    },
    wasLetIn: (value) => value === welcome,
    doubt(value) {
      if (!isCurrent(value)) return true;
      if (now() - doubtedAt < DOUBT_PAUSE_MS) return false;
      doubtedAt = now();
      end();
      return true;
    },
    async atRest() {
      await pending?.catch(() => undefined);
    },
  };
}

function refusedElsewhere({ refusedForMs }: SharedSession): LoginResult {
  const seconds = Math.ceil(refusedForMs / 1000);
  return { kind: 'refused', reason: `refused a moment ago, next try in ${seconds} s` };
}

function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | null> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) resolve(null);
    const stop = (): void => resolve(null);
    signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
