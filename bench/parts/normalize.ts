/**
 * Part "normalize": dossiers a second through normalization on one core, and the memory that it leaves.
 * Guarantees: three components, one result and three steps a dossier, codes as a province writes them (own codes through
 * rows, national ones as they stand), each dossier another; throws where one is not complete; memory after each run, so that
 * growth shows. Once as normalization alone, once with the hashes and names that the ledger asks for.
 */
import { recordLookups } from '../../src/codebook/record-lookups.ts';
import type { Codebook } from '../../src/domain/codebook.ts';
import type { SourceDossier } from '../../src/domain/source-dossier.ts';
import { sourceFingerprint } from '../../src/normalize/fingerprint.ts';
import { normalize } from '../../src/normalize/normalize.ts';
import { normalizerFor } from '../../src/pipeline/normalize-for-ledger.ts';
import { ledgerCode } from '../../src/pipeline/take-in.ts';
import type { BenchOptions, Figure } from '../frame/section.ts';
import { spread } from '../frame/spread.ts';
import { madeDossiers, NORMALIZE_SETTINGS } from './made-dossiers.ts';
import { megabytesInUse } from './memory.ts';

/** A dossier more than the other parts have: this one's goal is of old. */
const COMPONENTS = 3;
/** Made and normalized in turn, so that memory is normalization's own. */
const PAGE = 1000;
/** Dossiers a second on one core. */
const GOAL = 20_000;

/** Normalizes a page; answers how many dossiers are complete. */
type Work = (page: readonly SourceDossier[]) => number;

function alone(codebook: Codebook): Work {
  const { codebook: recording, take } = recordLookups(codebook);
  return (page) => {
    let complete = 0;
    for (const row of page) {
      const { dossier, held } = normalize(row, recording, NORMALIZE_SETTINGS);
      take();
      if (dossier !== null && held.length === 0) complete += 1;
    }
    return complete;
  };
}

function forLedger(codebook: Codebook): Work {
  return (page) => {
    const normalized = normalizerFor(codebook, NORMALIZE_SETTINGS);
    return page.filter((source) => {
      const row = { code: ledgerCode(source), source, sourceHash: sourceFingerprint(source) };
      const { payloadHash, normalized: found } = normalized(row);
      return payloadHash !== null && found.held.length === 0;
    }).length;
  };
}

/** Dossiers a second. */
function rateOf(work: Work, dossiers: number, seed: number): number {
  let milliseconds = 0;
  let complete = 0;
  for (let first = 0; first < dossiers; first += PAGE) {
    const page = madeDossiers(first, Math.min(PAGE, dossiers - first), { seed, components: COMPONENTS });
    const began = performance.now();
    complete += work(page);
    milliseconds += performance.now() - began;
  }
  if (complete !== dossiers)
    throw new Error(`${dossiers - complete} dossiers were not complete: no fair measure`);
  return (dossiers * 1000) / milliseconds;
}

/** Measures the part. */
export function measureNormalize(codebook: Codebook, options: BenchOptions): readonly Figure[] {
  const dossiers = options.size ?? 100_000;
  const works = { alone: alone(codebook), ledger: forLedger(codebook) };
  const rates: Record<keyof typeof works, number[]> = { alone: [], ledger: [] };
  const memory: number[] = [];
  // The first run warms up.
  for (let run = 0; run <= options.runs; run += 1) {
    const found = {
      alone: rateOf(works.alone, dossiers, options.seed + run),
      ledger: rateOf(works.ledger, dossiers, options.seed + run),
    };
    options.say(`normalize: run ${run} of ${options.runs}, ${Math.round(found.alone)} dossiers/s`);
    if (run === 0) continue;
    rates.alone.push(found.alone);
    rates.ledger.push(found.ledger);
    memory.push(megabytesInUse());
  }
  const runs = options.runs;
  return [
    { name: 'normalize', unit: 'dossiers/s', spread: spread(rates.alone), runs, goal: { atLeast: GOAL } },
    {
      name: 'normalize, with hashes and names for the ledger',
      unit: 'dossiers/s',
      spread: spread(rates.ledger),
      runs,
    },
    { name: 'normalize: heap in use after a run', unit: 'MB', spread: spread(memory), runs },
  ];
}
