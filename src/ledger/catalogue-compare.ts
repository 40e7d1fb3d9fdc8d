/**
 * What is different between the catalogue as the ledger has it and as the portal gives it now.
 * Guarantees: pure; compares codes and names as they are spelled; a procedure that is new is one
 * entry, its parts are none; what is the same gives nothing.
 */
import type { CatalogueItem } from '../domain/ports.ts';

/** Kinds of entries, in the order of the migration's enum. */
export const CHANGE_KINDS = [
  'procedure-added',
  /** No longer listed. */
  'procedure-abolished',
  /** Listed again. */
  'procedure-back',
  'published',
  'unpublished',
  'renamed',
  'sector-changed',
  'component-added',
  'component-removed',
  'component-renamed',
  'result-added',
  'result-removed',
  'result-renamed',
  'sector-added',
  'sector-removed',
  'sector-renamed',
  'agency-added',
  'agency-removed',
  'agency-renamed',
] as const;
/** See {@link CHANGE_KINDS}. */
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** Lists whose changes are logged: those that a person may have to act upon. */
export const LOGGED_LISTS = ['sector', 'agency'] as const;
/** See {@link LOGGED_LISTS}. */
export type LoggedList = (typeof LOGGED_LISTS)[number];

/** One change. `procedure` is `null` for entries of lists, `item` for those of a procedure itself. */
export interface CatalogueChange {
  readonly procedure: string | null;
  readonly what: ChangeKind;
  readonly item: string | null;
  readonly before: string | null;
  readonly after: string | null;
}

/** What of a procedure is compared. */
export interface ComparedProcedure {
  readonly code: string;
  readonly name: string;
  readonly published: boolean;
  readonly sectorCode: string;
  readonly sectorName: string;
  readonly components: readonly CatalogueItem[];
  readonly results: readonly CatalogueItem[];
}

/** Items by code: the first of several, none without a code. */
export function itemsByCode(items: readonly CatalogueItem[]): Map<string, string> {
  const byCode = new Map<string, string>();
  for (const { code, name } of items) if (code !== '' && !byCode.has(code)) byCode.set(code, name);
  return byCode;
}

/** Changes among items: `component`, `result` of a procedure, or of a list (`procedure` is `null`). */
export function compareItems(
  kind: 'component' | 'result' | LoggedList,
  procedure: string | null,
  before: readonly CatalogueItem[],
  after: readonly CatalogueItem[],
): CatalogueChange[] {
  const [old, now] = [itemsByCode(before), itemsByCode(after)];
  const changes: CatalogueChange[] = [];
  for (const [item, name] of now) {
    const known = old.get(item);
    if (known === undefined) {
      changes.push({ procedure, what: `${kind}-added`, item, before: null, after: name });
    } else if (known !== name) {
      changes.push({ procedure, what: `${kind}-renamed`, item, before: known, after: name });
    }
  }
  for (const [item, name] of old) {
    if (!now.has(item)) changes.push({ procedure, what: `${kind}-removed`, item, before: name, after: null });
  }
  return changes;
}

/** @param before `null` = never seen; `listed` false = it had ended. */
export function compareProcedure(
  before: (ComparedProcedure & { readonly listed: boolean }) | null,
  after: ComparedProcedure,
): CatalogueChange[] {
  const procedure = after.code;
  const own = (what: ChangeKind, old: string | null, now: string | null): CatalogueChange => ({
    procedure,
    what,
    item: null,
    before: old,
    after: now,
  });
  if (before === null) return [own('procedure-added', null, after.name)];
  const changes: CatalogueChange[] = [];
  if (!before.listed) changes.push(own('procedure-back', null, after.name));
  if (before.name !== after.name) changes.push(own('renamed', before.name, after.name));
  if (before.published !== after.published) {
    changes.push(own(after.published ? 'published' : 'unpublished', null, null));
  }
  const [oldSector, newSector] = [sectorOf(before), sectorOf(after)];
  if (oldSector !== newSector) changes.push(own('sector-changed', oldSector, newSector));
  return [
    ...changes,
    ...compareItems('component', procedure, before.components, after.components),
    ...compareItems('result', procedure, before.results, after.results),
  ];
}

function sectorOf({ sectorCode, sectorName }: ComparedProcedure): string {
  return `${sectorCode} ${sectorName}`.trim();
}
