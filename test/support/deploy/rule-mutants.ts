/**
 * A rule spoilt in each place where it could be wrong by a factor: its time and each limit of its expression.
 * Guarantees: pure; a limit of 0 or of equality has no factor and is left alone.
 */
import type { Rule } from './alert-rules.ts';

/** A spoilt rule and what was done to it. */
export interface Mutant {
  readonly what: string;
  readonly rule: Rule;
}

/** A comparison with a number behind it, or before `*` or `<`, as the shipped rules write them. */
const LIMIT = /([<>]=?) (\d+(?:\.\d+)?(?:e\d+)?)(?![\w.])/g;
const FACTORS = [10, 0.1] as const;

function timesFor(text: string, factor: number): string {
  const [, count = '0', unit = 'm'] = /^(\d+)([smh])$/.exec(text) ?? [];
  const seconds = Number(count) * { s: 1, m: 60, h: 3_600 }[unit as 's' | 'm' | 'h'];
  return `${Math.round(seconds * factor)}s`;
}

/** Every rule that differs from `rule` by a factor of ten in one place. */
export function mutants(rule: Rule): readonly Mutant[] {
  const { expr, for: time } = rule;
  const limits = [...expr.matchAll(LIMIT)].filter(([, , limit = '']) => Number(limit) !== 0);
  return FACTORS.flatMap((factor) => [
    ...(time === undefined
      ? []
      : [{ what: `for ${time} × ${factor}`, rule: { ...rule, for: timesFor(time, factor) } }]),
    ...limits.map(({ 0: text, 1: sign = '', 2: limit = '', index }) => ({
      what: `${text} × ${factor} (at ${index})`,
      rule: {
        ...rule,
        expr: `${expr.slice(0, index)}${sign} ${Number(limit) * factor}${expr.slice(index + text.length)}`,
      },
    })),
  ]);
}
