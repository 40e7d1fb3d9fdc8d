/**
 * Proposals on a sample of the real national names, perturbed as the bench does it (bench/suggest/suggest.ts).
 * Reads DONGBO_NATIONAL_DATA, or ../shared/data beside the checkout; says so where neither is there.
 * A proposal is a name with all its codes: many codes share one, letter for letter.
 */
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readNationalData } from '../../../../bench/suggest/data.ts';
import { measureFields } from '../../../../bench/suggest/fields.ts';
import type { Tally } from '../../../../bench/suggest/measure.ts';

const DATA = process.env.DONGBO_NATIONAL_DATA ?? resolve(import.meta.dirname, '../../../../../shared/data');
const data = readNationalData(DATA);
if (data === null) console.warn(`NOT RUN: no national data in ${DATA}; set DONGBO_NATIONAL_DATA`);

const SEED = 3;

function shares(tallies: readonly Tally[]) {
  const sum = (of: (tally: Tally) => number) => tallies.reduce((total, tally) => total + of(tally), 0);
  const cases = sum((tally) => tally.cases);
  return {
    first: sum(({ first }) => first) / cases,
    five: sum(({ five }) => five) / cases,
    cosineFirst: sum(({ cosineFirst }) => cosineFirst) / cases,
  };
}

describe.skipIf(data === null)('the right national name is proposed', () => {
  it.each([
    { only: 'components among', every: 127, first: 0.99, five: 0.999 },
    { only: 'components, procedure unknown', every: 79, first: 0.96, five: 0.98 },
    { only: 'procedures', every: 173, first: 0.95, five: 0.98 },
  ])('$only', ({ only, every, first, five }) => {
    if (data === null) return;
    const [field] = measureFields(data, { seed: SEED, every, misses: 0, only });
    const reached = shares(field?.tallies ?? []);
    expect(reached.first).toBeGreaterThanOrEqual(first);
    expect(reached.five).toBeGreaterThanOrEqual(five);
    expect(reached.first).toBeGreaterThan(reached.cosineFirst);
    const combined = shares(field?.combined ?? []);
    expect(combined.first).toBeGreaterThan(combined.cosineFirst + 0.1);
  });
});
