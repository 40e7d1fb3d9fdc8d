/** Servers that make a call wait, each in its own way: what ends the call, when, and what it says. */
import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { AdapterSettings } from '../../src/portal/adapter/settings.ts';
import { createAgent, createTransport } from '../../src/portal/adapter/transport.ts';
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

describe('a connection', () => {
  const agentOf = (secure: boolean, idleMs?: number) => {
    const agent = createAgent(adapterSettings('http://x'), secure, idleMs);
    closers.push(() => agent.destroy());
    return agent;
  };

  it.each([
    ['http', false],
    ['https', true],
  ] as const)('that is still being made (%s) has no limit but its own', async (_, secure) => {
    const send = secure ? https.request : http.request;
    // The name is never found.
    const request = send({ agent: agentOf(secure, 1), host: 'portal.example', lookup: () => {} });
    request.on('error', () => {});
    const [socket] = (await once(request, 'socket')) as [Socket];
    expect([socket.connecting, socket.timeout ?? 0]).toEqual([true, 0]);
    request.destroy();
  });

  /** @param hint what the server says of how long it keeps a connection */
  async function server(hint = ''): Promise<number> {
    const made = http.createServer((_, response) => {
      response.writeHead(200, hint === '' ? {} : { 'keep-alive': hint, connection: 'keep-alive' }).end('{}');
    });
    made.keepAliveTimeout = 0;
    await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
    closers.push(async () => {
      made.closeAllConnections();
      await new Promise<void>((resolve) => made.close(() => resolve()));
    });
    return (made.address() as AddressInfo).port;
  }
  async function call(agent: http.Agent, port: number) {
    const request = http.get({ agent, port, host: '127.0.0.1' });
    const [response] = (await once(request, 'response')) as [http.IncomingMessage];
    const { socket } = response;
    const whileCalled = socket.timeout ?? 0;
    const freed = once(agent, 'free');
    response.resume();
    await freed;
    return { socket, whileCalled, reused: request.reusedSocket };
  }

  it('that nobody uses any more is closed by us, before the server does it while we write', async () => {
    const { socket } = await call(agentOf(false, 20), await server());
    if (!socket.destroyed) await once(socket, 'close');
    expect(socket.destroyed).toBe(true);
  });

  it('that is used again is not closed as idle', async () => {
    const [agent, port] = [agentOf(false), await server()];
    const first = await call(agent, port);
    expect([first.whileCalled, first.socket.timeout]).toEqual([0, 4_000]);
    const second = await call(agent, port);
    expect(second).toMatchObject({ whileCalled: 0, reused: true });
    expect(second.socket).toBe(first.socket);
  });

  it('is kept shorter where the server says so', async () => {
    const { socket } = await call(agentOf(false), await server('timeout=3'));
    expect(socket.timeout).toBe(2_000);
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
