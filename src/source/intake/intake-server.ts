/**
 * The HTTP to which systems push dossiers: `POST /intake`.
 * Guarantees: nobody without a token is read from; the answer 200 comes only when everything is in the ledger; a
 * request is bounded in size, time, number and depth; nothing that it carried is in a log, a metric or an error
 * (invariant 10).
 * Must not: be bound to the outside without TLS or a proxy that has it (config.ts sees to it); judge codes or dates.
 */
import fastify, { type FastifyError, type FastifyReply, type FastifyRequest } from 'fastify';
import { DongboError, type ErrorCode, type ErrorParams, reasonOf } from '../../domain/errors.ts';
import { errorBody, STATUS } from './answers.ts';
import { CallBook } from './call-book.ts';
import type { IntakeOptions, IntakeSource } from './intake-settings.ts';
import { BODY_TYPES, readBody } from './read-body.ts';
import { FaultyItems, type ItemTaker, itemTaker } from './take-items.ts';
import { tokenOwner } from './tokens.ts';

/** A running intake. */
export interface Intake {
  /** `http://host:port` or `https://…`. */
  readonly url: string;
  /** Does it still listen? */
  isListening(): boolean;
  /** Takes no more requests, and answers those that are under way. */
  close(): Promise<void>;
}

const MOST_HEADER_BYTES = 8_192;
const MOST_CONNECTIONS = 256;
/** Milliseconds for a whole request to come in. */
const REQUEST_TIMEOUT_MS = 60_000;
const PATIENCE_MS = 25_000;
/** Seconds after which it is worth coming again. */
const WAIT_SECONDS = { 'DB-INT-007': 1, 'DB-INT-008': 10 } as const;

/** Starts it. Throws DB-INT-009 (exit 78) when the address cannot be had. */
export async function startIntake(options: IntakeOptions): Promise<Intake> {
  const { tls, maxBytes, maxDossiers, patienceMs = PATIENCE_MS, now = Date.now } = options;
  const ownerOf = tokenOwner(options.sources);
  const takers = new Map<IntakeSource, ItemTaker>(
    options.sources.map((source) => [source, itemTaker(source, now)]),
  );
  const calls = new CallBook(options.concurrency, options.onRequest);

  const refuse = (
    reply: FastifyReply,
    code: keyof typeof STATUS,
    params: ErrorParams = {},
    more: object = {},
    cause: ErrorCode = code,
  ) => {
    calls.refused(reply.request, cause);
    if (code in WAIT_SECONDS) reply.header('retry-after', WAIT_SECONDS[code as keyof typeof WAIT_SECONDS]);
    return reply.code(STATUS[code]).send({ ...errorBody(code, params), ...more });
  };

  /** Turns away, before anything of a body is read. */
  const admit = (request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined => {
    reply.header('cache-control', 'no-store').header('x-content-type-options', 'nosniff');
    const owner = ownerOf(request.headers.authorization);
    const isOurs = calls.begins(request, owner?.name ?? '');
    // Whenever whoever asked is gone, be it while their dossiers are stored. Behind an answer it tells nothing.
    reply.raw.once('close', () => calls.cut(request));
    // What is not read stays on the connection.
    const turnAway = (code: keyof typeof STATUS) => refuse(reply.header('connection', 'close'), code);
    if (owner === null) {
      reply.header('www-authenticate', 'Bearer realm="dongbo"');
      return turnAway('DB-INT-001');
    }
    if (request.routeOptions.url !== '/intake') return turnAway('DB-INT-002');
    if (!isOurs) return turnAway('DB-INT-007');
    const encoding = request.headers['content-encoding'] ?? 'identity';
    return encoding === 'identity' ? undefined : turnAway('DB-INT-003');
  };

  const fail = (error: unknown, reply: FastifyReply): FastifyReply => {
    if (error instanceof FaultyItems)
      return refuse(reply, 'DB-INT-006', error.params, { faults: error.faults });
    if (error instanceof DongboError) {
      if (error.code in STATUS) return refuse(reply, error.code as keyof typeof STATUS, error.params);
      // What is away, or lacks, is told in the log by its own code.
      if (isPassing(error)) return refuse(reply, 'DB-INT-008', {}, {}, error.code);
    }
    const { statusCode = 500, code = '' } = error as Partial<FastifyError>;
    if (statusCode === 413) return refuse(reply, 'DB-INT-005', { limit: `INTAKE_MAX_BYTES (${maxBytes})` });
    if (statusCode === 415) return refuse(reply, 'DB-INT-003');
    if (statusCode < 500) return refuse(reply, 'DB-INT-004', { reason: code.toLowerCase() || 'HTTP' });
    options.onFailure(error);
    return refuse(reply, 'DB-SVC-007', { reason: '-' });
  };

  const server = fastify({
    logger: false,
    requestTimeout: REQUEST_TIMEOUT_MS,
    forceCloseConnections: 'idle',
    bodyLimit: maxBytes,
    routerOptions: { caseSensitive: true },
    ...(tls === null
      ? { http: { maxHeaderSize: MOST_HEADER_BYTES } }
      : { https: { ...tls, minVersion: 'TLSv1.2' as const, maxHeaderSize: MOST_HEADER_BYTES } }),
    frameworkErrors: (_error, request, reply) => admit(request, reply) ?? refuse(reply, 'DB-INT-002'),
  });
  server.server.maxConnections = MOST_CONNECTIONS;
  server.removeAllContentTypeParsers();
  for (const type of Object.values(BODY_TYPES))
    server.addContentTypeParser(type, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  server.addHook('onRequest', async (request, reply) => admit(request, reply));
  server.addHook('onResponse', async (request, reply) => calls.ended(request, reply.statusCode));
  server.setNotFoundHandler((_request, reply) => refuse(reply, 'DB-INT-002'));
  server.setErrorHandler((error, _request, reply) => fail(error, reply));
  server.post('/intake', async (request, reply) => {
    const owner = ownerOf(request.headers.authorization);
    const take = owner === null ? undefined : takers.get(owner);
    if (take === undefined) return refuse(reply, 'DB-INT-001');
    if (!(request.body instanceof Uint8Array)) return refuse(reply, 'DB-INT-003');
    const isLines = request.headers['content-type']?.toLowerCase().startsWith(BODY_TYPES.lines) === true;
    const results = await within(
      calls.working(request, take(readBody(request.body, isLines ? 'lines' : 'json', maxDossiers))),
      patienceMs,
    );
    calls.took(request, results);
    return reply.send({ results });
  });
  try {
    const url = await server.listen({ host: options.host, port: options.port });
    return { url, isListening: () => server.server.listening, close: () => server.close() };
  } catch (error) {
    await server.close();
    throw new DongboError('DB-INT-009', {
      where: `${options.host}:${options.port}`,
      reason: reasonOf(error),
    });
  }
}

/**
 * A service is away, it is to be tried later, or something is yet to be set (no catalogue, a ledger of another version):
 * the same may be sent again.
 */
function isPassing({ exitCode }: DongboError): boolean {
  return exitCode === 69 || exitCode === 75 || exitCode === 78;
}

/** Whoever waits longer hangs up, and learns nothing. What is under way goes on, and may be sent again. */
async function within<Value>(work: Promise<Value>, ms: number): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new DongboError('DB-INT-008')), ms);
  });
  // What it fails with after that is nobody's.
  work.catch(() => undefined);
  try {
    return await Promise.race([work, over]);
  } finally {
    clearTimeout(timer);
  }
}
