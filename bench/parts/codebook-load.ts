/**
 * Part "codebook load": from the mapping files and the ledger's catalogue to a frozen codebook, as at start; and what each
 * tick asks, where nothing has changed.
 * Guarantees: the catalogue is pulled into the ledger by the program itself; each load begins from nothing; memory is what
 * the codebook and its tables keep alive.
 */
import { openCodebook } from '../../src/compose/codebook.ts';
import type { Codebook } from '../../src/domain/codebook.ts';
import type { Database } from '../../src/ledger/database.ts';
import { pullCatalogue } from '../../src/pipeline/pull-catalogue.ts';
import type { BenchOptions, Figure } from '../frame/section.ts';
import type { BenchPostgres } from '../frame/servers.ts';
import { spread } from '../frame/spread.ts';
import { benchCatalogue, serviceOf } from './bench-catalogue.ts';
import { emptyLedger } from './empty-ledger.ts';
import { MAPPINGS, NORMALIZE_SETTINGS } from './made-dossiers.ts';
import { megabytesInUse } from './memory.ts';

/** What was found. */
export interface CodebookResult {
  readonly figures: readonly Figure[];
  readonly note: string;
}

interface Load {
  readonly milliseconds: number;
  readonly megabytes: number;
  /** Of asking again. */
  readonly unchangedMs: number;
}

const CALLS_AT_A_TIME = 8;
const REFRESH_DAYS = 7;

async function fillCatalogue(ledger: Database): Promise<string> {
  const catalogue = benchCatalogue();
  const deps = {
    ledger,
    catalogue: serviceOf(catalogue),
    concurrency: CALLS_AT_A_TIME,
    refreshDays: REFRESH_DAYS,
    now: () => new Date(),
  };
  const { failed, fetched } = await pullCatalogue(deps, { full: true }, new AbortController().signal);
  if (failed.length > 0 || fetched !== catalogue.procedures.length)
    throw new Error(`${fetched} of ${catalogue.procedures.length} procedures are in the ledger`);
  return catalogue.what;
}

const broken = (error: Error): never => {
  throw error;
};

async function load(ledger: Database): Promise<Load> {
  const before = megabytesInUse();
  const began = performance.now();
  const source = openCodebook(MAPPINGS, 'en', NORMALIZE_SETTINGS, { onFault: broken }, { strict: true });
  const codebook = await source.current(ledger);
  const milliseconds = performance.now() - began;
  const megabytes = megabytesInUse() - before;
  const asked = performance.now();
  const again = await source.current(ledger);
  const unchangedMs = performance.now() - asked;
  if (again !== codebook || !Object.isFrozen(codebook)) throw new Error('the codebook was built once more');
  return { milliseconds, megabytes, unchangedMs };
}

/** Measures the part. @param codebook any, to begin a ledger with */
export async function measureCodebookLoad(
  postgres: BenchPostgres,
  codebook: Codebook,
  options: BenchOptions,
): Promise<CodebookResult> {
  const ledger = await emptyLedger(postgres, 'codebook', codebook);
  try {
    const note = await fillCatalogue(ledger.db);
    const loads: Load[] = [];
    // The first one warms up.
    for (let run = 0; run <= options.runs; run += 1) {
      const one = await load(ledger.db);
      options.say(`codebook load: run ${run} of ${options.runs}, ${Math.round(one.milliseconds)} ms`);
      if (run > 0) loads.push(one);
    }
    const figure = (name: string, unit: 'ms' | 'MB', of: keyof Load): Figure => ({
      name: `codebook load${name}`,
      unit,
      spread: spread(loads.map((one) => one[of])),
      runs: loads.length,
    });
    return {
      figures: [
        figure('', 'ms', 'milliseconds'),
        figure(', nothing changed', 'ms', 'unchangedMs'),
        figure(': memory of it', 'MB', 'megabytes'),
      ],
      note,
    };
  } finally {
    await ledger.drop();
  }
}
