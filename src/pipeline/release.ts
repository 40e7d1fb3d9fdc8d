/**
 * `held release`: what is held is checked with the present tables and catalogue, then goes again.
 * Guarantees: nothing that a fault still blocks is sent; a mended table lets go what it mends; what
 * the portal refused goes again as it would be said today. A dry run changes nothing.
 * Must not: send; what is released is due, and the next pass or `recover` takes it (invariant 1).
 */
import type { Codebook } from '../domain/codebook.ts';
import { laneOf } from '../domain/delivery.ts';
import type { Database } from '../ledger/database.ts';
import { countHeld, type HeldBy } from '../ledger/held-list.ts';
import { type HeldDossier, heldDossiers, releaseHeld, wouldRelease } from '../ledger/release.ts';
import { storePage } from '../ledger/store-page.ts';
import { type CheckedAgain, newSteps, returns, saysNews } from './checked-again.ts';
import { type NormalizeSettings, normalizerFor } from './normalize-for-ledger.ts';
import { saysLess } from './says-less.ts';

/** Dossiers checked at a time, with their source rows and payloads in memory. */
const PAGE = 200;

/** What releasing needs. */
export interface ReleaseDeps {
  readonly ledger: Database;
  readonly codebook: Codebook;
  readonly normalize: NormalizeSettings;
  readonly now: () => number;
}

/** How to release. */
export interface ReleaseOptions {
  /** Only say what would go. */
  readonly dryRun: boolean;
  /** Of the portal's, only the step of this id; `null` = all that it holds. */
  readonly step: string | null;
  /** A person has looked: what goes of the steps is not at the portal. */
  readonly notAtPortal: boolean;
}

/** What goes and what stays. */
export interface ReleaseReport {
  /** Dossiers of which something was held. */
  readonly checked: number;
  /** Dossiers that go again. */
  readonly dossiers: number;
  /** Of these: go because the check passes what it held before, or says something else than before. */
  readonly mended: number;
  /** Dossiers that say again just what the portal has accepted: they are held no more, and need no call. */
  readonly asAccepted: number;
  /** Steps that go again. */
  readonly steps: number;
  /** Of these: may be at the portal, so each is looked up there before it is sent. */
  readonly readBack: number;
  /** Dossiers that a fault still holds as a whole. */
  readonly blocked: number;
  /** Parts of that reason or dossier that are still held. */
  readonly stillHeld: number;
  /** Parts of that reason that are held for another one by now, by reason. */
  readonly otherwiseHeld: Readonly<Record<string, number>>;
}

/** What is counted page by page. */
type Counts = Omit<ReleaseReport, 'otherwiseHeld'>;

/** Checks and releases what is held of a reason or of a dossier, page by page. */
export async function release(
  deps: ReleaseDeps,
  by: HeldBy,
  options: ReleaseOptions,
  signal: AbortSignal,
): Promise<ReleaseReport> {
  const total = {
    checked: 0,
    dossiers: 0,
    mended: 0,
    asAccepted: 0,
    steps: 0,
    readBack: 0,
    blocked: 0,
    stillHeld: 0,
  };
  const otherwise = new Map<string, number>();
  for (let after = 0; !signal.aborted; ) {
    const page = await heldDossiers(deps.ledger, by, after, PAGE);
    const last = page.at(-1);
    if (!last) break;
    after = last.id;
    const counts = await releasePage(deps, by, options, page, otherwise);
    for (const key of Object.keys(total) as (keyof Counts)[]) total[key] += counts[key];
  }
  const otherwiseHeld = Object.fromEntries([...otherwise].sort());
  if (options.dryRun) return { ...total, otherwiseHeld };
  return { ...total, stillHeld: await countHeld(deps.ledger, by), otherwiseHeld };
}

type Checked = CheckedAgain<HeldDossier>;

async function releasePage(
  deps: ReleaseDeps,
  by: HeldBy,
  options: ReleaseOptions,
  page: readonly HeldDossier[],
  otherwise: Map<string, number>,
): Promise<Counts> {
  const normalized = normalizerFor(deps.codebook, deps.normalize);
  const checked = page.map((held) => ({ held, anew: normalized(held) }));
  if ('reason' in by) {
    const codes = checked.flatMap((one) => otherReasons(one, by.reason));
    for (const code of codes) otherwise.set(code, (otherwise.get(code) ?? 0) + 1);
  }
  const blocked = checked.filter(({ anew }) => anew.payloadHash === null).map(({ held }) => held.id);
  const mended = checked.filter(saysNews).map(({ held }) => held.id);
  const asAccepted = checked.filter(returns).map(({ held }) => held.id);
  if (!options.dryRun) await store(deps, checked);
  const request = {
    dossierIds: page.map(({ id }) => id),
    reason: 'reason' in by ? by.reason : null,
    step: options.step,
    notAtPortal: options.notAtPortal,
    staying: [...blocked, ...asAccepted],
  };
  const released = await (options.dryRun ? wouldRelease : releaseHeld)(deps.ledger, request);
  const steps = released.filter(({ kind }) => kind === 'step');
  const again = released.filter(({ kind }) => kind === 'dossier').map(({ dossierId }) => dossierId);
  return {
    checked: page.length,
    dossiers: new Set([...mended, ...again]).size,
    mended: mended.length,
    asAccepted: asAccepted.length,
    steps: steps.length + checked.reduce((sum, one) => sum + newSteps(one), 0),
    readBack: steps.filter(({ readBack }) => readBack).length,
    blocked: blocked.length,
    stillHeld: checked.reduce((sum, { anew }) => sum + partsHeld(anew, by), 0),
  };
}

async function store(deps: ReleaseDeps, checked: readonly Checked[]): Promise<void> {
  await storePage(deps.ledger, {
    dossiers: checked.map(({ held, anew }) => ({
      ...anew,
      lane: laneOf(held.source.changedAt === null ? null : Date.parse(held.source.changedAt), deps.now()),
    })),
    codebook: deps.codebook,
    loses: saysLess,
    cursor: null,
  });
}

/** Parts of the reason or dossier that the check still holds; the ledger keeps one entry a fault. */
function partsHeld(anew: Checked['anew'], by: HeldBy): number {
  const { held } = anew.normalized;
  const ours = 'reason' in by ? held.filter(({ code }) => code === by.reason) : held;
  return new Set(ours.map(({ scope, part, code, field }) => [scope, part, code, field].join('|'))).size;
}

/** For what those parts are held now that were held for `reason`, where it is another. */
function otherReasons({ held, anew }: Checked, reason: string): string[] {
  const places = new Set(held.places);
  return anew.normalized.held
    .filter(({ scope, part, field, code }) => code !== reason && places.has([scope, part, field].join('|')))
    .map(({ code }) => code);
}
