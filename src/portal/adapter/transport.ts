/**
 * One POST to the security server and what became of it.
 * Guarantees: never throws for the network; tells apart what cannot have reached the portal
 * (`unsent`) from what may have (`lost`), and which limit ended a call; one keep-alive agent, no
 * redirects, no proxy of the environment, bounded time and size, head and body; TLS 1.2 or newer, to a
 * server whose certificate holds, whatever the environment says.
 * Must not: judge the body; it goes out as it came, but unpacked.
 */
import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import axios, { AxiosError, type AxiosInstance, type AxiosResponse } from 'axios';
import { type CallLimits, startLimits } from './call-limits.ts';
import type { AdapterSettings } from './settings.ts';
import { isShutOut } from './shut-out.ts';
import { ACCEPTED_ENCODINGS, unpack } from './unpack.ts';

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
  | 'connectTimeoutSeconds'
  | 'dstcode'
  | 'dstcodeIn'
  | 'firstByteTimeoutSeconds'
  | 'idleTimeoutSeconds'
  | 'maxResponseBytes'
  | 'providerUrl'
  | 'timeoutSeconds'
> & { readonly userAgent?: string };

/** Shorter than what usual servers keep an idle connection for. */
const IDLE_SOCKET_MS = 4_000;

/** Gateways add many a header; one without end is none. */
const MOST_HEADER_BYTES = 32_768;

/** Our own limits fire first and say so; axios' is the guard behind them. */
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
    // Its own way takes a packed body that was cut short for a whole one.
    decompress: false,
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

/** What a connection is made with. */
type AgentSettings = Pick<TransportSettings, 'ca' | 'clientCert' | 'clientKey' | 'concurrency'>;

/** Neither NODE_TLS_REJECT_UNAUTHORIZED nor an option of Node.js loosens it. */
const STRICT_TLS = { rejectUnauthorized: true, minVersion: 'TLSv1.2' } as const;

/** Keeps connections for the next call, but idle ones no longer than `idleMs`. */
export function createAgent(
  settings: AgentSettings,
  secure: boolean,
  idleMs = IDLE_SOCKET_MS,
): http.Agent | https.Agent {
  const common = { keepAlive: true, maxSockets: settings.concurrency };
  if (!secure) return closingIdle(new http.Agent(common), idleMs);
  const agent = new https.Agent({
    ...common,
    ...STRICT_TLS,
    ...(settings.ca === null ? {} : { ca: settings.ca }),
    ...(settings.clientCert === null ? {} : { cert: settings.clientCert }),
    ...(settings.clientKey === null ? {} : { key: settings.clientKey }),
  });
  return closingIdle(agent, idleMs);
}

/** The agent's `timeout` holds for a connection that is still being made, too: so it is set for idle ones alone. */
function closingIdle<Kind extends http.Agent>(agent: Kind, idleMs: number): Kind {
  const hooks: IdleHooks = agent;
  const keep = hooks.keepSocketAlive.bind(agent);
  const reuse = hooks.reuseSocket.bind(agent);
  hooks.keepSocketAlive = (socket) => {
    if (hooks.options) hooks.options.timeout = idleMs;
    try {
      // Node's own way also heeds a server that says how long it keeps a connection.
      return keep(socket);
    } finally {
      if (hooks.options) hooks.options.timeout = undefined;
    }
  };
  hooks.reuseSocket = (socket, request) => {
    socket.setTimeout(0);
    reuse(socket, request);
  };
  return agent;
}

/** Meant to be replaced, says Node; its types forget the options, and what the first one returns. */
interface IdleHooks {
  readonly options?: { timeout?: number | undefined };
  keepSocketAlive(socket: Duplex): unknown;
  reuseSocket(socket: Socket, request: http.ClientRequest): void;
}

function headersOf(settings: TransportSettings): Record<string, string> {
  const inHeader = settings.dstcode !== null && settings.dstcodeIn !== 'query';
  return {
    Accept: 'application/json',
    'Accept-Encoding': ACCEPTED_ENCODINGS,
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
  const { settings } = line;
  const ended = new AbortController();
  const stop = (): void => ended.abort();
  const limits = startLimits(settings, stop);
  const watched = watchedTransport(line.secure, limits);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    const response = await line.client.post<unknown>(
      addressOf(settings, path).href,
      Buffer.from(JSON.stringify(document), 'utf8'),
      {
        signal: ended.signal,
        timeout: settings.timeoutSeconds * 1000 + SECOND_GUARD_MS,
        transport: watched.transport,
      },
    );
    return await answerOf(response, settings.maxResponseBytes);
  } catch (error) {
    const kind = limits.isConnected ? 'lost' : 'unsent';
    if (signal.aborted) return { kind, code: STOPPED, reason: 'stopped' };
    if (limits.over) return { kind, ...limits.over };
    const said = codeAndReason(error, settings.maxResponseBytes);
    return { kind: isShutOut(watched.line(), said) ? 'unsent' : kind, ...said };
  } finally {
    limits.end();
    watched.release();
    signal.removeEventListener('abort', stop);
  }
}

async function answerOf(response: AxiosResponse<unknown>, maxBytes: number): Promise<Reply> {
  const headers = plainHeaders(response.headers);
  const { data, status } = response;
  const sent = Buffer.isBuffer(data) ? data : Buffer.from(String(data ?? ''));
  const body = await unpack(sent, headers['content-encoding'] ?? '', maxBytes);
  if (body === 'too-large') return { kind: 'lost', ...tooLarge(maxBytes) };
  return { kind: 'answer', status, headers, body };
}

/**
 * Tells `limits` when a connection (with TLS: the handshake) stands, since from then on bytes may have
 * gone out, and when bytes come in.
 */
function watchedTransport(secure: boolean, limits: CallLimits) {
  let watched: Socket | null = null;
  let isNew = false;
  let protocol: string | null = null;
  const connected = (): void => {
    // Asked now: of a connection that has ended nobody can tell any more.
    if (watched instanceof TLSSocket) protocol = watched.getProtocol();
    limits.connected();
  };
  return {
    transport: {
      request(asked: https.RequestOptions, onResponse: (response: http.IncomingMessage) => void) {
        const options = { ...asked, maxHeaderSize: MOST_HEADER_BYTES };
        const request = secure ? https.request(options, onResponse) : http.request(options, onResponse);
        request.once('socket', (socket) => {
          watched = socket;
          isNew = !request.reusedSocket;
          socket.on('data', limits.heard);
          if (request.reusedSocket || !(secure || socket.connecting)) connected();
          else socket.once(secure ? 'secureConnect' : 'connect', connected);
        });
        return request;
      },
    },
    /** Of the connection that the call went over. */
    line: () => ({ isNew, protocol, hasHeard: limits.hasHeard }),
    /** The connection is kept for other calls: nothing of ours stays on it. */
    release(): void {
      watched?.off('data', limits.heard);
      watched?.off(secure ? 'secureConnect' : 'connect', connected);
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

/** The `code` of an answer that is longer than we take. */
const TOO_LARGE = 'ETOOLARGE';

function tooLarge(maxBytes: number) {
  return { code: TOO_LARGE, reason: `the answer is longer than ${maxBytes} bytes` };
}

function codeAndReason(error: unknown, maxBytes: number): { code: string; reason: string } {
  if (error instanceof AxiosError && error.message.startsWith('maxContentLength')) return tooLarge(maxBytes);
  // A dual-stack refusal arrives as an AggregateError without message of its own.
  const cause = error instanceof AggregateError ? error.errors[0] : error;
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : '';
  const reason = cause instanceof Error ? cause.message : String(cause);
  return { code: code || 'EFAILED', reason: reason || code };
}
