/**
 * What a source map makes of a row, an element or an object: each of our fields by its rule.
 * Guarantees: pure; never throws, whatever the texts are; a rule is prepared once, so that a plain place costs
 * one look into the row. What is absent stays absent unless the rule says otherwise.
 * Must not: judge or clean values beyond what the rule says; know SQL, XML or JSON.
 */
import type { SourceText } from '../../domain/source-dossier.ts';
import type { FieldFunction, FieldRule, Place } from '../../domain/source-map.ts';
import { copyOfEmpty } from './empty-row.ts';
import { dateReader, extremeTime, fromEpoch, fromUtc } from './made-times.ts';

/** Makes the text of one field from what was read. */
export type Filler<From> = (from: From) => SourceText;
/** Where a place is in what was read: looked up once, when a map is prepared. */
export type Reach<From> = (place: Place) => Filler<From>;
type Call = (...texts: readonly SourceText[]) => SourceText;

/** UTF-16 units. Longer than any text of a dossier; a rule that would make more makes nothing. */
const LONGEST_TEXT = 1 << 24;

const isBlank = (text: SourceText | undefined): boolean =>
  text === null || text === undefined || text.trim() === '';
const bare = (text: SourceText): string => (text ?? '').normalize('NFC').trim();
const given = (text: SourceText | undefined): SourceText => text ?? null;

/** A number as a map writes it; 0 for what is none. */
function whole(text: SourceText | undefined): number {
  return /^-?\d{1,9}$/.test(text ?? '') ? Number(text) : 0;
}

function changed(text: SourceText, change: (text: string) => string): SourceText {
  return text === null || text.length > LONGEST_TEXT ? null : change(text);
}

function concat(...texts: readonly SourceText[]): SourceText {
  const length = texts.reduce((sum, text) => sum + (text?.length ?? 0), 0);
  if (length > LONGEST_TEXT || texts.every((text) => text === null)) return null;
  return texts.map((text) => text ?? '').join('');
}

function replace(text: SourceText, what: SourceText = null, by: SourceText = null): SourceText {
  if (text === null || what === null || what === '') return text;
  const pieces = text.split(what);
  const length = text.length + (pieces.length - 1) * ((by?.length ?? 0) - what.length);
  return length > LONGEST_TEXT ? null : pieces.join(by ?? '');
}

/** By whole characters, so that none is cut in two. */
function substring(text: SourceText, from: SourceText = null, length: SourceText = null): SourceText {
  const [start, count] = [whole(from), length === null ? Number.POSITIVE_INFINITY : whole(length)];
  if (start < 1 || count < 1) return null;
  return changed(text, (long) => [...long].slice(start - 1, start - 1 + count).join(''));
}

function split(text: SourceText, separator: SourceText = null, number: SourceText = null): SourceText {
  const at = whole(number);
  if (text === null || separator === null || separator === '') return text;
  return at === 0 ? null : given(text.split(separator).at(at > 0 ? at - 1 : at));
}

const CALLS: Readonly<Record<Exclude<FieldFunction, 'date'>, Call>> = {
  concat,
  first: (...texts) => given(texts.find((text) => !isBlank(text))),
  trim: (text = null) => changed(text, (long) => long.trim()),
  upper: (text = null) => changed(text, (long) => long.toUpperCase()),
  lower: (text = null) => changed(text, (long) => long.toLowerCase()),
  replace: (text = null, what, by) => replace(text, what, by),
  substring: (text = null, from, length) => substring(text, from, length),
  split: (text = null, separator, number) => split(text, separator, number),
  digits: (text = null) => changed(text, (long) => long.replace(/[^0-9]+/g, '')),
  epoch_seconds: (text = null) => fromEpoch(text, 1),
  epoch_millis: (text = null) => fromEpoch(text, 1000),
  from_utc: (text = null) => fromUtc(text),
  latest: (...texts) => extremeTime(texts, 1),
  earliest: (...texts) => extremeTime(texts, -1),
  if_present: (condition, then, otherwise) => given(isBlank(condition) ? otherwise : then),
  if_equal: (a = null, b = null, then, otherwise) => given(bare(a) === bare(b) ? then : otherwise),
};

function prepareCall<From>(
  name: FieldFunction,
  args: readonly FieldRule[],
  reach: Reach<From>,
): Filler<From> {
  const fillers = args.map((arg) => prepareRule(arg, reach));
  const [only, pattern] = fillers;
  if (only === undefined) return () => null;
  if (name === 'date') {
    const written = args[1]?.kind === 'constant' ? (args[1].text ?? '') : null;
    if (written === null) return (from) => dateReader(pattern?.(from) ?? '')(only(from));
    const read = dateReader(written);
    return (from) => read(only(from));
  }
  const call = CALLS[name];
  if (fillers.length === 1) return (from) => call(only(from));
  return (from) => call(...fillers.map((filler) => filler(from)));
}

/** Prepares one rule. `reach` is asked for every place of it, now and never again. */
export function prepareRule<From>(rule: FieldRule, reach: Reach<From>): Filler<From> {
  switch (rule.kind) {
    case 'place':
      return reach(rule.place);
    case 'constant': {
      const { text } = rule;
      return () => text;
    }
    case 'call':
      return prepareCall(rule.name, rule.args, reach);
    case 'map': {
      const of = prepareRule(rule.of, reach);
      const values = new Map(Object.entries(rule.values).map(([value, text]) => [bare(value), text]));
      const { otherwise } = rule;
      return (from) => {
        const text = of(from);
        const listed = values.get(bare(text));
        if (listed !== undefined) return listed;
        return otherwise.kind === 'keep' ? text : otherwise.text;
      };
    }
  }
}

/** The text that `rule` makes of what `textOf` knows. For many rows: {@link prepareRule}, {@link fieldFiller}. */
export function evaluate(rule: FieldRule, textOf: (place: Place) => SourceText): SourceText {
  return prepareRule<null>(rule, (place) => () => textOf(place))(null);
}

/**
 * Prepares all rules of a view: what was read → a text for each field that has a rule, in a fixed order.
 * `reach` may say `null` for a place that is not there: a field that is that place alone is then left out.
 */
export function fieldFiller<From>(
  fields: Readonly<Partial<Record<string, FieldRule>>>,
  reach: (place: Place) => Filler<From> | null,
): (from: From) => Record<string, SourceText> {
  const absent: Filler<From> = () => null;
  const fillers: (readonly [string, Filler<From>])[] = [];
  for (const [field, rule] of Object.entries(fields)) {
    if (rule === undefined || (rule.kind === 'place' && reach(rule.place) === null)) continue;
    fillers.push([field, prepareRule(rule, (place) => reach(place) ?? absent)]);
  }
  const copy = copyOfEmpty(fillers.map(([field]) => field));
  return (from) => {
    const row = copy();
    for (const [field, filler] of fillers) row[field] = filler(from);
    return row;
  };
}
