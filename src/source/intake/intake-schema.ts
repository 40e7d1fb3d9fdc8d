/**
 * The JSON schema (2020-12) of what may be pushed, made from the source map: `docs/intake.schema.json` is that of the
 * contract's.
 * Guarantees: requires what the intake refuses to be without, and nothing more; what else is needed to be sent on is
 * said in words.
 */
import { PART_NAMES, VIEW_FIELDS, type ViewName } from '../../domain/source-fields.ts';
import type { FieldRule, SourceMap, ViewMap } from '../../domain/source-map.ts';
import { partPath } from '../json/item-reader.ts';
import { pathsOf } from './check-item.ts';

type Schema = { [key: string]: unknown };

const PLAIN = ['string', 'number', 'boolean', 'null'];
/** Without these a dossier, or a part, is refused. */
const REQUIRED: Readonly<Record<ViewName, readonly string[]>> = {
  dossiers: ['code', 'changedAt'],
  components: ['id'],
  results: ['id'],
  steps: ['id'],
  fees: ['id'],
  supplements: ['id'],
};

/** The schema of a body: a dossier or a list of them. */
export function intakeSchema(map: SourceMap): Schema {
  const dossier = objectOf('dossiers', map.dossiers);
  for (const name of PART_NAMES) {
    const view = map[name];
    if (!view) continue;
    place(dossier, partPath(view.from), {
      type: ['array', 'null'],
      description: name,
      items: objectOf(name, view),
    });
  }
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Dongbo intake',
    oneOf: [{ $ref: '#/$defs/dossier' }, { type: 'array', items: { $ref: '#/$defs/dossier' } }],
    $defs: { dossier, value: { type: PLAIN } },
  };
}

function objectOf(name: ViewName, { fields }: Pick<ViewMap<string>, 'fields'>): Schema {
  const schema: Schema = { type: 'object', properties: {}, required: [] };
  for (const [field, need] of Object.entries(VIEW_FIELDS[name])) {
    const rule = fields[field];
    if (field === 'dossierCode' || rule === undefined) continue;
    const isRequired = REQUIRED[name].includes(field);
    for (const path of pathsOf(rule))
      place(schema, path, leaf(field, need, isRequired), isRequired && isPlace(rule));
  }
  return schema;
}

const isPlace = (rule: FieldRule): boolean => rule.kind === 'place';

function leaf(field: string, need: 'needed' | 'optional', isRequired: boolean): Schema {
  const isTime = field === 'changedAt';
  const description = `${field}${need === 'needed' && !isRequired ? '; without it the dossier or part is held' : ''}`;
  if (isTime)
    return { type: 'string', description: 'changedAt; ISO 8601, local time in Vietnam where it has no zone' };
  const value = { $ref: '#/$defs/value' };
  if (field === 'databases') return { anyOf: [value, { type: 'array', items: value }], description };
  return isRequired ? { type: ['string', 'number'], description } : { ...value, description };
}

/** Puts `leaf` at a path with dots. */
function place(into: Schema, path: string, leaf: Schema, isRequired = false): void {
  const dot = path.indexOf('.');
  const key = dot < 0 ? path : path.slice(0, dot);
  const properties = into.properties as Record<string, Schema>;
  if (isRequired && !(into.required as string[]).includes(key)) (into.required as string[]).push(key);
  if (dot < 0) {
    properties[key] ??= leaf;
    return;
  }
  properties[key] ??= { type: 'object', properties: {}, required: [] };
  place(properties[key], path.slice(dot + 1), leaf, isRequired);
}
