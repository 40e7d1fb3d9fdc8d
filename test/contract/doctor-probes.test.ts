/** How the doctor looks at portal and file links, on real HTTP; how it judges; that no check stops another. */
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { judgeEnd } from '../../src/compose/doctor/certificates.ts';
import { judgeClock } from '../../src/compose/doctor/clock.ts';
import { examine, exitOf } from '../../src/compose/doctor/examine.ts';
import { plain, well, words } from '../../src/compose/doctor/finding.ts';
import { judgeNode } from '../../src/compose/doctor/node-version.ts';
import { type DoctorSettings, Skip } from '../../src/compose/doctor/room.ts';
import { DongboError } from '../../src/domain/errors.ts';
import { askLink } from '../../src/portal/link-probe.ts';
import { lookAtPortal } from '../../src/portal/presence-probe.ts';
import { NEVER } from '../support/adapter.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const CERTIFICATES = { ca: null, clientCert: null, clientKey: null, timeoutMs: 5_000 };

describe('a look at the portal', () => {
  it('tells its clock, and sends neither account nor body', async () => {
    const seen: unknown[] = [];
    const url = await serve(({ method, headers }, response) => {
      seen.push([method, headers.authorization, headers['content-length']]);
      response.setHeader('date', new Date(Date.now() + 300_000).toUTCString());
      response.writeHead(405).end();
    });
    const { status, aheadMs, tls } = await lookAtPortal(
      { ...CERTIFICATES, url: url.replace('//', '//u:p@') },
      NEVER,
    );
    expect([status, tls, seen]).toEqual([405, null, [['HEAD', undefined, undefined]]]);
    expect(Math.abs((aheadMs ?? 0) - 300_000)).toBeLessThan(2_000);
    expect(judgeClock(aheadMs ?? 0, url)).toMatchObject({ result: 'failed', code: 'DB-DOC-007' });
  });
});

it('says of a portal that does not answer that its time is over', async () => {
  const url = await serve(() => {});
  await expect(lookAtPortal({ ...CERTIFICATES, url, timeoutMs: 50 }, NEVER)).rejects.toThrow(
    /^ETIMEDOUT: no answer in time$/,
  );
});

describe('a file link', () => {
  it('is asked on its own origin only, and no redirect is followed', async () => {
    const asked: string[] = [];
    const url = await serve(({ method, url: path, headers }, response) => {
      asked.push(`${method} ${path} ${headers.range ?? ''}`.trim());
      const status = { '/a': 200, '/away': 302, '/old': method === 'HEAD' ? 405 : 206 }[path ?? ''] ?? 404;
      response.writeHead(status, { location: '/a' }).end();
    });
    const ask = (link: string) => askLink(link, `${url}/tep/`, 5_000, NEVER);
    expect(await ask(`${url}/a`)).toEqual({ kind: 'asked', fault: null });
    expect(await ask(`${url}/none`)).toEqual({ kind: 'asked', fault: 'HTTP 404' });
    expect(await ask(`${url}/away`)).toEqual({ kind: 'asked', fault: 'HTTP 302, a redirect' });
    expect(await ask(`${url}/old`)).toEqual({ kind: 'asked', fault: null });
    for (const link of [url.replace('127.0.0.1', 'localhost'), 'http://169.254.169.254/', 'ftp://x/y', 'x'])
      expect(await ask(link)).toEqual({ kind: 'elsewhere' });
    expect(asked).toEqual(['HEAD /a', 'HEAD /none', 'HEAD /away', 'HEAD /old', 'GET /old bytes=0-0']);
  });
});

it.each([
  [31, 'ok', null],
  [29, 'warning', 'DB-DOC-012'],
  [6, 'failed', 'DB-DOC-012'],
  [-1, 'failed', 'DB-DOC-012'],
])('a certificate with %i days left: %s', (days, result, code) => {
  expect(judgeEnd(new Date(days * 86_400_000), 'x', 0)).toMatchObject({ result, code });
});

it.each([
  ['20.18.9', 'failed'],
  ['20.19.0', 'warning'],
  ['24.1.0', 'ok'],
])('Node.js %s: %s', (version, result) => {
  expect(judgeNode(version, Date.parse('2026-11-28')).result).toBe(result);
});

it('no check stops another, whatever becomes of it', async () => {
  const title = plain('');
  const run = (name: string, work: () => Promise<never>, limitMs = 10_000) => ({
    name,
    title,
    limitMs,
    run: work,
  });
  const examined = await examine({} as DoctorSettings, [
    run('throws', () => Promise.reject(new DongboError('DB-SVC-001', { where: 'x', reason: 'y' }))),
    run('hangs', () => new Promise(() => {}), 1),
    run('skips', () => Promise.reject(new Skip(words('không', 'no')))),
    { name: 'works', title, run: async () => well(plain('1')) },
  ]);
  expect(examined.map(({ finding }) => [finding.result, finding.code])).toEqual([
    ['failed', 'DB-SVC-001'],
    ['failed', 'DB-DOC-001'],
    ['skipped', null],
    ['ok', null],
  ]);
  expect([exitOf(examined), exitOf(examined.slice(2))]).toEqual([69, 0]);
});
