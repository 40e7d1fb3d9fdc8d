/**
 * The session that every call carries.
 * Guarantees: one login on the way at a time, however many calls wait for it; a session is used
 * until an answer says that it is over, or leaves it in doubt; a refused login is not repeated for a while, so that a
 * wrong password does not lock the account.
 * Must not: know HTTP; a caller that gives up does not cancel the login that others wait for.
 */

/** What a login came to. */
export type LoginResult =
  | { readonly kind: 'session'; readonly value: string }
  /** Portal not there or not able: try again later. */
  | { readonly kind: 'away'; readonly reason: string }
  /** The portal refuses who we are. */
  | { readonly kind: 'refused'; readonly reason: string };

/** Milliseconds without a further try after a refused login. */
export const REFUSAL_PAUSE_MS = 10_000;

/** Milliseconds between two logins that nothing but an answer in unknown words gave rise to. */
export const DOUBT_PAUSE_MS = 60_000;

/** Keeps one session. */
export interface Session {
  /** The current session, or a login; `null` when `signal` fired first. */
  get(signal: AbortSignal): Promise<LoginResult | null>;
  /** Logs in whatever is known (still one at a time). */
  renew(signal: AbortSignal): Promise<LoginResult | null>;
  /** `value` is over; a newer one is left alone. */
  expire(value: string): void;
  /** An answer came to a call with `value`. */
  answered(value: string): void;
  /** Did an answer come to a call with `value` before? One fresh from its login is not over. */
  isUsed(value: string): boolean;
  /**
   * An answer in unknown words may mean that `value` is over: ends it, once in DOUBT_PAUSE_MS, so
   * that words which mean something else do not cost a login each time. True: `get` gives another.
   */
  doubt(value: string): boolean;
}

/** @param now milliseconds. */
export function createSession(login: () => Promise<LoginResult>, now: () => number): Session {
  let current: LoginResult | null = null;
  let pending: Promise<LoginResult> | null = null;
  let refusedAt = 0;
  let used = false;
  let doubtedAt = Number.NEGATIVE_INFINITY;

  function start(): Promise<LoginResult> {
    pending ??= login().then(
      (result) => {
        pending = null;
        current = result;
        used = false;
        if (result.kind === 'refused') refusedAt = now();
        return result;
      },
      (error: unknown) => {
        pending = null;
        throw error;
      },
    );
    return pending;
  }

  function isCurrent(value: string): boolean {
    return current?.kind === 'session' && current.value === value;
  }

  function isUsable(result: LoginResult): boolean {
    if (result.kind === 'refused') return now() - refusedAt < REFUSAL_PAUSE_MS;
    return result.kind === 'session';
  }

  return {
    get: (signal) => {
      if (current !== null && pending === null && isUsable(current)) return Promise.resolve(current);
      return orAborted(start(), signal);
    },
    renew: (signal) => orAborted(start(), signal),
    expire(value) {
      if (isCurrent(value)) current = null;
    },
    answered(value) {
      if (isCurrent(value)) used = true;
    },
    isUsed: (value) => isCurrent(value) && used,
    doubt(value) {
      if (!isCurrent(value)) return true;
      if (now() - doubtedAt < DOUBT_PAUSE_MS) return false;
      doubtedAt = now();
      current = null;
      return true;
    },
  };
}

function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | null> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) resolve(null);
    const stop = (): void => resolve(null);
    signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
