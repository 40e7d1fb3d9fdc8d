/** A server below HTTP, for answers that no HTTP library would write. Must not: understand what it is asked. */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

/** Listens; `talk` has the socket and what came first over it. Tells how often anybody connected. */
export async function listenRaw(talk: (socket: Socket, first: string) => void = () => {}) {
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('data', (data) => talk(socket, data.toString('latin1')));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = (): void => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, port, connections: () => connections, close };
}

/** Writes `piece` again and again for as long as anybody reads; tells how many bytes went out. */
export function endlessly(head: string, piece: string) {
  let written = 0;
  let over = (): void => {};
  const ended = new Promise<void>((resolve) => {
    over = resolve;
  });
  const talk = (socket: Socket): void => {
    socket.once('close', over);
    const more = (): void => {
      while (!socket.destroyed) {
        written += piece.length;
        if (!socket.write(piece)) {
          socket.once('drain', more);
          return;
        }
      }
    };
    socket.write(head);
    more();
  };
  return { talk, written: () => written, ended };
}
