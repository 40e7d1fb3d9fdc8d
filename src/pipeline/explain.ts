/**
 * All that is known of one dossier, for people.
 * Guarantees: where every value came from is computed anew from the stored row by the same pure
 * function that made the payload, and every value of the payload has a line; it says with which
 * tables, and whether the next pass will make the payload anew.
 */
import type { Codebook } from '../domain/codebook.ts';
import type { Normalized, Trace } from '../domain/normalized.ts';
import type { Database } from '../ledger/database.ts';
import { type DossierRecord, dossierRecord } from '../ledger/dossier-record.ts';
import { normalize } from '../normalize/normalize.ts';
import type { NormalizeSettings } from './normalize-for-ledger.ts';

/** A record with the derivation of each of its values. */
export interface Explained {
  readonly record: DossierRecord;
  /** Labels as in `normalize/notes.ts`: `subject`, `components[7].code`, `steps[12].at`. */
  readonly codes: readonly Trace[];
  /** Version of the codebook whose rows `codes` name: the present one. */
  readonly rulesOf: string;
  /** False: what it hangs on in mappings, catalogue or settings changed since; the next pass normalizes it anew. */
  readonly codebookCurrent: boolean;
}

/** Explains `code`; `null` when the ledger has none. */
export async function explain(
  ledger: Database,
  codebook: Codebook,
  settings: NormalizeSettings,
  code: string,
): Promise<Explained | null> {
  const record = await dossierRecord(ledger, code.normalize('NFC').trim());
  if (!record) return null;
  return {
    record,
    codes: everyValue(normalize(record.source, codebook, { ...settings, trace: 'full' })),
    rulesOf: codebook.version,
    // A file edited since the last pass has marked nothing yet: the answers themselves are compared.
    codebookCurrent:
      !record.stale && record.answers.every((key) => codebook.fingerprint(key) === key.fingerprint),
  };
}

/** The trace, and in the end a line for what is sent empty: absent in the source, or left out for a fault. */
function everyValue({ dossier, steps, held, trace }: Normalized): Trace[] {
  const told = new Map(trace.map(({ field, to }) => [field, to]));
  const empty = [
    ...emptyLabels('', dossier),
    ...steps.flatMap((step) => emptyLabels(`steps[${step.id}]`, step)),
  ].filter((label) => told.get(label) !== '');
  const lines = [...new Set(empty)].map((field) => {
    const fault = held.find((one) => one.scope === 'dossier' && one.field === field);
    return { field, from: fault?.value ?? '', to: '', rule: fault?.code ?? 'absent' };
  });
  return [...trace, ...lines];
}

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
