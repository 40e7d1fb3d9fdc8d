/** A process that starts an embedded PostgreSQL and waits to be killed; for postgres.test.ts. */
import { startEmbeddedPostgres } from '../../src/embedded/postgres.ts';

const [, , dataDir = ''] = process.argv;
const server = await startEmbeddedPostgres({ dataDir, durable: false });
process.stdout.write(`${server.url('postgres')}\n`);
setInterval(() => undefined, 60_000);
