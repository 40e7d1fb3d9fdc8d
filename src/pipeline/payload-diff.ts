/**
 * In what two payloads of a dossier differ, field by field.
 * Guarantees: pure; nothing is left out, but the place of a new part among the others: whoever takes the
 * changes over into the one has the other; the other way round the same changes come with from and to exchanged; parts with an id are matched by it,
 * so that one more component is one change and not a change of all that follow.
 * Must not: judge which of the two is right.
 */
import type { Dossier } from '../domain/dossier.ts';

/** One difference: `status`, `components[7].code`, or `components[7]` where the whole part is only in one. */
export interface FieldChange {
  readonly field: string;
  /** `null` = not there. */
  readonly from: unknown;
  readonly to: unknown;
}

type Fields = Readonly<Record<string, unknown>>;
type Part = Fields & { readonly id: string };

/** The changes that make `after` of `before`, in the order of the fields. */
export function payloadDiff(before: Dossier, after: Dossier): FieldChange[] {
  return differences('', before, after);
}

/** The field for counting over dossiers: `components.code` for `components[7].code`. */
export function fieldOfAny(field: string): string {
  return field.replace(/\[.*\]/s, '');
}

function differences(path: string, before: unknown, after: unknown): FieldChange[] {
  if (Array.isArray(before) && Array.isArray(after)) return ofLists(path, before, after);
  if (isFields(before) && isFields(after)) return ofFields(path, before, after);
  return same(before, after) ? [] : [{ field: path, from: before ?? null, to: after ?? null }];
}

function ofFields(path: string, before: Fields, after: Fields): FieldChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.flatMap((name) =>
    differences(path === '' ? name : `${path}.${name}`, before[name], after[name]),
  );
}

/** Lists of parts by id, and their order where it alone differs; other lists of fields by place, all else as a whole. */
function ofLists(path: string, before: readonly unknown[], after: readonly unknown[]): FieldChange[] {
  const all = [...before, ...after];
  if (all.length > 0 && hasIds(before) && hasIds(after)) return ofParts(path, before, after);
  if (all.every(isFields)) {
    const places = Array.from({ length: Math.max(before.length, after.length) }, (_, place) => place);
    return places.flatMap((place) => differences(`${path}[${place}]`, before[place], after[place]));
  }
  return same(before, after) ? [] : [{ field: path, from: before, to: after }];
}

function ofParts(path: string, before: readonly Part[], after: readonly Part[]): FieldChange[] {
  const [was, is] = [byId(before), byId(after)];
  const ids = [...new Set([...was.keys(), ...is.keys()])].sort();
  const parts = ids.flatMap((id) => differences(`${path}[${id}]`, was.get(id), is.get(id)));
  // Parts that come or go say where themselves, at the end of those that stay: told is an order that is another.
  const [from, to] = [idsOf(before), idsOf(after)];
  const stay = from.filter((id) => is.has(id));
  const ordered = same(
    stay,
    to.filter((id) => was.has(id)),
  );
  return ordered ? parts : [...parts, { field: path, from, to }];
}

const byId = (parts: readonly Part[]): Map<string, Part> => new Map(parts.map((part) => [part.id, part]));
const idsOf = (parts: readonly Part[]): string[] => parts.map(({ id }) => id);

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Each with an id, and none twice: else the id tells nothing. */
function hasIds(list: readonly unknown[]): list is readonly Part[] {
  const ids = list.map((item) => (isFields(item) && typeof item.id === 'string' ? item.id : null));
  return !ids.includes(null) && new Set(ids).size === ids.length;
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
}
