/** Servers that make a call wait, each in its own way: what ends the call, when, and what it says. */
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { AdapterSettings } from '../../src/portal/adapter/settings.ts';
import { createTransport } from '../../src/portal/adapter/transport.ts';
import { adapterAt, adapterSettings, NEVER, remembering } from '../support/adapter.ts';
import { someDossier, someStep } from '../support/portal-records.ts';

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** Listens; `onData` has the socket once anything has come over it. */
async function listen(onData: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('data', () => onData(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });
  return (server.address() as AddressInfo).port;
}

/** Long enough never to be met where it is not asked for. */
const PATIENT = {
  connectTimeoutSeconds: 60,
  firstByteTimeoutSeconds: 60,
  idleTimeoutSeconds: 60,
  timeoutSeconds: 60,
};

function transportTo(baseUrl: string, limits: Partial<AdapterSettings>) {
  const transport = createTransport(adapterSettings(baseUrl, { ...PATIENT, ...limits }));
  closers.push(() => transport.close());
  return transport;
}

const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n';
/** A byte every 50 ms. */
function trickle(socket: Socket, text: string): void {
  let at = 0;
  const timer = setInterval(() => {
    socket.write(text.charAt(at));
    at += 1;
    if (at >= text.length) clearInterval(timer);
  }, 50);
  socket.on('close', () => clearInterval(timer));
}

describe('a call ends', () => {
  it('where the TLS handshake hangs: nothing was sent', async () => {
    const port = await listen(() => {});
    const transport = transportTo(`https://127.0.0.1:${port}`, { connectTimeoutSeconds: 0.2 });
    expect(await transport.post('/mapi/g', {}, NEVER)).toEqual({
      kind: 'unsent',
      code: 'ECONNECT_TIMEOUT',
      reason: 'no connection in 0.2 s',
    });
  });

  it('where the server takes the call and never answers: it may have been stored', async () => {
    const port = await listen(() => {});
    const transport = transportTo(`http://127.0.0.1:${port}`, { firstByteTimeoutSeconds: 0.2 });
    expect(await transport.post('/mapi/g', {}, NEVER)).toEqual({
      kind: 'lost',
      code: 'EFIRSTBYTE_TIMEOUT',
      reason: 'no answer in 0.2 s after sending',
    });
  });

  it.each([
    ['its head', 'HTTP/1.1 200 OK\r\nContent-'],
    ['its body', `${HEAD}Content-Length: 99\r\n\r\n{"error_code":0,"message":"Th`],
  ])('where the answer stops in the middle of %s', async (_, half) => {
    const port = await listen((socket) => void socket.write(half));
    const transport = transportTo(`http://127.0.0.1:${port}`, { idleTimeoutSeconds: 0.2 });
    expect(await transport.post('/mapi/g', {}, NEVER)).toEqual({
      kind: 'lost',
      code: 'EIDLE_TIMEOUT',
      reason: 'silent for 0.2 s in the middle of the answer',
    });
  });

  it('in the end, though the server sends a byte again and again', async () => {
    const endless = `${HEAD}Content-Length: 9000\r\n\r\n${' '.repeat(9_000)}`;
    const port = await listen((socket) => trickle(socket, endless));
    const transport = transportTo(`http://127.0.0.1:${port}`, { timeoutSeconds: 0.5 });
    expect(await transport.post('/mapi/g', {}, NEVER)).toEqual({
      kind: 'lost',
      code: 'ETIMEDOUT',
      reason: 'no whole answer in 0.5 s',
    });
  });

  it('on a connection that was kept, too', async () => {
    let calls = 0;
    const port = await listen((socket) => {
      socket.write(`${HEAD}Content-Length: 2\r\n\r\n{}`);
      socket.on('data', () => {
        calls += 1;
      });
    });
    const transport = transportTo(`http://127.0.0.1:${port}`, { firstByteTimeoutSeconds: 0.3 });
    expect(await transport.post('/mapi/g', {}, NEVER)).toMatchObject({ kind: 'answer', status: 200 });
    expect(await transport.post('/mapi/g', {}, NEVER)).toMatchObject({ code: 'EFIRSTBYTE_TIMEOUT' });
    expect(calls).toBeGreaterThan(0);
  });
});

it('an answer that comes slowly but goes on is waited for', async () => {
  const port = await listen((socket) => {
    socket.write(`${HEAD}Content-Length: 18\r\n\r\n`);
    trickle(socket, '{"error_code":"0"}');
  });
  // Eighteen bytes take longer than any silence may.
  const transport = transportTo(`http://127.0.0.1:${port}`, { idleTimeoutSeconds: 0.7 });
  const reply = await transport.post('/mapi/g', {}, NEVER);
  expect(reply).toMatchObject({ kind: 'answer', body: Buffer.from('{"error_code":"0"}') });
});

it('nothing that hangs is taken for a refusal, or for a record’s own fault', async () => {
  const port = await listen(() => {});
  const portal = adapterAt(`https://127.0.0.1:${port}`, { ...PATIENT, connectTimeoutSeconds: 0.2 });
  closers.push(() => portal.close());
  const { observer, begun } = remembering();
  const dossiers = [{ ref: 1, dossier: someDossier(1), known: false }];
  const steps = [{ ref: 1, step: someStep(1, 1) }];
  for (const outcomes of [
    await portal.pushDossiers(dossiers, observer, NEVER),
    await portal.pushSteps(steps, observer, NEVER),
  ]) {
    expect(outcomes.get(1)).toMatchObject({ kind: 'retry-later', errorCode: 'LOGIN', away: true });
  }
  expect(begun).toEqual([]);
});
