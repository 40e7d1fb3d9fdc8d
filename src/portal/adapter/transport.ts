/**
 * One POST to the security server and what became of it.
 * Guarantees: never throws for the network; tells apart what cannot have reached the portal
 * (`unsent`) from what may have (`lost`); one keep-alive agent, no redirects, no proxy of the
 * environment, bounded time and size.
 * Must not: judge the body; bytes go out as they came.
 */
import http from 'node:http';
import https from 'node:https';
import axios, { type AxiosInstance } from 'axios';
import type { AdapterSettings } from './settings.ts';

/** What came back, or did not. `code` is a short technical word such as `ECONNREFUSED`. */
export type Reply =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: Uint8Array;
    }
  | { readonly kind: 'unsent'; readonly code: string; readonly reason: string }
  | { readonly kind: 'lost'; readonly code: string; readonly reason: string };

/** The `code` of a call that our own signal ended. */
export const STOPPED = 'ABORTED';

/** Sends JSON. */
export interface Transport {
  post(path: string, document: unknown, signal: AbortSignal): Promise<Reply>;
  /** Address of `path` without credentials, for messages. */
  where(path: string): string;
  close(): void;
}

/** What a transport needs to know. `userAgent` is for whoever turns away what looks like a script. */
export type TransportSettings = Pick<
  AdapterSettings,
  | 'baseUrl'
  | 'ca'
  | 'clientCert'
  | 'clientKey'
  | 'concurrency'
  | 'dstcode'
  | 'dstcodeIn'
  | 'maxResponseBytes'
  | 'providerUrl'
  | 'timeoutSeconds'
> & { readonly userAgent?: string };

/** Idle connections are closed before usual servers (5 s) do it while we write. */
const IDLE_SOCKET_MS = 4_000;

/** Our own deadline fires first and says so; axios' is the guard behind it. */
const SECOND_GUARD_MS = 1_000;

/** Builds the transport; opens nothing yet. */
export function createTransport(settings: TransportSettings): Transport {
  const secure = new URL(settings.baseUrl).protocol === 'https:';
  const agent = createAgent(settings, secure);
  const client = axios.create({
    httpAgent: agent,
    httpsAgent: agent,
    proxy: false,
    maxRedirects: 0,
    maxBodyLength: Number.POSITIVE_INFINITY,
    maxContentLength: settings.maxResponseBytes,
    responseType: 'arraybuffer',
    transformRequest: [(data: unknown) => data],
    transformResponse: [(data: unknown) => data],
    validateStatus: () => true,
    headers: headersOf(settings),
  });
  return {
    post: (path, document, signal) => post({ client, settings, secure }, path, document, signal),
    where: (path) => withoutCredentials(settings, path),
    close: () => agent.destroy(),
  };
}

function createAgent(settings: TransportSettings, secure: boolean): http.Agent | https.Agent {
  const common = { keepAlive: true, maxSockets: settings.concurrency, timeout: IDLE_SOCKET_MS };
  if (!secure) return new http.Agent(common);
  return new https.Agent({
    ...common,
    ...(settings.ca === null ? {} : { ca: settings.ca }),
    ...(settings.clientCert === null ? {} : { cert: settings.clientCert }),
    ...(settings.clientKey === null ? {} : { key: settings.clientKey }),
  });
}

function headersOf(settings: TransportSettings): Record<string, string> {
  const inHeader = settings.dstcode !== null && settings.dstcodeIn !== 'query';
  return {
    Accept: 'application/json',
    'Content-Type': 'application/json',
    Charset: 'utf-8',
    'User-Agent': settings.userAgent ?? 'dongbo',
    ...(inHeader ? { dstcode: settings.dstcode ?? '' } : {}),
  };
}

function addressOf(settings: TransportSettings, path: string): URL {
  const url = new URL(settings.baseUrl);
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`;
  if (settings.dstcode !== null && settings.dstcodeIn !== 'header') {
    url.searchParams.set('dstcode', settings.dstcode);
  }
  if (settings.providerUrl !== null) url.searchParams.set('providerurl', settings.providerUrl);
  return url;
}

function withoutCredentials(settings: TransportSettings, path: string): string {
  const url = addressOf(settings, path);
  return `${url.origin}${url.pathname}`;
}

interface Line {
  readonly client: AxiosInstance;
  readonly settings: TransportSettings;
  readonly secure: boolean;
}

async function post(line: Line, path: string, document: unknown, signal: AbortSignal): Promise<Reply> {
  const state = { connected: false };
  const deadline = new AbortController();
  const milliseconds = line.settings.timeoutSeconds * 1000;
  const timer = setTimeout(() => deadline.abort(), milliseconds);
  const stop = (): void => deadline.abort();
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    const response = await line.client.post<unknown>(
      addressOf(line.settings, path).href,
      Buffer.from(JSON.stringify(document), 'utf8'),
      {
        signal: deadline.signal,
        timeout: milliseconds + SECOND_GUARD_MS,
        transport: watchedTransport(line.secure, state),
      },
    );
    return {
      kind: 'answer',
      status: response.status,
      headers: plainHeaders(response.headers),
      body: Buffer.isBuffer(response.data) ? response.data : Buffer.from(String(response.data ?? '')),
    };
  } catch (error) {
    const kind = state.connected ? 'lost' : 'unsent';
    if (signal.aborted) return { kind, code: STOPPED, reason: 'stopped' };
    if (deadline.signal.aborted) {
      return { kind, code: 'ETIMEDOUT', reason: `no answer in ${line.settings.timeoutSeconds} s` };
    }
    return { kind, ...codeAndReason(error) };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

/** Notes when a connection (with TLS: the handshake) stands, since from then on bytes may have gone out. */
function watchedTransport(secure: boolean, state: { connected: boolean }) {
  return {
    request(options: https.RequestOptions, onResponse: (response: http.IncomingMessage) => void) {
      const request = secure ? https.request(options, onResponse) : http.request(options, onResponse);
      request.once('socket', (socket) => {
        const connect = (): void => {
          state.connected = true;
        };
        if (request.reusedSocket || !(secure || socket.connecting)) connect();
        else socket.once(secure ? 'secureConnect' : 'connect', connect);
      });
      return request;
    },
  };
}

function plainHeaders(headers: unknown): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers ?? {})) {
    if (typeof value === 'string' || typeof value === 'number') plain[name.toLowerCase()] = String(value);
  }
  return plain;
}

function codeAndReason(error: unknown): { code: string; reason: string } {
  // A dual-stack refusal arrives as an AggregateError without message of its own.
  const cause = error instanceof AggregateError ? error.errors[0] : error;
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : '';
  const reason = cause instanceof Error ? cause.message : String(cause);
  return { code: code || 'EFAILED', reason: reason || code };
}
