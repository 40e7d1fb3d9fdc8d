/**
 * Puts a whole answer on the wire.
 * Guarantees: status, type and length are those that are told. Faults are `fault-instead.ts` and `spoil-answer.ts`.
 */
import type { ServerResponse } from 'node:http';

const FIREWALL_PAGE =
  '<html><head><title>Request Rejected</title></head><body>The requested URL was rejected. ' +
  'Please consult with your administrator.<br><br>Your support ID is: 0</body></html>';

/** What a client sees besides the words, and may change while the portal runs. */
export interface WireSettings {
  /** The `Retry-After` of HTTP 429. */
  retryAfterSeconds: number;
  /** Milliseconds between two bytes of a `trickle`. */
  trickleMs: number;
}

/** Sends these bytes as they are. */
export function sendBytes(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>>,
  bytes: Buffer,
): void {
  response.writeHead(status, { ...headers, 'content-length': bytes.length });
  response.end(bytes);
}

/** Sends JSON. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const bytes = Buffer.from(JSON.stringify(body));
  sendBytes(response, status, { 'content-type': 'application/json; charset=utf-8' }, bytes);
}

/** Sends a text of this type. */
export function sendText(response: ServerResponse, status: number, type: string, text: string): void {
  sendBytes(response, status, { 'content-type': type }, Buffer.from(text));
}

/** The page of a firewall that did not like the call. */
export function sendFirewallPage(response: ServerResponse, status: number): void {
  sendText(response, status, 'text/html; charset=utf-8', FIREWALL_PAGE);
}

/** The page of a gateway whose portal is away. */
export function sendGatewayPage(response: ServerResponse, status: number, words: string): void {
  const title = `${status} ${words}`;
  const page =
    `<html><head><title>${title}</title></head><body><center><h1>${title}</h1></center>` +
    '<hr><center>nginx</center></body></html>';
  sendText(response, status, 'text/html', page);
}

/** HTTP 500 from the portal's own program. */
export function sendProgramFault(response: ServerResponse): void {
  sendJson(response, 500, {
    error_code: '500',
    message: 'Đã có lỗi xảy ra trong quá trình xử lý',
    result: [],
  });
}

/** An answer that no rule knows, neither yes nor no. */
export function sendUnknownWords(response: ServerResponse): void {
  sendJson(response, 200, { error_code: '88', message: 'Yêu cầu đang được xem xét', result: [] });
}

/** Keeps the connection until somebody else ends it. */
export async function untilGone(response: ServerResponse): Promise<void> {
  if (response.destroyed) return;
  await new Promise<void>((resolve) => response.once('close', resolve));
}
