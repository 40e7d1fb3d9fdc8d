/** Answers of every kind that are no page, and TLS: told without a secret or a value, and nothing moves. On real HTTP. */
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RestRules } from '../../src/domain/source-definition.ts';
import type { Source } from '../../src/domain/source-ports.ts';
import type { RestSourceSettings } from '../../src/source/rest/rest-settings.ts';
import { type Certificates, makeCertificates } from '../support/certificates.ts';
import { endlessly, listenRaw } from '../support/raw-server.ts';
import { PAGINGS, type RestService, restRules, startRestService } from '../support/rest-service.ts';
import { CITIZEN, dossier, failure, restSource, SECRETS } from './rest-sources.ts';

let service: RestService;
const sources: Source[] = [];
beforeEach(async () => {
  service = await startRestService();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const source of sources.splice(0)) await source.close();
  await service.close();
});

function sourceOf(rules?: RestRules, settings: Partial<RestSourceSettings> = {}): Source {
  const source = restSource({ url: service.url, ...settings }, rules);
  sources.push(source);
  return source;
}

describe('what is no page', () => {
  const list = JSON.stringify({ ket_qua: { ho_so: [dossier('A', '2026-11-02')] } });
  const json = { 'content-type': 'application/json' };
  it.each<[string, number, Record<string, string>, string | Buffer, string]>([
    ['401', 401, {}, `{"loi": "${CITIZEN}"}`, 'DB-RST-003'],
    ['403', 403, {}, '', 'DB-RST-003'],
    ['429', 429, { 'retry-after': '7' }, '', 'DB-RST-004'],
    ['503 without a word', 503, {}, '', 'DB-RST-004'],
    ['500', 500, {}, CITIZEN, 'DB-RST-005'],
    ['404', 404, {}, '', 'DB-RST-005'],
    ['204', 204, {}, '', 'DB-RST-005'],
    ['a redirect', 302, { location: 'http://127.0.0.1:9/?ma=bi-mat' }, '', 'DB-RST-006'],
    ['a login page', 200, { 'content-type': 'text/html' }, `<html>${CITIZEN}</html>`, 'DB-RST-007'],
    ['an HTML page that says it is JSON', 200, json, '<!DOCTYPE html>', 'DB-RST-007'],
    ['an error object', 200, json, `{"loi": "het phien ${CITIZEN}"}`, 'DB-RST-007'],
    [
      'an error object with an empty list of its own',
      200,
      json,
      '{"ket_qua": {"ho_so": null}}',
      'DB-RST-007',
    ],
    ['half a document', 200, json, list.slice(0, -5), 'DB-RST-007'],
    ['two documents', 200, json, list + list, 'DB-RST-007'],
    ['nothing', 200, json, '', 'DB-RST-007'],
    ['no UTF-8', 200, json, Buffer.from([0x22, 0xff, 0x22]), 'DB-RST-007'],
    ['nesting without end', 200, json, '['.repeat(90_000), 'DB-RST-007'],
    ['too much', 200, json, `${' '.repeat(200_000)}${list}`, 'DB-RST-008'],
    ['a bomb', 200, { ...json, 'content-encoding': 'gzip' }, gzipSync(' '.repeat(50_000_000)), 'DB-RST-008'],
    [
      'half of something packed',
      200,
      { ...json, 'content-encoding': 'gzip' },
      gzipSync(list).subarray(0, 60),
      'DB-RST-007',
    ],
  ])('%s is told, and moves nothing', async (_what, status, headers, body, code) => {
    service.answer = (_request, response) => {
      response.writeHead(status, headers).end(body);
      return true;
    };
    const source = sourceOf(restRules(PAGINGS.cursor), { credentials: SECRETS, maxBytes: 100_000 });
    expect((await failure(source.readPage(null))).code).toBe(code);
    expect(service.asked.length).toBe(1);
  });

  it('is endless, or silent: it is given up', async () => {
    const head = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n';
    const stream = endlessly(head, ' '.repeat(10_000));
    const flood = await listenRaw(stream.talk);
    const drip = await listenRaw((socket) => {
      socket.write(`${head}{`);
      const timer = setInterval(() => socket.write(' '), 20);
      socket.once('close', () => clearInterval(timer));
    });
    const silence = await listenRaw();
    try {
      const of = (url: string) =>
        sourceOf(undefined, { url, maxBytes: 1_000_000, timeoutMs: 300 }).readPage(null);
      expect((await failure(of(flood.url))).code).toBe('DB-RST-008');
      await stream.ended;
      expect((await failure(of(drip.url))).params.reason).toBe('no whole answer in 0.3 s');
      expect((await failure(of(silence.url))).code).toBe('DB-RST-002');
    } finally {
      flood.close();
      drip.close();
      silence.close();
    }
    expect((await failure(sourceOf(undefined, { url: silence.url }).readPage(null))).params.reason).toMatch(
      /ECONNREFUSED/,
    );
  });

  it('a service that asks to wait is not called before', async () => {
    let now = Date.now();
    service.answer = (_request, response) => {
      response.writeHead(503, { 'retry-after': '120' }).end();
      return true;
    };
    const source = sourceOf(undefined, { now: () => now });
    expect((await failure(source.readPage(null))).params.seconds).toBe(120);
    service.answer = null;
    now += 100_000;
    expect(await failure(source.readPage(null))).toMatchObject({
      code: 'DB-RST-004',
      params: { seconds: 20 },
    });
    expect(service.asked.length).toBe(1);
    now += 20_000;
    await source.readPage(null);
    expect(service.asked.length).toBe(2);
  });
});

describe('TLS', () => {
  let made: Certificates;
  beforeAll(async () => {
    made = await makeCertificates();
  });
  afterAll(() => made?.remove());

  async function codeWith(
    pair: 'server' | 'expired' | 'otherName',
    settings: (made: Certificates) => Partial<RestSourceSettings>,
    mutual = false,
  ): Promise<string> {
    const secure = await startRestService([], { pair: made[pair], ...(mutual ? { ca: made.ca } : {}) });
    try {
      const source = sourceOf(undefined, { url: secure.url, credentials: SECRETS, ...settings(made) });
      const code = await failure(source.readPage(null)).then(
        (error) => error.code,
        () => '',
      );
      // Who cannot be trusted is told no secret.
      if (code !== '') expect(secure.headers).toEqual([]);
      return code;
    } finally {
      await secure.close();
    }
  }

  it('is verified always, whatever the environment says', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    expect(await codeWith('server', ({ ca }) => ({ ca: ca.cert }))).toBe('');
    expect(await codeWith('server', () => ({}))).toBe('DB-TLS-001');
    expect(await codeWith('server', ({ otherCa }) => ({ ca: otherCa.cert }))).toBe('DB-TLS-001');
    expect(await codeWith('expired', ({ ca }) => ({ ca: ca.cert }))).toBe('DB-TLS-001');
    expect(await codeWith('otherName', ({ ca }) => ({ ca: ca.cert }))).toBe('DB-TLS-001');
  });

  it('shows our certificate where it is asked for', async () => {
    const ours = ({ ca, client }: Certificates) => ({
      ca: ca.cert,
      clientCert: client.cert,
      clientKey: client.key,
    });
    expect(await codeWith('server', ours, true)).toBe('');
    expect(await codeWith('server', ({ ca }) => ({ ca: ca.cert }), true)).toMatch(/^DB-(TLS-002|RST-002)$/);
  });
});
