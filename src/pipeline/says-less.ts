/**
 * Would a dossier that was normalized again from the same row say less than before?
 * Guarantees: pure; since the row is the same, whatever is missing now is missing because of mappings,
 * catalogue or settings. A value that only became another one is no loss: a row was set right.
 * Must not: be asked of a row that changed; there less may be what the province wants to say.
 */
import type { Dossier } from '../domain/dossier.ts';
import type { Normalized } from '../domain/normalized.ts';
import type { SourceDossier } from '../domain/source-dossier.ts';
import { cleanText } from '../normalize/clean-text.ts';

type Parts = readonly { readonly id: string }[];

function lacks(now: Parts, before: Parts): boolean {
  const ids = new Set(now.map(({ id }) => id));
  return before.some(({ id }) => !ids.has(id));
}

/** A value that cannot be read any more: it is listed as held, and what goes in its place is less. */
function unreadable(before: Dossier, now: Dossier, held: Normalized['held']): boolean {
  const faulty = new Set(held.filter(({ scope }) => scope === 'dossier').map(({ field }) => field));
  return (
    (faulty.has('payment') && now.payment !== before.payment) ||
    (faulty.has('databases') && now.databases.length < before.databases.length)
  );
}

/** No row and no catalogue knows the agency now, so that the province's own name goes: nothing is held for it. */
function agencyForgotten(before: Dossier, now: Dossier, source: SourceDossier): boolean {
  const isOwn = now.agencyName === cleanText(source.fields.agencyName);
  return isOwn && now.agencyCode === '' && (before.agencyCode !== '' || before.agencyName !== now.agencyName);
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
