/**
 * TLS to the security server and to the public catalogue, with certificates that openssl makes here: who is
 * spoken to, who is refused, and that a fault of a certificate is an outage and never a bad record.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type ServerOptions } from 'node:https';
import { type AddressInfo, createServer as createPlainServer } from 'node:net';
import tls, { type SecureVersion, TLSSocket } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { openPublicCatalogue } from '../../src/compose/portal.ts';
import { parseConfig } from '../../src/config.ts';
import { explainError } from '../../src/domain/errors.ts';
import type { AdapterSettings } from '../../src/portal/adapter/settings.ts';
import { createTransport } from '../../src/portal/adapter/transport.ts';
import { adapterAt, adapterSettings, NEVER, remembering } from '../support/adapter.ts';
import { type Certificates, makeCertificates, type Pair } from '../support/certificates.ts';
import { someDossier, someStep } from '../support/portal-records.ts';

let made: Certificates;
beforeAll(async () => {
  made = await makeCertificates();
});
afterAll(() => made.remove());

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const close of closers.splice(0)) await close();
});

/** A security server that lets everybody in who comes through the handshake, and remembers who came. */
async function serve(of: Pair, options: ServerOptions = {}) {
  const calls: { readonly path: string; readonly client: string | null }[] = [];
  const server = createServer({ cert: of.cert, key: of.key, ...options }, (request, response) => {
    const peer = (request.socket as TLSSocket).getPeerX509Certificate();
    calls.push({ path: request.url ?? '', client: peer?.subjectAltName ?? null });
    request.resume();
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ error_code: 0, message: 'Thành công', session: 'phien-1', result: [] }));
  });
  server.on('tlsClientError', () => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { calls, port: (server.address() as AddressInfo).port };
}

/** OpenSSL's own server, which says by an alert why it turns us away, as most real ones do; it chooses its port. */
function serveByOpenssl(version: string): Promise<number> {
  const files = ['-cert', made.server.certFile, '-key', made.server.keyFile, '-CAfile', made.ca.certFile];
  const args = [
    's_server',
    '-accept',
    '127.0.0.1:0',
    ...files,
    '-Verify',
    '1',
    '-verify_return_error',
    '-www',
  ];
  const child = spawn('openssl', [...args, version], { stdio: ['ignore', 'pipe', 'ignore'] });
  closers.push(() => void child.kill());
  return new Promise((resolve, reject) => {
    let said = '';
    child.stdout.on('data', (piece) => {
      said += String(piece);
      const port = /^ACCEPT .*:(\d+)\r?\n/m.exec(said)?.[1];
      if (port !== undefined) resolve(Number(port));
    });
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`openssl s_server did not listen: ${said}`)));
  });
}

function portalAt(port: number, changes: Partial<AdapterSettings> = {}, host = 'localhost') {
  const portal = adapterAt(`https://${host}:${port}`, { ca: made.ca.cert, ...changes });
  closers.push(() => portal.close());
  return portal;
}

const STEPS = [{ ref: 0, step: someStep(1, 0) }];
const DOSSIERS = [{ ref: 0, dossier: someDossier(1), known: false }];

/** What `open` throws, and that nothing sent meanwhile counts against a record. */
async function refusalOf(portal: ReturnType<typeof portalAt>) {
  const refused = await portal.open(NEVER).then(
    () => null,
    (error: unknown) => error,
  );
  const { observer, begun } = remembering();
  const outcomes = [
    (await portal.pushSteps(STEPS, observer, NEVER)).get(0),
    (await portal.pushDossiers(DOSSIERS, observer, NEVER)).get(0),
  ];
  for (const outcome of outcomes) expect(outcome).toMatchObject({ kind: 'retry-later', away: true });
  expect(begun).toEqual([]);
  return refused;
}

describe("the portal's certificate", () => {
  it('is accepted where the own authority signed it, by name and by address', async () => {
    const server = await serve(made.server);
    for (const host of ['localhost', '127.0.0.1']) {
      const portal = portalAt(server.port, {}, host);
      await portal.open(NEVER);
      expect((await portal.pushSteps(STEPS, remembering().observer, NEVER)).get(0)?.kind).toBe('accepted');
    }
    expect(server.calls.map(({ path }) => path)).toEqual([
      '/mapi/login',
      '/mapi/g',
      '/mapi/login',
      '/mapi/g',
    ]);
  });

  it.each<[string, () => Pair, () => string | null, RegExp]>([
    ['without the authority', () => made.server, () => null, /^UNABLE_TO_VERIFY_LEAF_SIGNATURE/],
    [
      'with another authority',
      () => made.server,
      () => made.otherCa.cert,
      /^UNABLE_TO_VERIFY_LEAF_SIGNATURE/,
    ],
    ['when it has expired', () => made.expired, () => made.ca.cert, /^CERT_HAS_EXPIRED/],
    [
      'when it is for another name',
      () => made.otherName,
      () => made.ca.cert,
      /^ERR_TLS_CERT_ALTNAME_INVALID/,
    ],
  ])('is refused %s: an outage of which the code tells what to do', async (_why, server, ca, reason) => {
    const { calls, port } = await serve(server());
    const refused = await refusalOf(portalAt(port, { ca: ca() }));
    expect(refused).toMatchObject({
      code: 'DB-TLS-001',
      exitCode: 69,
      params: { where: `https://localhost:${port}/mapi/login`, reason: expect.stringMatching(reason) },
    });
    expect(calls).toEqual([]);
  });

  it('is not accepted because the environment says so', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    const { calls, port } = await serve(made.server);
    expect(await refusalOf(portalAt(port, { ca: null }))).toMatchObject({ code: 'DB-TLS-001' });
    expect(calls).toEqual([]);
  });
});

describe('a server that asks for our certificate', () => {
  const MUTUAL = () => ({ ca: made.ca.cert, requestCert: true, rejectUnauthorized: true });
  const withPair = ({ cert, key }: Pair) => ({ clientCert: cert, clientKey: key });

  it('is shown it', async () => {
    const { calls, port } = await serve(made.server, MUTUAL());
    await portalAt(port, withPair(made.client)).open(NEVER);
    expect(calls).toEqual([{ path: '/mapi/login', client: 'DNS:dongbo.tinh-mau.example' }]);
  });

  it.each([
    ['-tls1_2', 'DB-TLS-003'],
    ['-tls1_3', 'DB-TLS-002'],
  ])('shuts us out without it (%s)', async (version, code) => {
    const port = await serveByOpenssl(version);
    expect(await refusalOf(portalAt(port))).toMatchObject({ code, exitCode: 69 });
    // With TLS 1.3 the connection seems to stand by then: what was written has been read by nobody.
    const transport = createTransport(adapterSettings(`https://localhost:${port}`, { ca: made.ca.cert }));
    closers.push(() => transport.close());
    expect(await transport.post('/mapi/g', {}, NEVER)).toMatchObject({ kind: 'unsent' });
  });

  it.each(['-tls1_2', '-tls1_3'])('shuts us out with that of a stranger (%s)', async (version) => {
    const port = await serveByOpenssl(version);
    const refused = await refusalOf(portalAt(port, withPair(made.otherClient)));
    expect(refused).toMatchObject({ code: 'DB-TLS-002', exitCode: 69 });
  });

  it('shuts us out where it only hangs up', async () => {
    const { calls, port } = await serve(made.server, MUTUAL());
    const code = expect.stringMatching(/^DB-(TLS-002|PRT-001)$/);
    expect(await refusalOf(portalAt(port, withPair(made.otherClient)))).toMatchObject({ code, exitCode: 69 });
    expect(calls).toEqual([]);
  });

  it('is told in words where certificate and key do not belong together', async () => {
    const { calls, port } = await serve(made.server, MUTUAL());
    const changes = { clientCert: made.client.cert, clientKey: made.otherClient.key };
    expect(await refusalOf(portalAt(port, changes))).toMatchObject({ code: 'DB-TLS-002' });
    expect(calls).toEqual([]);
  });
});

/**
 * A front end that takes a call whole, hands it to its portal and then fails in the clear over the same connection;
 * logins it answers. Each connection is for one call.
 */
async function serveFailingInPlain(version: SecureVersion) {
  const stored: string[] = [];
  const context = { cert: made.server.cert, key: made.server.key, minVersion: version, maxVersion: version };
  const server = createPlainServer((raw) => {
    raw.on('error', () => {});
    const secure = new TLSSocket(raw, { isServer: true, secureContext: tls.createSecureContext(context) });
    secure.on('error', () => {});
    let text = '';
    secure.on('data', (data) => {
      text += data.toString('utf8');
      const [head = '', body] = text.split('\r\n\r\n');
      const whole = Number(/content-length: (\d+)/i.exec(head)?.[1]);
      if (body === undefined || Buffer.byteLength(body) < whole) return;
      if (head.startsWith('POST /mapi/login')) {
        const answer = JSON.stringify({ error_code: 0, message: 'Thành công', session: 'phien-1' });
        const heads = 'content-type: application/json\r\nconnection: close';
        secure.end(`HTTP/1.1 200 OK\r\n${heads}\r\n\r\n${answer}`);
        return;
      }
      stored.push(body);
      raw.write('HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => void server.close());
  return { stored, port: (server.address() as AddressInfo).port };
}

describe.each(['TLSv1.2', 'TLSv1.3'] as const)('a fault of TLS after the call (%s)', (version) => {
  it('leaves open what became of it: the step is not sent again', async () => {
    const { stored, port } = await serveFailingInPlain(version);
    const outcome = (await portalAt(port).pushSteps(STEPS, remembering().observer, NEVER)).get(0);
    // A look-up whether the portal is there follows, and may fail in the same way.
    expect(stored.filter((body) => body.includes('CapNhatTienDoHoSoMC'))).toHaveLength(1);
    expect(outcome).toMatchObject({ kind: 'unknown' });
    const transport = createTransport(adapterSettings(`https://localhost:${port}`, { ca: made.ca.cert }));
    closers.push(() => transport.close());
    const reply = await transport.post('/mapi/g', {}, NEVER);
    expect(reply).toMatchObject({ kind: 'lost', code: expect.stringMatching(/WRONG_VERSION|PACKET_LENGTH/) });
  });
});

describe('a server that speaks no TLS newer than 1.1', () => {
  const { DEFAULT_MIN_VERSION, DEFAULT_CIPHERS } = tls;
  // As an option of Node.js or an old habit of the machine might have it; OpenSSL's level 0 lets it happen.
  beforeAll(() => {
    tls.DEFAULT_MIN_VERSION = 'TLSv1';
    tls.DEFAULT_CIPHERS = 'DEFAULT@SECLEVEL=0';
  });
  afterAll(() => {
    tls.DEFAULT_MIN_VERSION = DEFAULT_MIN_VERSION;
    tls.DEFAULT_CIPHERS = DEFAULT_CIPHERS;
  });

  it.each(['TLSv1.1', 'TLSv1'] as const)(
    'is refused, even where Node.js would allow it (%s)',
    async (version) => {
      const { calls, port } = await serve(made.server, { minVersion: version, maxVersion: version });
      expect(await refusalOf(portalAt(port))).toMatchObject({ code: 'DB-TLS-003', exitCode: 69 });
      expect(calls).toEqual([]);
    },
  );
});

it('the public catalogue is held to the same rules', async () => {
  const { calls, port } = await serve(made.server);
  const { catalogue, close } = openPublicCatalogue(
    parseConfig({ CATALOGUE_SOURCE: 'public', CATALOGUE_PUBLIC_URL: `https://localhost:${port}/api` }),
  );
  closers.push(close);
  await expect(catalogue.listProcedures(NEVER)).rejects.toMatchObject({ code: 'DB-TLS-001' });
  expect(calls).toEqual([]);
});

it.each(['DB-TLS-001', 'DB-TLS-002', 'DB-TLS-003'] as const)(
  '%s tells in both languages what to do',
  (code) => {
    for (const language of ['vi', 'en'] as const) {
      const { message, remedy } = explainError(code, language, { where: 'ss:443', reason: 'x' });
      expect([message, remedy].join(' ')).not.toContain('{');
      expect(remedy).toMatch(/PORTAL_C|TLS 1\.2/);
    }
  },
);
