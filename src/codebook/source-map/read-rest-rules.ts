/** Reads the section `rest`: how a REST service is asked for what changed. */
import type { RestRules } from '../../domain/source-definition.ts';
import type { YamlSection, YamlValue } from '../yaml-section.ts';
import type { LayeredSection } from './layered-section.ts';
import { isPath } from './read-place.ts';

const KEYS = ['path', 'parameters', 'items', 'since', 'paging', 'api_key_header'];
const SINCE_FORMS = ['iso', 'epoch_seconds', 'epoch_millis', 'local'] as const;
const PAGINGS = ['number', 'cursor', 'none'] as const;
const ADDRESS_PATH = /^(?:\/[^\s?#\\]*)?$/;
/** A token of HTTP. */
const HEADER = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}$/;
const PARAMETER = /^[^\s&=#]{1,64}$/u;
const STANDARD_HEADER = 'X-API-Key';

/** One of a few words under `value`; the first of them after a fault. */
export function oneOf<Word extends string>(value: YamlValue, allowed: readonly [Word, ...Word[]]): Word {
  const found = allowed.find((word) => word === value.text);
  if (found === undefined)
    value.fault('DB-MAP-017', { column: value.path, value: value.text, allowed: allowed.join(', ') });
  return found ?? allowed[0];
}

/** A whole number under `value`, within its bounds; the least after a fault. */
export function wholeNumber(value: YamlValue, least: number, most: number): number {
  const number = /^\d{1,9}$/.test(value.text) ? Number(value.text) : Number.NaN;
  if (number >= least && number <= most) return number;
  value.fault('DB-MAP-017', { column: value.path, value: value.text, allowed: `${least} … ${most}` });
  return least;
}

function fitting(value: YamlValue | null, fits: (text: string) => boolean, expected: string): string {
  if (value === null || value.kind === 'none') return '';
  if (value.kind !== 'text' || !fits(value.text)) value.wrongForm(expected);
  return value.text;
}

function neededIn(
  section: YamlSection,
  key: string,
  fits: (text: string) => boolean,
  expected: string,
): string {
  const value = section.value(key);
  if (value === null || value.kind === 'none') section.missing(key);
  return fitting(value, fits, expected);
}

const isParameter = (text: string): boolean => PARAMETER.test(text);
const isParameterOrPath = (text: string): boolean => text === '' || isPath(text);

function readParameters(value: YamlValue | null): Record<string, string> {
  const section = value?.section() ?? null;
  if (section === null) {
    if (value !== null && value.kind !== 'none') value.wrongForm('parameters: { key: "…" }');
    return {};
  }
  const pairs = section.entries().map(({ text, value: of }) => {
    if (!isParameter(text) || of.kind !== 'text') of.wrongForm('key: "…"');
    return [text, of.text] as const;
  });
  return Object.fromEntries(pairs);
}

function readSince(value: YamlValue | null): RestRules['since'] {
  if (value === null || value.kind === 'none') return null;
  const section = value.section();
  if (section === null) {
    value.wrongForm('since: { parameter: "…", form: iso }');
    return null;
  }
  section.allow(['parameter', 'form']);
  const form = section.value('form');
  return {
    parameter: neededIn(section, 'parameter', isParameter, 'parameter: "…"'),
    form: form === null ? 'iso' : oneOf(form, SINCE_FORMS),
  };
}

function readPaging(value: YamlValue | null): RestRules['paging'] {
  if (value === null || value.kind === 'none') return { by: 'none' };
  const section = value.section();
  const by = section?.value('by') ?? null;
  if (section === null || by === null) {
    value.wrongForm('paging: { by: number, parameter: page, first: 1, size_parameter: size }');
    return { by: 'none' };
  }
  const how = oneOf(by, PAGINGS);
  if (how === 'none') {
    section.allow(['by']);
    return { by: 'none' };
  }
  section.allow(['by', 'parameter', 'size_parameter', how === 'number' ? 'first' : 'next']);
  const parameter = neededIn(section, 'parameter', isParameter, 'parameter: "…"');
  const size = fitting(section.value('size_parameter'), isParameter, 'size_parameter: "…"');
  const sizeParameter = size === '' ? null : size;
  if (how === 'cursor') {
    const next = neededIn(section, 'next', isPath, 'next: "…"');
    return { by: 'cursor', parameter, next, sizeParameter };
  }
  const first = section.value('first');
  return {
    by: 'number',
    parameter,
    first: first === null ? 1 : wholeNumber(first, 0, 1_000_000),
    sizeParameter,
  };
}

/** Two by one name: of the parameters of a call the last would count, in silence. */
function tellTwice(section: LayeredSection): void {
  const [since, paging] = ['since', 'paging'].map((key) => section.value(key)?.section() ?? null);
  const named = [
    ...(section.value('parameters')?.section()?.entries() ?? []).map(
      ({ text, value }) => [text, value] as const,
    ),
    ...[since?.value('parameter'), paging?.value('parameter'), paging?.value('size_parameter')].flatMap(
      (value) => (value && value.text !== '' ? [[value.text, value] as const] : []),
    ),
  ];
  const paths = new Map<string, string>();
  for (const [name, value] of named) {
    const other = paths.get(name);
    if (other !== undefined)
      value.fault('DB-MAP-017', { column: value.path, value: name, allowed: `≠ ${other}` });
    else paths.set(name, value.path);
  }
}

/** Reads the section. After faults (told) it is of no meaning. */
export function readRestRules(section: LayeredSection): RestRules {
  section.allow(KEYS);
  tellTwice(section);
  const header = fitting(
    section.value('api_key_header'),
    (text) => HEADER.test(text),
    'api_key_header: X-API-Key',
  );
  return {
    path: fitting(section.value('path'), (text) => ADDRESS_PATH.test(text), 'path: /api/…'),
    parameters: readParameters(section.value('parameters')),
    items: fitting(section.value('items'), isParameterOrPath, 'items: data.items'),
    since: readSince(section.value('since')),
    paging: readPaging(section.value('paging')),
    apiKeyHeader: header === '' ? STANDARD_HEADER : header,
  };
}
