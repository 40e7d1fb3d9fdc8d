/** The admin HTTP where a token is set: nobody without it learns anything. Real HTTP. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AdminServer, startAdminServer } from '../../src/telemetry/admin-server.ts';

const TOKEN = 'ma-theo-doi-42';
/** The last one is no path: what cannot be decoded never comes so far as to be looked for. */
const PATHS = ['/metrics', '/healthz', '/readyz', '/nothing', '/%zz'];
let open: AdminServer;
let guarded: AdminServer;

const start = (token: string | null): Promise<AdminServer> =>
  startAdminServer({
    host: '127.0.0.1',
    port: 0,
    token,
    language: 'en',
    metrics: async () => 'dongbo_up 1\n',
    metricsType: 'text/plain',
    healthz: async () => ({ ok: true, checks: {} }),
    readyz: async () => ({ ok: false, checks: {} }),
  });

beforeAll(async () => {
  open = await start(null);
  guarded = await start(TOKEN);
});
afterAll(async () => {
  await open?.close();
  await guarded?.close();
});

const statuses = (url: string, headers: Readonly<Record<string, string>> = {}): Promise<number[]> =>
  Promise.all(PATHS.map(async (path) => (await fetch(`${url}${path}`, { headers })).status));

it.each([
  ['none', {}],
  ['another', { authorization: 'Bearer ma-theo-doi-43' }],
  ['its beginning', { authorization: 'Bearer ma-theo' }],
  ['an empty one', { authorization: 'Bearer ' }],
  ['another scheme', { authorization: `Basic ${TOKEN}` }],
])('turns away who has %s, on every path alike', async (_who, headers) => {
  expect(await statuses(guarded.url, headers)).toEqual([401, 401, 401, 401, 401]);
  const answer = await fetch(`${guarded.url}/metrics`, { headers });
  expect(answer.headers.get('www-authenticate')).toContain('Bearer');
  const body = await answer.text();
  expect(JSON.parse(body)).toMatchObject({ code: 'DB-SVC-024' });
  expect(body).not.toContain(TOKEN);
});

it('serves who has it, and everybody where none is set', async () => {
  expect(await statuses(guarded.url, { authorization: `Bearer ${TOKEN}` })).toEqual([
    200, 200, 503, 404, 404,
  ]);
  expect(await statuses(open.url)).toEqual([200, 200, 503, 404, 404]);
});

it('says in JSON what it does not have, and takes no body', async () => {
  expect(await (await fetch(`${open.url}/nothing`)).json()).toMatchObject({ code: 'DB-SVC-025' });
  const post = await fetch(`${open.url}/metrics`, { method: 'POST', body: 'x'.repeat(100) });
  expect(post.status).toBeGreaterThanOrEqual(400);
});
