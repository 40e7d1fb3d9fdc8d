/**
 * Entries of the catalogue's log as a difference: what was added, what ended, what became another.
 * Guarantees: pure; every entry comes up exactly once and in the order in which it was written, so
 * that what came and went within the period shows as both.
 */
import type { ChangeKind, LoggedList } from './catalogue-compare.ts';
import type { LoggedChange } from './catalogue-log.ts';

/** A code with its name. */
export interface NamedCode {
  readonly code: string;
  readonly name: string;
}

/** A change within a procedure. `code` is `null` where the procedure itself changed. */
export interface ProcedureChange {
  readonly what: ChangeKind;
  readonly code: string | null;
  readonly before: string | null;
  readonly after: string | null;
}

/** Changes of a list. */
export interface ListDiff {
  readonly added: readonly NamedCode[];
  readonly removed: readonly NamedCode[];
  readonly renamed: readonly { readonly code: string; readonly before: string; readonly after: string }[];
}

/** The difference between two moments. */
export interface CatalogueDiff {
  readonly procedures: {
    readonly added: readonly NamedCode[];
    readonly abolished: readonly NamedCode[];
    readonly changed: readonly (NamedCode & { readonly changes: readonly ProcedureChange[] })[];
  };
  readonly agencies: ListDiff;
  readonly sectors: ListDiff;
}

/** @param entries oldest first. */
export function diffOf(entries: readonly LoggedChange[]): CatalogueDiff {
  const added: NamedCode[] = [];
  const abolished: NamedCode[] = [];
  const changed = new Map<string, NamedCode & { readonly changes: ProcedureChange[] }>();
  for (const { procedure, procedureName, what, item, before, after } of entries) {
    if (procedure === null) continue;
    if (what === 'procedure-added') added.push({ code: procedure, name: after ?? '' });
    else if (what === 'procedure-abolished') abolished.push({ code: procedure, name: before ?? '' });
    else {
      const known = changed.get(procedure) ?? { code: procedure, name: procedureName ?? '', changes: [] };
      changed.set(procedure, known);
      known.changes.push({ what, code: item, before, after });
    }
  }
  return {
    procedures: { added, abolished, changed: [...changed.values()] },
    agencies: listDiff(entries, 'agency'),
    sectors: listDiff(entries, 'sector'),
  };
}

function listDiff(entries: readonly LoggedChange[], list: LoggedList): ListDiff {
  const of = (what: ChangeKind) =>
    entries
      .filter((entry) => entry.what === what)
      .map(({ item, before, after }) => ({ code: item ?? '', before: before ?? '', after: after ?? '' }));
  return {
    added: of(`${list}-added`).map(({ code, after }) => ({ code, name: after })),
    removed: of(`${list}-removed`).map(({ code, before }) => ({ code, name: before })),
    renamed: of(`${list}-renamed`),
  };
}
