/**
 * Numbers of a YAML file, with the range in which they make sense.
 * Guarantees: what is no plain decimal number (`80%`, `1e3`, `0,8`) is told, and so is one out of range.
 */
import type { FaultSink } from './mapping-fault.ts';
import type { YamlSection } from './yaml-section.ts';

/** A range, and how it is written for people of either language. */
export interface NumberRange {
  readonly holds: (value: number) => boolean;
  readonly told: string;
}

/** More than 0. */
export const POSITIVE: NumberRange = { holds: (value) => value > 0, told: '> 0' };
/** More than 0, at most 1. */
export const SHARE: NumberRange = { holds: (value) => value > 0 && value <= 1, told: '> 0, ≤ 1 (0.8 = 80%)' };
/** Hours: more than 0, at most those of a year. */
export const HOURS: NumberRange = { holds: (value) => value > 0 && value <= 8784, told: '> 0, ≤ 8784' };

const DECIMAL = /^-?\d+(?:\.\d+)?$/;

/** The number under `key`; `null` where it is missing (told if `needed`) or cannot stand there (told). */
export function numberIn(
  section: YamlSection,
  key: string,
  range: NumberRange,
  sink: FaultSink,
  needed = true,
): number | null {
  const found = section.text(key, needed);
  if (found === null) return null;
  const value = DECIMAL.test(found.text) ? Number(found.text) : Number.NaN;
  if (range.holds(value)) return value;
  sink.add(found, 'DB-MAP-053', { path: section.pathOf(key), value: found.text, expected: range.told });
  return null;
}
