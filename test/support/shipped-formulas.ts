/**
 * The formulas of the 766 indicators as this repository ships them (mappings/score.yaml).
 * Guarantees: a file with a fault is an error.
 */
import { readFileSync } from 'node:fs';
import { FaultSink } from '../../src/codebook/mapping-fault.ts';
import { readScoreFormulas } from '../../src/codebook/read-score-formulas.ts';
import type { Formula, ScoreFormulas } from '../../src/domain/score/formula.ts';

/** All versions. */
export function shippedFormulas(): ScoreFormulas {
  const text = readFileSync(new URL('../../mappings/score.yaml', import.meta.url), 'utf8');
  const sink = new FaultSink('score.yaml');
  const formulas = readScoreFormulas(text, sink);
  if (formulas === null) throw new Error(`mappings/score.yaml: ${JSON.stringify(sink.faults)}`);
  return formulas;
}

/** One of them. */
export function shippedFormula(name = '766-2026'): Formula {
  const formula = shippedFormulas().versions.find((version) => version.name === name);
  if (formula === undefined) throw new Error(`no formula ${name}`);
  return formula;
}
