/**
 * The daemon's HTTP for those who watch it: `/metrics`, `/healthz`, `/readyz`.
 * Guarantees: read-only; always an answer (that it comes is the proof that the process is alive);
 * nothing of a request is logged; where a token is set, nobody without it learns anything, not even which
 * paths there are.
 * Must not: be bound to the outside without a token (config.ts sees to it).
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import { DongboError, explainError, type Language, reasonOf } from '../domain/errors.ts';
import type { HealthReport } from './health.ts';

/** Where it listens, and who answers. */
export interface AdminOptions {
  readonly host: string;
  /** 0 = a free one. */
  readonly port: number;
  /** Asked of every request as `Authorization: Bearer …`; `null` = of none. */
  readonly token: string | null;
  readonly language: Language;
  readonly metrics: () => Promise<string>;
  readonly metricsType: string;
  readonly healthz: () => Promise<HealthReport>;
  readonly readyz: () => Promise<HealthReport>;
}

/** A running admin server. */
export interface AdminServer {
  /** `http://host:port`. */
  readonly url: string;
  close(): Promise<void>;
}

/** Requests are a line and a few headers. */
const MOST_HEADER_BYTES = 8_192;
/** Scrapers and load balancers are a handful. */
const MOST_CONNECTIONS = 64;
const REQUEST_TIMEOUT_MS = 10_000;

/** Compared as hashes, so that neither length nor beginning of the token can be found out by time. */
function isToken(header: string | undefined, token: string): boolean {
  const given = /^Bearer +(\S+)$/i.exec(header ?? '')?.[1] ?? '';
  const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(hashOf(given), hashOf(token));
}

/** Starts it. Throws DB-SVC-008 (exit 78) when the address cannot be had. */
export async function startAdminServer(options: AdminOptions): Promise<AdminServer> {
  const { token, language } = options;
  const refuse = (reply: FastifyReply, status: number, code: 'DB-SVC-024' | 'DB-SVC-025') =>
    reply.code(status).send({ code, ...explainError(code, language) });
  /** Turns away who lacks the token. */
  const admit = (request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined => {
    reply.header('cache-control', 'no-store').header('x-content-type-options', 'nosniff');
    if (token === null || isToken(request.headers.authorization, token)) return undefined;
    reply.header('www-authenticate', 'Bearer realm="dongbo"');
    return refuse(reply, 401, 'DB-SVC-024');
  };
  const server = fastify({
    logger: false,
    forceCloseConnections: true,
    requestTimeout: REQUEST_TIMEOUT_MS,
    bodyLimit: 1,
    http: { maxHeaderSize: MOST_HEADER_BYTES },
    // A path that is none never comes to the hooks.
    frameworkErrors: (_error, request, reply) => admit(request, reply) ?? refuse(reply, 404, 'DB-SVC-025'),
  });
  server.server.maxConnections = MOST_CONNECTIONS;
  server.addHook('onRequest', async (request, reply) => admit(request, reply));
  server.setNotFoundHandler((_request, reply) => refuse(reply, 404, 'DB-SVC-025'));
  server.get('/metrics', async (_request, reply) =>
    reply.type(options.metricsType).send(await options.metrics()),
  );
  for (const name of ['healthz', 'readyz'] as const) {
    server.get(`/${name}`, async (_request, reply) => {
      const report = await options[name]();
      return reply.code(report.ok ? 200 : 503).send(report);
    });
  }
  try {
    const url = await server.listen({ host: options.host, port: options.port });
    return { url, close: () => server.close() };
  } catch (error) {
    await server.close();
    throw new DongboError(
      'DB-SVC-008',
      { where: `${options.host}:${options.port}`, reason: reasonOf(error) },
      { cause: error },
    );
  }
}
