/**
 * Fields as the portal shows them, found whatever the form of their names, and held against ours.
 * Guarantees: what is not shown is no difference.
 */
import type { FieldDifference } from '../../domain/ports.ts';
import { asText } from '../body.ts';
import { sameValue, shownText, type ValueKind } from './shown-value.ts';

/** What the portal shows, by {@link nameKey}. */
export type ShownFields = ReadonlyMap<string, unknown>;

/** One field: its name in domain/dossier.ts, on the wire, and how it is read. */
export type FieldRow<Name extends string = string> = readonly [field: string, wire: Name, kind: ValueKind];

/** Letter case and separators of a name do not matter: `MaHoSo`, `maHoSo`, `MAHOSO`, `ma_ho_so`. */
export function nameKey(name: string): string {
  return name.toLowerCase().replace(/[_\s-]/g, '');
}

/** See {@link ShownFields}. */
export function byName(shown: Readonly<Record<string, unknown>>): ShownFields {
  return new Map(Object.entries(shown).map(([name, value]) => [nameKey(name), value]));
}

/** Compares single values; `label` goes before each field's name. */
export function compareRows(
  rows: readonly FieldRow[],
  ours: Readonly<Record<string, unknown>>,
  shown: ShownFields,
  label: string,
): readonly FieldDifference[] {
  return rows.flatMap(([field, wire, kind]) => {
    const text = shownText(shown.get(nameKey(wire)));
    const own = asText(ours[wire]);
    if (text === null || sameValue(kind, own, text) !== false) return [];
    return [{ field: label + field, ours: own, shown: text }];
  });
}
