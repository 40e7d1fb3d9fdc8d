/** What the adapter driver puts on the wire, and how it bears what the simulator does not do. */
import { afterEach, describe, expect, it } from 'vitest';
import type { CallObserver } from '../../src/domain/ports.ts';
import { createAdapterPortal } from '../../src/portal/adapter/create-adapter-portal.ts';
import type { AdapterNotice, AdapterSettings } from '../../src/portal/adapter/settings.ts';
import { REFUSAL_PAUSE_MS } from '../../src/portal/session.ts';
import { adapterAt, adapterSettings, NEVER, remembering } from '../support/adapter.ts';
import { shippedAnswerRules } from '../support/answer-rules.ts';
import { dossierCode, someDossier, someStep } from '../support/portal-records.ts';
import { type Script, type SeenCall, sendJson, startScriptedPortal } from '../support/scripted-portal.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function start(script: Script, changes: Partial<AdapterSettings> = {}, namedOthersStored = false) {
  const server = await startScriptedPortal(script);
  const portal = adapterAt(server.url, changes, namedOthersStored);
  closers.push(
    () => portal.close(),
    () => server.close(),
  );
  return { server, portal, ...remembering() };
}

const OK: Script = (_, response) =>
  sendJson(response, { error_code: '00', message: 'Thành công', result: [] });
const offers = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ ref: at + 1, dossier: someDossier(at + 1), known: false }));
const stepOffers = (...dossiers: number[]) =>
  dossiers.map((dossier, at) => ({ ref: at, step: someStep(dossier, at) }));

describe('a call', () => {
  it('carries session, agency, service and destination as the contract says', async () => {
    const { server, portal, observer } = await start(OK, {
      dstcode: 'VN:GOV:000.00.00.G22:vpcpdvcprovider',
      dstcodeIn: 'both',
      providerUrl: 'https://provider/x?y=1',
    });
    await portal.pushDossiers(offers(1), observer, NEVER);
    const [call] = server.calls;
    expect(call?.headers).toMatchObject({
      accept: 'application/json',
      'content-type': 'application/json',
      charset: 'utf-8',
      dstcode: 'VN:GOV:000.00.00.G22:vpcpdvcprovider',
    });
    const url = new URL(call?.url ?? '', server.url);
    expect(url.pathname).toBe('/mapi/g');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      dstcode: 'VN:GOV:000.00.00.G22:vpcpdvcprovider',
      providerurl: 'https://provider/x?y=1',
    });
    expect(call?.body).toMatchObject({
      session: 'phien-1',
      madonvi: 'H99',
      service: 'DongBoHoSoMC',
      isUpdating: 'False',
      data: [{ MaHoSo: dossierCode(1), TenTTHC: 'Thủ tục đăng ký khai sinh' }],
    });
  });

  it('names no destination where none is set, and keeps the path of the base', async () => {
    const server = await startScriptedPortal(OK);
    const portal = adapterAt(`${server.url}/XrdAdapter/RestService/forward/`);
    closers.push(
      () => portal.close(),
      () => server.close(),
    );
    await portal.lookup(dossierCode(1), remembering().observer, NEVER);
    expect(server.calls[0]?.url).toBe('/XrdAdapter/RestService/forward/mapi/g');
    expect(server.calls[0]?.headers.dstcode).toBeUndefined();
  });

  it('goes over a connection that is kept, and not through a proxy of the environment', async () => {
    process.env.http_proxy = 'http://127.0.0.1:9';
    try {
      const { server, portal, observer } = await start(OK, { batchSize: 1, concurrency: 1 });
      await portal.pushDossiers(offers(5), observer, NEVER);
      expect(new Set(server.calls.map(({ port }) => port)).size).toBe(1);
      expect(server.logins()).toBe(1);
    } finally {
      delete process.env.http_proxy;
    }
  });
});

describe('odd answers', () => {
  it.each([
    ['a redirect', (r) => r.writeHead(302, { location: '/other' }).end(), 'retry-later', true],
    [
      'a dossier error without rule',
      (r) => sendJson(r, { error_code: 1, message: 'Lạ' }),
      'not-understood',
      false,
    ],
    ['a 4xx without rule', (r) => sendJson(r, { message: 'Lạ' }, 422), 'not-understood', false],
    ['an answer without end', (r) => r.writeHead(200, { 'content-length': 99 }).write('{'), 'unknown', true],
    ['an answer too large', (r) => r.writeHead(200).end(' '.repeat(2_000)), 'unknown', true],
    ['nothing in time', () => {}, 'unknown', true],
  ] satisfies [string, (response: Parameters<Script>[1]) => void, string, boolean][])(
    '%s',
    async (_, reply, kind, isLookedInto) => {
      const script: Script = (_call, response) => reply(response);
      const { server, portal, observer, calls } = await start(script, {
        timeoutSeconds: 0.3,
        maxResponseBytes: 1_000,
      });
      const outcomes = await portal.pushDossiers(offers(1), observer, NEVER);
      expect(outcomes.get(1)).toMatchObject({ kind, ...(isLookedInto ? { away: true } : {}) });
      const asked = isLookedInto ? ['DongBoHoSoMC', 'TraCuuHoSo'] : ['DongBoHoSoMC'];
      expect(server.calls.map(({ body }) => body.service)).toEqual(asked);
      expect(calls.map(({ call }) => call.service)).toEqual(asked);
    },
  );

  it('two sessions that end under one call are renewed, where the second had let others in', async () => {
    let arrived = (): void => {};
    const second = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    let turnAway = (): void => {};
    const script: Script = ({ body }, response) => {
      if (body.mahoso === dossierCode(2) || body.session === 'phien-3') {
        sendJson(response, { error_code: 0, result: [] });
      } else if (body.session === 'phien-1') response.writeHead(401).end();
      else {
        turnAway = () => response.writeHead(401).end();
        arrived();
      }
    };
    const { server, portal, observer } = await start(script);
    const unlucky = portal.lookup(dossierCode(1), observer, NEVER);
    await second;
    expect((await portal.lookup(dossierCode(2), observer, NEVER)).kind).toBe('absent');
    turnAway();
    expect((await unlucky).kind).toBe('absent');
    expect(server.logins()).toBe(3);
  });

  it('a session refused by HTTP 401 is renewed once, then given up', async () => {
    const { server, portal, observer, calls } = await start((_, response) => response.writeHead(401).end());
    const outcomes = await portal.pushDossiers(offers(1), observer, NEVER);
    expect(outcomes.get(1)).toMatchObject({ kind: 'retry-later', away: true });
    // The look at whether it was the record does the same.
    const sessions = ['phien-1', 'phien-2', 'phien-3', 'phien-4'];
    expect(server.calls.map(({ body }) => body.session)).toEqual(sessions);
    expect(calls.map(({ call }) => call.outcome)).toEqual(sessions.map(() => 'session-expired'));
  });

  describe('a session that is over in words that no rule knows', () => {
    /** Takes a session for the first two calls that come with it. */
    const forTwoCalls = () => {
      const uses = new Map<unknown, number>();
      const script: Script = (call, response) => {
        const use = (uses.get(call.body.session) ?? 0) + 1;
        uses.set(call.body.session, use);
        if (use <= 2) OK(call, response);
        else sendJson(response, { error_code: '77', message: 'Vé vào cửa đã cũ' });
      };
      return script;
    };

    it('is renewed, and a call that may go twice is repeated', async () => {
      const { server, portal, observer } = await start(forTwoCalls());
      for (let round = 0; round < 3; round += 1) {
        const outcomes = await portal.pushDossiers(offers(1), observer, NEVER);
        expect(outcomes.get(1)?.kind).toBe('accepted');
      }
      expect(server.calls).toHaveLength(4);
      expect(server.logins()).toBe(2);
    });

    it('is renewed after steps, which do not go again by themselves', async () => {
      const { server, portal, observer } = await start(forTwoCalls());
      const kinds: (string | undefined)[] = [];
      for (let round = 0; round < 4; round += 1) {
        kinds.push((await portal.pushSteps(stepOffers(1), observer, NEVER)).get(0)?.kind);
      }
      expect(kinds).toEqual(['accepted', 'accepted', 'not-understood', 'accepted']);
      expect(server.calls).toHaveLength(4);
    });

    it('costs one login where the words mean something else', async () => {
      let calls = 0;
      const { server, portal, observer } = await start((call, response) => {
        calls += 1;
        if (calls === 1) OK(call, response);
        else sendJson(response, { error_code: '77', message: 'Lạ' });
      });
      for (let round = 0; round < 4; round += 1) await portal.pushDossiers(offers(1), observer, NEVER);
      expect(server.calls).toHaveLength(5);
      expect(server.logins()).toBe(2);
    });
  });

  it('never repeats who the dossier is about', async () => {
    const message = 'Lỗi của Nguyễn Thị Mẫu 099000000001, phien-1';
    const { portal, observer, calls } = await start((_, r) => sendJson(r, { error_code: 5, message }));
    const outcome = (await portal.pushDossiers(offers(1), observer, NEVER)).get(1);
    expect(outcome?.message).toBe('Lỗi của *** ***, ***');
    expect(calls[0]?.call.message).toBe('Lỗi của *** ***, ***');
  });
});

describe('innocent steps of a refused call', () => {
  const code = (at: number) => String(dossierCode(at));
  const rows = (call: SeenCall) => call.body.data as { MaHoSo: string }[];

  /** Refuses by name; stores the others all the same, or does not. */
  function naming(storesOthers: boolean) {
    const shown: Record<string, unknown>[] = [];
    const script: Script = (call, response) => {
      if (call.body.service === 'TraCuuHoSo') {
        const TienDoXuLy = shown.filter(({ MaHoSo }) => MaHoSo === call.body.mahoso);
        sendJson(response, {
          error_code: 0,
          message: 'Thành công',
          result: [{ MaHoSo: call.body.mahoso, TienDoXuLy }],
        });
        return;
      }
      const bad = rows(call).some(({ MaHoSo }) => MaHoSo === code(2));
      if (!bad || storesOthers) shown.push(...rows(call).filter(({ MaHoSo }) => MaHoSo !== code(2)));
      if (bad) sendJson(response, { error_code: '-5', message: `Không hợp lệ: ${code(2)}` });
      else OK(call, response);
    };
    return { shown, script };
  }

  it.each([true, false])('are read back first and never go twice (stored already: %s)', async (stored) => {
    const { shown, script } = naming(stored);
    const { portal, observer } = await start(script);
    const outcomes = await portal.pushSteps(stepOffers(1, 2, 3), observer, NEVER);
    const innocent = stored ? 'unknown' : 'accepted';
    expect([0, 1, 2].map((ref) => outcomes.get(ref)?.kind)).toEqual([innocent, 'rejected', innocent]);
    expect(shown.map(({ MaHoSo }) => MaHoSo)).toEqual([code(1), code(3)]);
  });

  it('are not asked for where the table says that they are stored', async () => {
    const { script } = naming(true);
    const { server, portal, observer } = await start(script, {}, true);
    const outcomes = await portal.pushSteps(stepOffers(1, 2, 3), observer, NEVER);
    expect([0, 1, 2].map((ref) => outcomes.get(ref)?.kind)).toEqual(['accepted', 'rejected', 'accepted']);
    expect(server.calls).toHaveLength(1);
  });
});

it('a handshake that fails has sent nothing', async () => {
  const { server } = await start(OK);
  const portal = adapterAt(server.url.replace('http:', 'https:'));
  closers.push(() => portal.close());
  await expect(portal.open(NEVER)).rejects.toMatchObject({ code: 'DB-TLS-003', exitCode: 69 });
  const outcomes = await portal.pushSteps(stepOffers(1), remembering().observer, NEVER);
  expect(outcomes.get(0)?.kind).toBe('retry-later');
});

it('a login that fails is told once a change, without secrets', async () => {
  const replies = [
    ['', 503],
    ['', 503],
    ['Sai mật khẩu bi-mat của tinh-mau', 200],
    ['Thành công', 200],
    ['', 503],
  ] as const;
  let logins = 0;
  const server = await startScriptedPortal((_, response) => {
    const [message, status] = replies[logins] ?? ['', 503];
    logins += 1;
    const ok = message === 'Thành công';
    sendJson(response, { error_code: ok ? 0 : '-2', message, session: ok ? 'phien-1' : '' }, status);
  }, true);
  const notices: AdapterNotice[] = [];
  let time = Date.now();
  const portal = createAdapterPortal(
    adapterSettings(server.url, { username: 'tinh-mau', password: 'bi-mat' }),
    shippedAnswerRules(),
    {
      clock: { now: () => new Date(time) },
      ticks: () => time,
      onNotice: (notice) => notices.push(notice),
    },
  );
  closers.push(
    () => portal.close(),
    () => server.close(),
  );
  for (const _ of replies) {
    await portal.open(NEVER).catch(() => {});
    time += REFUSAL_PAUSE_MS;
  }
  expect(notices).toEqual([
    { kind: 'login-failed', detail: expect.stringMatching(/^away: HTTP 503/) },
    { kind: 'login-failed', detail: expect.stringContaining('refused: HTTP 200, Sai mật khẩu *** của ***') },
    { kind: 'logged-in', detail: '' },
    { kind: 'login-failed', detail: expect.stringMatching(/^away: HTTP 503/) },
  ]);
});

describe('stopping', () => {
  it('no call is made once the observer objects (lease lost)', async () => {
    let allowed = 2;
    const { server, portal } = await start(OK, { batchSize: 1, concurrency: 1 });
    const observer: CallObserver = {
      beforeCall: async () => {
        allowed -= 1;
        if (allowed < 0) throw new Error('lease lost');
      },
      afterCall: async () => {},
    };
    const outcomes = await portal.pushDossiers(offers(5), observer, NEVER);
    expect([...outcomes.values()].map(({ kind }) => kind).sort()).toEqual([
      'accepted',
      'accepted',
      'retry-later',
      'retry-later',
      'retry-later',
    ]);
    expect(server.calls).toHaveLength(2);
    expect(allowed).toBe(-1);
  });

  it('what is on the way becomes unknown, what is not begun retry-later', async () => {
    const shutdown = new AbortController();
    const { server, portal, observer } = await start(() => shutdown.abort(), {
      batchSize: 1,
      concurrency: 1,
    });
    const outcomes = await portal.pushDossiers(offers(3), observer, shutdown.signal);
    expect([...outcomes.values()].map(({ kind }) => kind).sort()).toEqual([
      'retry-later',
      'retry-later',
      'unknown',
    ]);
    expect(server.calls).toHaveLength(1);
  });
});
