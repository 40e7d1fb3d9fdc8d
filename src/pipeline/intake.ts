/**
 * Takes in dossiers that a source pushes.
 * Guarantees: all of a call are stored, or none; the answer comes after the commit; the same dossier with the same
 * content is stored once, however often and from how many sides at once it comes; one that was changed earlier than
 * what the ledger has is not stored, so that the order in which pushes arrive is of no account.
 * Must not: fail because the queue is away: what was not enqueued is found by `recover` (invariant 3).
 */
import { laneOf } from '../domain/delivery.ts';
import { reasonOf } from '../domain/errors.ts';
import type { SourceDossier } from '../domain/source-dossier.ts';
import type { Queryable } from '../ledger/database.ts';
import { lookAtPushed, noteSameLater, type Standing } from '../ledger/pushed.ts';
import { type DueByLane, storePageIn } from '../ledger/store-page.ts';
import { sourceFingerprint } from '../normalize/fingerprint.ts';
import { enqueue } from './enqueue.ts';
import { type ExtractReport, NOTHING_READ } from './extract.ts';
import { type HashedSource, normalizerFor } from './normalize-for-ledger.ts';
import { ledgerCode, type TakeInDeps } from './take-in.ts';

/** What became of a pushed dossier; `other-source`: one that stands before this one owns it. */
export type PushOutcome = 'stored' | 'unchanged' | 'older' | 'other-source';

/** What taking in works with. */
export interface PushDeps extends TakeInDeps {
  /** Sources whose dossiers this one never takes over. */
  readonly outranked: readonly string[];
  /** Told where what is stored could not be handed to the queue. */
  readonly onNotEnqueued: (reason: string) => void;
}

/** A dossier that says when it was changed: by that, pushes are ordered. */
export type PushedDossier = SourceDossier & { readonly changedAt: string };

interface Pushed extends HashedSource {
  readonly source: PushedDossier;
  readonly changedAt: string;
}

const NOTHING_DUE: DueByLane = { live: [], backfill: [] };

/** Stores what is new of `pushed`. Answers what became of each, in their order. Throws DB-SVC-… when the ledger is away. */
export async function takeInPushed(
  deps: PushDeps,
  pushed: readonly PushedDossier[],
): Promise<readonly PushOutcome[]> {
  const rows = pushed.map((source): Pushed => {
    const { changedAt } = source;
    return { code: ledgerCode(source), source, sourceHash: sourceFingerprint(source), changedAt };
  });
  const latest = latestOf(rows);
  await deps.reached('extract:read');
  const { due, outcomes } = await deps.ledger.transaction((tx) => storeIn(tx, deps, [...latest.values()]));
  await deps.reached('extract:stored');
  await enqueue(deps, due, 'next').catch((error) => deps.onNotEnqueued(reasonOf(error)));
  return rows.map((row) => (latest.get(row.code) === row ? (outcomes.get(row.code) ?? 'stored') : 'older'));
}

/** Of a code that comes twice the latest counts; of the same time, the last. */
function latestOf(rows: readonly Pushed[]): ReadonlyMap<string, Pushed> {
  const latest = new Map<string, Pushed>();
  for (const row of rows) {
    const before = latest.get(row.code);
    if (before === undefined || Date.parse(before.changedAt) <= Date.parse(row.changedAt))
      latest.set(row.code, row);
  }
  return latest;
}

async function storeIn(tx: Queryable, deps: PushDeps, rows: readonly Pushed[]) {
  const { codebook, outranked, behind = [], sourceName, names = [sourceName] } = deps;
  if (rows.length === 0) return { due: NOTHING_DUE, outcomes: new Map<string, PushOutcome>() };
  const known = await lookAtPushed(tx, rows, codebook.version, sourceName, names, outranked);
  const outcomes = new Map(rows.map(({ code }) => [code, outcomeOf(known.get(code))]));
  const having = (outcome: PushOutcome) => rows.filter(({ code }) => outcomes.get(code) === outcome);
  const later = having('unchanged').flatMap(({ code, changedAt }) => {
    const standing = known.get(code);
    return standing?.newer ? [{ id: standing.id, changedAt }] : [];
  });
  await noteSameLater(tx, later);
  const nowMs = deps.now();
  const normalized = normalizerFor(codebook, deps.normalize);
  const due = await storePageIn(tx, {
    dossiers: having('stored').map((row) => ({
      ...normalized(row),
      lane: laneOf(Date.parse(row.changedAt), nowMs),
    })),
    sourceName,
    outranked,
    behind,
    shadowed: having('other-source').map(({ code }) => code),
    codebook,
    cursor: null,
  });
  return { due, outcomes };
}

/** What was pushed, told as what was read. */
export function pushReport(outcomes: readonly PushOutcome[]): ExtractReport {
  const count = (outcome: PushOutcome): number => outcomes.filter((one) => one === outcome).length;
  const [read, changed, shadowed] = [outcomes.length, count('stored'), count('other-source')];
  return { ...NOTHING_READ, read, changed, shadowed, unchanged: read - changed - shadowed };
}

function outcomeOf(standing: Standing | undefined): PushOutcome {
  if (standing === undefined) return 'stored';
  if (standing.owned) return 'other-source';
  // What a source gave that stands behind this one becomes this one's, whatever the times are.
  if (!standing.own) return 'stored';
  if (standing.same) return 'unchanged';
  return standing.older ? 'older' : 'stored';
}
