/**
 * Where a session is kept when nobody shares it, and what becomes of a shared one whose keeper is away.
 * Guarantees: the contract of `SessionStore` (domain/ports.ts) within one process; a store that fails
 * never stops a call: it goes on alone, and says so once.
 */
import { reasonOf } from '../domain/errors.ts';
import type { SessionStore } from '../domain/ports.ts';

/** Keeps a session in this process. @param now milliseconds */
export function ownSessionStore(now: () => number): SessionStore {
  let value: string | null = null;
  let logins = 0;
  let refusedUntil = Number.NEGATIVE_INFINITY;
  let claimedUntil = Number.NEGATIVE_INFINITY;
  const login = (): string | null => (value === null ? null : `own ${logins}`);
  return {
    read: async () => ({
      value,
      login: login(),
      refusedForMs: Math.max(0, refusedUntil - now()),
      underWay: now() < claimedUntil,
    }),
    async claim(seen, patienceMs) {
      if (seen !== login() || now() < Math.max(refusedUntil, claimedUntil)) return false;
      claimedUntil = now() + patienceMs;
      return true;
    },
    async store(stored) {
      value = stored;
      logins += 1;
      claimedUntil = Number.NEGATIVE_INFINITY;
      return login();
    },
    async giveUp(refusedForMs) {
      refusedUntil = now() + refusedForMs;
      claimedUntil = Number.NEGATIVE_INFINITY;
    },
  };
}

/**
 * `shared`, and `own` while it fails. What is known by then may be asked of the portal once more;
 * that is cheaper than a delivery that waits for its session's keeper.
 * @param tell told why, once until it works again
 */
export function orOwnStore(
  shared: SessionStore,
  own: SessionStore,
  tell: (reason: string) => void,
): SessionStore {
  let away = false;
  async function either<Answer>(ask: (store: SessionStore) => Promise<Answer>): Promise<Answer> {
    try {
      const answer = await ask(shared);
      away = false;
      return answer;
    } catch (error) {
      if (!away) tell(reasonOf(error));
      away = true;
      return ask(own);
    }
  }
  return {
    read: () => either((store) => store.read()),
    // A name that only the other one knows claims nothing there: it is asked what it has first.
    claim: (seen, patienceMs) =>
      either(async (store) => store.claim(store === own ? (await own.read()).login : seen, patienceMs)),
    store: (value) => either((store) => store.store(value)),
    giveUp: (refusedForMs) => either((store) => store.giveUp(refusedForMs)),
  };
}
