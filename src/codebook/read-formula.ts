/**
 * Reads one version of the formulas of `score.yaml`.
 * Guarantees: a version that is like another one has all of it but for what it says itself: an indicator with the same
 * code takes the other's place, whole; days of validity and source are always its own.
 */
import type { IsoDay } from '../domain/codes.ts';
import type { Formula, OnTimeRules } from '../domain/score/formula.ts';
import { checkCodes, checkSums } from './check-sums.ts';
import { isDay } from './csv-row.ts';
import type { FaultSink } from './mapping-fault.ts';
import { oneIn, type ReadIndicator, readIndicator } from './read-indicator.ts';
import { HOURS, numberIn } from './yaml-number.ts';
import type { Located, YamlSection } from './yaml-section.ts';

/** A version with what later ones may take over. */
export interface ReadFormula {
  readonly formula: Formula;
  readonly indicators: readonly ReadIndicator[];
}

const KEYS = [
  'name',
  'like',
  'valid_from',
  'valid_to',
  'source',
  'on_time',
  'steps_on_time_hours',
  'indicators',
];

/**
 * The version, or `null` after telling its faults.
 * @param earlier versions that stand above in the file, by name; `null` = has faults, which are told already
 */
export function readFormula(
  section: YamlSection,
  name: Located | null,
  earlier: ReadonlyMap<string, ReadFormula | null>,
  sink: FaultSink,
): ReadFormula | null {
  const before = sink.faults.length;
  section.allow(KEYS);
  const isLike = section.mentions('like');
  const like = isLike ? oneIn(section, 'like', [...earlier.keys()], sink) : null;
  const base = like === null ? null : (earlier.get(like) ?? null);
  const validFrom = dayIn(section, 'valid_from', sink);
  const validTo = dayIn(section, 'valid_to', sink);
  if (validFrom !== '' && validTo !== '' && validFrom > validTo)
    section.value('valid_from')?.fault('DB-MAP-016', { from: validFrom, to: validTo });
  const source = section.text('source')?.text ?? '';
  const onTime = readOnTime(section, !isLike, sink) ?? base?.formula.onTime;
  const stepsOnTimeHours =
    numberIn(section, 'steps_on_time_hours', HOURS, sink, !isLike) ?? base?.formula.stepsOnTimeHours;
  const sections = isLike && !section.has('indicators') ? [] : section.sections('indicators');
  const own = sections.flatMap((one) => readIndicator(one, sink) ?? []);
  checkCodes(own, section.pathOf('indicators'), sink);
  const isSound = sink.faults.length === before;
  // What a sum lacks is judged only where every indicator could be read.
  const indicators = merged(base?.indicators ?? [], own);
  if (isSound && (base !== null || !isLike)) checkSums(indicators, sink);
  if (sink.faults.length > before || name === null) return null;
  if (onTime === undefined || stepsOnTimeHours === undefined) return null;
  const formulas = indicators.map(({ formula }) => formula);
  const head = { name: name.text, validFrom, validTo, source };
  return { formula: { ...head, onTime, stepsOnTimeHours, indicators: formulas }, indicators };
}

function merged(base: readonly ReadIndicator[], own: readonly ReadIndicator[]): ReadIndicator[] {
  const byCode = new Map([...base, ...own].map((one) => [one.formula.code, one]));
  return [...byCode.values()];
}

function dayIn(section: YamlSection, key: string, sink: FaultSink): IsoDay | '' {
  const found = section.text(key, false);
  if (found === null || found.text === '' || isDay(found.text)) return (found?.text ?? '') as IsoDay | '';
  sink.add(found, 'DB-MAP-015', { column: section.pathOf(key), value: found.text });
  return '';
}

function readOnTime(section: YamlSection, needed: boolean, sink: FaultSink): OnTimeRules | null {
  const rules = section.section('on_time', needed);
  if (rules === null) return null;
  rules.allow(['end', 'asked_again', 'citizens_time_off']);
  const end = oneIn(rules, 'end', ['steps', 'steps-or-record'], sink);
  const askedAgain = oneIn(rules, 'asked_again', ['late', 'late-unless-ended'], sink);
  const citizensTimeOff = rules.flag('citizens_time_off');
  if (end === null || askedAgain === null || citizensTimeOff === null) return null;
  return { end, askedAgain, citizensTimeOff };
}
