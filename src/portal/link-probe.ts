/**
 * Does a file link lead to a file?
 * Guarantees: asks the one origin that it is given and no other, whatever the link says; follows no redirect,
 * sends neither cookies nor an account, takes no content and no endless head, ends in time.
 * Must not: tell the link in what it answers; it may name a person.
 */

import type { IncomingMessage } from 'node:http';
import http from 'node:http';
import https from 'node:https';

/** `elsewhere`: not on that origin, so not asked. Else what is wrong in a few words, `null` = it is there. */
export type LinkAnswer =
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'asked'; readonly fault: string | null };

/** A server that does not like HEAD says one of these. */
const NO_HEAD: ReadonlySet<number> = new Set([400, 403, 405, 501]);

/** Asks for `link`, where it lies on the origin of `base`. Never throws for what the network does. */
export async function askLink(
  link: string,
  base: string,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<LinkAnswer> {
  const url = URL.canParse(link) ? new URL(link) : null;
  if (url === null || url.origin !== new URL(base).origin) return { kind: 'elsewhere' };
  url.username = '';
  url.password = '';
  const until = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  try {
    let status = await statusOf(url, 'HEAD', until);
    if (NO_HEAD.has(status)) status = await statusOf(url, 'GET', until);
    return { kind: 'asked', fault: faultOf(status) };
  } catch (error) {
    return { kind: 'asked', fault: wordOf(error) };
  }
}

/** Whatever the environment says, a server that cannot show who it is is not asked. */
const LIMITS = { maxHeaderSize: 16_384, rejectUnauthorized: true, minVersion: 'TLSv1.2' } as const;

function statusOf(url: URL, method: 'HEAD' | 'GET', signal: AbortSignal): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { 'User-Agent': 'dongbo', ...(method === 'GET' ? { Range: 'bytes=0-0' } : {}) };
    const options = { method, agent: false as const, signal, headers, ...LIMITS };
    const taken = (response: IncomingMessage): void => {
      resolve(response.statusCode ?? 0);
      // Whatever the server thinks of the range: not one byte of the content is waited for.
      response.destroy();
    };
    const request = url.protocol === 'https:' ? https.request(url, options) : http.request(url, options);
    request.on('response', taken).on('error', reject).end();
  });
}

function faultOf(status: number): string | null {
  // 416: the file is there, and empty.
  if ((status >= 200 && status < 300) || status === 416) return null;
  return status >= 300 && status < 400 ? `HTTP ${status}, a redirect` : `HTTP ${status}`;
}

/** The short word alone: messages of the network may quote the address. */
function wordOf(error: unknown): string {
  if (error instanceof Error && /^(Timeout|Abort)Error$/.test(error.name)) return 'no answer in time';
  const cause = error instanceof AggregateError ? error.errors[0] : error;
  return String((cause as NodeJS.ErrnoException | null)?.code ?? 'failed');
}
