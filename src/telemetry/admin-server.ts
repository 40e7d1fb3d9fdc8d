/**
 * The daemon's HTTP for those who watch it: `/metrics`, `/healthz`, `/readyz`.
 * Guarantees: read-only; always an answer (that it comes is the proof that the process is alive);
 * nothing of a request is logged.
 * Must not: be bound to the outside without being told so; it guards nothing.
 */
import fastify from 'fastify';
import { DongboError, reasonOf } from '../domain/errors.ts';
import type { HealthReport } from './health.ts';

/** Where it listens, and who answers. */
export interface AdminOptions {
  readonly host: string;
  /** 0 = a free one. */
  readonly port: number;
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

/** Starts it. Throws DB-SVC-008 (exit 78) when the address cannot be had. */
export async function startAdminServer(options: AdminOptions): Promise<AdminServer> {
  const server = fastify({ logger: false, forceCloseConnections: true });
  server.get('/metrics', async (_request, reply) =>
    reply.type(options.metricsType).send(await options.metrics()),
  );
  for (const name of ['healthz', 'readyz'] as const) {
    server.get(`/${name}`, async (_request, reply) => {
      const report = await options[name]();
      return reply
        .code(report.ok ? 200 : 503)
        .header('cache-control', 'no-store')
        .send(report);
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
