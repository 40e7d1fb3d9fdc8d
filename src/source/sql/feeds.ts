/** The streams of change that a map tells of, and how their positions move. Guarantees: pure. */
import { PART_NAMES } from '../../domain/source-fields.ts';
import type { SourceMap } from '../../domain/source-map.ts';

/** `dossiers` first, then the parts that have a time of change of their own. */
export function feedsOf(map: SourceMap): readonly string[] {
  return ['dossiers', ...PART_NAMES.filter((part) => map[part]?.changedAt)];
}

/** What the dossiers' time of change counts; `null` = it is a time. */
export function unitOf(map: SourceMap): 'seconds' | 'millis' | null {
  const rule = map.dossiers.fields.changedAt;
  if (rule?.kind !== 'call') return null;
  return rule.name === 'epoch_seconds' ? 'seconds' : rule.name === 'epoch_millis' ? 'millis' : null;
}

/** Is the position a count? A year alone is none that any system writes. */
export function isNumber(text: string): boolean {
  return /^-?\d{1,30}(\.\d+)?$/.test(text);
}

/** The number moved back by `seconds`, fraction kept; what is no number stays. */
export function earlierNumber(text: string, seconds: number, unit: 'seconds' | 'millis'): string {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d{1,30})(\.\d+)?$/.exec(text) ?? [];
  if (whole === '' || sign !== '') return text;
  const back = BigInt(Math.ceil(seconds)) * (unit === 'millis' ? 1000n : 1n);
  const moved = BigInt(whole) - back;
  return moved < 0n ? '0' : `${moved}${fraction}`;
}
