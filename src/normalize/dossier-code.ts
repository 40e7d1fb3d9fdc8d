/**
 * The dossier's code and whether the dossier still stands.
 * Must not: make up, mend or cut a code.
 */
import type { DossierCode } from '../domain/codes.ts';
import { readFlag } from './read-flag.ts';
import type { Reading } from './reading.ts';
import { LIMITS, readPlainText } from './text-field.ts';

/** `null` after a fault. */
export function readDossierCode({ source, notes }: Reading): DossierCode | null {
  const code = readPlainText(notes, 'code', source.fields.code);
  if (code === '') {
    notes.block('DB-DOS-001', 'code', source.fields.code);
    return null;
  }
  if (code.length > LIMITS.code) {
    notes.block('DB-DOS-002', 'code', source.fields.code, { length: code.length, limit: LIMITS.code });
    return null;
  }
  return code as DossierCode;
}

/** A deleted dossier waits for good: the portal has no deletion. */
export function checkNotDeleted({ source, notes }: Reading): void {
  const deleted = readFlag(source.fields.deleted);
  if (deleted === '1') notes.block('DB-DOS-028', 'deleted', source.fields.deleted);
  if (deleted === null) notes.block('DB-DOS-029', 'deleted', source.fields.deleted);
}
