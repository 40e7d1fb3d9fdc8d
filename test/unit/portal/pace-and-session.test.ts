import { describe, expect, it } from 'vitest';
import { createPace } from '../../../src/portal/pace.ts';
import {
  createSession,
  DOUBT_PAUSE_MS,
  type LoginResult,
  REFUSAL_PAUSE_MS,
  type SessionDeps,
} from '../../../src/portal/session.ts';
import { ownSessionStore } from '../../../src/portal/session-stores.ts';

const never = new AbortController().signal;

/** A promise settled from outside. */
function gate<T>() {
  let open: (value: T) => void = () => {};
  const promise = new Promise<T>((resolve) => {
    open = resolve;
  });
  return { promise, open: (value: T) => open(value) };
}

describe('the pace', () => {
  it('lets so many go at once, in order, and a place given up goes to the next', async () => {
    const pace = createPace(
      { concurrency: 2, ratePerSecond: 0 },
      () => 0,
      async () => {},
    );
    const gates = [gate<void>(), gate<void>(), gate<void>(), gate<void>()];
    const began: number[] = [];
    const impatient = new AbortController();
    const runs = gates.map(({ promise }, at) =>
      pace.run(at === 2 ? impatient.signal : never, async () => {
        began.push(at);
        await promise;
        return at;
      }),
    );
    await Promise.resolve();
    impatient.abort();
    expect(await runs[2]).toBeNull();
    gates[0]?.open();
    expect(await runs[0]).toBe(0);
    for (const one of gates) one.open();
    expect(await Promise.all(runs)).toEqual([0, 1, null, 3]);
    expect(began).toEqual([0, 1, 3]);
  });

  it('starts calls apart as the rate says', async () => {
    let now = 0;
    const started: number[] = [];
    const pace = createPace(
      { concurrency: 1, ratePerSecond: 4 },
      () => now,
      async (ms) => {
        now += ms;
      },
    );
    for (let call = 0; call < 4; call += 1) await pace.run(never, async () => started.push(now));
    expect(started).toEqual([0, 250, 500, 750]);
  });

  it('frees the place of a call that fails', async () => {
    const pace = createPace(
      { concurrency: 1, ratePerSecond: 0 },
      () => 0,
      async () => {},
    );
    await expect(pace.run(never, () => Promise.reject(new Error('x')))).rejects.toThrow('x');
    expect(await pace.run(never, async () => 1)).toBe(1);
  });
});

describe('the session', () => {
  function sessionOf(login: () => Promise<LoginResult>, now: SessionDeps['now']) {
    return createSession({
      login: async (mayI) => ((await mayI()) ? login() : null),
      store: ownSessionStore(now),
      patienceMs: 5_000,
      now,
      sleep: async () => {},
      closed: never,
    });
  }
  function sessionWith(...results: LoginResult[]) {
    let now = 0;
    let logins = 0;
    const session = sessionOf(
      async () => {
        logins += 1;
        return results[logins - 1] ?? { kind: 'away', reason: 'no more' };
      },
      () => now,
    );
    return { session, logins: () => logins, pass: (ms: number) => (now += ms) };
  }
  const token = (value: string): LoginResult => ({ kind: 'session', value });

  it('is one login for all who wait, and renewed only by who holds the old one', async () => {
    const { session, logins } = sessionWith(token('a'), token('b'));
    const got = await Promise.all([session.get(never), session.get(never), session.get(never)]);
    expect(got).toEqual([token('a'), token('a'), token('a')]);
    session.expire('a');
    expect(await session.get(never)).toEqual(token('b'));
    session.expire('a');
    expect(await session.get(never)).toEqual(token('b'));
    expect(logins()).toBe(2);
  });

  it('does not knock again at once after a refusal, but does after an outage', async () => {
    const refused: LoginResult = { kind: 'refused', reason: 'wrong' };
    const { session, logins, pass } = sessionWith({ kind: 'away', reason: 'x' }, refused, token('c'));
    expect((await session.get(never))?.kind).toBe('away');
    expect(await session.get(never)).toEqual(refused);
    expect(await session.get(never)).toEqual(refused);
    expect(logins()).toBe(2);
    pass(REFUSAL_PAUSE_MS);
    expect(await session.get(never)).toEqual(token('c'));
  });

  it('in doubt is renewed, for all who hold it, but not time and again', async () => {
    const { session, logins, pass } = sessionWith(token('a'), token('b'), token('c'));
    await session.get(never);
    expect(session.isUsed('a')).toBe(false);
    session.answered('a');
    expect(session.isUsed('a')).toBe(true);
    expect([session.doubt('a'), session.doubt('a')]).toEqual([true, true]);
    expect(await session.get(never)).toEqual(token('b'));
    expect(session.isUsed('b')).toBe(false);
    expect(session.doubt('b')).toBe(false);
    expect(await session.get(never)).toEqual(token('b'));
    pass(DOUBT_PAUSE_MS);
    expect(session.doubt('b')).toBe(true);
    expect(await session.get(never)).toEqual(token('c'));
    expect(logins()).toBe(3);
  });

  it('lets a waiting caller go without spoiling the login', async () => {
    const open = gate<LoginResult>();
    const session = sessionOf(
      () => open.promise,
      () => 0,
    );
    const impatient = new AbortController();
    const both = [session.get(impatient.signal), session.get(never)];
    impatient.abort();
    expect(await both[0]).toBeNull();
    open.open(token('d'));
    expect(await both[1]).toEqual(token('d'));
  });
});
