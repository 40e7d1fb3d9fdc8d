/**
 * How long a proposal takes among 20,000 names, and the index to be built.
 * Guarantees: the same names and questions for the same seed; the machine's warm-up is not counted.
 * Must not: be run while something else is measured in the same process.
 */
import { NameIndex } from '../../src/codebook/suggest/name-index.ts';
import { Chance } from './chance.ts';
import type { Item, NationalData } from './data.ts';
import { COMBINED, RULES } from './perturb.ts';

export interface Timing {
  readonly names: number;
  readonly questions: number;
  readonly buildMs: number;
  /** Of the index; 0 where it cannot be told: `node --expose-gc` can. */
  readonly heapMb: number;
  readonly medianMs: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** Of the processor, a proposal: what the clock shows is more where others are at work. */
  readonly meanCpuMs: number;
  readonly buildCpuMs: number;
}

const NAMES = 20_000;
const QUESTIONS = 3_000;
const WARM_UP = 1_000;

export function measureTime(data: NationalData, seed: number): Timing {
  const chance = new Chance(seed);
  const items = manyNames(data, chance);
  const rules = [...Object.values(RULES), ...Object.values(COMBINED)] as const;
  const ask = (): string => {
    const item = items[chance.between(0, items.length - 1)];
    const rule = rules[chance.between(0, rules.length - 1)];
    return rule === undefined || item === undefined ? '' : rule(item.name, chance);
  };
  new NameIndex(items.slice(0, 2_000)).find('giấy');
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
  const cpuBefore = cpuMs();
  const started = performance.now();
  const index = new NameIndex(items);
  const buildMs = performance.now() - started;
  const buildCpuMs = cpuMs() - cpuBefore;
  globalThis.gc?.();
  const after = process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
  const heapMb = globalThis.gc === undefined ? 0 : (after - before) / 1_048_576;
  for (let at = 0; at < WARM_UP; at += 1) index.find(ask());
  const questions = Array.from({ length: QUESTIONS }, ask);
  const cpuFrom = cpuMs();
  const took = questions.map((question) => {
    const from = performance.now();
    index.find(question);
    return performance.now() - from;
  });
  const meanCpuMs = (cpuMs() - cpuFrom) / QUESTIONS;
  took.sort((a, b) => a - b);
  const at = (part: number) => took[Math.min(took.length - 1, Math.floor(took.length * part))] ?? 0;
  return {
    names: items.length,
    questions: QUESTIONS,
    buildMs,
    heapMb,
    medianMs: at(0.5),
    p99Ms: at(0.99),
    maxMs: at(1),
    meanCpuMs,
    buildCpuMs,
  };
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/** All real names, and the beginning of one with the end of another until there are enough. */
function manyNames({ procedures, components, results }: NationalData, chance: Chance): Item[] {
  const items = [...procedures, ...components.flat(), ...results.flat()];
  const real = items.length;
  const part = (from: number, to: number): string => {
    const words = items[chance.between(0, real - 1)]?.name.trim().split(/\s+/) ?? [];
    return words.slice(Math.floor(words.length * from), Math.ceil(words.length * to)).join(' ');
  };
  for (let number = 1; items.length < NAMES; number += 1) {
    const cut = 0.3 + 0.4 * chance.next();
    items.push({ code: `MADE.${number}`, name: `${part(0, cut)} ${part(cut, 1)}` });
  }
  return items;
}
