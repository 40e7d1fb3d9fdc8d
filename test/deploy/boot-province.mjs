/**
 * A made-up province's database for boot-trial.sh: an embedded PostgreSQL of its own that stays until it is told to end.
 * Usage: boot-province.mjs RELEASE DATA-FOLDER ADDRESS-FILE
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [release, dataDir, file] = process.argv.slice(2);
const { startEmbeddedPostgres } = await import(join(release, 'dist/src/embedded/postgres.js'));
const server = await startEmbeddedPostgres({ dataDir });
writeFileSync(file, await server.url('postgres'));
process.on('SIGTERM', () => server.stop().then(() => process.exit(0)));
setInterval(() => {}, 1 << 30);
