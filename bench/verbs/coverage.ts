/**
 * `npm run bench:coverage`: seconds that coverage takes over a ledger of 1,000,000 dossiers, and its memory.
 * Guarantees: a PostgreSQL of its own, removed afterwards; 24 questions a dossier out of 6,000, a tenth
 * of the codes with dated rows (counted day by day over two years); five runs, median with minimum and
 * maximum. `--dossiers <count>` for another size.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { changeDays } from '../../src/codebook/lookup-fingerprint.ts';
import type { ProcedureRow } from '../../src/codebook/mapping-tables.ts';
import type { Codebook } from '../../src/domain/codebook.ts';
import type { IsoDay } from '../../src/domain/codes.ts';
import { startEmbeddedPostgres } from '../../src/embedded/postgres.ts';
import { openDatabase } from '../../src/ledger/database.ts';
import { migrate } from '../../src/ledger/migrate.ts';
import { measureCoverage } from '../../src/pipeline/coverage.ts';
import { SmallCodebook } from '../../test/support/small-codebook.ts';
import { spread } from '../frame/spread.ts';

const RUNS = 5;
const KEYS = 6000;
const LOOKUPS = 24;
const sizeAt = process.argv.indexOf('--dossiers');
const dossiers = sizeAt < 0 ? 1_000_000 : Number(process.argv[sizeAt + 1]);

/** What the ledger would hold after so many dossiers were read; wide rows are left empty, nothing reads them. */
const FILL = `
  INSERT INTO codebook_version (hash) VALUES ('bench');
  INSERT INTO lookup_key (kind, scope, code, name, fingerprint)
    SELECT (ARRAY['procedure', 'component', 'result', 'agency'])[1 + i % 4]::lookup_kind, '', 'MA-' || i, 'Tên ' || i, ''
    FROM generate_series(1, ${KEYS}) i;
  INSERT INTO dossier (code, source_hash, source_row, codebook_id, incomplete, lane)
    SELECT 'H99-' || i, '', '{}', (SELECT id FROM codebook_version), false, 'backfill'
    FROM generate_series(1, ${dossiers}) i;
  INSERT INTO dossier_use (dossier_id, received_on, lookups)
    SELECT id, date '2025-01-01' + (id % 730)::int,
      ARRAY(SELECT DISTINCT 1 + ((id * 7919 + n * n * 104729 + (id / 6000) * n * 31) % ${KEYS})::int FROM generate_series(1, ${LOOKUPS}) n)
    FROM dossier;
  ANALYZE;`;

/** Every tenth code has rows that begin and end. */
const rows: ProcedureRow[] = Array.from({ length: KEYS / 10 }, (_, index) => ({
  line: index + 2,
  provinceCode: `MA-${index * 10}`,
  nationalCode: '1.001193',
  validFrom: '2025-03-01' as IsoDay,
  validTo: '2026-03-01' as IsoDay,
  note: '',
}));
const days = changeDays(
  { procedures: rows, documentTypes: [], agencies: [], statuses: [], values: [] },
  { endDays: new Map() },
);
const codebook: Codebook = new SmallCodebook();

const dataDir = await mkdtemp(join(tmpdir(), 'dongbo-bench-'));
const server = await startEmbeddedPostgres({ dataDir, durable: false });
try {
  await server.createDatabase('bench');
  const url = server.url('bench');
  const ledger = openDatabase({ url, max: 4, name: 'bench', onIdleError: () => undefined });
  try {
    await migrate(ledger, url);
    const filling = performance.now();
    await ledger.query(FILL);
    const filled = (performance.now() - filling) / 1000;
    const seconds: number[] = [];
    let lacking = 0;
    for (let run = 0; run < RUNS; run += 1) {
      const started = performance.now();
      lacking = (await measureCoverage(ledger, codebook, days)).lacking.length;
      seconds.push((performance.now() - started) / 1000);
    }
    const result = {
      dossiers,
      questions: KEYS,
      lacking,
      seconds: spread(seconds),
      rssMb: Math.round(process.memoryUsage().rss / 2 ** 20),
    };
    if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
    else {
      const { median, min, max } = result.seconds;
      process.stdout.write(
        `coverage over ${dossiers} dossiers: ${median.toFixed(1)} s (${min.toFixed(1)} to ${max.toFixed(1)}, ${RUNS} runs), ` +
          `memory ${result.rssMb} MB; filling the ledger took ${filled.toFixed(0)} s\n`,
      );
    }
  } finally {
    await ledger.close();
  }
} finally {
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
}
