/**
 * What of a pushed dossier the one who pushes must mend before it can be taken at all.
 * Guarantees: places as JSON pointers, words in both languages, never a value (invariant 10); what can be stored and
 * held with its fault is no fault here: codes, dates and texts are judged later, where the operator sees it.
 */
import { PART_NAMES, type PartName } from '../../domain/source-fields.ts';
import { type FieldRule, placesOf, type SourceMap, type ViewMap } from '../../domain/source-map.ts';
import { partPath } from '../json/item-reader.ts';
import { isObject, valueAt } from '../json/json-place.ts';
import { type Json, JsonNumber } from '../json/read-json.ts';
import type { Bilingual } from './answers.ts';

/** One fault. */
export interface ItemFault {
  /** JSON pointer (RFC 6901) from the list of dossiers. */
  readonly at: string;
  readonly message: Bilingual;
}

const WORDS = {
  object: { vi: 'phải là một đối tượng', en: 'must be an object' },
  list: { vi: 'phải là danh sách', en: 'must be a list' },
  plain: { vi: 'phải là một giá trị đơn', en: 'must be a plain value' },
  missing: { vi: 'phải có', en: 'must be there' },
  time: {
    vi: 'phải là thời điểm, ví dụ 2026-11-29T10:00:00+07:00',
    en: 'must be a time such as 2026-11-29T10:00:00+07:00',
  },
  long: { vi: 'dài quá 500 ký tự', en: 'is longer than 500 characters' },
  future: {
    vi: 'ở tương lai: kiểm tra múi giờ (+07:00) và đồng hồ của máy gửi',
    en: 'lies in the future: check its zone (+07:00) and the clock of who sends',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;
type Word = keyof typeof WORDS;

/** UTF-16 units: beyond that no code is a code, and no index holds it. */
const LONGEST_CODE = 500;
/**
 * By how far clocks differ. A change of a later time (local time that says it is UTC, day and month changed over)
 * would make every true one that follows `older`, for hours or months, and nobody would be told.
 */
const CLOCKS_DIFFER_MS = 3_600_000;

type AnyView = ViewMap<string>;
/** A field of a part without which the part is nobody's. */
const PART_NEEDS = ['id'] as const;

/** Faults of the form of `item`. @param pointer of the item itself */
export function itemFaults(map: SourceMap, item: Json, pointer: string): ItemFault[] {
  const faults: ItemFault[] = [];
  const tell = (at: string, word: Word): void => void faults.push({ at, message: WORDS[word] });
  if (!isObject(item)) return [{ at: pointer, message: WORDS.object }];
  checkPlain(map.dossiers, item, pointer, tell);
  for (const name of PART_NAMES) checkPart(map, name, item, pointer, tell);
  return faults;
}

/** What is wrong with the dossier's code. At its place where the rule is one, at the dossier itself where it is made. */
export function codeFault(
  map: SourceMap,
  item: Json,
  pointer: string,
  code: string | null,
): ItemFault | null {
  const [path = ''] = pathsOf(map.dossiers.fields.code);
  const at = pointer + pointerOf(item, path);
  if (code === null || code.trim() === '') return { at, message: WORDS.missing };
  return code.length > LONGEST_CODE ? { at, message: WORDS.long } : null;
}

/** What is wrong with the time of the change. @param time ISO 8601; `null` = none, or nothing that is a time */
export function changeFault(
  map: SourceMap,
  item: Json,
  pointer: string,
  time: string | null,
  nowMs: number,
): ItemFault | null {
  const [path = ''] = pathsOf(map.dossiers.fields.changedAt);
  const at = pointer + pointerOf(item, path);
  if (time === null) return { at, message: WORDS[valueAt(item, path) == null ? 'missing' : 'time'] };
  return Date.parse(time) > nowMs + CLOCKS_DIFFER_MS ? { at, message: WORDS.future } : null;
}

function checkPart(
  map: SourceMap,
  name: PartName,
  item: Json,
  pointer: string,
  tell: (at: string, word: Word) => void,
): void {
  const view = map[name] as AnyView | null;
  if (view === null) return;
  const path = partPath(view.from);
  const list = valueAt(item, path);
  if (list === undefined || list === null) return;
  const at = pointer + pointerOf(item, path);
  if (!Array.isArray(list)) {
    tell(at, 'list');
    return;
  }
  for (const [index, part] of (list as readonly Json[]).entries()) {
    const place = `${at}/${index}`;
    if (!isObject(part)) {
      tell(place, 'object');
      continue;
    }
    checkPlain(view, part, place, tell);
    for (const field of PART_NEEDS) {
      const paths = pathsOf(view.fields[field]);
      const lacks = paths.every((path) => {
        const value = valueAt(part, path);
        return value === undefined || value === null || value === '';
      });
      if (paths.length > 0 && lacks) tell(place + pointerOf(part, paths[0] ?? ''), 'missing');
    }
  }
}

/** Where the map expects a text there must be something that is one. */
function checkPlain(
  { fields }: Pick<AnyView, 'fields'>,
  item: Json,
  pointer: string,
  tell: (at: string, word: Word) => void,
): void {
  const paths = new Set(Object.values(fields).flatMap(pathsOf));
  for (const path of paths) {
    const value = valueAt(item, path);
    const isPlain = Array.isArray(value) ? (value as readonly Json[]).every(isText) : isText(value);
    if (!isPlain) tell(pointer + pointerOf(item, path), 'plain');
  }
}

function isText(value: Json | undefined): boolean {
  return typeof value !== 'object' || value === null || value instanceof JsonNumber;
}

/** Paths of all that a rule looks at. */
export function pathsOf(rule: FieldRule | undefined): readonly string[] {
  return rule === undefined ? [] : placesOf(rule).map(({ name }) => name);
}

/** The pointer of what {@link valueAt} finds at `path`, or would. */
function pointerOf(item: Json | undefined, path: string): string {
  if (path === '') return '';
  const dot = path.indexOf('.');
  const isKey = dot < 0 || (isObject(item) && item.has(path));
  const head = isKey ? path : path.slice(0, dot);
  const token = `/${head.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  return isKey ? token : token + pointerOf(valueAt(item, head), path.slice(dot + 1));
}
