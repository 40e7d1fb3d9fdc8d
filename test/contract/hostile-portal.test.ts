/**
 * A portal, or somebody in its place, that means harm: redirects to other hosts, answers and headers without end,
 * bodies that unpack to much more than they are. Real sockets.
 */
import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { createTransport } from '../../src/portal/adapter/transport.ts';
import { createPace } from '../../src/portal/pace.ts';
import { createPublicCatalogue } from '../../src/portal/public/public-catalogue.ts';
import { adapterAt, adapterSettings, NEVER, remembering } from '../support/adapter.ts';
import { someDossier, someStep } from '../support/portal-records.ts';
import { endlessly, listenRaw } from '../support/raw-server.ts';
import { startScriptedPortal } from '../support/scripted-portal.ts';

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function listen(talk: (socket: Socket) => void = () => {}) {
  const server = await listenRaw(talk);
  closers.push(() => server.close());
  return server;
}

describe.each([301, 302, 303, 307, 308])('a redirect (HTTP %i) to another host', (status) => {
  const targets = (port: number): string[] => [
    `http://127.0.0.1:${port}/mapi/login`,
    `//127.0.0.1:${port}/x`,
    `http://127.0.0.1:${port}@localhost:${port}/`,
  ];

  it('is not followed with the account, the session or a dossier', async () => {
    const elsewhere = await listen();
    for (const location of targets(elsewhere.port)) {
      for (const logins of [true, false]) {
        const server = await startScriptedPortal((_, response) => {
          response.writeHead(status, { location, refresh: `0; url=${location}` }).end();
        }, logins);
        const portal = adapterAt(server.url, { timeoutSeconds: 5 });
        closers.push(
          () => portal.close(),
          () => server.close(),
        );
        const opened = portal.open(NEVER);
        if (logins) await expect(opened).rejects.toMatchObject({ exitCode: expect.any(Number) });
        else await opened;
        const { observer } = remembering();
        const dossiers = [{ ref: 0, dossier: someDossier(1), known: false }];
        expect((await portal.pushDossiers(dossiers, observer, NEVER)).get(0)?.kind).not.toBe('accepted');
        const steps = [{ ref: 0, step: someStep(1, 0) }];
        expect((await portal.pushSteps(steps, observer, NEVER)).get(0)?.kind).not.toBe('accepted');
        expect(server.calls.length).toBeGreaterThan(0);
      }
    }
    expect(elsewhere.connections()).toBe(0);
  });

  it('is not followed for the public catalogue', async () => {
    const elsewhere = await listen();
    for (const location of targets(elsewhere.port)) {
      const server = await startScriptedPortal((_, response) => {
        response
          .writeHead(status, { location, 'content-type': 'application/json' })
          .end('{"code":"OK","data":{}}');
      });
      const transport = createTransport(adapterSettings(server.url));
      closers.push(
        () => transport.close(),
        () => server.close(),
      );
      const sleep = async (): Promise<void> => {};
      const pace = createPace({ concurrency: 1, ratePerSecond: 0 }, () => performance.now(), sleep);
      const catalogue = createPublicCatalogue({ transport, pace, sleep, now: () => new Date() });
      await expect(catalogue.listProcedures(NEVER)).rejects.toMatchObject({
        code: expect.stringMatching(/^DB-CAT-00[45]$/),
      });
      expect(server.calls.length).toBeGreaterThan(0);
    }
    expect(elsewhere.connections()).toBe(0);
  });
});

const LIMIT = 100_000;
/** What lies in the buffers of both sides when the connection is cut. */
const BUFFERS = 20_000_000;
const OK_HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n';
const CHUNK = `${(8_192).toString(16)}\r\n${' '.repeat(8_192)}\r\n`;

describe('an answer without end', () => {
  it.each([
    ['of a body in chunks', `${OK_HEAD}Transfer-Encoding: chunked\r\n\r\n`, CHUNK],
    ['of a body until the connection ends', `${OK_HEAD}\r\n`, ' '.repeat(8_192)],
    [
      'of a body that says how long it is',
      `${OK_HEAD}Content-Length: 99999999999\r\n\r\n`,
      ' '.repeat(8_192),
    ],
    ['of many headers', OK_HEAD, `X-Filler: ${'a'.repeat(1_000)}\r\n`],
    ['of one header', `${OK_HEAD}X-Filler: `, 'a'.repeat(1_000)],
    ['of a status line', 'HTTP/1.1 200 ', 'a'.repeat(1_000)],
    [
      'of trailers',
      `${OK_HEAD}Trailer: X-Filler\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n`,
      `X-Filler: ${'a'.repeat(1_000)}\r\n`,
    ],
    ['of extensions of a chunk', `${OK_HEAD}Transfer-Encoding: chunked\r\n\r\n1;x=`, 'a'.repeat(1_000)],
  ])('%s is cut off', async (_what, head, piece) => {
    const stream = endlessly(head, piece);
    const { url } = await listen(stream.talk);
    const transport = createTransport(adapterSettings(url, { maxResponseBytes: LIMIT, timeoutSeconds: 20 }));
    closers.push(() => transport.close());
    const begun = performance.now();
    const reply = await transport.post('/mapi/g', {}, NEVER);
    expect(reply.kind).toBe('lost');
    await stream.ended;
    expect(stream.written()).toBeLessThan(LIMIT + BUFFERS);
    // By its size, and not by the time that a whole call may take.
    expect(performance.now() - begun).toBeLessThan(10_000);
  });

  it('of interim answers ends in time', async () => {
    const stream = endlessly('', 'HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n');
    const { url } = await listen(stream.talk);
    const transport = createTransport(adapterSettings(url, { timeoutSeconds: 0.5 }));
    closers.push(() => transport.close());
    expect(await transport.post('/mapi/g', {}, NEVER)).toMatchObject({ kind: 'lost', code: 'ETIMEDOUT' });
    await stream.ended;
  });

  it('once unpacked, is not unpacked', async () => {
    const packed = gzipSync(Buffer.alloc(200_000_000, ' '));
    expect(packed.length).toBeLessThan(250_000);
    const { url } = await listen((socket) => {
      const head = `${OK_HEAD}Content-Encoding: gzip\r\nContent-Length: ${packed.length}\r\n\r\n`;
      socket.write(Buffer.concat([Buffer.from(head), packed]));
    });
    const transport = createTransport(adapterSettings(url, { maxResponseBytes: 1_000_000 }));
    closers.push(() => transport.close());
    expect(await transport.post('/mapi/g', {}, NEVER)).toMatchObject({ kind: 'lost', code: 'ETOOLARGE' });
  });
});
