/**
 * The section "parts": normalization, ledger, delivery's share of it, codebook and reading, each by itself.
 * Guarantees: each part is measured by a file of its own, in the same process and one after the other; the only place that
 * puts them together.
 */
import type { Codebook } from '../../src/domain/codebook.ts';
import type { BenchOptions, Section, SectionResult } from '../frame/section.ts';
import { type BenchPostgres, benchPostgres } from '../frame/servers.ts';
import { measureCodebookLoad } from './codebook-load.ts';
import { emptyLedger } from './empty-ledger.ts';
import { madeCodebook } from './made-dossiers.ts';
import { measureNormalize } from './normalize.ts';
import { measureReading } from './reading.ts';
import { deliverAll, fill, measureSettle } from './settle.ts';
import { ACCOUNTED, countStatements, type StatementCost, statementCosts } from './statements.ts';
import { measureUpsert, type UpsertResult } from './upsert.ts';

/** Enough for an account of statements. */
const ACCOUNTED_DOSSIERS = 5_000;

/** A run apart, on a server that keeps an account; one that was named is left as it is. */
async function accountOf(
  codebook: Codebook,
  options: BenchOptions,
): Promise<Readonly<Record<string, readonly StatementCost[]>>> {
  if (process.env.BENCH_POSTGRES_URL) return {};
  const server = await benchPostgres(ACCOUNTED);
  try {
    const ledger = await emptyLedger(server, 'accounted', codebook);
    const dossiers = options.size ?? ACCOUNTED_DOSSIERS;
    await countStatements(ledger.db);
    const ids = await fill(ledger, codebook, dossiers, options.seed);
    const upsert = await statementCosts(ledger.db, dossiers);
    await countStatements(ledger.db);
    await deliverAll(ledger, ids, 'live');
    const settle = await statementCosts(ledger.db, dossiers);
    await ledger.drop();
    return { upsert, settle };
  } finally {
    await server.stop();
  }
}

function rowsNote({ figures, rowsADossier }: UpsertResult): string {
  const all = Object.values(rowsADossier).reduce((sum, rows) => sum + rows, 0);
  const rate = figures[0]?.spread.median ?? 0;
  const each = Object.entries(rowsADossier).map(([table, rows]) => `${rows} of ${table}`);
  return `A new dossier is ${all} rows (${each.join(', ')}): ${Math.round(rate * all).toLocaleString('en-US')} rows a second.`;
}

async function measureOn(postgres: BenchPostgres, options: BenchOptions): Promise<SectionResult> {
  const codebook = madeCodebook();
  const normalized = measureNormalize(codebook, options);
  const upsert = await measureUpsert(postgres, codebook, options);
  const settle = await measureSettle(postgres, codebook, options);
  const load = await measureCodebookLoad(postgres, codebook, options);
  const reading = await measureReading(postgres, codebook, options);
  return {
    figures: [...normalized, ...upsert.figures, ...settle.figures, ...load.figures, ...reading.figures],
    notes: [
      `Server: ${postgres.what}; commits are on the disk when they are answered, as in production.`,
      'Two components, one result and three steps a dossier; for normalizing three components; for reading as many as the simulator makes.',
      'A changed dossier has another status and one more step; of an unchanged one its row is hashed and the hash compared.',
      rowsNote(upsert),
      'Claim and settle: a portal within the process accepts everything at once, ten steps a call; a delivery is a dossier or a step.',
      load.note,
      'Reading: the queue is in PostgreSQL and takes the jobs, nobody works them off.',
    ],
    details: {
      // Processor of this process and of the servers, and log written, for a thousand dossiers.
      costs: { upsert: upsert.costs, settle: settle.costs, reading: reading.costs },
      statements: await accountOf(codebook, options),
    },
  };
}

/** See the file's head. */
export const parts: Section = {
  name: 'parts',
  title: 'Parts of the road, each by itself',
  async measure(options) {
    const postgres = await benchPostgres();
    try {
      return await measureOn(postgres, options);
    } finally {
      await postgres.stop();
    }
  },
};
