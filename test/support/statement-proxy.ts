/**
 * An address in front of a PostgreSQL that cuts a connection at the statement a test names, or falls
 * silent: what a network does to a commit.
 * Guarantees: a statement cut `after` was done by the server, one cut `before` never reached it; each
 * trap springs once. Must not: understand more of the protocol than where a statement's text stands.
 */
import { connect, createServer, type Socket } from 'node:net';
import { targetOf } from './services-proxy.ts';

/** See the head of this file. */
export interface StatementProxy {
  /** The database's URL by way of the proxy. */
  readonly url: string;
  /** Cuts the connection that next sends `text`; resolves when that has happened. */
  cut(when: 'before' | 'after', text: string): Promise<void>;
  /** Cuts what is open at once; what comes is served. */
  cutAll(): void;
  /** From now on no byte goes either way, on any connection, old or new; nothing is closed. */
  silence(): void;
  speak(): void;
  close(): Promise<void>;
}

interface Trap {
  readonly when: 'before' | 'after';
  readonly text: Buffer;
  sprung(): void;
}

/** Opens a proxy on a free port of 127.0.0.1 to the database that `url` names. */
export async function statementProxyTo(databaseUrl: string): Promise<StatementProxy> {
  const url = new URL(databaseUrl);
  const target = targetOf(url);
  const open = new Set<Socket>();
  const traps = new Set<Trap>();
  let silent = false;

  const server = createServer((client) => {
    const service = connect(target);
    let dying: Trap | null = null;
    const drop = (): void => {
      client.destroy();
      service.destroy();
    };
    for (const socket of [client, service]) {
      open.add(socket);
      socket.on('error', drop);
      socket.on('close', () => {
        open.delete(socket);
        drop();
      });
    }
    client.on('data', (chunk: Buffer) => {
      if (silent) return;
      const trap = [...traps].find(({ text }) => chunk.includes(text));
      if (trap) traps.delete(trap);
      if (trap?.when === 'before') {
        drop();
        return trap.sprung();
      }
      dying ??= trap ?? null;
      service.write(chunk);
    });
    service.on('data', (chunk: Buffer) => {
      if (silent) return;
      if (dying === null) return void client.write(chunk);
      drop();
      dying.sprung();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  url.searchParams.delete('host');
  url.hostname = '127.0.0.1';
  url.port = String(typeof address === 'object' && address ? address.port : 0);
  const cutAll = (): void => {
    for (const socket of open) socket.destroy();
  };
  return {
    url: url.href,
    cut: (when, text) =>
      new Promise((resolve) => {
        traps.add({ when, text: Buffer.from(text), sprung: resolve });
      }),
    cutAll,
    silence: () => {
      silent = true;
    },
    speak: () => {
      silent = false;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        cutAll();
      }),
  };
}
