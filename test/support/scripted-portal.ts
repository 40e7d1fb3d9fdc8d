/**
 * A server that answers as a test dictates, for what the simulator does not do: odd statuses,
 * headers, redirects, torn connections. Must not: understand what it is asked.
 */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One call that came. */
export interface SeenCall {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readonly<Record<string, unknown>>;
  readonly port: number;
}

/** Answers a call. */
export type Script = (call: SeenCall, response: ServerResponse) => void;

/** Starts on a free port; logins (`/mapi/login`) are answered with sessions phien-1, phien-2 … unless `script` takes them. */
export async function startScriptedPortal(script: Script, scriptLogins = false) {
  const calls: SeenCall[] = [];
  let logins = 0;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as SeenCall['body'];
    const { url = '', headers, socket } = request;
    const call = { url, headers, body, port: socket.remotePort ?? 0 };
    if (url.includes('/mapi/login') && !scriptLogins) {
      logins += 1;
      sendJson(response, { error_code: 0, message: 'Thành công', session: `phien-${logins}` });
      return;
    }
    calls.push(call);
    script(call, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    logins: () => logins,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** A whole JSON answer. */
export function sendJson(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
