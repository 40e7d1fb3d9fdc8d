/**
 * Making the records anew from which the indicators are counted: which are due, of what they are made, storing them.
 * Guarantees: a mark falls in the transaction that stores the record, so that whoever is killed in between loses none;
 * one such transaction at a time, since of two that make the same record the older could be stored last; what did not
 * change is not written; when the portal first had a dossier stays as it was first known.
 * Must not: decide what a record says (`score/`), nor take a look at what nobody marked.
 */
import type { Dossier, Step } from '../domain/dossier.ts';
import type { ClockSeconds, ScoredDossier, ScoreRecord } from '../domain/score/score-record.ts';
import type { SourceDossier } from '../domain/source-dossier.ts';
import type { Queryable } from './database.ts';
import { firstPlace, type MarksPlace, takeLater } from './score-later.ts';
import { TOLD } from './told.ts';

/** Any constant does, as long as it stays: it names our lock among the database's advisory locks. */
const LOCK = 7_660_009;

/**
 * In the order of ids, so that all marks of a dossier fall at once, however far apart they were made, and what is read
 * of a page lies together.
 */
const TAKE = `
  WITH chosen AS MATERIALIZED (
    SELECT DISTINCT dossier_id FROM score_due WHERE dossier_id > $2 ORDER BY dossier_id LIMIT $1),
  taken AS (DELETE FROM score_due WHERE dossier_id = ANY(ARRAY(SELECT dossier_id FROM chosen)))
  SELECT dossier_id AS id FROM chosen`;

/** Marks that are done in a moment, whatever their order. */
const FEW = 1_000;

/**
 * Of today's lane, where there are many: a first load marks millions, and what the portal must know today is not to wait
 * for them. A subquery that is no join, since one over all marks would be made whole first.
 */
const TAKE_TODAY = `
  WITH chosen AS MATERIALIZED (
    SELECT d.id FROM dossier d
    WHERE d.lane = 'live' AND d.id > $2 AND (SELECT true FROM score_due s WHERE s.dossier_id = d.id LIMIT 1)
      AND (SELECT count(*) FROM (SELECT FROM score_due LIMIT $3) s) = $3
    ORDER BY d.id LIMIT $1),
  taken AS (DELETE FROM score_due WHERE dossier_id = ANY(ARRAY(SELECT id FROM chosen)))
  SELECT id FROM chosen`;

/**
 * A statement of its own: the next one is to see what was taken while this one waited. What PostgreSQL believes of a
 * table that fills and empties is often wrong (rescue.ts): all of this transaction goes by index.
 */
const ALONE = `SELECT pg_advisory_xact_lock($1), set_config('enable_seqscan', 'off', true)`;

/**
 * Takes the marks of at most `most` dossiers and answers their ids, each once; of those that changed today's lane
 * first, and all of them before those that have time (score-later.ts). Their records must be stored in the same transaction; until it ends, whoever takes marks
 * as well waits.
 * @param place where the page before ended; moved on. Without it each page begins at the smallest id, over what was
 * taken before and is not cleaned away while somebody's snapshot may see it: a backup's, for hours.
 */
export async function takeFactsDue(
  tx: Queryable,
  most: number,
  place: MarksPlace = firstPlace(),
): Promise<number[]> {
  await tx.query(ALONE, [LOCK]);
  const ids = await takeToday(tx, most, place);
  if (ids.length >= most) return takeLater(tx, ids, most, place);
  const take = async (): Promise<void> => {
    const { rows } = await tx.query<{ id: number }>(TAKE, [most - ids.length, place.due]);
    ids.push(...rows.map(({ id }) => id));
    place.due = ids.length < most ? 0 : Math.max(...rows.map(({ id }) => id));
  };
  const isPartWay = place.due > 0;
  await take();
  if (isPartWay && ids.length < most) await take();
  return takeLater(tx, ids, most, place);
}

async function takeToday(tx: Queryable, most: number, place: MarksPlace): Promise<number[]> {
  if (place.today === null) return [];
  const { rows } = await tx.query<{ id: number }>(TAKE_TODAY, [most, place.today, FEW]);
  const ids = rows.map(({ id }) => id);
  place.today = ids.length < most ? null : Math.max(...ids);
  return ids;
}

/** A dossier is marked by each statement that changes something of it: so many marks are counted for one of them. */
const MARKS_EACH = 4;

/** How many dossiers are marked, whenever they are to be taken, counted up to `most`. */
export async function factsDue(db: Queryable, most = 100_000): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM (SELECT DISTINCT dossier_id FROM (
       (SELECT dossier_id FROM score_due LIMIT $1::bigint * ${MARKS_EACH})
       UNION ALL (SELECT dossier_id FROM score_later LIMIT $1)) marks LIMIT $1) due`,
    [most],
  );
  return rows[0]?.count ?? 0;
}

/** What the portal has accepted of a dossier and does not seem to have lost. */
export interface PortalSide {
  /** `null` = not known any more; what the record says of the portal until now (`before`) stands. */
  readonly dossier: Dossier | null;
  /** The steps that it has, also those that the source has otherwise or no more. */
  readonly steps: readonly { readonly step: Step; readonly acceptedAt: Date }[];
  /** Only where `dossier` is `null`. */
  readonly before: ScoreRecord | null;
  /** When it first had the dossier, as far as the ledger knows. */
  readonly since: Date;
}

/** Of what a record is made. */
export interface FactInput {
  readonly id: number;
  /** As it is to be sent now; `null` = a fault holds the whole. */
  readonly dossier: Dossier | null;
  /** As the source has them by now, in their order. */
  readonly steps: readonly Step[];
  /** `null` = the portal has nothing of it, or seems to have lost it. */
  readonly portal: PortalSide | null;
  /** Something of it is held: by a fault, or by an answer of the portal. */
  readonly held: boolean;
  /** Only where something is held. */
  readonly source: SourceDossier | null;
}

/** A portal that seems to have lost it has none of its steps either (lost-dossier.ts). */
const AT_PORTAL = `(v.accepted_version IS NOT NULL AND coalesce(v.absence = 'refuted', true))`;

/** The ledger keeps when it was last accepted; of one that was accepted before that, the attempts may know. */
const SINCE = `CASE WHEN f.synced IS NULL AND v.accepted_version > 1 THEN least(v.accepted_at, (
    SELECT min(a.at) FROM attempt a WHERE a.dossier_id = d.id AND a.delivery_id = v.id AND a.outcome = 'accepted'))
  ELSE v.accepted_at END`;

const DOSSIERS = `
  SELECT d.id, v.payload AS dossier, h.held,
    CASE WHEN h.held THEN d.source_row END AS source,
    ${AT_PORTAL} AS "atPortal",
    v.payload_hash IS NOT DISTINCT FROM v.accepted_hash AS "asAccepted",
    CASE WHEN ${AT_PORTAL} AND v.payload_hash IS DISTINCT FROM v.accepted_hash THEN ${TOLD} END AS told,
    CASE WHEN ${AT_PORTAL} THEN ${SINCE} END AS since,
    CASE WHEN ${TOLD} IS NULL THEN CASE WHEN f.as_province THEN f.province ELSE f.portal END END AS before
  FROM dossier d JOIN delivery v ON v.dossier_id = d.id AND v.kind = 'dossier'
  LEFT JOIN score_fact f ON f.dossier_id = d.id
  CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM held WHERE dossier_id = d.id) AS held) h
  WHERE d.id = ANY($1::bigint[])`;

const STEPS = `
  SELECT v.dossier_id AS id, v.payload AS step, v.next_payload AS next, v.withdrawn,
    CASE WHEN v.accepted_version IS NOT NULL THEN v.accepted_at END AS "acceptedAt"
  FROM delivery v WHERE v.dossier_id = ANY($1::bigint[]) AND v.kind = 'step'
  ORDER BY v.dossier_id, v.position, v.id`;

interface DossierRow {
  readonly id: number;
  readonly dossier: Dossier | null;
  readonly held: boolean;
  readonly source: SourceDossier | null;
  readonly atPortal: boolean;
  readonly asAccepted: boolean;
  readonly told: Dossier | null;
  readonly since: Date | null;
  readonly before: ScoreRecord | null;
}

interface StepRow {
  readonly id: number;
  readonly step: Step;
  readonly next: Step | null;
  readonly withdrawn: boolean;
  readonly acceptedAt: Date | null;
}

/** Of what the records of these dossiers are made. Two statements. Ids that the ledger does not have are left out. */
export async function readFactInputs(tx: Queryable, ids: readonly number[]): Promise<FactInput[]> {
  if (ids.length === 0) return [];
  const dossiers = await tx.query<DossierRow & Record<string, unknown>>(DOSSIERS, [ids]);
  const { rows } = await tx.query<StepRow & Record<string, unknown>>(STEPS, [ids]);
  const steps = new Map<number, StepRow[]>(ids.map((id) => [id, []]));
  for (const row of rows) steps.get(row.id)?.push(row);
  return dossiers.rows.map((row) => inputOf(row, steps.get(row.id) ?? []));
}

function inputOf(row: DossierRow, steps: readonly StepRow[]): FactInput {
  const { id, dossier, held, source } = row;
  const portal = row.atPortal && row.since !== null ? portalSide(row, row.since, steps) : null;
  const wanted = steps.flatMap(({ step, next, withdrawn }) => (withdrawn ? [] : [next ?? step]));
  return { id, dossier, steps: wanted, portal, held, source };
}

function portalSide(row: DossierRow, since: Date, steps: readonly StepRow[]): PortalSide {
  return {
    dossier: row.asAccepted ? row.dossier : row.told,
    steps: steps.flatMap(({ step, acceptedAt }) => (acceptedAt === null ? [] : [{ step, acceptedAt }])),
    before: row.before,
    since,
  };
}

/** A record to store. */
export interface StoredFact extends ScoredDossier {
  /** The earliest receipt of its sides. */
  readonly received: ClockSeconds | null;
  /** The latest end of its sides; `null` = one of them has none. */
  readonly ended: ClockSeconds | null;
  /** See `score_fact.urgent_due`. */
  readonly urgentDue: ClockSeconds | null;
  /** Nothing of it is on its way, and nothing held: no waiting will tell the portal more. Absent = something is. */
  readonly urgentInVain?: boolean;
}

const COLUMNS = [
  'received',
  'ended',
  'province',
  'portal',
  'released',
  'as_province',
  'step_lag_minutes',
  'urgent_due',
];
const compared = (of: string): string =>
  COLUMNS.map((name) => `${of}.${name}${/^(province|portal|released)$/.test(name) ? '::text' : ''}`).join(
    ', ',
  );

/** Asked first, since a row that an upsert leaves as it is would be locked, and so written, all the same. */
const STORE = `
  INSERT INTO score_fact (dossier_id, synced, urgent_since, ${COLUMNS.join(', ')})
  SELECT x.id, coalesce(f.synced, x.synced), CASE WHEN x.urgent_due IS NOT NULL AND NOT x.in_vain THEN coalesce(f.urgent_since, now()) END,
    ${COLUMNS.map((name) => `x.${name}`).join(', ')}
  FROM json_to_recordset($1::json) AS x(id bigint, received integer, ended integer, province json, portal json,
    released json, as_province boolean, synced integer, step_lag_minutes integer, urgent_due integer,
    in_vain boolean)
  LEFT JOIN score_fact f ON f.dossier_id = x.id
  WHERE f.dossier_id IS NULL OR f.synced IS NULL AND x.synced IS NOT NULL
    OR (f.urgent_due IS NOT NULL AND f.urgent_since IS NULL) <> (x.urgent_due IS NOT NULL AND x.in_vain)
    OR (${compared('f')}) IS DISTINCT FROM (${compared('x')})
  ON CONFLICT (dossier_id) DO UPDATE SET synced = excluded.synced, urgent_since = excluded.urgent_since,
    ${COLUMNS.map((name) => `${name} = excluded.${name}`).join(', ')}`;

/** Stores records of dossiers whose marks were taken in this transaction. Answers how many were new or other. */
export async function storeFacts(tx: Queryable, facts: readonly StoredFact[]): Promise<number> {
  if (facts.length === 0) return 0;
  const { rowCount } = await tx.query(STORE, [JSON.stringify(facts.map(factRow))]);
  return rowCount ?? 0;
}

/** Days of receipt in the year 1 and appointments in 9999 are read in sources: a column takes what is within 68 years of 2000. */
const within = (clock: ClockSeconds | null): number | null =>
  clock === null ? null : Math.max(-(2 ** 31), Math.min(clock, 2 ** 31 - 1));

function factRow(fact: StoredFact) {
  const { id, received, ended, province, portal, released, synced, stepLagMinutes, urgentDue } = fact;
  const asProvince = portal !== null && JSON.stringify(portal) === JSON.stringify(province);
  return {
    id,
    received: within(received),
    ended: within(ended),
    province,
    portal: asProvince ? null : portal,
    released,
    as_province: asProvince,
    synced: within(synced),
    step_lag_minutes: stepLagMinutes,
    urgent_due: within(urgentDue),
    in_vain: fact.urgentInVain ?? false,
  };
}
