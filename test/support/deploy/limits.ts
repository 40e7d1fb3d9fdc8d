/**
 * The limits at which alerts begin, as thresholds of a panel would have them.
 * Guarantees: read out of the expressions; a limit that is passed by a whole number begins at the next one.
 */
import { anchorOf } from '../../docs/markdown.ts';
import type { Rule } from './alert-rules.ts';
import type { Panel } from './dashboard.ts';

/** From `at` on (`above`), or under it (`below`), there is an alert. */
export interface Limit {
  readonly at: number;
  readonly side: 'above' | 'below';
  readonly severity: 'page' | 'ticket';
}

const COMPARED = /(==|>=|<|>) (\d+(?:\.\d+)?(?:e\d+)?(?: \* \d+)*)(?![\w.])/g;
/** Units of whole numbers. */
const COUNTS = new Set(['none', 'short']);

function product(text: string): number {
  return text.split(' * ').reduce((sum, factor) => sum * Number(factor), 1);
}

/** The limits of the alerts that the panel leads to, in its own unit. */
export function limitsOf(
  { links = [], targets, fieldConfig }: Panel,
  alerts: readonly (Rule & { readonly alert: string })[],
): readonly Limit[] {
  const counts = COUNTS.has(fieldConfig.defaults.unit ?? '');
  // Where the recorded limits are divided by, the limit is one.
  const isShare = targets.some(({ expr }) =>
    expr.includes('/ on (exported_job) group_left () dongbo:job_limit_seconds'),
  );
  return alerts
    .filter(({ alert }) => links.some(({ url }) => url.endsWith(`#${anchorOf(alert)}`)))
    .flatMap(({ expr, labels }) => {
      const severity = labels?.severity === 'page' ? 'page' : 'ticket';
      if (isShare && expr.includes('dongbo:job_limit_seconds'))
        return [{ at: 1, side: 'above', severity } as const];
      return [...expr.matchAll(COMPARED)].map(([, sign = '', text = '']): Limit => {
        const number = product(text);
        if (sign === '==') return { at: number + 1, side: 'below', severity };
        if (sign === '<') return { at: number, side: 'below', severity };
        return { at: sign === '>' && counts ? number + 1 : number, side: 'above', severity };
      });
    });
}
