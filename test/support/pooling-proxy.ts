/**
 * An address in front of a PostgreSQL that gives its clients a session of the server for one transaction
 * each, as PgBouncer does with `pool_mode=transaction`.
 * Guarantees: what a client sends up to a Sync or a simple query goes to one session, which is given back
 * when the server says that no transaction is open; the session given back last goes first.
 * Must not: ask for a password: for servers that trust whoever comes.
 */
import { connect, createServer, type NetConnectOpts, type Socket } from 'node:net';
import { targetOf } from './services-proxy.ts';

/** See the head of this file. */
export interface PoolingProxy {
  readonly url: string;
  close(): Promise<void>;
}

const READY = 'Z'.charCodeAt(0);
const IDLE = 'I'.charCodeAt(0);
const ENDS_A_TURN: ReadonlySet<number> = new Set(['Q', 'S'].map((letter) => letter.charCodeAt(0)));
const GOODBYE = 'X'.charCodeAt(0);

/** Cuts a stream into messages; a start-up message has no type. */
function messages(
  onMessage: (message: Buffer, type: number) => void,
  startup = false,
): (chunk: Buffer) => void {
  let rest = Buffer.alloc(0);
  let untyped = startup;
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const at = untyped ? 0 : 1;
      if (rest.length < at + 4) return;
      const end = at + rest.readInt32BE(at);
      if (rest.length < end) return;
      const message = rest.subarray(0, end);
      rest = rest.subarray(end);
      const type = untyped ? 0 : (message[0] ?? 0);
      untyped = false;
      onMessage(message, type);
    }
  };
}

/** A session of the server; who has it hears what it says. */
interface Session {
  readonly socket: Socket;
  hear: (message: Buffer, type: number) => void;
}

/** Opens a session with a client's own start-up message; `greeting` is what the server says to it. */
function openSession(
  target: NetConnectOpts,
  startup: Buffer,
): Promise<{ session: Session; greeting: Buffer }> {
  return new Promise((resolve, reject) => {
    const socket = connect(target);
    const said: Buffer[] = [];
    const session: Session = {
      socket,
      hear: (message, type) => {
        said.push(message);
        if (type === READY) resolve({ session, greeting: Buffer.concat(said) });
      },
    };
    socket.on('error', reject);
    socket.on(
      'data',
      messages((message, type) => session.hear(message, type)),
    );
    socket.write(startup);
  });
}

/** Opens a pooler on a free port of 127.0.0.1 before the database that `url` names. */
export async function poolingProxyTo(databaseUrl: string): Promise<PoolingProxy> {
  const url = new URL(databaseUrl);
  const target = targetOf(url);
  const idle: Session[] = [];
  const open = new Set<Socket>();

  function serve(client: Socket): void {
    let startup = Buffer.alloc(0);
    let mine: Session | null = null;
    let turn = Promise.resolve();
    const take = async (): Promise<Session> => {
      const session = mine ?? idle.pop() ?? (await openSession(target, startup)).session;
      open.add(session.socket);
      mine = session;
      session.hear = (message, type) => {
        if (type === READY && message[5] === IDLE) {
          idle.push(session);
          mine = null;
        }
        client.write(message);
      };
      return session;
    };
    let asked: Buffer[] = [];
    const onMessage = (message: Buffer, type: number): void => {
      if (type === GOODBYE) return;
      if (type === 0) {
        startup = Buffer.from(message);
        turn = turn.then(async () => {
          const { session, greeting } = await openSession(target, startup);
          open.add(session.socket);
          idle.push(session);
          client.write(greeting);
        });
        return;
      }
      asked.push(Buffer.from(message));
      if (!ENDS_A_TURN.has(type)) return;
      const whole = Buffer.concat(asked);
      asked = [];
      turn = turn.then(async () => void (await take()).socket.write(whole));
    };
    open.add(client);
    client.on('data', messages(onMessage, true));
    client.on('error', () => {});
    // What it has in hand is given back only when its transaction ends: a session in one goes with it.
    client.on('close', () => mine?.socket.destroy());
  }

  const server = createServer(serve);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  url.searchParams.delete('host');
  url.hostname = '127.0.0.1';
  url.port = String(typeof address === 'object' && address ? address.port : 0);
  return {
    url: url.href,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}
