/**
 * A dossier as the province has recorded it, for counting, however much of it is at fault.
 * Guarantees: what tables can mend is taken for mended; beyond that, what a clerk has not recorded (a subject line, say)
 * is left out or stood in for, so that a dossier is counted as soon as its day of receipt can be read.
 * Must not: be sent, stored as a payload, or shown; make up a receipt, or bring back what the source has deleted.
 */
import type { Codebook } from '../domain/codebook.ts';
import type { Normalized } from '../domain/normalized.ts';
import type { SourceDossier, SourceFields } from '../domain/source-dossier.ts';
import { normalizeAsMended } from './forgiving-codebook.ts';
import type { NormalizeSettings } from './normalize-for-ledger.ts';

/** Fields without which nothing is sent and which count for no indicator by themselves. */
const STOOD_IN_FOR: readonly (keyof SourceFields)[] = ['subject', 'procedureCode', 'agencyCode', 'status'];
/** No code of any table: it is answered as every code that no table knows. */
const STAND_IN = 'not recorded yet';

/** Its dossier is `null` where even so nothing can be counted. Pure, as `normalize` is. */
export function normalizeThoughHeld(
  source: SourceDossier,
  codebook: Codebook,
  settings: NormalizeSettings,
): Normalized {
  const mended = normalizeAsMended(source, codebook, settings);
  if (mended.dossier !== null) return mended;
  const blocked = new Set(mended.held.filter(({ blocking }) => blocking).map(({ field }) => field));
  const stoodIn = STOOD_IN_FOR.filter((field) => blocked.has(field)).map((field) => [field, STAND_IN]);
  const fields = { ...source.fields, ...Object.fromEntries(stoodIn) };
  // A part at fault is left out, whatever the policy of sending is.
  return normalizeAsMended({ ...source, fields }, codebook, { ...settings, holdPolicy: 'part' });
}
