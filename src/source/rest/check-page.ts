/**
 * Does what a service answers fit the source map?
 * Guarantees: every fault in one go, a line each, in both languages; names paths, never values (invariant 10); where
 * there is nothing to look at, nothing is a fault.
 */
import { PART_NAMES, VIEW_FIELDS, type ViewName } from '../../domain/source-fields.ts';
import type { FieldRule, SourceMap } from '../../domain/source-map.ts';
import { partPath } from '../json/item-reader.ts';
import { isObject, valueAt } from '../json/json-place.ts';
import type { Json } from '../json/read-json.ts';

/** Faults of a page's objects. */
export function pageFaults(map: SourceMap, items: readonly Json[]): string[] {
  const faults = items.some((item) => !isObject(item))
    ? ['mục trong danh sách không phải đối tượng / an item of the list is no object']
    : [];
  faults.push(...viewFaults(map, 'dossiers', items));
  for (const name of PART_NAMES) {
    const view = map[name];
    if (!view) continue;
    const path = partPath(view.from);
    const lists = items
      .map((item) => valueAt(item, path))
      .filter((list) => list !== undefined && list !== null);
    if (lists.some((list) => !Array.isArray(list) && !isObject(list)))
      faults.push(`${path}: không phải danh sách / no list`);
    else faults.push(...viewFaults(map, name, lists.flat() as Json[]));
  }
  return faults;
}

/**
 * Faults of the number with which pages begin: what the page before it lists, and it does not, nobody would ever read.
 * A service that takes any number below its first for the first lists the same twice, and that is none.
 */
export function firstPageFaults(first: readonly string[], before: readonly string[]): string[] {
  const listed = new Set(first);
  if (before.length === 0 || before.some((item) => listed.has(item))) return [];
  return [
    'rest.paging.first: trang trước nó có hồ sơ, sẽ không bao giờ được đọc / the page before it has dossiers that would never be read',
  ];
}

/** Needed fields, and those that the map itself names, must be in some object; what none has is misspelt. */
function viewFaults(map: SourceMap, name: ViewName, items: readonly Json[]): string[] {
  const view = map[name];
  if (!view || items.length === 0) return [];
  const rules: Readonly<Partial<Record<string, FieldRule>>> = view.fields;
  const stated: ReadonlySet<string> = new Set(view.stated);
  return Object.entries(VIEW_FIELDS[name]).flatMap(([field, need]) => {
    const rule = rules[field];
    if (field === 'dossierCode' || (need === 'optional' && !stated.has(field))) return [];
    if (rule === undefined) return [`${name}.${field}: chưa khai / not mapped`];
    return decisivePaths(rule)
      .filter((path) => items.every((item) => valueAt(item, path) === undefined))
      .map((path) => `${name}.${field} (${path}): không mục nào có / no item has it`);
  });
}

/** Paths without which a rule has nothing to go by: one of `first(a, b)` may well be absent everywhere. */
function decisivePaths(rule: FieldRule): string[] {
  if (rule.kind === 'place') return [rule.place.name];
  if (rule.kind === 'map') return decisivePaths(rule.of);
  if (rule.kind === 'call' && rule.args.length === 1) return rule.args.flatMap(decisivePaths);
  return [];
}
