/**
 * A look at the portal's server from outside: whether it answers, by which certificate, at what time.
 * Guarantees: one HEAD without account, session or body, no redirect followed, nothing of the answer but its
 * Date read; a certificate that does not hold is told, not refused, since nothing is entrusted to it.
 * Must not: be how data goes; `adapter/transport.ts` refuses what is only told here.
 */
import http from 'node:http';
import https from 'node:https';
import type { TLSSocket } from 'node:tls';
import { reasonOf } from '../domain/errors.ts';

/** What the server showed of itself. */
export interface Presence {
  /** Status of the answer; any is one. */
  readonly status: number;
  /** The server's clock against ours, milliseconds, positive = it is ahead; `null` where it tells no time. */
  readonly aheadMs: number | null;
  /** `null` without TLS. */
  readonly tls: {
    /** Why the certificate does not hold, in OpenSSL's word; `null` = it does. */
    readonly fault: string | null;
    /** When its certificate ends; `null` where it showed none. */
    readonly ends: Date | null;
    readonly protocol: string;
  } | null;
}

/** Where and with what. */
export interface PresenceSettings {
  readonly url: string;
  /** PEM, as of the portal's transport. */
  readonly ca: string | null;
  readonly clientCert: string | null;
  readonly clientKey: string | null;
  readonly timeoutMs: number;
}

/** The Date header has whole seconds: on average half of one has passed. */
const HALF_SECOND_MS = 500;

/** Asks. Throws what the network throws, with its short word (`ECONNREFUSED`) first. */
export function lookAtPortal(settings: PresenceSettings, signal: AbortSignal): Promise<Presence> {
  const secure = new URL(settings.url).protocol === 'https:';
  const { ca, clientCert, clientKey } = settings;
  const askedAt = Date.now();
  return new Promise((resolve, reject) => {
    const options = {
      method: 'HEAD',
      agent: false as const,
      signal: AbortSignal.any([signal, AbortSignal.timeout(settings.timeoutMs)]),
      headers: { 'User-Agent': 'dongbo' },
      rejectUnauthorized: false,
      minVersion: 'TLSv1.2' as const,
      maxHeaderSize: 32_768,
      ...(ca === null ? {} : { ca }),
      ...(clientCert === null ? {} : { cert: clientCert }),
      ...(clientKey === null ? {} : { key: clientKey }),
    };
    const url = withoutAccount(settings.url);
    const request = secure ? https.request(url, options) : http.request(url, options);
    request.on('response', (response) => {
      const { statusCode = 0, headers, socket } = response;
      const date = Date.parse(headers.date ?? '');
      const ourTime = askedAt + (Date.now() - askedAt) / 2;
      resolve({
        status: statusCode,
        aheadMs: Number.isNaN(date) ? null : date + HALF_SECOND_MS - ourTime,
        tls: secure ? shownBy(socket as TLSSocket) : null,
      });
      request.destroy();
    });
    request.on('error', (error) => reject(new Error(inWords(error))));
    request.end();
  });
}

function withoutAccount(text: string): URL {
  const url = new URL(text);
  url.username = '';
  url.password = '';
  return url;
}

function shownBy(socket: TLSSocket): Presence['tls'] {
  const { valid_to: ends } = socket.getPeerCertificate();
  return {
    fault: socket.authorized ? null : String(socket.authorizationError),
    ends: ends === undefined ? null : new Date(ends),
    protocol: socket.getProtocol() ?? '',
  };
}

function inWords(error: Error): string {
  // Node.js tells of the signal that aborted a request as the cause of its own error.
  if ((error.cause as Error | undefined)?.name === 'TimeoutError') return 'ETIMEDOUT: no answer in time';
  const { code } = error as NodeJS.ErrnoException;
  const reason = reasonOf(error);
  return code === undefined || reason.includes(code) ? reason : `${code}: ${reason}`;
}
