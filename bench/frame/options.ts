/** What `npm run bench` is told on its command line. Must not: measure. */
import { parseArgs } from 'node:util';
import type { BenchOptions } from './section.ts';

/** See the head of this file. */
export interface CommandLine {
  /** Names of sections; empty = all. */
  readonly only: readonly string[];
  readonly json: boolean;
  readonly bench: Omit<BenchOptions, 'say'>;
}

/** Throws an Error in plain words for what it does not understand. */
export function readCommandLine(argv: readonly string[], sections: readonly string[]): CommandLine {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      only: { type: 'string', default: '' },
      size: { type: 'string' },
      runs: { type: 'string', default: '5' },
      seed: { type: 'string', default: '1' },
      latency: { type: 'string', default: '20' },
      json: { type: 'boolean', default: false },
    },
  });
  const only = values.only.split(',').filter((name) => name !== '');
  for (const name of only) {
    if (!sections.includes(name)) throw new Error(`--only ${name}: there are ${sections.join(', ')}`);
  }
  const whole = (name: string, text: string, least: number): number => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < least)
      throw new Error(`--${name} ${text}: a whole number from ${least}`);
    return value;
  };
  return {
    only,
    json: values.json,
    bench: {
      size: values.size === undefined ? null : whole('size', values.size, 100),
      runs: whole('runs', values.runs, 1),
      seed: whole('seed', values.seed, 0),
      latencyMs: whole('latency', values.latency, 0),
    },
  };
}
