/**
 * The session of an account that several processes use: two drivers on one ledger, against a portal
 * that ends the earlier session at each login, as some do.
 */
import type { ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { SessionStore } from '../../src/domain/ports.ts';
import { openDatabase } from '../../src/ledger/database.ts';
import { ledgerSessionStore } from '../../src/ledger/portal-session.ts';
import { createAdapterPortal } from '../../src/portal/adapter/create-adapter-portal.ts';
import type { AdapterNotice, AdapterSettings } from '../../src/portal/adapter/settings.ts';
import { REFUSAL_PAUSE_MS } from '../../src/portal/session.ts';
import { ownSessionStore } from '../../src/portal/session-stores.ts';
import { sleep } from '../../src/portal/sleep.ts';
import { LedgerTrial } from '../ledger/trial.ts';
import { adapterSettings, NEVER, remembering } from '../support/adapter.ts';
import { shippedAnswerRules } from '../support/answer-rules.ts';
import { dossierCode } from '../support/portal-records.ts';
import { type SeenCall, sendJson, startScriptedPortal } from '../support/scripted-portal.ts';
import { freePort } from '../support/services.ts';
import { proxyTo } from '../support/services-proxy.ts';

let ledger: LedgerTrial;
beforeAll(async () => {
  ledger = await LedgerTrial.open();
});
afterAll(() => ledger.close());

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (let close = closers.pop(); close; close = closers.pop()) await close();
  await ledger.db.query('DELETE FROM portal_session');
});

const ACCOUNT = 'account';
const RULES = shippedAnswerRules();

/** A portal with one account and one session at a time. */
async function oneSessionPortal(options: { readonly expiresAfter?: number } = {}) {
  const portal = { logins: 0, ends: 0, calls: 0, turnedAway: 0, refuses: false, current: '' };
  const end = (): void => {
    portal.current = '';
    portal.ends += 1;
  };
  const login = (response: ServerResponse): void => {
    portal.logins += 1;
    if (!portal.refuses) portal.current = `phien-${portal.logins}`;
    sendJson(
      response,
      portal.refuses
        ? { error_code: '-2', message: 'Sai mật khẩu' }
        : { error_code: 0, message: 'Thành công', session: portal.current },
    );
  };
  const answer = (call: SeenCall, response: ServerResponse): void => {
    if (call.url.includes('/mapi/login')) login(response);
    else if (call.body.session !== portal.current) {
      portal.turnedAway += 1;
      sendJson(response, { error_code: 401 }, 401);
    } else {
      portal.calls += 1;
      if (options.expiresAfter && portal.calls % options.expiresAfter === 0) end();
      sendJson(response, { error_code: 0, result: [] });
    }
  };
  const server = await startScriptedPortal(answer, true);
  closers.push(() => server.close());
  return { ...server, portal, end };
}

/** What one process has: a driver on the shared store, and its own clock, which a test may move on. */
function process(
  url: string,
  sessions: SessionStore = ledgerSessionStore(ledger.db, ACCOUNT),
  changes: Partial<AdapterSettings> = {},
) {
  const notices: AdapterNotice[] = [];
  const begun: string[] = [];
  const clock = { ahead: 0, now: () => new Date(Date.now() + clock.ahead) };
  const portal = createAdapterPortal(adapterSettings(url, { timeoutSeconds: 1, ...changes }), RULES, {
    clock,
    ticks: () => performance.now() + clock.ahead,
    sessions,
    // Looking again takes less time than in earnest.
    sleep: (ms, signal) => sleep(Math.min(ms, 20), signal),
    onNotice: (notice) => notices.push(notice),
    onBegin: (service, lane) => begun.push(`${service} ${lane ?? '-'}`),
  });
  closers.push(() => portal.close());
  const { observer } = remembering();
  const one = async (n: number): Promise<string> => {
    const answer = await portal.lookup(dossierCode(n), { ...observer, lane: 'live' }, NEVER);
    return answer.kind === 'failed' ? `${answer.outcome.errorCode} ${answer.outcome.message}` : answer.kind;
  };
  const ask = (count: number): Promise<string[]> =>
    Promise.all(Array.from({ length: count }, (_, n) => one(n)));
  return { portal, ask, notices, clock, begun };
}

const isAbsent = (answers: readonly string[]): boolean => answers.every((answer) => answer === 'absent');

describe('two processes on one account', () => {
  test('log in once for each session that ends, however many calls they make', async () => {
    const server = await oneSessionPortal({ expiresAfter: 60 });
    const [a, b] = [process(server.url), process(server.url)];
    const answers = (await Promise.all([a.ask(150), b.ask(150)])).flat();
    expect(answers.filter((one) => one !== 'absent')).toEqual([]);
    expect(answers).toHaveLength(300);
    expect(server.portal.ends).toBe(5);
    expect(server.portal.logins).toBeLessThanOrEqual(server.portal.ends + 1);
    // Only calls on their way meet the end of a session, four a process; those in line take the next one.
    expect(server.portal.turnedAway).toBeLessThanOrEqual(server.portal.ends * 2 * 4);
  });

  test('take over the session of a login that ended theirs', async () => {
    const server = await oneSessionPortal();
    const [a, b] = [process(server.url), process(server.url)];
    await a.ask(1);
    await b.portal.open(NEVER);
    expect(server.portal.logins).toBe(2);
    expect(isAbsent([...(await a.ask(20)), ...(await b.ask(20))])).toBe(true);
    expect(server.portal.logins).toBe(2);
  });

  test('are asked whether the portal is there without a login, whoever has the session', async () => {
    const server = await oneSessionPortal();
    const [a, b] = [process(server.url), process(server.url)];
    await a.ask(1);
    for (const { portal } of [a, b, a, b]) await portal.ready(NEVER);
    expect(isAbsent([...(await a.ask(3)), ...(await b.ask(3))])).toBe(true);
    expect([server.portal.logins, server.portal.turnedAway]).toEqual([1, 0]);
    server.portal.refuses = true;
    server.end();
    expect((await a.ask(1))[0]).toMatch(/^LOGIN/);
    await expect(a.portal.ready(NEVER)).rejects.toMatchObject({ code: 'DB-PRT-002' });
    expect(server.portal.logins).toBe(2);
  });

  test('wait for a login that is under way, and no longer than its claim when it has died', async () => {
    const server = await oneSessionPortal();
    const dead = ledgerSessionStore(ledger.db, ACCOUNT);
    const startedAt = performance.now();
    expect(await dead.claim(null, 400)).toBe(true);
    const a = process(server.url);
    const answers = await Promise.all([a.ask(5), process(server.url).ask(5)]);
    expect(isAbsent(answers.flat())).toBe(true);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(400);
    expect(server.portal.logins).toBe(1);
    // Whoever watches is told all the while that something is under way.
    expect(a.begun.length).toBeGreaterThan(5 + 2);
    expect(new Set(a.begun)).toEqual(new Set(['login -', 'TraCuuHoSo live']));
    expect(a.begun.filter((one) => one === 'TraCuuHoSo live')).toHaveLength(5);
    expect(await dead.store('too late')).toBeNull();
    expect(isAbsent(await process(server.url).ask(1))).toBe(true);
    expect(server.portal.logins).toBe(1);
  });

  test('give up a call, not themselves, while another one logs in for ever', async () => {
    const server = await oneSessionPortal();
    const other = ledgerSessionStore(ledger.db, ACCOUNT);
    expect(await other.claim(null, 600_000)).toBe(true);
    const a = process(server.url);
    const asked = a.ask(2);
    a.clock.ahead = 60_000;
    expect(await asked).toEqual(['LOGIN others are logging in', 'LOGIN others are logging in']);
    expect(server.portal.logins).toBe(0);
    await other.giveUp(0);
    expect(isAbsent(await a.ask(2))).toBe(true);
  });

  test('do not repeat a login that the portal refused to one of them, until the pause is over', async () => {
    const server = await oneSessionPortal();
    server.portal.refuses = true;
    const [a, b] = [process(server.url), process(server.url)];
    const refused = [...(await a.ask(8)), ...(await b.ask(8))];
    expect(refused.every((answer) => answer.startsWith('LOGIN'))).toBe(true);
    await expect(b.portal.open(NEVER)).rejects.toMatchObject({ code: 'DB-PRT-002' });
    expect(server.portal.logins).toBe(1);
    server.portal.refuses = false;
    await ledger.db.query(
      `UPDATE portal_session SET refused_until = refused_until - $1 * interval '1 millisecond'`,
      [REFUSAL_PAUSE_MS],
    );
    for (const { clock } of [a, b]) clock.ahead = REFUSAL_PAUSE_MS;
    expect(isAbsent([...(await a.ask(8)), ...(await b.ask(8))])).toBe(true);
    expect(server.portal.logins).toBe(2);
  });

  test('know a new login from the old one where the portal gives the same session again', async () => {
    let logins = 0;
    let ended = 0;
    const server = await startScriptedPortal((call, response) => {
      const isLogin = call.url.includes('/mapi/login');
      if (isLogin) logins += 1;
      if (isLogin) sendJson(response, { error_code: 0, session: 'phien-cua-tinh' });
      else if (logins > ended) sendJson(response, { error_code: 0, result: [] });
      else sendJson(response, { error_code: 401 }, 401);
    }, true);
    closers.push(() => server.close());
    const [a, b] = [process(server.url), process(server.url)];
    await Promise.all([a.ask(1), b.ask(1)]);
    ended = logins;
    expect(isAbsent((await Promise.all([a.ask(1), b.ask(1)])).flat())).toBe(true);
    expect(logins).toBe(2);
  });
});

test('a ledger that is away stops no call: each process logs in for itself, and says so once', async () => {
  const server = await oneSessionPortal();
  const url = `postgres://dongbo@127.0.0.1:${await freePort()}/away`;
  const away = openDatabase({ url, max: 1, name: 'away' });
  closers.push(() => away.close());
  const a = process(server.url, ledgerSessionStore(away, ACCOUNT));
  expect(isAbsent(await a.ask(10))).toBe(true);
  server.end();
  expect(isAbsent(await a.ask(10))).toBe(true);
  expect(server.portal.logins).toBe(2);
  expect(a.notices.filter(({ kind }) => kind === 'session-not-shared')).toHaveLength(1);
});

describe('a ledger that goes away and comes back', () => {
  const PATIENCE_MS = 200;

  async function afar() {
    const proxy = await proxyTo(ledger.url);
    const db = openDatabase({ url: proxy.url, max: 2, name: 'afar', connectTimeoutMs: PATIENCE_MS });
    closers.push(
      () => proxy.close(),
      () => db.close(),
    );
    return { proxy, store: ledgerSessionStore(db, ACCOUNT, PATIENCE_MS) };
  }

  test('does not bring back a session that was seen to be over', async () => {
    const server = await oneSessionPortal();
    const { proxy, store } = await afar();
    const a = process(server.url, store);
    expect(isAbsent(await a.ask(1))).toBe(true);
    proxy.cut();
    server.end();
    expect(isAbsent(await a.ask(1))).toBe(true);
    proxy.mend();
    server.end();
    expect(isAbsent(await a.ask(1))).toBe(true);
    expect([server.portal.logins, server.portal.turnedAway]).toEqual([3, 2]);
    // It is shared again.
    expect(isAbsent(await process(server.url).ask(1))).toBe(true);
    expect(server.portal.logins).toBe(3);
  });

  test('and falls silent holds up no call for longer than a few statements of seconds', async () => {
    const server = await oneSessionPortal();
    const { proxy, store } = await afar();
    const a = process(server.url, store, { concurrency: 1 });
    expect(isAbsent(await a.ask(1))).toBe(true);
    proxy.stall();
    server.end();
    const startedAt = performance.now();
    expect(isAbsent(await a.ask(3))).toBe(true);
    expect(performance.now() - startedAt).toBeLessThan(20 * PATIENCE_MS);
    expect(server.portal.logins).toBe(2);
    expect(a.notices.filter(({ kind }) => kind === 'session-not-shared')).toHaveLength(1);
  });
});

test('a session that nobody has used for a month goes when another one is stored, no other does', async () => {
  const stored = async (account: string): Promise<void> => {
    const store = ledgerSessionStore(ledger.db, account);
    await store.claim((await store.read()).login, 60_000);
    await store.store(`session of ${account}`);
  };
  for (const account of ['old', 'recent', 'logging in']) await stored(account);
  await ledger.db.query(
    `UPDATE portal_session SET logged_in_at = now() - interval '30 days 1 minute' WHERE account <> 'recent'`,
  );
  await ledger.db.query(
    `UPDATE portal_session SET logged_in_at = now() - interval '29 days' WHERE account = 'recent'`,
  );
  const underWay = ledgerSessionStore(ledger.db, 'logging in');
  await underWay.claim((await underWay.read()).login, 60_000);
  await stored('present');
  const { rows } = await ledger.db.query('SELECT account FROM portal_session ORDER BY account');
  expect(rows.map(({ account }) => account)).toEqual(['logging in', 'present', 'recent']);
});

describe.each([
  ['in the ledger', () => ledgerSessionStore(ledger.db, 'contract')],
  ['in the process', () => ownSessionStore(() => performance.now())],
])('a session kept %s', (_, open) => {
  let store: SessionStore;
  beforeEach(() => {
    store = open();
  });

  test('is claimed by one, who ends the claim with a session', async () => {
    expect(await store.read()).toEqual({ value: null, login: null, refusedForMs: 0, underWay: false });
    expect(await store.claim(null, 60_000)).toBe(true);
    expect(await store.read()).toMatchObject({ value: null, underWay: true });
    const login = await store.store('s1');
    expect(login).not.toBeNull();
    expect(await store.read()).toEqual({ value: 's1', login, refusedForMs: 0, underWay: false });
  });

  test('is claimed by nobody who does not know the last login', async () => {
    await store.claim(null, 60_000);
    const first = await store.store('s1');
    expect(await store.claim(null, 60_000)).toBe(false);
    expect(await store.claim(first, 60_000)).toBe(true);
    expect(await store.claim(first, 60_000)).toBe(false);
  });

  test('stays what it was when a login fails, and is claimed by nobody while refused', async () => {
    await store.claim(null, 60_000);
    const login = await store.store('s1');
    await store.claim(login, 60_000);
    await store.giveUp(0);
    expect(await store.read()).toEqual({ value: 's1', login, refusedForMs: 0, underWay: false });
    await store.claim(login, 60_000);
    await store.giveUp(60_000);
    const { refusedForMs, ...rest } = await store.read();
    expect(rest).toEqual({ value: 's1', login, underWay: false });
    expect(refusedForMs).toBeGreaterThan(59_000);
    expect(await store.claim(login, 60_000)).toBe(false);
  });
});
