/**
 * All that is known of one dossier, for people.
 * Guarantees: where every value came from is computed anew from the stored row by the same pure
 * function that made the payload; every value of the payload has a line, and so has every value at
 * fault. It says with which tables, and whether the next pass will make the payload anew. Where the
 * tables cannot be used the record is told all the same, with the reason.
 */
import type { Codebook } from '../domain/codebook.ts';
import { DongboError } from '../domain/errors.ts';
import type { Held, HeldScope, Normalized, Trace } from '../domain/normalized.ts';
import type { Database } from '../ledger/database.ts';
import { type DossierRecord, dossierRecord } from '../ledger/dossier-record.ts';
import { normalize } from '../normalize/normalize.ts';
import { type NormalizeSettings, rulesOf } from './normalize-for-ledger.ts';

/** A record with the derivation of each of its values. */
export interface Explained {
  readonly record: DossierRecord;
  /**
   * Labels as in `normalize/notes.ts`: `subject`, `components[7].code`, `steps[12].at`. The rule of a value
   * at fault begins with the code of the fault. Empty where the tables cannot be used.
   */
  readonly codes: readonly Trace[];
  /** Version of the codebook whose rows `codes` name: the present one; `null` where it cannot be used. */
  readonly rulesOf: string | null;
  /** False: what it hangs on in mappings, catalogue or settings changed since; the next pass normalizes it anew. */
  readonly codebookCurrent: boolean;
  /** Why there is no present codebook: faulty tables or no catalogue. */
  readonly codebookFault: DongboError | null;
}

/**
 * Explains `code`; `null` when the ledger has none.
 * @param codebook the present one, or why there is none
 */
export async function explain(
  ledger: Database,
  codebook: Codebook | DongboError,
  settings: NormalizeSettings,
  code: string,
): Promise<Explained | null> {
  const record = await dossierRecord(ledger, code.normalize('NFC').trim());
  if (!record) return null;
  if (codebook instanceof DongboError) {
    return { record, codes: [], rulesOf: null, codebookCurrent: false, codebookFault: codebook };
  }
  return {
    record,
    codes: everyValue(normalize(record.source, codebook, { ...settings, trace: 'full' })),
    rulesOf: codebook.version,
    codebookCurrent: isCurrent(record, codebook, settings),
    codebookFault: null,
  };
}

/** A file or setting edited since the last pass has marked nothing yet: what decides is itself compared. */
function isCurrent(record: DossierRecord, codebook: Codebook, settings: NormalizeSettings): boolean {
  return (
    !record.stale &&
    record.rules === rulesOf(settings) &&
    record.answers.every((key) => codebook.fingerprint(key) === key.fingerprint)
  );
}

/** The trace; a line for each value at fault; in the end one for what is sent empty because the source has nothing. */
function everyValue({ dossier, steps, held, trace }: Normalized): Trace[] {
  // In the place of a mark that cannot be read "0" may go, by a rule that the trace tells already.
  const faults = held.map(faultLine).filter(({ field }) => !isText(dossier, field));
  const told = new Set([...trace.filter(({ to }) => to === ''), ...faults].map(({ field }) => field));
  const empty = [
    ...emptyLabels('', dossier),
    ...steps.flatMap((step) => emptyLabels(`steps[${step.id}]`, step)),
  ].filter((label) => !told.has(label));
  const absent = [...new Set(empty)].map((field) => ({ field, from: '', to: '', rule: 'absent' }));
  return [...trace.filter((line) => !isTakenBack(line, faults)), ...faults, ...absent];
}

/** What was read as written before its fault was found is not what goes. */
function isTakenBack({ field, from, to }: Trace, faults: readonly Trace[]): boolean {
  if (to === '' || field.includes('[')) return false;
  return faults.some((fault) => fault.field === field && fault.from === from);
}

/** Has the dossier a text of its own under this label? */
function isText(dossier: Normalized['dossier'], label: string): boolean {
  const value = Object.entries(dossier ?? {}).find(([name]) => name === label)?.[1];
  return typeof value === 'string' && value !== '';
}

/** Lists of parts by the scope under which their faults are held; a supplement's are the dossier's. */
const LISTS: Readonly<Record<HeldScope, string>> = {
  component: 'components',
  result: 'results',
  fee: 'fees',
  step: 'steps',
  dossier: 'supplements',
  id: 'ownerIds',
};

/** Label of the part that a fault concerns, as in the trace; '' for the dossier itself. */
export function heldPartLabel({ scope, part }: Pick<Held, 'scope' | 'part'>): string {
  return part === '' ? '' : `${LISTS[scope]}[${part}]`;
}

/** What a fault is of, with the row of the tables that led to it where one did. */
function faultLine(fault: Held): Trace {
  const { field, value, code, params } = fault;
  const part = heldPartLabel(fault);
  const row = typeof params.rule === 'string' && params.rule !== '' ? [params.rule] : [];
  return {
    field: part === '' ? (OWNER_ID_FIELDS[field] ?? field) : part + field.slice(field.indexOf('.')),
    from: value,
    to: '',
    rule: [code, ...row].join(', '),
  };
}

/** The columns of the owner's id, by the labels under which the trace has them. */
const OWNER_ID_FIELDS: Readonly<Record<string, string>> = {
  ownerIdNumber: 'ownerIds.number',
  ownerIdType: 'ownerIds.type',
};

/** Labels of the empty values below `value`; of a list without ids by the list's name, as the trace has them. */
function emptyLabels(label: string, value: unknown): string[] {
  if (value === '') return [label];
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown) => emptyLabels(hasId(item) ? `${label}[${item.id}]` : label, item));
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, below]) =>
    emptyLabels(label === '' ? name : `${label}.${name}`, below),
  );
}

function hasId(item: unknown): item is { readonly id: string } {
  return typeof item === 'object' && item !== null && 'id' in item && typeof item.id === 'string';
}
