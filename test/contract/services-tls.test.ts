/**
 * TLS to the ledger, to the source and to Redis, on real servers with certificates that openssl makes here: what
 * the settings offer (`sslrootcert=…` in an address, `REDIS_CA_FILE` …) does what it says.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import tls from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { DEFAULT_SOURCE_MAP } from '../../src/codebook/source-map/default-source-map.ts';
import { redisOf } from '../../src/compose/queue.ts';
import { parseConfig } from '../../src/config.ts';
import type { DongboError } from '../../src/domain/errors.ts';
import { openDatabase } from '../../src/ledger/database.ts';
import { openDeliveryQueue } from '../../src/queue/delivery-queue.ts';
import { redisFacts } from '../../src/queue/redis-facts.ts';
import { createSqlSource } from '../../src/source/sql/create-sql-source.ts';
import { type Certificates, makeCertificates, type Pair } from '../support/certificates.ts';
import { freePort, redisBinary } from '../support/redis-server.ts';
import { describeWithRedis, type FreshDatabase, freshDatabase, redisServer } from '../support/services.ts';
import { type TlsPostgres, tlsPostgres } from '../support/tls-postgres.ts';

let made: Certificates;
beforeAll(async () => {
  made = await makeCertificates();
});
afterAll(() => made?.remove());

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const close of closers.splice(0)) await close();
});

/** `code` of what `work` throws, '' where it throws nothing. */
async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error === null) return '';
  const { code, message } = error as DongboError;
  expect(message).not.toContain('bi-mat');
  return code ?? message;
}

/** As the ledger, and as the source. */
async function codesAt(url: string): Promise<[string, string]> {
  const ledger = openDatabase({ url, max: 1, name: 'test' });
  const source = createSqlSource({ url, pageSize: 1 }, DEFAULT_SOURCE_MAP);
  try {
    return [await codeOf(ledger.query('SELECT 1')), await codeOf(source.check())];
  } finally {
    await ledger.close();
    await source.close();
  }
}

describe('PostgreSQL, as ledger and as source', () => {
  let server: TlsPostgres;
  beforeAll(async () => {
    server = await tlsPostgres(made);
  });
  afterAll(() => server?.close());

  /** The account is let in and finds no views. */
  const LET_IN = ['', 'DB-SRC-004'];
  const trusting = (ca: Pair = made.ca): string => `sslmode=verify-full&sslrootcert=${ca.certFile}`;

  it('is accepted where the own authority signed it, by name and by address', async () => {
    for (const host of ['localhost', '127.0.0.1'])
      expect(await codesAt(server.url(trusting(), host))).toEqual(LET_IN);
  });

  it.each<[string, () => string, () => Pair]>([
    ['without the authority', () => 'sslmode=verify-full', () => made.server],
    ['with another authority', () => trusting(made.otherCa), () => made.server],
    ['when it has expired', trusting, () => made.expired],
    ['when it is for another name', trusting, () => made.otherName],
    [
      'for another name, though less is asked for',
      () => `sslmode=require&sslrootcert=${made.ca.certFile}`,
      () => made.otherName,
    ],
  ])('is refused %s: away, and the code tells what to do', async (_why, parameters, shown) => {
    await server.show(shown());
    expect(await codesAt(server.url(parameters()))).toEqual(['DB-TLS-001', 'DB-TLS-001']);
  });

  it('is shown our certificate where it asks for it', async () => {
    await server.show(made.server, true);
    expect(await codesAt(server.url(trusting()))).toEqual(['DB-SVC-001', 'DB-SRC-002']);
    const pair = `sslcert=${made.client.certFile}&sslkey=${made.client.keyFile}`;
    expect(await codesAt(server.url(`${trusting()}&${pair}`))).toEqual(LET_IN);
    const stranger = `sslcert=${made.otherClient.certFile}&sslkey=${made.otherClient.keyFile}`;
    expect(await codesAt(server.url(`${trusting()}&${stranger}`))).toEqual(['DB-TLS-002', 'DB-TLS-002']);
  });

  it('is not spoken to plainly where it offers no TLS', async () => {
    const plain: FreshDatabase = await freshDatabase();
    closers.push(() => plain.drop());
    const url = new URL(plain.url);
    url.searchParams.set('sslmode', 'verify-full');
    expect(await codesAt(url.href)).toEqual(['DB-TLS-003', 'DB-TLS-003']);
  });
});

it('Node.js itself takes no TLS older than 1.2, by which the drivers of PostgreSQL go', () => {
  expect(tls.DEFAULT_MIN_VERSION).toBe('TLSv1.2');
});

describeWithRedis('Redis', () => {
  /** A Redis that shows `pair`; asks for our certificate where `mutual`. */
  async function redisShowing(pair: Pair, mutual = false, more: Readonly<Record<string, string>> = {}) {
    const server = await redisServer(undefined, {
      'tls-cert-file': pair.certFile,
      'tls-key-file': pair.keyFile,
      'tls-ca-cert-file': made.ca.certFile,
      'tls-auth-clients': mutual ? 'yes' : 'no',
      ...more,
    });
    if (server === null) throw new Error('no redis-server');
    closers.push(() => server.stop('SIGKILL'));
    return server.port;
  }

  /** A sentinel that speaks TLS and nothing else, of the Redis on `port`. Its own port. */
  async function startSentinel(port: number): Promise<number> {
    const own = await freePort();
    const file = join(made.folder, 'sentinel.conf');
    const lines = [
      'port 0',
      `tls-port ${own}`,
      'bind 127.0.0.1',
      `dir ${made.folder}`,
      'tls-replication yes',
      'tls-auth-clients no',
      `tls-cert-file ${made.server.certFile}`,
      `tls-key-file ${made.server.keyFile}`,
      `tls-ca-cert-file ${made.ca.certFile}`,
      `sentinel monitor dongbo 127.0.0.1 ${port} 1`,
      'sentinel auth-pass dongbo bi-mat',
    ];
    await writeFile(file, lines.join('\n'));
    const child = spawn(redisBinary() ?? '', [file, '--sentinel'], { stdio: ['ignore', 'pipe', 'ignore'] });
    closers.push(async () => {
      const over = once(child, 'exit');
      child.kill('SIGKILL');
      await over;
    });
    let said = '';
    for await (const chunk of child.stdout) {
      said += String(chunk);
      if (said.includes('+monitor')) break;
    }
    return own;
  }

  /** What the doctor is told, and what the daemon's queue is, with these settings. */
  async function codesOf(settings: Readonly<Record<string, string>>): Promise<[string, string]> {
    const config = parseConfig(settings);
    const server = redisOf(config, config.REDIS_URL ?? '');
    const opened = openDeliveryQueue({
      server,
      concurrency: { live: 1, backfill: 1 },
      now: Date.now,
      onError: () => {},
    }).then((queue) => queue.close());
    return [await codeOf(redisFacts(server)), await codeOf(opened)];
  }
  const at = (port: number, ca: Pair | null = made.ca) => ({
    REDIS_URL: `rediss://:bi-mat@localhost:${port}`,
    ...(ca === null ? {} : { REDIS_CA_FILE: ca.certFile }),
  });

  it('is accepted where the own authority signed it', async () => {
    const port = await redisShowing(made.server, false, { requirepass: 'bi-mat' });
    expect(await codesOf(at(port))).toEqual(['', '']);
  });

  it.each<[string, () => Pair, () => Pair | null]>([
    ['without the authority', () => made.server, () => null],
    ['with another authority', () => made.server, () => made.otherCa],
    ['when it has expired', () => made.expired, () => made.ca],
    ['when it is for another name', () => made.otherName, () => made.ca],
  ])('is refused %s', async (_why, shown, ca) => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    expect(await codesOf(at(await redisShowing(shown()), ca()))).toEqual(['DB-TLS-001', 'DB-TLS-001']);
  });

  it('is shown our certificate where it asks for it', async () => {
    const port = await redisShowing(made.server, true, { requirepass: 'bi-mat' });
    const pair = ({ certFile, keyFile }: Pair) => ({
      REDIS_CLIENT_CERT_FILE: certFile,
      REDIS_CLIENT_KEY_FILE: keyFile,
    });
    expect(await codesOf({ ...at(port), ...pair(made.client) })).toEqual(['', '']);
    // Redis may hang up before its alert has been read.
    for (const other of [{}, pair(made.otherClient)])
      for (const code of await codesOf({ ...at(port), ...other }))
        expect(code).toMatch(/^DB-(TLS-002|SVC-002)$/);
  });

  it('is encrypted by way of sentinels, too', async () => {
    const port = await redisShowing(made.server, false, { requirepass: 'bi-mat' });
    const sentinel = await startSentinel(port);
    const settings = {
      ...at(port),
      REDIS_SENTINELS: `localhost:${sentinel}`,
      REDIS_SENTINEL_NAME: 'dongbo',
    };
    expect(await codesOf(settings)).toEqual(['', '']);
  });
});
