/**
 * Dossiers that a sweep has read whole, against the ledger.
 * Guarantees: what differs is taken in like any change, and counted by why reading by time did not see it; a
 * digest is noted only for content that was read in the same moment, and together with it, so that one that is
 * out of date costs a needless reading and never hides a change.
 * Must not: be called without the source's turn.
 */
import { hash } from 'node:crypto';
import type { DigestedDossier } from '../domain/source-ports.ts';
import { changeTimes, noteDigests, type SourceNames, standingDossiers } from '../ledger/sweep.ts';
import { sourceFingerprint } from '../normalize/fingerprint.ts';
import type { SeenIds } from './seen-ids.ts';
import type { SweepReport } from './sweep-report.ts';
import { ledgerCode, type TakeInDeps, takeIn } from './take-in.ts';

/** Characters that tell digests apart: more than 128 bits. */
const DIGEST_LENGTH = 22;

/** How far behind the newest change reading by time has surely come past everything, milliseconds. */
const PASSED_MS = 3_600_000;

/**
 * What is kept of a digest: it stands for this map, this content and this digest of it, so that nobody who changes
 * one of them need take it back.
 */
export function digestMark(mapHash: string, sourceHash: string, digest: string): string {
  return hash('sha256', `${mapHash}/${sourceHash}/${digest}`, 'base64url').slice(0, DIGEST_LENGTH);
}

/** What comparing works with. */
export interface SweepRowsDeps extends TakeInDeps {
  /** Under which its dossiers stand in the ledger. */
  readonly names: SourceNames;
  /** Of sources whose dossiers it never takes over. */
  readonly outranked: SourceNames;
  /** How far the source was read by its time when the sweep began; `null` = nothing was. */
  readonly newest: Date | null;
  readonly seen: SeenIds;
  readonly report: SweepReport;
}

/** Compares a page, takes in what differs, notes digests. */
export async function sweepRows(deps: SweepRowsDeps, read: readonly DigestedDossier[]): Promise<void> {
  const { ledger, names, outranked, seen, report } = deps;
  const rows = read.map(({ dossier, digest }) => ({
    dossier,
    digest,
    code: ledgerCode(dossier),
    sourceHash: sourceFingerprint(dossier),
  }));
  const codes = rows.map(({ code }) => code);
  const standing = await standingDossiers(ledger, codes, names, outranked);
  report.reread += rows.length;
  const differing = rows.filter(({ code, sourceHash }) => {
    const known = standing.get(code);
    return known === undefined || (known.ours && (known.sourceHash !== sourceHash || !known.given));
  });
  let now = standing;
  if (differing.length > 0) {
    // What is taken over from another source need not have changed.
    await count(
      deps,
      differing.filter(({ code }) => standing.get(code)?.given !== false),
    );
    const taken = await takeIn(
      deps,
      differing.map(({ dossier }) => dossier),
      null,
    );
    report.takenIn += taken.changed;
    now = await standingDossiers(ledger, codes, names, outranked);
  }
  for (const { id } of now.values()) seen.add(id);
  const notes = new Map<number, { id: number; digest: string }>();
  for (const { code, sourceHash, digest } of rows) {
    const known = now.get(code);
    if (!known?.ours || digest === null) continue;
    notes.set(known.id, { id: known.id, digest: digestMark(deps.mapHash, sourceHash, digest) });
  }
  await noteDigests(ledger, [...notes.values()]);
}

/** What has no time, or one still to come, is read again and again anyway: it needs none to be seen. */
async function count(
  { ledger, newest, report, now }: SweepRowsDeps,
  differing: readonly { readonly code: string; readonly dossier: DigestedDossier['dossier'] }[],
): Promise<void> {
  const before = await changeTimes(
    ledger,
    differing.map(({ code }) => code),
  );
  for (const { code, dossier } of differing) {
    const at = dossier.changedAt === null ? Number.NaN : Date.parse(dossier.changedAt);
    if (Number.isNaN(at) || at > now()) continue;
    if (before.get(code)?.getTime() === at) report.untimed += 1;
    else if (newest !== null && at < newest.getTime() - PASSED_MS) report.missed += 1;
  }
}
