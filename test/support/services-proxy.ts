/**
 * A TCP address in front of a database or Redis that a test can cut and mend.
 * Guarantees: `cut` breaks what is open at once and refuses what comes; `stall` lets nothing through any
 * more and tells nobody, as a cable that was pulled, `stallWhere` only on connections on which a word is said;
 * `hideEnds` keeps ends to itself; `mend` serves again at the same address.
 */
import { connect, createServer, type NetConnectOpts, type Socket } from 'node:net';

/** An outage at will. */
export interface Proxy {
  /** The service's URL by way of the proxy. */
  readonly url: string;
  readonly port: number;
  cut(): void;
  stall(): void;
  /** The same of what is open alone: whoever comes after is served. */
  stallOpen(): void;
  /** From now on whoever says `word` is not heard, and hears nothing any more; whoever comes after, too. */
  stallWhere(word: string): void;
  /** From now on the service does not hear of it where somebody ends a connection. */
  hideEnds(): void;
  mend(): void;
  close(): Promise<void>;
}

/** Where the service of a URL listens: a port, or the socket in the folder that `?host=` names. */
export function targetOf(url: URL): NetConnectOpts {
  const folder = url.searchParams.get('host');
  const port = Number(url.port || (url.protocol.startsWith('redis') ? 6379 : 5432));
  return folder?.startsWith('/') ? { path: `${folder}/.s.PGSQL.${port}` } : { host: url.hostname, port };
}

/** What a client of PostgreSQL says before it ends its connection. */
const FAREWELL = Buffer.from([0x58, 0, 0, 0, 4]);

/** Opens a proxy on a free port of 127.0.0.1 to the service that `url` names. */
export async function proxyTo(serviceUrl: string): Promise<Proxy> {
  const url = new URL(serviceUrl);
  const target = targetOf(url);
  const open = new Set<Socket>();
  let cut = false;
  let stalled = false;
  let unheard: string | null = null;
  let hidden = false;
  const server = createServer((client) => {
    if (cut) return void client.destroy();
    const service = connect(target);
    for (const [socket, other] of [
      [client, service],
      [service, client],
    ] as const) {
      open.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        open.delete(socket);
        if (!hidden || socket === service) other.destroy();
      });
    }
    service.pipe(client);
    let deaf = false;
    client.on('data', (said: Buffer) => {
      if (hidden && said.equals(FAREWELL)) return;
      deaf ||= unheard !== null && said.toString('latin1').includes(unheard);
      if (deaf) service.unpipe();
      else service.write(said);
    });
    client.on('end', () => {
      if (!hidden) service.end();
    });
    if (stalled) for (const socket of [client, service]) socket.pause();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  url.searchParams.delete('host');
  url.hostname = '127.0.0.1';
  url.port = String(port);
  const drop = (): void => {
    for (const socket of open) socket.destroy();
  };
  return {
    url: url.href,
    port,
    cut: () => {
      cut = true;
      drop();
    },
    hideEnds: () => {
      hidden = true;
    },
    stall: () => {
      stalled = true;
      for (const socket of open) socket.pause();
    },
    stallOpen: () => {
      for (const socket of open) socket.pause();
    },
    stallWhere: (word) => {
      unheard = word;
    },
    mend: () => {
      cut = false;
      stalled = false;
      unheard = null;
      hidden = false;
      for (const socket of open) socket.resume();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        drop();
      }),
  };
}
