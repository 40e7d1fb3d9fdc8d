/**
 * A province's REST service for tests: lists JSON dossiers by cursor, by page number or all at once, on real HTTP.
 * Guarantees: a free port of 127.0.0.1; it is told what it was asked; a test may answer in its place.
 */
import { once } from 'node:events';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import type { RestRules, SourceDefinition } from '../../src/domain/source-definition.ts';
import type { SourceMap } from '../../src/domain/source-map.ts';
import { type DossierRows, VIEW_NAMES } from '../../src/simulator/province/view-columns.ts';
import type { Pair } from './certificates.ts';

/** A dossier as the service lists it. */
export type JsonDossier = Readonly<Record<string, unknown>>;

/** See the head of this file. */
export interface RestService {
  readonly url: string;
  /** What it lists; may be changed at any time. */
  list: JsonDossier[];
  /** Addresses with their parameters, in the order of the calls. */
  readonly asked: URL[];
  readonly headers: http.IncomingHttpHeaders[];
  /** Answers in its place; true = it has. */
  answer: ((request: IncomingMessage, response: ServerResponse, call: number) => boolean) | null;
  close(): Promise<void>;
}

/** The ways in which it pages, as `source.yaml` would say them. */
export const PAGINGS = {
  cursor: { by: 'cursor', parameter: 'tiep', next: 'trang.tiep', sizeParameter: 'so_luong' },
  number: { by: 'number', parameter: 'trang', first: 1, sizeParameter: 'so_luong' },
  none: { by: 'none' },
} as const satisfies Readonly<Record<string, RestRules['paging']>>;

/** Rules of this service. */
export function restRules(paging: RestRules['paging'], more: Partial<RestRules> = {}): RestRules {
  return {
    path: '/v1/ho-so',
    parameters: { tinh: 'H99' },
    items: 'ket_qua.ho_so',
    since: { parameter: 'tu_luc', form: 'iso' },
    paging,
    apiKeyHeader: 'X-API-Key',
    ...more,
  };
}

/** A source of the kind `rest`. */
export function restDefinition(map: SourceMap, rest: RestRules): SourceDefinition {
  return {
    name: 'rest',
    kind: 'rest',
    map,
    schedule: null,
    overlapSeconds: null,
    pageSize: null,
    capture: null,
    watch: {},
    rest,
  };
}

/** A made-up dossier as JSON, its parts as lists within it. */
export function jsonDossier(rows: DossierRows): JsonDossier {
  const parts = VIEW_NAMES.filter((view) => view !== 'dongbo_ho_so');
  return {
    ...rows.dongbo_ho_so,
    ...Object.fromEntries(parts.map((view) => [view.replace('dongbo_', ''), rows[view]])),
  };
}

const timeOf = (dossier: JsonDossier): number => Date.parse(String(dossier.cap_nhat_luc));

/** Starts it. @param pair its certificate, where it speaks TLS */
export async function startRestService(
  list: readonly JsonDossier[] = [],
  tls: { readonly pair: Pair; readonly ca?: Pair } | null = null,
): Promise<RestService> {
  const service = { list: [...list], asked: [] as URL[], headers: [] as http.IncomingHttpHeaders[] };
  let answer: RestService['answer'] = null;
  const listen = (request: IncomingMessage, response: ServerResponse): void => {
    const url = new URL(request.url ?? '', 'http://service');
    service.asked.push(url);
    service.headers.push(request.headers);
    if (answer?.(request, response, service.asked.length)) return;
    const since = Date.parse(url.searchParams.get('tu_luc') ?? '1970-01-01T00:00:00Z');
    const listed = service.list
      .filter((dossier) => !(timeOf(dossier) < since))
      .sort((a, b) => timeOf(a) - timeOf(b));
    const size = Number(url.searchParams.get('so_luong') ?? Number.POSITIVE_INFINITY);
    const from =
      Number(url.searchParams.get('tiep') ?? 0) ||
      (Number(url.searchParams.get('trang') ?? 1) - 1) * size ||
      0;
    const next = from + size < listed.length ? from + size : null;
    response.setHeader('content-type', 'application/json; charset=utf-8');
    response.end(
      JSON.stringify({ ket_qua: { ho_so: listed.slice(from, from + size) }, trang: { tiep: next } }),
    );
  };
  const server =
    tls === null
      ? http.createServer(listen)
      : https.createServer(
          {
            cert: tls.pair.cert,
            key: tls.pair.key,
            ...(tls.ca ? { ca: tls.ca.cert, requestCert: true, rejectUnauthorized: true } : {}),
          },
          listen,
        );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls === null ? 'http' : 'https'}://localhost:${port}/api`,
    asked: service.asked,
    headers: service.headers,
    get list() {
      return service.list;
    },
    set list(dossiers) {
      service.list = dossiers;
    },
    get answer() {
      return answer;
    },
    set answer(to) {
      answer = to;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
