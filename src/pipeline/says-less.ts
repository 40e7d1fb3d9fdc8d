/**
 * Would a dossier that was normalized again from the same row say less than before?
 * Guarantees: pure; since the row is the same, whatever is missing now is missing because of mappings,
 * catalogue, settings or the rules themselves (NORMALIZE_VERSION). A value that only became another one
 * is no loss: a row was set right.
 * Must not: be asked of a row that changed; there less may be what the province wants to say.
 */
import type { Dossier } from '../domain/dossier.ts';
import type { Normalized } from '../domain/normalized.ts';
import type { SourceDossier } from '../domain/source-dossier.ts';
import { cleanText } from '../normalize/clean-text.ts';
import { readingsOf } from '../normalize/code-text.ts';

type Parts = readonly { readonly id: string }[];

function lacks(now: Parts, before: Parts): boolean {
  const ids = new Set(now.map(({ id }) => id));
  return before.some(({ id }) => !ids.has(id));
}

/** A text, a time or a contact that is not known; a mark that is not set; a field of no dossier (`supplements.content`). */
const NOTHING: ReadonlySet<unknown> = new Set(['', '0', undefined]);

/** A value that cannot be read any more: it is listed as held, and what goes in its place is less. */
function unreadable(before: Dossier, now: Dossier, held: Normalized['held']): boolean {
  const faulty = new Set(held.filter(({ scope }) => scope === 'dossier').map(({ field }) => field));
  const [said, says] = [
    new Map<string, unknown>(Object.entries(before)),
    new Map<string, unknown>(Object.entries(now)),
  ];
  return (
    [...faulty].some((field) => NOTHING.has(says.get(field)) && !NOTHING.has(said.get(field))) ||
    (faulty.has('payment') && now.payment !== before.payment) ||
    (faulty.has('databases') && now.databases.length < before.databases.length)
  );
}

/** No row and no catalogue knows the agency now, so that the province's own name goes: nothing is held for it. */
function agencyForgotten(before: Dossier, now: Dossier, source: SourceDossier): boolean {
  const raw = source.fields.agencyName;
  // The own name goes as it reads, today or by the rules of the day on which it went.
  const own = new Set([cleanText(raw), ...readingsOf(raw).readings.map(({ text }) => text)]);
  if (now.agencyCode !== '' || !own.has(now.agencyName)) return false;
  return before.agencyCode !== '' || !own.has(before.agencyName);
}

/** @param before what the portal was told, or was to be told, of the same row */
export function saysLess(
  before: Dossier,
  again: { readonly source: SourceDossier; readonly normalized: Normalized },
): boolean {
  const { dossier: now, held } = again.normalized;
  return (
    now === null ||
    lacks(now.components, before.components) ||
    lacks(now.results, before.results) ||
    lacks(now.fees, before.fees) ||
    lacks(now.supplements, before.supplements) ||
    now.ownerIds.length < before.ownerIds.length ||
    unreadable(before, now, held) ||
    agencyForgotten(before, now, again.source)
  );
}
