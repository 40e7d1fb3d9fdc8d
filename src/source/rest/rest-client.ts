/**
 * One GET of the province's service and what became of it.
 * Guarantees: bounded time and size, packed or not; no redirects, no proxy of the environment; TLS 1.2 or newer to a
 * server whose certificate holds, whatever the environment says; errors carry neither credentials, parameters nor
 * anything of an answer (invariant 10), and never what axios threw.
 * Must not: try again; the next poll does.
 */
import http from 'node:http';
import https from 'node:https';
import axios, { AxiosError, isCancel } from 'axios';
import { DongboError } from '../../domain/errors.ts';
import { tlsFaultIn } from '../../domain/tls-fault.ts';
import type { RestCredentials, RestSourceSettings } from './rest-settings.ts';

/** What came back, whatever its status. */
export interface RestAnswer {
  readonly status: number;
  /** By small letters. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** See the file's head. */
export interface RestClient {
  /** Throws DB-RST-002 (away), DB-RST-008 (too large), DB-TLS-… */
  get(url: URL): Promise<RestAnswer>;
  close(): void;
}

const TIMEOUT_MS = 60_000;
const MAX_BYTES = 64 * 1024 * 1024;
/** Shorter than what usual servers keep an idle connection for. */
const IDLE_SOCKET_MS = 4_000;
/** Neither NODE_TLS_REJECT_UNAUTHORIZED nor an option of Node.js loosens it. */
const STRICT_TLS = { rejectUnauthorized: true, minVersion: 'TLSv1.2' } as const;

/** Builds the client; opens nothing yet. @param apiKeyHeader name of the header that carries the key */
export function createRestClient(settings: RestSourceSettings, apiKeyHeader: string): RestClient {
  const { timeoutMs = TIMEOUT_MS, maxBytes = MAX_BYTES } = settings;
  const agent = agentOf(settings);
  const headers = {
    Accept: 'application/json',
    'User-Agent': 'dongbo',
    ...proofs(settings.credentials, apiKeyHeader),
  };
  const client = axios.create({
    httpAgent: agent,
    httpsAgent: agent,
    proxy: false,
    maxRedirects: 0,
    maxContentLength: maxBytes,
    responseType: 'arraybuffer',
    transformResponse: [(data: unknown) => data],
    validateStatus: () => true,
    headers,
  });
  return {
    async get(url) {
      const over = AbortSignal.timeout(timeoutMs);
      try {
        const { status, data, headers: got } = await client.get<unknown>(url.href, { signal: over });
        const body = Buffer.isBuffer(data) ? data : Buffer.from(String(data ?? ''));
        return { status, headers: plain(got), body };
      } catch (error) {
        const reason = over.aborted || isCancel(error) ? `no whole answer in ${timeoutMs / 1000} s` : null;
        throw failure(error, placeOf(url), maxBytes, reason);
      }
    },
    close: () => agent.destroy(),
  };
}

/** Address without parameters, for messages. */
export function placeOf(url: URL): string {
  return `${url.origin}${url.pathname}`;
}

function agentOf({
  url,
  ca,
  clientCert = null,
  clientKey = null,
}: RestSourceSettings): http.Agent | https.Agent {
  const common = {
    keepAlive: true,
    maxSockets: 4,
    timeout: IDLE_SOCKET_MS,
  };
  if (new URL(url).protocol !== 'https:') return new http.Agent(common);
  return new https.Agent({
    ...common,
    ...STRICT_TLS,
    ...(ca === null ? {} : { ca }),
    ...(clientCert === null ? {} : { cert: clientCert }),
    ...(clientKey === null ? {} : { key: clientKey }),
  });
}

function proofs(
  { token, username, password, apiKey }: RestCredentials,
  apiKeyHeader: string,
): Record<string, string> {
  const basic = Buffer.from(`${username ?? ''}:${password ?? ''}`, 'utf8').toString('base64');
  return {
    ...(username === null ? {} : { Authorization: `Basic ${basic}` }),
    ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
    ...(apiKey === null ? {} : { [apiKeyHeader]: apiKey }),
  };
}

function plain(headers: unknown): Record<string, string> {
  const found = Object.entries(headers ?? {}).filter(([, value]) => typeof value === 'string');
  return Object.fromEntries(found.map(([name, value]) => [name.toLowerCase(), String(value)]));
}

/** What axios throws holds the whole call, secrets and all: only words of the network go on. */
function failure(error: unknown, where: string, maxBytes: number, known: string | null): DongboError {
  if (known !== null) return new DongboError('DB-RST-002', { where, reason: known });
  if (error instanceof AxiosError && error.message.startsWith('maxContentLength'))
    return new DongboError('DB-RST-008', { where, limit: maxBytes });
  const cause = error instanceof AxiosError ? (error.cause ?? error) : error;
  const first = cause instanceof AggregateError ? (cause.errors[0] as unknown) : cause;
  const tls = tlsFaultIn(first);
  const code = String((first as { code?: unknown } | null)?.code ?? '');
  // A message of Node.js names addresses; one of anything else might name what was sent.
  const isSystem = first instanceof Error && 'syscall' in first;
  const reason = isSystem || tls !== null ? (first as Error).message : code || 'failed';
  return new DongboError(tls ?? 'DB-RST-002', { where, reason });
}
