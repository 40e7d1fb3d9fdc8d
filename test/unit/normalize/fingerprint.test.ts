/** Fingerprints: blind to the order of keys and to `changedAt`, awake to everything else. */
import { describe, expect, it } from 'vitest';
import {
  payloadFingerprint,
  sourceFingerprint,
  stepFingerprint,
} from '../../../src/normalize/fingerprint.ts';
import { normalize } from '../../../src/normalize/normalize.ts';
import { SmallCodebook } from '../../support/small-codebook.ts';
import { aComponent, aDossier, aFee, aResult, aStep, aSupplement } from '../../support/source-rows.ts';

const source = aDossier(
  {},
  {
    components: [aComponent()],
    results: [aResult()],
    steps: [aStep()],
    fees: [aFee()],
    supplements: [aSupplement()],
  },
);

/** The same value with every object's keys the other way round. */
function reversed<T>(value: T): T {
  if (Array.isArray(value)) return value.map(reversed) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, inner]) => [name, reversed(inner)]),
  ) as T;
}

/** Every copy of `value` in which one text, number or boolean is another. */
function changes<T>(value: T): T[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, i) => changes(item).map((other) => value.with(i, other) as T));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([name, inner]) =>
      changes(inner).map((other) => ({ ...value, [name]: other })),
    );
  }
  return [(value === null ? '' : `${String(value)}.`) as T];
}

describe('fingerprints', () => {
  const { dossier, steps } = normalize(source, new SmallCodebook(), {
    fileBaseUrl: null,
    holdPolicy: 'part',
  });
  const [step] = steps;
  if (dossier === null || step === undefined)
    throw new Error('the dossier of this test must be without fault');

  it('do not depend on the order of keys', () => {
    expect(sourceFingerprint(reversed(source))).toBe(sourceFingerprint(source));
    expect(payloadFingerprint(reversed(dossier))).toBe(payloadFingerprint(dossier));
    expect(stepFingerprint(reversed(step))).toBe(stepFingerprint(step));
    expect(sourceFingerprint(source)).toMatch(/^[0-9a-f]{64}$/);
  });

  it('do not see the time of change alone', () => {
    expect(sourceFingerprint({ ...source, changedAt: null })).toBe(sourceFingerprint(source));
  });

  it('see any other change, each as its own', () => {
    const { changedAt: _, ...content } = source;
    const others = changes(content).map((other) => sourceFingerprint({ changedAt: null, ...other }));
    expect(others.length).toBeGreaterThan(60);
    expect(new Set([sourceFingerprint(source), ...others]).size).toBe(others.length + 1);

    const payloads = changes(dossier).map(payloadFingerprint);
    expect(new Set([payloadFingerprint(dossier), ...payloads]).size).toBe(payloads.length + 1);
    const stepPrints = changes(step).map(stepFingerprint);
    expect(new Set([stepFingerprint(step), ...stepPrints]).size).toBe(stepPrints.length + 1);
  });

  it('see a part that came or went', () => {
    expect(sourceFingerprint({ ...source, fees: [] })).not.toBe(sourceFingerprint(source));
    expect(sourceFingerprint({ ...source, results: [], components: [] })).not.toBe(
      sourceFingerprint({ ...source, results: [] }),
    );
  });
});
