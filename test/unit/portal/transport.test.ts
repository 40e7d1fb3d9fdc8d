/**
 * The driver's border to HTTP, intercepted: what exactly leaves for a security server that no test
 * could stand up (its own name, TLS), and what each kind of answer is made of.
 */
import nock from 'nock';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { AdapterSettings } from '../../../src/portal/adapter/settings.ts';
import { createTransport, type Transport } from '../../../src/portal/adapter/transport.ts';
import { adapterSettings, NEVER } from '../../support/adapter.ts';

const SERVER = 'https://ss.tinhmau.example:8443';
const BASE = `${SERVER}/VXPAdapter/RestService/forward/`;
const DESTINATION = 'VN:GOV:000.00.00.G22:vpcpdvcprovider';

const open: Transport[] = [];
function transport(changes: Partial<AdapterSettings> = {}): Transport {
  const made = createTransport(adapterSettings(BASE, { dstcode: DESTINATION, ...changes }));
  open.push(made);
  return made;
}

beforeAll(() => nock.disableNetConnect());
afterEach(() => {
  for (const each of open.splice(0)) each.close();
  nock.cleanAll();
});
afterAll(() => {
  nock.enableNetConnect();
  nock.restore();
});

const text = (body: Uint8Array): string => Buffer.from(body).toString('utf8');

describe('what leaves', () => {
  it('is one POST of UTF-8 JSON to the adapter, the destination in a header', async () => {
    const document = { service: 'TraCuuHoSo', mahoso: 'H19.12-220801-0001', ghichu: 'Hòa Bình “số 1”' };
    const sent = nock(SERVER, {
      reqheaders: {
        accept: 'application/json',
        'content-type': 'application/json',
        charset: 'utf-8',
        dstcode: DESTINATION,
        'content-length': String(Buffer.byteLength(JSON.stringify(document))),
      },
      badheaders: ['authorization', 'cookie'],
    })
      .post('/VXPAdapter/RestService/forward/mapi/g', document)
      .query((query) => Object.keys(query).length === 0)
      .reply(200, { error_code: '0' });
    const reply = await transport().post('/mapi/g', document, NEVER);
    expect(reply).toMatchObject({ kind: 'answer', status: 200 });
    expect(sent.isDone()).toBe(true);
  });

  it('names destination and provider in the query where the province wants it so', async () => {
    const sent = nock(SERVER, { badheaders: ['dstcode'] })
      .post('/VXPAdapter/RestService/forward/mapi/login')
      .query({ dstcode: DESTINATION, providerurl: 'https://dvc/x?y=1&z' })
      .reply(201, {});
    const changes = { dstcodeIn: 'query', providerUrl: 'https://dvc/x?y=1&z' } as const;
    const reply = await transport(changes).post('mapi/login', {}, NEVER);
    expect(reply).toMatchObject({ kind: 'answer', status: 201 });
    expect(sent.isDone()).toBe(true);
  });
});

describe('what comes back', () => {
  const answering = () => nock(SERVER).post(/forward/);

  it('is handed on as it came: bytes, lower-case headers, any status', async () => {
    const page = '<html><title>Request Rejected</title>Yêu cầu bị từ chối</html>';
    answering().reply(503, page, { 'Content-Type': 'text/html; charset=UTF-8', 'Retry-After': '120' });
    const reply = await transport().post('/mapi/g', {}, NEVER);
    if (reply.kind !== 'answer') throw new Error(reply.reason);
    expect([reply.status, text(reply.body)]).toEqual([503, page]);
    expect(reply.headers).toMatchObject({ 'content-type': 'text/html; charset=UTF-8', 'retry-after': '120' });
  });

  it('a redirect is an answer, not a place to send the dossier to', async () => {
    answering().reply(302, '', { location: 'https://elsewhere.example/' });
    const reply = await transport().post('/mapi/g', {}, NEVER);
    expect(reply).toMatchObject({ kind: 'answer', status: 302 });
  });

  it('a connection that does not come about in time cannot have carried anything; no second try', async () => {
    const scope = answering().delayConnection(2_000).reply(200, {});
    answering().reply(200, {});
    const reply = await transport({ timeoutSeconds: 0.05 }).post('/mapi/g', {}, NEVER);
    expect(reply).toMatchObject({ kind: 'unsent', code: 'ETIMEDOUT', reason: 'no answer in 0.05 s' });
    expect(scope.isDone()).toBe(true);
    expect(nock.pendingMocks()).toHaveLength(1);
    nock.abortPendingRequests();
  });
});
