/** Each fault on the wire: what a client sees, and what the portal holds by then. */
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import {
  FAULT_MEANINGS,
  FAULT_NAMES,
  type FaultName,
  type Stored,
} from '../../../src/simulator/portal/fault-meanings.ts';
import { BOMB_BYTES, HUGE_BYTES } from '../../../src/simulator/portal/packed-answer.ts';
import {
  type SimulatedPortal,
  startSimulatedPortal,
} from '../../../src/simulator/portal/simulated-portal.ts';
import { caller, login, wireDossier } from './portal-client.ts';
import { callRaw, type Ending, type Seen } from './raw-call.ts';

let portal: SimulatedPortal | undefined;
afterEach(async () => {
  await portal?.close();
});

const textOf = ({ body }: Seen): string => body.toString('utf8');
const wordsOf = (seen: Seen, text = textOf(seen)): { error_code?: unknown; message?: string } =>
  JSON.parse(text);

/** A whole answer with this status; further looks at it are the row's. */
function whole(status: number, look: (seen: Seen) => void = () => undefined): (seen: Seen) => void {
  return (seen) => {
    expect([seen.ending, seen.status]).toEqual(['whole', status]);
    look(seen);
  };
}

const without =
  (ending: Ending): ((seen: Seen) => void) =>
  (seen) => {
    expect([seen.ending, seen.status, seen.body.length]).toEqual([ending, 0, 0]);
  };

const good = (seen: Seen, text = textOf(seen)): void =>
  expect(wordsOf(seen, text).message).toBe('Thực hiện thành công');
const page =
  (words: string): ((seen: Seen) => void) =>
  (seen) => {
    expect(seen.headers['content-type']).toContain('text/html');
    expect(textOf(seen)).toContain(words);
  };
const says =
  (code: unknown, words: string): ((seen: Seen) => void) =>
  (seen) => {
    expect(wordsOf(seen)).toMatchObject({ error_code: code, message: expect.stringContaining(words) });
  };
const empty = (seen: Seen): void => expect(seen.body).toHaveLength(0);
const half = (ending: Ending) => (seen: Seen) => {
  const length = Number(seen.headers['content-length']);
  expect([seen.ending, seen.status, seen.body.length]).toEqual([ending, 200, Math.floor(length / 2)]);
};

const ROWS: Readonly<Record<FaultName, (seen: Seen) => void>> = {
  lost: without('ended'),
  cut: half('cut'),
  stored502: whole(502, page('502 Bad Gateway')),
  http503: whole(503, page('Service Unavailable')),
  http429: whole(429, ({ headers }) => expect(headers['retry-after']).toBe('7')),
  html200: whole(200, page('Request Rejected')),
  html201: whole(201, page('Request Rejected')),
  reset: without('reset'),
  slow: whole(200, (seen) => {
    good(seen);
    expect(seen.milliseconds).toBeGreaterThanOrEqual(49);
  }),
  expire: whole(200, says('-1', 'hết hạn')),
  garbage: whole(200, (seen) => {
    expect(seen.headers['content-type']).toBe('application/json');
    expect(() => wordsOf(seen)).toThrow(SyntaxError);
  }),
  login503: whole(503, page('Service Unavailable')),
  http500: whole(500, says('500', 'lỗi')),
  http502: whole(502, page('502 Bad Gateway')),
  stored500: whole(500, says('500', 'lỗi')),
  stored504: whole(504, page('504 Gateway Timeout')),
  hang: without('silent'),
  storedHang: without('silent'),
  trickle: whole(200, (seen) => {
    good(seen);
    expect(seen.pieces).toBeGreaterThan(10);
  }),
  stall: half('silent'),
  huge: whole(200, (seen) => {
    good(seen);
    expect(seen.body.length).toBeGreaterThanOrEqual(HUGE_BYTES);
    expect(seen.headers['content-length']).toBeUndefined();
  }),
  gzip: whole(200, (seen) => {
    expect(seen.headers['content-encoding']).toBe('gzip');
    good(seen, gunzipSync(seen.body).toString());
  }),
  gzipCut: whole(200, ({ headers, body }) => {
    expect(headers['content-encoding']).toBe('gzip');
    expect(() => gunzipSync(body)).toThrow('unexpected end of file');
  }),
  gzipBomb: whole(200, (seen) => {
    expect(seen.body.length).toBeLessThan(1_000_000);
    const text = gunzipSync(seen.body);
    expect(text.length).toBeGreaterThanOrEqual(BOMB_BYTES);
    good(seen, text.toString());
  }),
  wrongType: whole(200, (seen) => {
    expect(seen.headers['content-type']).toContain('text/html');
    good(seen);
  }),
  empty200: whole(200, empty),
  storedEmpty200: whole(200, empty),
  empty204: whole(204, empty),
  redirect: whole(302, ({ headers }) => expect(headers.location).toBe('/dang-nhap')),
  http401: whole(401),
  http403html: whole(403, page('Request Rejected')),
  latin1: whole(200, (seen) => {
    expect(textOf(seen)).toContain('\ufffd');
    expect(wordsOf(seen, seen.body.toString('latin1')).message).toBe('Th?c hi?n thành công');
  }),
  oddCodes: whole(200, says('00 ', 'thành công')),
  unknownWords: whole(200, says('88', 'đang được xem xét')),
  storedUnknownWords: whole(200, says('88', 'đang được xem xét')),
  partial: whole(500, says('500', 'lỗi')),
  doubleRows: whole(200, (seen) => {
    const { result } = wordsOf(seen) as { result?: { MaHoSo: string }[] };
    expect(result?.map(({ MaHoSo }) => MaHoSo)).toEqual(['A', 'A', 'B', 'B', 'C', 'C']);
  }),
  busy: whole(200, says('-9', 'bảo trì')),
  throttledWords: whole(200, says('-8', 'Quá nhiều yêu cầu')),
  loginRefused: whole(200, says('-2', 'Sai tên đăng nhập')),
  loginHang: without('silent'),
  loginHtml: whole(200, page('Request Rejected')),
};

const CODES = ['A', 'B', 'C'];
const KEPT: Readonly<Record<Stored, readonly string[]>> = { all: CODES, half: ['A', 'B'], nothing: [] };

describe('each fault does what it says', () => {
  it.each(FAULT_NAMES)('%s', async (fault) => {
    portal = await startSimulatedPortal({ retryAfterSeconds: 7, trickleMs: 0, slowMs: 50 });
    const { on, stored } = FAULT_MEANINGS[fault];
    const { username, password, agencyCode: madonvi } = portal.credentials;
    const session = await login(portal);
    portal.control({ faults: { [fault]: 1 } });
    const data = CODES.map((code) => wireDossier(code));
    const [path, body] =
      on === 'login'
        ? ['/mapi/login', { username, password }]
        : ['/mapi/g', { session, madonvi, service: 'DongBoHoSoMC', isUpdating: 'False', data }];
    const seen = await callRaw(portal, path, body, fault, /hang|stall/i.test(fault));
    ROWS[fault](seen);
    expect([...portal.state().dossiers.keys()]).toEqual(KEPT[stored]);
    expect(portal.state()).toMatchObject({ faults: { [fault]: 1 }, logins: 1 });
    // Whatever it was, the portal goes on; only `expire` ended the session.
    portal.control({ faults: {} });
    const after = await caller(portal, session)('LayDanhMucLinhVuc');
    expect(Number(after.body.error_code)).toBe(fault === 'expire' ? -1 : 0);
  });
});

it('dresses the codes of rows and of the whole oddly, each as a number or with blanks', async () => {
  portal = await startSimulatedPortal({ faults: { oddCodes: 1 } });
  const call = caller(portal, await login(portal));
  const seen = new Set<unknown>();
  for (const code of ['A', 'B', 'C', 'A']) {
    const { body } = await call('DongBoHoSoMC', { isUpdating: 'False', data: [wireDossier(code)] });
    for (const { error_code: one } of [body, ...(body.result ?? [])]) seen.add(one);
  }
  expect(seen).toEqual(new Set([' 0 ', '00 ', 0, -6, -3]));
});

it('is steered by other processes, and goes away and comes back', async () => {
  portal = await startSimulatedPortal();
  const { url } = portal;
  const control = (change: unknown) =>
    fetch(`${url}/__control`, { method: 'POST', body: JSON.stringify(change) });
  expect((await control({ down: true })).status).toBe(200);
  await expect(login(portal)).rejects.toThrow();
  expect(await (await fetch(`${url}/__state`)).json()).toMatchObject({ down: true, dossiers: 0 });
  await control({ down: false, faults: { http503: 1 } });
  const call = caller(portal, await login(portal));
  expect((await call('LayDanhMucLinhVuc')).status).toBe(503);
  expect((await control({ faults: { nonsense: 1 } })).status).toBe(400);
  expect((await control({ mode: 'other' })).status).toBe(400);
  // A message with one wrong word changes nothing at all.
  expect((await control({ faults: {}, poison: { share: 2 } })).status).toBe(400);
  expect((await call('LayDanhMucLinhVuc')).status).toBe(503);
});
