/**
 * A page of a resync: stored as the present tables make it, queued, and written down.
 * Guarantees: all of it in one transaction, so that whoever is killed in between leaves nothing half: a
 * dossier that is queued is listed, and what is listed can be called back; only what the portal has
 * accepted, or an answer of the portal holds, is queued anew; steps that it has accepted never are,
 * those that it may have are read back first (release.ts), those that a look-up has just shown are
 * accepted (at-portal.ts); a run that was cancelled, or that somebody else continues, stores nothing.
 */
import { DongboError } from '../domain/errors.ts';
import { isApplied } from './apply-codebook.ts';
import { acceptShown, acceptShownSteps, type SeenDossier, unmoved } from './at-portal.ts';
import type { Database, Queryable } from './database.ts';
import { lockDeliveries } from './keep-accepted.ts';
import { releaseHeldIn } from './release.ts';
import { storePageIn } from './store-page.ts';
import type { StoredDossier, StoredPage } from './stored-page.ts';

/** The time since which it is wanted begins anew: a month-old dossier is not a month late now. */
const AGAIN = `
  UPDATE delivery v SET state = 'queued', attempt = 0, due_at = now(), wanted_at = now()
  WHERE v.dossier_id = ANY($1::bigint[]) AND v.kind = 'dossier' AND v.state = 'accepted'`;

const HELD_BEFORE = `
  SELECT coalesce(jsonb_agg(h), '[]')::text AS held FROM (
    SELECT id, dossier_id, scope, part, code, field, value, params, blocking, since
    FROM held WHERE dossier_id = ANY($1::bigint[]) AND origin = 'portal') h`;

/** With what the portal held of it until now ($4), and the version that goes instead: a later one is another thing. */
const ITEMS = `
  WITH freed AS (
    SELECT b.dossier_id, jsonb_agg(jsonb_build_object('scope', b.scope, 'part', b.part, 'code', b.code,
      'field', b.field, 'value', b.value, 'params', b.params, 'blocking', b.blocking, 'since', b.since,
      'version', r.version)) AS held
    FROM jsonb_to_recordset($4::jsonb) AS b(id bigint, dossier_id bigint, scope text, part text, code text,
      field text, value text, params jsonb, blocking boolean, since timestamptz)
    JOIN delivery r ON r.dossier_id = b.dossier_id AND r.step_id = b.part
      AND (r.kind = 'step') = (b.scope = 'step') AND r.state IN ('queued', 'unknown')
    WHERE NOT EXISTS (SELECT FROM held h WHERE h.id = b.id)
    GROUP BY b.dossier_id)
  INSERT INTO resync_item (dossier_id, resync_id, version, held)
  SELECT v.dossier_id, $1, v.version, coalesce(f.held, '[]')
  FROM delivery v LEFT JOIN freed f ON f.dossier_id = v.dossier_id
  WHERE v.kind = 'dossier' AND (v.dossier_id = ANY($2::bigint[]) AND v.state = 'queued'
    OR v.dossier_id = ANY($3::bigint[]))
  ON CONFLICT DO NOTHING`;

/** Last of all, for whoever calls the resync back locks deliveries first and this row after them. */
const GO_ON = `
  UPDATE resync SET after_id = $3, looked_at = looked_at + $4, queued = queued + $5, already = already + $6
  WHERE id = $1 AND after_id = $2 AND cancelled_at IS NULL AND NOT complete`;

/** One that was pruned since it was read says nothing any more: it must not go. */
const LOCK = `
  SELECT id FROM dossier WHERE id = ANY($1::bigint[]) AND pruned_at IS NULL ORDER BY code FOR NO KEY UPDATE`;

/** A dossier of a page. */
export interface AgainDossier {
  readonly id: number;
  readonly stored: StoredDossier;
  /** It was not on its way before this page: where it is now, it is so by this resync. */
  readonly atRest: boolean;
  /** No fault holds it as a whole: it goes. */
  readonly goes: boolean;
  /** What an answer of the portal holds of it itself stays held: a fault blocks it, or the portal has what it says. */
  readonly stays: boolean;
  /** What a look-up has shown; `null` = it was not looked up, the ledger alone decides. */
  readonly seen: SeenDossier | null;
}

/** A page of a resync. */
export interface AgainPage {
  readonly resync: number;
  /** Where the run was before, and is after this page: ids. */
  readonly after: number;
  readonly last: number;
  /** Selected dossiers from there to here. */
  readonly lookedAt: number;
  readonly dossiers: readonly AgainDossier[];
  readonly codebook: StoredPage['codebook'];
  readonly loses: NonNullable<StoredPage['loses']>;
}

/** What became of a page. */
export interface AgainOutcome {
  readonly queued: number;
  /** Of those that a look-up has shown just as they would go: left out. */
  readonly already: number;
  /** Steps that a look-up has shown and that are accepted now. */
  readonly stepsThere: number;
  /** Moved in the ledger since they were looked up, or pruned since they were read: left as they are. */
  readonly moved: number;
}

/** Does a page. Throws DB-RSY-004 where the resync was cancelled, or somebody else has continued it. */
export function sendAgain(db: Database, page: AgainPage): Promise<AgainOutcome> {
  return db.transaction(async (tx) => {
    await isApplied(tx, page.codebook.version);
    const here = await lockUnmoved(tx, page.dossiers);
    const seen = here.flatMap(({ id, seen }) => (seen === null ? [] : [{ id, seen }]));
    const there = await acceptShownSteps(tx, page.resync, seen, 'stored');
    const { codebook, loses } = page;
    await storePageIn(tx, { dossiers: here.map(({ stored }) => stored), codebook, loses, cursor: null });
    const made = await acceptShownSteps(tx, page.resync, seen, 'made');
    const already = await acceptShown(tx, page.resync, seen);
    const { queued } = await queue(tx, page.resync, here, already);
    const outcome = {
      ...{ queued, already: already.size, stepsThere: there + made },
      moved: page.dossiers.length - here.length,
    };
    await goOn(tx, page, outcome);
    return outcome;
  });
}

/** Whoever looks up does so without a transaction: what moved meanwhile is another thing by now. */
async function lockUnmoved(tx: Queryable, dossiers: readonly AgainDossier[]): Promise<AgainDossier[]> {
  const locked = await tx.query<{ id: string }>(LOCK, [dossiers.map(({ id }) => id)]);
  const kept = new Set(locked.rows.map(({ id }) => Number(id)));
  const here = dossiers.filter(({ id }) => kept.has(id));
  await lockDeliveries(tx, here);
  const looked = here.flatMap(({ id, seen }) => (seen === null ? [] : [{ id, mark: seen.mark }]));
  const still = await unmoved(tx, looked);
  return here.filter(({ id, seen }) => seen === null || still.has(id));
}

async function queue(
  tx: Queryable,
  resync: number,
  dossiers: readonly AgainDossier[],
  already: ReadonlySet<number>,
): Promise<{ readonly queued: number }> {
  const going = dossiers.filter(({ goes }) => goes).map(({ id }) => id);
  const { rows } = await tx.query<{ held: string }>(HELD_BEFORE, [going]);
  await tx.query(AGAIN, [going.filter((id) => !already.has(id))]);
  const released = await releaseHeldIn(tx, {
    dossierIds: going,
    reason: null,
    step: null,
    notAtPortal: false,
    staying: dossiers.filter(({ id, stays }) => stays || already.has(id)).map(({ id }) => id),
  });
  const { rowCount } = await tx.query(ITEMS, [
    resync,
    dossiers.filter(({ atRest }) => atRest).map(({ id }) => id),
    [...new Set(released.map(({ dossierId }) => dossierId))],
    rows[0]?.held ?? '[]',
  ]);
  return { queued: rowCount ?? 0 };
}

async function goOn(tx: Queryable, page: AgainPage, { queued, already }: AgainOutcome): Promise<void> {
  const { resync, after, last, lookedAt } = page;
  const { rowCount } = await tx.query(GO_ON, [resync, after, last, lookedAt, queued, already]);
  if (rowCount !== 1) throw new DongboError('DB-RSY-004', { value: resync });
}
