/**
 * Finds the portal's published figures in a JSON document, however deep they lie.
 * Guarantees: every object with a `code` and two of the five amounts is a figure, and every record of plain counts that
 * is known (group-records.ts); what is around it says of which period and agency it is. In the order of the document.
 * Must not: look into charts: they repeat the figures of other periods.
 */
import type { AmountName, FoundFigure } from './found-figure.ts';
import { plainIndicators } from './group-records.ts';
import {
  fieldsOf,
  folded,
  isAgencyCode,
  isObject,
  NOWHERE,
  periodOf,
  type Surroundings,
  within,
} from './surroundings.ts';

const CHARTS = /chart|radar|trend|history/;
const FLAGS = ['flags', 'flag', 'dataqualitystatus', 'warnings', 'warning'];
/** A flag that stands as a field of its own: `"TEMP_…": true`. */
const BARE_FLAG = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/;
const FOLDED: Readonly<Record<AmountName, string>> = {
  numerator: 'numerator',
  denominator: 'denominator',
  ratio: 'ratio',
  score: 'score',
  maxScore: 'maxscore',
};

interface Visit {
  readonly value: unknown;
  readonly path: string;
  readonly around: Surroundings;
}

/** The figures of a document. */
export function figuresOfJson(document: unknown): FoundFigure[] {
  const found: FoundFigure[] = [];
  // By hand instead of by recursion: a document may be nested as deep as it likes.
  const open: Visit[] = [{ value: document, path: '$', around: NOWHERE }];
  for (let visit = open.pop(); visit !== undefined; visit = open.pop()) {
    const { value, path, around } = visit;
    if (Array.isArray(value)) {
      const inside = value.map((item, at) => ({ value: item, path: `${path}[${at}]`, around }));
      open.push(...inside.toReversed());
    } else if (isObject(value)) {
      const fields = fieldsOf(value);
      const code = codeOf(fields);
      const here = within(around, fields, code !== null);
      found.push(...figuresAt(value, fields, code, path, here));
      const inside = Object.entries(value)
        .filter(([name]) => !CHARTS.test(folded(name)))
        .map(([name, item]) => ({ value: item, path: `${path}.${name}`, around: here }));
      open.push(...inside.toReversed());
    }
  }
  return found;
}

/** The indicator's code, where the object is a figure. */
function codeOf(fields: ReadonlyMap<string, unknown>): string | null {
  const code = fields.get('code') ?? fields.get('metriccode') ?? fields.get('indicatorcode');
  if (typeof code !== 'string' || code.trim() === '' || isAgencyCode(code)) return null;
  const amounts = Object.values(FOLDED).filter((name) => fields.has(name));
  return amounts.length >= 2 ? code.trim() : null;
}

function figuresAt(
  object: Readonly<Record<string, unknown>>,
  fields: ReadonlyMap<string, unknown>,
  code: string | null,
  path: string,
  here: Surroundings,
): FoundFigure[] {
  const written = (name: string): string => Object.keys(object).find((key) => folded(key) === name) ?? name;
  const figure = (of: string, fieldOf: Readonly<Partial<Record<AmountName, string>>>): FoundFigure => ({
    place: path,
    code: of,
    period: periodOf(here),
    agency: here.agency,
    amounts: {
      numerator: fields.get(fieldOf.numerator ?? ''),
      denominator: fields.get(fieldOf.denominator ?? ''),
      ratio: fields.get(fieldOf.ratio ?? ''),
      score: fields.get(fieldOf.score ?? ''),
      maxScore: fields.get(fieldOf.maxScore ?? ''),
    },
    placeOf: (amount) => `${path}.${written(fieldOf[amount] ?? amount)}`,
    flags: flagsOf(object, fields),
    published: here.published,
  });
  if (code !== null) return [figure(code, FOLDED)];
  return plainIndicators(fields).map(({ code: plain, fieldOf }) => figure(plain, fieldOf));
}

function flagsOf(
  object: Readonly<Record<string, unknown>>,
  fields: ReadonlyMap<string, unknown>,
): readonly string[] {
  const told = FLAGS.flatMap((name) => fields.get(name) ?? []).flatMap((flag) =>
    typeof flag === 'string' ? [flag] : isObject(flag) && typeof flag.code === 'string' ? [flag.code] : [],
  );
  const bare = Object.entries(object).flatMap(([name, value]) =>
    value === true && BARE_FLAG.test(name) ? [name] : [],
  );
  return tidyFlags([...told, ...bare]);
}

const MOST_FLAGS = 20;
const LONGEST_FLAG = 200;

/** Flags, each once, without blanks around them. */
export function tidyFlags(flags: readonly string[]): readonly string[] {
  const tidy = flags.map((flag) => flag.trim().slice(0, LONGEST_FLAG)).filter((flag) => flag !== '');
  return [...new Set(tidy)].slice(0, MOST_FLAGS);
}

/** Pages of an answer of which the document has only some: `2/5`; '' where it is whole. */
export function lackingPages(document: unknown): string {
  const data = isObject(document) && isObject(document.data) ? document.data : document;
  const pages = isObject(data) ? data.pagination : undefined;
  if (!isObject(pages)) return '';
  const { currentPage, totalPages } = pages;
  return typeof totalPages === 'number' && totalPages > 1 ? `${Number(currentPage)}/${totalPages}` : '';
}
