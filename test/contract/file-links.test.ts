/**
 * File links are asked for by the doctor alone, at one origin alone, and whatever is there cannot hold it up,
 * fill its memory or send it elsewhere. Real sockets.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { askLink } from '../../src/portal/link-probe.ts';
import { NEVER } from '../support/adapter.ts';
import { endlessly, listenRaw } from '../support/raw-server.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  vi.unstubAllEnvs();
  for (const close of closers.splice(0)) close();
});

async function listen(talk?: Parameters<typeof listenRaw>[0]) {
  const server = await listenRaw(talk);
  closers.push(() => server.close());
  return server;
}

const ask = (link: string, base: string, timeoutMs = 5_000) => askLink(link, base, timeoutMs, NEVER);

describe('a link that leads elsewhere', () => {
  it.each([
    'https://tep.tinh-mau.example@HOST/x',
    'http://tep.tinh-mau.example:80@HOST/x',
    'http://HOST\\@tep.tinh-mau.example/x',
    'http://HOST#@tep.tinh-mau.example/x',
    'http://HOST?@tep.tinh-mau.example/x',
    'http://tep.tinh-mau.example.HOST/x',
    'http://tep.tinh-mau.example%40HOST/x',
    '//HOST/x',
    'http://[::ffff:127.0.0.1]/x',
    'http://2130706433/x',
    'http://0x7f.1/x',
    'http://169.254.169.254/latest/meta-data/',
    'http://localhost/x',
    'https://tep.tinh-mau.example/x',
    'http://tep.tinh-mau.example:8080/x',
    'file:///etc/passwd',
    'ftp://tep.tinh-mau.example/x',
    'gopher://HOST/x',
    'data:text/plain,x',
    'javascript:alert(1)',
    'x',
    '',
    'http://',
    'http://tep.tinh-mau.example\u0000.HOST/x',
  ])('is asked nowhere: %j', async (template) => {
    const trap = await listen();
    const link = template.replaceAll('HOST', `127.0.0.1:${trap.port}`);
    expect(await ask(link, 'http://tep.tinh-mau.example/luu-tru/')).toEqual({ kind: 'elsewhere' });
    expect(trap.connections()).toBe(0);
  });

  it.each([301, 302, 303, 307, 308])('by a redirect (HTTP %i) is not followed', async (status) => {
    const trap = await listen();
    const server = await listen((socket) => {
      socket.end(
        `HTTP/1.1 ${status} X\r\nLocation: http://127.0.0.1:${trap.port}/x\r\nContent-Length: 0\r\n\r\n`,
      );
    });
    const answer = await ask(`${server.url}/a`, server.url);
    expect(answer).toEqual({ kind: 'asked', fault: `HTTP ${status}, a redirect` });
    expect(trap.connections()).toBe(0);
  });

  it('takes no account along that stands in it', async () => {
    let seen = '';
    const server = await listen((socket, first) => {
      seen = first;
      socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
    });
    const link = server.url.replace('//', '//ten:mat-khau@');
    expect(await ask(`${link}/a`, server.url)).toEqual({ kind: 'asked', fault: null });
    expect(seen).toMatch(/^HEAD \/a HTTP/);
    expect(seen).not.toMatch(/authorization|cookie/i);
  });
});

describe('a file server that means harm', () => {
  it.each([
    ['a body where none was asked for', 'HTTP/1.1 200 OK\r\n\r\n', ' '.repeat(8_192), null],
    ['headers without end', 'HTTP/1.1 200 OK\r\n', `X: ${'a'.repeat(1_000)}\r\n`, 'HPE_HEADER_OVERFLOW'],
  ])('is left: %s', async (_what, head, piece, fault) => {
    const stream = endlessly(head, piece);
    const server = await listen(stream.talk);
    expect(await ask(`${server.url}/a`, server.url)).toEqual({ kind: 'asked', fault });
    await stream.ended;
    expect(stream.written()).toBeLessThan(20_000_000);
  });

  it('is left: no more than the beginning of a body is taken where HEAD is not liked', async () => {
    const stream = endlessly('HTTP/1.1 200 OK\r\n\r\n', ' '.repeat(8_192));
    const server = await listen((socket, first) => {
      if (first.startsWith('HEAD')) socket.end('HTTP/1.1 405 X\r\nContent-Length: 0\r\n\r\n');
      else stream.talk(socket);
    });
    expect(await ask(`${server.url}/a`, server.url)).toEqual({ kind: 'asked', fault: null });
    await stream.ended;
    expect(stream.written()).toBeLessThan(20_000_000);
  });

  it.each([
    ['silence', ''],
    ['half a head', 'HTTP/1.1 200 OK\r\nX-'],
  ])('does not hold us up: %s', async (_what, text) => {
    const server = await listen((socket) => void socket.write(text));
    expect(await ask(`${server.url}/a`, server.url, 200)).toEqual({
      kind: 'asked',
      fault: 'no answer in time',
    });
  });
});

describe('the program', () => {
  const root = join(import.meta.dirname, '../..');
  const texts = ['src', 'jobs'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => ({ path: join(folder, name), text: readFileSync(join(root, folder, name), 'utf8') })),
  );
  const whoHas = (pattern: RegExp): string[] =>
    texts.filter(({ text }) => pattern.test(text)).map(({ path }) => path);

  it('asks for links in the doctor alone', () => {
    expect(whoHas(/from '[^']*\/link-probe\.ts'/)).toEqual(['src/compose/doctor/file-links.ts']);
    const inDoctor = ['src/compose/doctor/examine.ts', 'src/compose/doctor/file-links.ts'];
    expect(whoHas(/\bfileLinksCheck\b/).sort()).toEqual(inDoctor);
  });

  it('speaks HTTP outwards in four places alone', () => {
    // fastify is the HTTP of the admin port; the simulator is never part of a daemon.
    const outwards = whoHas(/from '(node:https?|axios)'|\bfetch\(/);
    expect(outwards.filter((path) => !path.startsWith('src/simulator/')).sort()).toEqual([
      'src/portal/adapter/transport.ts',
      'src/portal/link-probe.ts',
      'src/portal/presence-probe.ts',
      'src/source/rest/rest-client.ts',
    ]);
  });
});
