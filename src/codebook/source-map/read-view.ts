/**
 * Reads one section of a source map: where its rows come from, and what fills each of our fields.
 * Guarantees: what the daemon cannot do without is filled, what it pages by is a plain column; a section in the
 * form of the contract's views has the contract's column for each field that it leaves out, any other section
 * has only what it says.
 * Must not: look into a database.
 */
import { isDeepStrictEqual } from 'node:util';
import type { SourceKind } from '../../domain/source-definition.ts';
import { type FieldOf, VIEW_FIELDS, type ViewName } from '../../domain/source-fields.ts';
import { type FieldRule, placesOf, type ViewMap } from '../../domain/source-map.ts';
import type { YamlValue } from '../yaml-section.ts';
import { CONTRACT_VIEWS, DEFAULT_SOURCE_MAP } from './default-source-map.ts';
import type { LayeredSection } from './layered-section.ts';
import { readFieldRule } from './read-field-rule.ts';
import type { PlaceNames } from './read-place.ts';
import { readConditions, readJoins, readOrigin, readOwnPlace } from './read-rows.ts';

/** `procedureCode` → `procedure_code`. */
export function keyOfField(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

const FORM = ['from', 'columns'];
const BEYOND = ['query', 'key', 'join', 'where'];

/** Is it a view in the contract's form: one of its names, or nothing but a name and plain columns? */
function isContractView(name: ViewName, section: LayeredSection, columns: LayeredSection | null): boolean {
  const from = section.given('from')?.text ?? '';
  const own = CONTRACT_VIEWS[name].from;
  if (section.given('query') === null && (from === own || from.endsWith(`.${own}`))) return true;
  if (section.base !== null || [...BEYOND, 'changed_at'].some((key) => section.given(key) !== null))
    return false;
  return (columns?.keys() ?? []).every((key) => columns?.value(key)?.kind === 'text');
}

/** Reads the section of `name`. After faults (told) it is some view, of no meaning. */
export function readView<Name extends ViewName>(
  name: Name,
  section: LayeredSection,
  kind: SourceKind,
): ViewMap<FieldOf<Name>> {
  const isPart = name !== 'dossiers';
  section.allow([...FORM, ...BEYOND, ...(isPart ? ['changed_at'] : [])]);
  const { from, query } = readOrigin(section, kind, CONTRACT_VIEWS[name].from);
  const joins = readJoins(section, kind);
  const names: PlaceNames = { kind, aliases: joins.map(({ alias }) => alias) };
  const where = readConditions(section, names);
  const key = readOwnPlace(section, 'key', names);
  const changedAt = isPart ? readOwnPlace(section, 'changed_at', names) : null;

  const columns = section.section('columns');
  const needs = VIEW_FIELDS[name] as Readonly<Record<string, 'needed' | 'optional'>>;
  const fields = Object.keys(needs);
  columns?.allow(fields.map(keyOfField));
  const standard: Readonly<Record<string, FieldRule | undefined>> = isContractView(name, section, columns)
    ? DEFAULT_SOURCE_MAP[name].fields
    : {};
  const rules: Record<string, FieldRule> = {};
  const stated: string[] = [];
  for (const field of fields) {
    const value = columns?.value(keyOfField(field)) ?? null;
    const rule = value === null ? standard[field] : ruleOf(value, names);
    if (value !== null && rule && !isDeepStrictEqual(rule, standard[field])) stated.push(field);
    if (rule) rules[field] = rule;
    else if (needs[field] === 'needed' && !(field === 'dossierCode' && (key !== null || kind !== 'sql')))
      (columns ?? section).missing(columns === null ? `columns.${keyOfField(field)}` : keyOfField(field));
    if (value === null || !rule) continue;
    if (kind === 'sql') checkPlain(field, rule, value, key !== null);
    if (kind !== 'sql' || field === 'id') checkVaries(field, rule, value);
  }
  if (key !== null && stated.includes('dossierCode'))
    columns?.value('dossier_code')?.fault('DB-MAP-042', { other: `${name}.key` });
  return { from, query, joins, where, key, changedAt, fields: rules, stated } as unknown as ViewMap<
    FieldOf<Name>
  >;
}

/** `undefined` where the field is said to be filled by nothing. */
function ruleOf(value: YamlValue, names: PlaceNames): FieldRule | undefined {
  return value.kind === 'none' ? undefined : readFieldRule(value, names);
}

/** What rows are paged and found by has to be a column that an index can serve. */
function checkPlain(field: string, rule: FieldRule, value: YamlValue, hasKey: boolean): void {
  const isOwn = rule.kind === 'place' && rule.place.of === '';
  const sound: Readonly<Record<string, () => boolean>> = {
    code: () => isOwn || (hasKey && rule.kind === 'place'),
    dossierCode: () => isOwn,
    changedAt: () => isOwn || isMadeOfOwn(rule),
  };
  // A rule that could not be read has been told.
  const isUnread = rule.kind === 'constant' && value.kind === 'text';
  if (!isUnread && sound[field]?.() === false) value.fault('DB-MAP-041');
}

/** What tells rows apart, and orders them, cannot be the same for all: each would replace the one before. */
function checkVaries(field: string, rule: FieldRule, value: YamlValue): void {
  const mustVary = ['code', 'id', 'changedAt'].includes(field);
  // A rule that could not be read has been told.
  if (mustVary && value.kind !== 'text' && placesOf(rule).length === 0)
    value.wrongForm(`${keyOfField(field)}: name`);
}

/** A time that goes up with its column: rows are paged by that. */
function isMadeOfOwn(rule: FieldRule): boolean {
  if (rule.kind !== 'call' || !['epoch_seconds', 'epoch_millis', 'from_utc'].includes(rule.name))
    return false;
  const [of] = rule.args;
  return of?.kind === 'place' && of.place.of === '';
}
