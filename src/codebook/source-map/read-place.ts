/**
 * Names of tables, columns and paths in a source map.
 * Guarantees: a name of SQL is an identifier that every database keeps whole and that no quoting is needed to
 * tell from SQL (it is quoted all the same); a path of XML or JSON is steps with dots between them.
 * Must not: know which tables there are.
 */
import type { SourceKind } from '../../domain/source-definition.ts';
import type { Place } from '../../domain/source-map.ts';
import { tidyCode } from '../clean-code.ts';
import type { YamlValue } from '../yaml-section.ts';

/** Letters first; single blanks and hyphens within, as in `Ngày sửa`. No dots: they part table and column. */
const IDENTIFIER = /^[\p{L}_][\p{L}\p{M}\p{N}_$#]*(?:[ -][\p{L}\p{M}\p{N}_$#]+)*$/u;
/** One step of a path: an element, an attribute (`@id`), a key, the number of an entry. */
const STEP = /^@?[\p{L}\p{N}_#][\p{L}\p{M}\p{N}_:#-]*$/u;

/** PostgreSQL cuts a longer name off without a word, and would read whatever has the beginning as its name. */
const LONGEST_NAME_BYTES = 63;
const LONGEST_PATH = 20;

/** What places may be called in one section. */
export interface PlaceNames {
  readonly kind: SourceKind;
  /** Names of the joined tables so far. */
  readonly aliases: readonly string[];
}

/** Is it one name that a database keeps whole? */
export function isIdentifier(text: string): boolean {
  return IDENTIFIER.test(text) && Buffer.byteLength(text) <= LONGEST_NAME_BYTES;
}

/** Is it steps with dots between them? */
export function isPath(text: string): boolean {
  const steps = text.split('.');
  return steps.length <= LONGEST_PATH && steps.every((step) => STEP.test(step));
}

/** The table, with its schema where need be, or the path; '' after a fault. */
export function readTable(value: YamlValue, kind: SourceKind): string {
  return tableOf(tidyCode(value.text), value, kind);
}

/** {@link readTable} of a text that stands elsewhere, `value` being where a fault is told. */
export function tableOf(text: string, value: YamlValue, kind: SourceKind): string {
  const parts = text.split('.');
  const isName = kind === 'sql' ? parts.length <= 2 && parts.every(isIdentifier) : isPath(text);
  if (isName) return text;
  tellNoName(value, kind, text);
  return '';
}

/** One name: of a column, of a joined table; '' after a fault. */
export function readName(value: YamlValue): string {
  const text = tidyCode(value.text);
  if (isIdentifier(text)) return text;
  tellNoName(value, 'sql');
  return '';
}

/** A column, `alias.column` of a joined table, or a path; `null` after a fault. */
export function readPlace(value: YamlValue, names: PlaceNames): Place | null {
  return placeOf(tidyCode(value.text), value, names);
}

/** {@link readPlace} of a text that stands elsewhere, `value` being where a fault is told. */
export function placeOf(text: string, value: YamlValue, names: PlaceNames): Place | null {
  if (names.kind !== 'sql') {
    if (isPath(text)) return { of: '', name: text };
    tellNoName(value, names.kind, text);
    return null;
  }
  const parts = text.split('.');
  const [of, name] = parts.length === 2 ? [parts[0] ?? '', parts[1] ?? ''] : ['', text];
  if (!isIdentifier(name) || (of !== '' && !isIdentifier(of)) || parts.length > 2) {
    tellNoName(value, 'sql', text);
    return null;
  }
  if (of !== '' && !names.aliases.includes(of)) {
    value.fault('DB-MAP-038', { value: of, allowed: names.aliases.join(', ') || '-' });
    return null;
  }
  return { of, name };
}

function tellNoName(value: YamlValue, kind: SourceKind, text = value.text): void {
  if (value.kind !== 'text') value.wrongForm('…: "…"');
  else value.fault(kind === 'sql' ? 'DB-MAP-028' : 'DB-MAP-048', { value: text });
}
