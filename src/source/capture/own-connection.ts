/**
 * A connection to the province's PostgreSQL for one purpose, beside those that read.
 * Guarantees: nothing waits for ever; what the driver throws comes as the catalogue's error, without user,
 * password or values of rows (invariant 10).
 * Must not: write; what is asked for is what the caller says.
 */
import pg from 'pg';
import { sourceFailure } from '../sql/source-failure.ts';
import { readSourceUrl } from '../sql/source-url.ts';

/** Runs a statement. */
export type Ask = <Row extends pg.QueryResultRow>(
  sql: string,
  values?: readonly unknown[],
) => Promise<readonly Row[]>;

const CONNECT_MS = 10_000;
const ANSWER_MS = 30_000;

/** Settings of a connection, for those that make it themselves. */
export function connectionSettings(url: string): pg.ClientConfig {
  return {
    connectionString: url,
    application_name: 'dongbo-capture',
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_MS,
  };
}

/** Host, port and database of a URL, for messages. Throws DB-SRC-003, DB-SRC-006. */
export function whereOf(url: string): string {
  return readSourceUrl(url).where;
}

/** Opens one, for as long as `work` takes. Throws DB-SRC-… for what the driver throws. */
export async function withConnection<Result>(
  url: string,
  work: (ask: Ask, client: pg.Client) => Promise<Result>,
  answerMs = ANSWER_MS,
): Promise<Result> {
  const where = whereOf(url);
  const client = new pg.Client({ ...connectionSettings(url), query_timeout: answerMs });
  // A connection that breaks says so to the query that waits; without a listener it would end the process.
  client.on('error', () => {});
  const ask: Ask = async <Row extends pg.QueryResultRow>(sql: string, values: readonly unknown[] = []) =>
    (await client.query<Row>(sql, [...values])).rows;
  try {
    await client.connect();
    return await work(ask, client);
  } catch (error) {
    throw sourceFailure(error, where);
  } finally {
    hangUp(client);
  }
}

/** Ends it without waiting: a server that is away never answers a goodbye. */
export function hangUp(client: pg.Client): void {
  const { stream } = (client as unknown as { connection: { stream: { destroy(): void } } }).connection;
  client.end().catch(() => {});
  setTimeout(() => stream.destroy(), 1_000).unref();
}
