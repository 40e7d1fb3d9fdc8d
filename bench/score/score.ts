/**
 * `npm run bench:score`: seconds and memory of the score of a month of 200,000 dossiers, out of a ledger of 5,000,000.
 * Guarantees: a PostgreSQL of its own, removed afterwards, as durable as in production; each score is a process of its
 * own, by agency; memory is the most that it ever had; throws where not all of the month were counted, or where a
 * table that grows with the province was read from end to end. `--dossiers <count>`, `--month <count>`, `--runs <count>`,
 * `--scattered` for records in no order, `--json`.
 */
import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../src/embedded/postgres.ts';
import { openDatabase } from '../../src/ledger/database.ts';
import { migrate } from '../../src/ledger/migrate.ts';
import { parsePeriod } from '../../src/score/period.ts';
import { processorOf } from '../frame/processor.ts';
import { spread } from '../frame/spread.ts';
import { fillScores } from './data.ts';

function countOf(option: string, usual: number): number {
  const at = process.argv.indexOf(option);
  return at < 0 ? usual : Number(process.argv[at + 1]);
}
const [dossiers, month, runs] = [
  countOf('--dossiers', 5_000_000),
  countOf('--month', 200_000),
  countOf('--runs', 5),
];
/** Of a month that is a greater part of the ledger, reading all may well be the fastest. */
const MUCH = 20;
const json = process.argv.includes('--json');
const period = parsePeriod('2026-09');
if (period === null) throw new Error('no period');
const run = promisify(execFile);

interface Measured {
  readonly seconds: number;
  readonly processor: number;
  readonly rssMb: number;
  readonly recorded: number;
}
type Told = Measured & { readonly ledger: number };

async function scored(url: string): Promise<Told> {
  const before = await processorOf(url);
  const program = join(import.meta.dirname, 'run.ts');
  const { stdout } = await run(process.execPath, ['--import', 'tsx', program, url, '2026-09', 'agency']);
  const ledger = ((await processorOf(url)) ?? Number.NaN) - (before ?? Number.NaN);
  return { ...(JSON.parse(stdout) as Measured), ledger };
}

/** How often tables that grow with the province were read from end to end. */
async function readWhole(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('SELECT pg_stat_clear_snapshot()');
    const { rows } = await client.query<{ count: string }>(
      `SELECT sum(seq_scan) AS count FROM pg_stat_user_tables WHERE relname IN ('dossier', 'delivery', 'score_fact')`,
    );
    return Number(rows[0]?.count);
  } finally {
    await client.end();
  }
}

const folder = await mkdtemp(join(tmpdir(), 'dongbo-bench-score-'));
// Where root runs it, the server's account must get there: else the data lie elsewhere, and would stay there.
await chmod(folder, 0o755);
const server = await startEmbeddedPostgres({ dataDir: folder });
try {
  await server.createDatabase('ledger');
  const url = server.url('ledger');
  const ledger = openDatabase({ url, max: 1, name: 'bench', onIdleError: () => undefined });
  await migrate(ledger, url);
  await ledger.close();
  const began = performance.now();
  const received = await fillScores(url, period, {
    dossiers,
    month,
    scattered: process.argv.includes('--scattered'),
  });
  if (!json) {
    process.stdout.write(
      `${dossiers} dossiers, ${received} of them of the month, filled in ${Math.round((performance.now() - began) / 1000)} s\n`,
    );
  }
  const whole = await readWhole(url);
  const told: Told[] = [];
  for (let at = 0; at < runs; at += 1) {
    const one = await scored(url);
    if (one.recorded !== received) throw new Error(`${one.recorded} of ${received} were counted`);
    told.push(one);
  }
  const again = await readWhole(url);
  if (again !== whole && received * MUCH <= dossiers)
    throw new Error(`${again - whole} tables were read from end to end`);
  const figure = (of: keyof Measured | 'ledger') => spread(told.map((one) => one[of]));
  const report = {
    dossiers,
    month: received,
    runs,
    seconds: figure('seconds'),
    rssMb: figure('rssMb'),
    processor: figure('processor'),
    ledger: figure('ledger'),
  };
  const text = ({ min, median, max }: ReturnType<typeof spread>, digits = 1) =>
    `${median.toFixed(digits)} (${min.toFixed(digits)} to ${max.toFixed(digits)})`;
  process.stdout.write(
    json
      ? `${JSON.stringify(report)}\n`
      : `a month in ${text(report.seconds)} s, memory at most ${text(report.rssMb, 0)} MB, processor ${text(report.processor)} s here and ${text(report.ledger)} s of the ledger; ${runs} runs\n`,
  );
} finally {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}
