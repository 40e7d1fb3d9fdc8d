/**
 * Every kind of answer that a portal, or something in front of it, may give, over real HTTP: what becomes
 * of a dossier and of a step. Never success unless the portal says so.
 */
import type { ServerResponse } from 'node:http';
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OutcomeKind } from '../../src/domain/portal-outcome.ts';
import { adapterAt, NEVER, remembering } from '../support/adapter.ts';
import { someDossier, someStep } from '../support/portal-records.ts';
import { sendJson, startScriptedPortal } from '../support/scripted-portal.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const MAX_BYTES = 100_000;
const OK = JSON.stringify({ error_code: '0', message: 'Thành công', result: [] });
const PAGE = '<!DOCTYPE html><html><head><title>Request Rejected</title></head><body></body></html>';

type Reply = (response: ServerResponse) => void;
const send =
  (status: number, headers: Readonly<Record<string, string>>, body: string | Buffer): Reply =>
  (response) =>
    void response.writeHead(status, headers).end(body);
const packed = (encoding: string, body: Buffer): Reply =>
  send(200, { ...JSON_TYPE, 'content-encoding': encoding }, body);

const zipped = gzipSync(OK);
const corrupt = Buffer.from(zipped);
corrupt.writeUInt32LE(0xdeadbeef, corrupt.length - 8);
const bomb = gzipSync(Buffer.alloc(30_000_000, ' '));
const long = JSON.stringify({ error_code: 0, message: 'Thành công', result: ['x'.repeat(MAX_BYTES)] });

const TABLE: readonly (readonly [string, Reply, OutcomeKind, OutcomeKind])[] = [
  ['success', send(200, JSON_TYPE, OK), 'accepted', 'accepted'],
  ['success by HTTP 201', send(201, JSON_TYPE, OK), 'accepted', 'accepted'],
  ['success with a mark of UTF-8', send(200, JSON_TYPE, `\ufeff${OK}`), 'accepted', 'accepted'],
  ['JSON said to be HTML', send(200, { 'content-type': 'text/html' }, OK), 'accepted', 'accepted'],
  ['JSON said to be nothing', send(200, {}, OK), 'accepted', 'accepted'],
  [
    'JSON in another charset than said',
    send(200, JSON_TYPE, Buffer.from(OK, 'latin1')),
    'accepted',
    'accepted',
  ],
  ['gzip', packed('gzip', zipped), 'accepted', 'accepted'],
  ['gzip that nobody announced', send(200, JSON_TYPE, zipped), 'accepted', 'accepted'],
  ['gzip announced, unpacked on the way', packed('gzip', Buffer.from(OK)), 'accepted', 'accepted'],
  ['deflate', packed('deflate', deflateSync(OK)), 'accepted', 'accepted'],
  ['deflate without its head', packed('deflate', deflateRawSync(OK)), 'accepted', 'accepted'],
  [
    'an encoding that nobody asked for',
    packed('zstd', Buffer.from('(\xb5/\xfd', 'latin1')),
    'unknown',
    'unknown',
  ],
  ['gzip cut short', packed('gzip', zipped.subarray(0, -12)), 'unknown', 'unknown'],
  ['gzip cut within its checksum', packed('gzip', zipped.subarray(0, -6)), 'unknown', 'unknown'],
  ['gzip with a wrong checksum', packed('gzip', corrupt), 'unknown', 'unknown'],
  ['gzip of far more than we take', packed('gzip', bomb), 'unknown', 'unknown'],
  ['more than we take', send(200, JSON_TYPE, long), 'unknown', 'unknown'],
  ['JSON cut in the middle', send(200, JSON_TYPE, OK.slice(0, -4)), 'unknown', 'unknown'],
  ['one JSON a line', send(200, JSON_TYPE, `${OK}\n${OK}`), 'unknown', 'unknown'],
  ['nothing by HTTP 200', send(200, JSON_TYPE, ''), 'unknown', 'unknown'],
  ['nothing by HTTP 204', send(204, {}, ''), 'unknown', 'unknown'],
  ['a page by HTTP 200', send(200, { 'content-type': 'text/html' }, PAGE), 'retry-later', 'retry-later'],
  ['a page by HTTP 201', send(201, { 'content-type': 'text/html' }, PAGE), 'retry-later', 'retry-later'],
  ['a page said to be JSON', send(200, JSON_TYPE, PAGE), 'retry-later', 'retry-later'],
  ['a page, packed', packed('gzip', gzipSync(PAGE)), 'retry-later', 'retry-later'],
  ['a page by HTTP 403', send(403, { 'content-type': 'text/html' }, PAGE), 'retry-later', 'retry-later'],
  ['a page by HTTP 502', send(502, { 'content-type': 'text/html' }, PAGE), 'retry-later', 'unknown'],
  ['success by HTTP 500', send(500, JSON_TYPE, OK), 'retry-later', 'unknown'],
  [
    'the code of success over words of failure',
    send(200, JSON_TYPE, '{"error_code":0,"message":"Cập nhật không thành công"}'),
    'rejected',
    'rejected',
  ],
  ['a list', send(200, JSON_TYPE, `[${OK}]`), 'not-understood', 'unknown'],
  ['a text', send(200, JSON_TYPE, JSON.stringify(OK)), 'not-understood', 'unknown'],
  [
    'words that no rule knows',
    send(200, JSON_TYPE, '{"error_code":"X1","message":"Nguyễn Thị Mẫu: lạ"}'),
    'not-understood',
    'not-understood',
  ],
];

let reply: Reply = send(200, JSON_TYPE, OK);
let server: Awaited<ReturnType<typeof startScriptedPortal>>;
let portal: ReturnType<typeof adapterAt>;
beforeAll(async () => {
  server = await startScriptedPortal((call, response) => {
    // Look-ups are answered: so the answers in question are no outage.
    if (call.body.service === 'TraCuuHoSo')
      sendJson(response, { error_code: 0, message: 'Thành công', result: [] });
    else reply(response);
  });
  portal = adapterAt(server.url, { maxResponseBytes: MAX_BYTES });
});
afterAll(async () => {
  await portal.close();
  await server.close();
});

describe('an answer', () => {
  it.each(TABLE)('%s', async (_, answer, ofDossier, ofStep) => {
    reply = answer;
    const { observer } = remembering();
    const dossiers = [{ ref: 1, dossier: someDossier(1), known: false }];
    const dossier = (await portal.pushDossiers(dossiers, observer, NEVER)).get(1);
    const step = (await portal.pushSteps([{ ref: 2, step: someStep(1, 1) }], observer, NEVER)).get(2);
    expect([dossier?.kind, step?.kind]).toEqual([ofDossier, ofStep]);
    expect([dossier?.away, step?.away]).toEqual([undefined, undefined]);
    expect(dossier?.message).not.toContain('Mẫu');
  });

  it('of far too much is not read to its end, packed or not', async () => {
    for (const body of [bomb, Buffer.from(long)]) {
      reply = packed(body === bomb ? 'gzip' : 'identity', body);
      const { observer } = remembering();
      const dossiers = [{ ref: 1, dossier: someDossier(1), known: false }];
      const outcome = (await portal.pushDossiers(dossiers, observer, NEVER)).get(1);
      const message = `the answer is longer than ${MAX_BYTES} bytes`;
      expect(outcome).toEqual({ kind: 'unknown', errorCode: 'ETOOLARGE', message });
    }
  });
});
