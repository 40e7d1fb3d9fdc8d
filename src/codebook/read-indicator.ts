/**
 * Reads one indicator of `score.yaml`: what is divided by what, and what points come of it.
 * Guarantees: a scoring by a ratio has both its measures, a sum has none; what has no points gives none away.
 * Must not: look at other indicators (`check-sums.ts`).
 */
import {
  type IndicatorFormula,
  MEASURES,
  type Measure,
  SCORE_GROUPS,
  type Scoring,
} from '../domain/score/formula.ts';
import type { FaultSink } from './mapping-fault.ts';
import { numberIn, POSITIVE, SHARE } from './yaml-number.ts';
import type { Located, YamlSection } from './yaml-section.ts';

/** An indicator with the places that faults of the whole version are told at. */
export interface ReadIndicator {
  readonly code: Located;
  readonly formula: IndicatorFormula;
  /** Places of the codes that a sum adds up, in its order; none for others. */
  readonly summands: readonly (Located & { readonly path: string })[];
}

const KEYS = [
  'code',
  'group',
  'name',
  'max',
  'numerator',
  'denominator',
  'scoring',
  'not_for_communes',
  'source',
];
const CODE = /^[A-Z][A-Z0-9_]{0,63}$/;
/** Reasons that a formula may give; the others come of what is counted. */
const REASONS = ['catalogue-only', 'other-system', 'formula-unknown'] as const;

/** The text under `key`, which must be one of a list; `null` where it is missing (told if `needed`) or another (told). */
export function oneIn<Value extends string>(
  section: YamlSection,
  key: string,
  allowed: readonly Value[],
  sink: FaultSink,
  needed = true,
): Value | null {
  const found = section.text(key, needed);
  if (found === null) return null;
  const value = allowed.find((candidate) => candidate === found.text);
  if (value === undefined) {
    const params = { column: section.pathOf(key), value: found.text, allowed: allowed.join(', ') };
    sink.add(found, 'DB-MAP-017', params);
  }
  return value ?? null;
}

/** The indicator, or `null` after telling its faults. */
export function readIndicator(section: YamlSection, sink: FaultSink): ReadIndicator | null {
  const before = sink.faults.length;
  section.allow(KEYS);
  const code = codeIn(section, 'code', sink);
  const group = oneIn(section, 'group', SCORE_GROUPS, sink);
  const names = section.section('name');
  names?.allow(['vi', 'en']);
  const name = { vi: names?.text('vi')?.text ?? '', en: names?.text('en')?.text ?? '' };
  const numerator = oneIn(section, 'numerator', MEASURES, sink, false);
  const denominator = oneIn(section, 'denominator', MEASURES, sink, false);
  const scored = readScoring(section, sink);
  const max = maxOf(section, scored?.scoring ?? null, sink);
  const notForCommunes = section.has('not_for_communes') && section.flag('not_for_communes') === true;
  const source = section.text('source')?.text ?? '';
  if (scored !== null) checkMeasures(section, scored.scoring);
  if (sink.faults.length > before || code === null || group === null || scored === null) return null;
  const { scoring, summands } = scored;
  const ratio: Record<'numerator' | 'denominator', Measure | null> = { numerator, denominator };
  const formula = { code: code.text, group, name, max, ...ratio, scoring, notForCommunes, source };
  return { code, formula, summands };
}

function codeIn(section: YamlSection, key: string, sink: FaultSink): Located | null {
  const code = section.text(key);
  if (code === null || CODE.test(code.text)) return code;
  sink.add(code, 'DB-MAP-053', { path: section.pathOf(key), value: code.text, expected: 'A–Z, 0–9, _' });
  return null;
}

/** A part of a sum has no points of its own: nothing need be said of them. */
function maxOf(section: YamlSection, scoring: Scoring | null, sink: FaultSink): number {
  if (scoring?.kind !== 'part') return numberIn(section, 'max', POSITIVE, sink) ?? 0;
  numberIn(section, 'max', { holds: (value) => value === 0, told: '0' }, sink, false);
  return 0;
}

/** What is needed of numerator and denominator. */
function checkMeasures(section: YamlSection, { kind }: Scoring): void {
  const sides = ['numerator', 'denominator'] as const;
  const [written, other] = sides.filter((side) => section.has(side));
  if (kind === 'sum') {
    if (written !== undefined)
      section.value(written)?.fault('DB-MAP-042', { other: section.pathOf('scoring') });
  } else if (other === undefined && (kind !== 'none' || written !== undefined)) {
    for (const side of sides) if (!section.has(side)) section.missing(side);
  }
}

function readScoring(
  section: YamlSection,
  sink: FaultSink,
): { readonly scoring: Scoring; readonly summands: ReadIndicator['summands'] } | null {
  const scoring = section.section('scoring');
  if (scoring === null) return null;
  const kind = oneIn(scoring, 'kind', ['ratio', 'bound', 'sum', 'part', 'none'], sink);
  switch (kind) {
    case 'ratio':
    case 'bound':
      scoring.allow(['kind', 'full_at']);
      return {
        scoring: { kind, fullAt: numberIn(scoring, 'full_at', SHARE, sink, false) ?? 1 },
        summands: [],
      };
    case 'part':
      scoring.allow(['kind']);
      return { scoring: { kind }, summands: [] };
    case 'none': {
      scoring.allow(['kind', 'reason']);
      const reason = oneIn(scoring, 'reason', REASONS, sink);
      return reason === null ? null : { scoring: { kind, reason }, summands: [] };
    }
    case 'sum':
      scoring.allow(['kind', 'of']);
      return readSum(scoring.sections('of'), sink);
    case null:
      return null;
  }
}

function readSum(parts: readonly YamlSection[], sink: FaultSink): ReturnType<typeof readScoring> {
  const read = parts.map((part) => {
    part.allow(['code', 'times', 'at_most']);
    const code = codeIn(part, 'code', sink);
    const times = numberIn(part, 'times', POSITIVE, sink);
    const atMost = numberIn(part, 'at_most', POSITIVE, sink, false);
    return code === null || times === null
      ? null
      : { place: { ...code, path: part.pathOf('code') }, times, atMost };
  });
  const sound = read.flatMap((one) => one ?? []);
  const of = sound.map(({ place, times, atMost }) => ({ code: place.text, times, atMost }));
  return { scoring: { kind: 'sum', of }, summands: sound.map(({ place }) => place) };
}
