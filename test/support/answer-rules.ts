/** The shipped answer rules, read as the program reads them. */
import { readFileSync } from 'node:fs';
import { FaultSink } from '../../src/codebook/mapping-fault.ts';
import { readAnswerRules } from '../../src/codebook/read-answer-rules.ts';
import type { AnswerRules } from '../../src/domain/answer-rules.ts';

const FILE = new URL('../../mappings/portal-answers.yaml', import.meta.url);

/** Rules of `mappings/portal-answers.yaml`; throws with its faults. */
export function shippedAnswerRules(): AnswerRules {
  const sink = new FaultSink('portal-answers.yaml');
  const rules = readAnswerRules(readFileSync(FILE, 'utf8'), sink);
  if (rules === null) throw new Error(JSON.stringify(sink.faults));
  return rules;
}
