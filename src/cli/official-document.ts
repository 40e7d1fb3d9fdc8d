/**
 * Published figures beside ours, as documents have them.
 * Guarantees: ratios 0..1, unrounded; every cause with its reason in both languages.
 */
import { tellCause } from '../score/official/cause-words.ts';
import type { OfficialComparison } from '../score/official/comparison.ts';

/** See the file's head. */
export function officialDocument({ indicators, evidence, ...comparison }: OfficialComparison) {
  return {
    ...comparison,
    indicators: indicators.map(({ causes, ...indicator }) => ({
      ...indicator,
      causes: causes.map((cause) => ({
        ...cause,
        reason: { vi: tellCause(cause, 'vi'), en: tellCause(cause, 'en') },
      })),
    })),
    evidence: evidence.map((one) => ({
      ...one,
      reason: {
        vi: tellCause({ ...one, formula: null }, 'vi'),
        en: tellCause({ ...one, formula: null }, 'en'),
      },
    })),
  };
}
