/**
 * What the objects around a figure say of it: period, agency, when it was published.
 * Guarantees: the nearest object that says it wins; only fields of names that are known are believed, whatever their
 * case and their `_`. The names come from public descriptions of the portal's answers and from plain English.
 * Must not: say anything where nothing is said.
 */
import type { NamedAgency, NamedPeriod } from './found-figure.ts';
import { NO_AGENCY } from './found-figure.ts';
import { periodName, periodOfDays, periodOfText } from './period-name.ts';

/** What is known at a place of the document. */
export interface Surroundings {
  readonly agency: NamedAgency;
  /** Fields that make up a period, by their folded names; nearer ones over farther ones. */
  readonly time: Readonly<Record<string, string>>;
  readonly published: string;
}

/** Around the document there is nothing. */
export const NOWHERE: Surroundings = { agency: NO_AGENCY, time: {}, published: '' };

/** `maxScore`, `max_score` and `MAX-SCORE` are one name. */
export const folded = (name: string): string => name.replace(/[_-]/g, '').toLowerCase();

/** An agency's code: `H22`, `H22.12`, `000.00.12.H22`. */
const AGENCY_CODE = /^(?:(?:\d{3}|\d{2})\.){1,3}[A-Z]\d{1,3}$|^[A-Z]\d{1,3}(?:\.\d{1,3})*$/;

/** Is this text the code of an agency, and not of an indicator? */
export const isAgencyCode = (text: string): boolean => AGENCY_CODE.test(text.trim());

/** Nearer kinds of agencies first: of an object that names a commune and its province, the commune is meant. */
const KINDS = ['commune', 'department', 'agency', 'unit', 'organization', 'org', 'province'];
/** A plain `unit` is a unit of measure. */
const NOT_PLAIN: ReadonlySet<string> = new Set(['unit']);
const PUBLISHED = ['publishedat', 'publishedtime', 'publisheddate', 'publishdate', 'publishtime'];
const FROM = ['fromdate', 'startdate'];
const TO = ['todate', 'enddate'];
const TIME: ReadonlySet<string> = new Set(['period', 'timetype', 'year', 'quarter', 'month', ...FROM, ...TO]);

/** The fields of an object by their folded names; of two that fold alike the first. */
export function fieldsOf(object: Readonly<Record<string, unknown>>): ReadonlyMap<string, unknown> {
  const fields = new Map<string, unknown>();
  for (const [name, value] of Object.entries(object)) {
    if (!fields.has(folded(name))) fields.set(folded(name), value);
  }
  return fields;
}

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';

/** What an object adds to what is around it. @param isFigure its own `code` is an indicator's */
export function within(
  around: Surroundings,
  fields: ReadonlyMap<string, unknown>,
  isFigure: boolean,
): Surroundings {
  const agency = agencyOf(fields, isFigure);
  const time = [...fields].filter(([name, value]) => TIME.has(name) && textOf(value) !== '');
  const published = PUBLISHED.map((name) => textOf(fields.get(name))).find((text) => text !== '');
  return {
    agency: agency ?? around.agency,
    time:
      time.length === 0
        ? around.time
        : { ...around.time, ...Object.fromEntries(time.map(([name, value]) => [name, textOf(value)])) },
    published: published ?? around.published,
  };
}

function agencyOf(fields: ReadonlyMap<string, unknown>, isFigure: boolean): NamedAgency | null {
  for (const kind of KINDS) {
    const own = fields.get(kind);
    const inner = isObject(own) ? fieldsOf(own) : new Map<string, unknown>();
    const plain = NOT_PLAIN.has(kind) ? '' : textOf(own);
    const named = {
      code:
        textOf(fields.get(`${kind}code`)) || textOf(inner.get('code')) || (isAgencyCode(plain) ? plain : ''),
      name:
        textOf(fields.get(`${kind}name`)) || textOf(inner.get('name')) || (isAgencyCode(plain) ? '' : plain),
      id: textOf(fields.get(`${kind}id`)) || textOf(inner.get('id')),
    };
    if (named.code !== '' || named.name !== '' || named.id !== '') return named;
  }
  const code = textOf(fields.get('code'));
  if (isFigure || !isAgencyCode(code)) return null;
  return { code, name: textOf(fields.get('name')), id: textOf(fields.get('id')) };
}

/** Is it an object with fields? */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The period that the surroundings name; `null` = none. */
export function periodOf({ time }: Surroundings): NamedPeriod | null {
  const { period = '', timetype: kind = '', year = '', quarter = '', month = '' } = time;
  const whole = periodOfText(period);
  if (whole !== null) return { name: whole, written: period };
  if (year !== '') {
    const written = [year, quarter && `Q${quarter}`, month].filter((text) => text !== '').join(' ');
    return { name: ofParts(year, quarter, month, kind.toLowerCase() || period.toLowerCase()), written };
  }
  const [from, to] = [FROM, TO].map(
    (names) => names.map((name) => time[name] ?? '').find((text) => text !== '') ?? '',
  );
  if (from && to) return { name: periodOfDays(from, to), written: `${from} – ${to}` };
  const isKind = /^(month|quarter|year)$/i.test(period);
  return period === '' || isKind ? null : { name: null, written: period };
}

/** Where both a month and a quarter are told, only the kind can say which of them is meant. */
function ofParts(year: string, quarter: string, month: string, kind: string): string | null {
  if (kind === 'year') return periodName(year);
  if (kind === 'quarter' || (month === '' && quarter !== '')) return periodName(year, { quarter });
  if (kind === 'month' || (month !== '' && quarter === '')) return periodName(year, { month });
  return month === '' && quarter === '' ? periodName(year) : null;
}
