/**
 * Takes out of the ledger what is kept no longer than RETAIN_DAYS.
 * Guarantees: what was sent, when, in which version and with which hash stays for good, and so does the
 * newest attempt of each delivery and whatever tells what the portal may have (keep-accepted.ts); personal
 * data leave row, payload and steps of dossiers that are over, of which nothing is held any more then:
 * returned, refused, withdrawn or stopped, accepted as they are, and untouched for that long. A change in the
 * source brings them back. A dry run counts by the same words as the run.
 * In pages, each a transaction of its own: nobody waits for it, and it may be cut short anywhere.
 * Must not: touch what has something to send, or a dossier that is not over.
 */
import type { Database, Queryable } from './database.ts';
import { lockDeliveries, UNCLEAR_OUTCOMES } from './keep-accepted.ts';

/** Ids of attempts looked at together. */
const ATTEMPTS_PAGE = 20_000;
/** Dossiers looked at together. */
const DOSSIERS_PAGE = 2_000;

const ATTEMPTS = `
  page AS (
    SELECT id, dossier_id, delivery_id, at, outcome FROM attempt WHERE id > $1 AND at < $2
    ORDER BY id LIMIT ${ATTEMPTS_PAGE})`;

const NEWER = 'n.dossier_id = p.dossier_id AND n.delivery_id = p.delivery_id AND n.id > p.id';

/**
 * Attempt `p` goes when a newer one of the same delivery stays, accepted or not, and it does not tell what the
 * portal may have: of the answers since the acceptance that leave it open the newest stays, which tells as
 * much as all of them. What was known of a delivery that is gone goes with it.
 */
const GOES = `(
  NOT EXISTS (SELECT FROM delivery v WHERE v.id = p.delivery_id)
  OR EXISTS (SELECT FROM attempt n WHERE ${NEWER}) AND (
    p.outcome NOT IN ${UNCLEAR_OUTCOMES}
    OR EXISTS (SELECT FROM attempt n WHERE ${NEWER} AND n.at >= p.at AND n.outcome IN ${UNCLEAR_OUTCOMES})
    OR EXISTS (SELECT FROM delivery v WHERE v.id = p.delivery_id AND p.at < v.accepted_at - interval '1 minute')))`;

const PRUNE_ATTEMPTS = `
  WITH ${ATTEMPTS},
  gone AS (DELETE FROM attempt a USING page p WHERE a.id = p.id AND ${GOES} RETURNING 1)
  SELECT (SELECT max(id) FROM page) AS last, (SELECT count(*) FROM gone)::int AS gone`;

const COUNT_ATTEMPTS = `
  WITH ${ATTEMPTS}
  SELECT (SELECT max(id) FROM page) AS last, (SELECT count(*) FROM page p WHERE ${GOES})::int AS gone`;

/** National statuses of a dossier that is over (1-portal-contract.md, 2.2): not received, withdrawn, stopped, returned. */
const OVER = `('3', '7', '8', '10')`;

/** Of dossier `d` and its delivery `v`, before the time $2. */
const IS_OVER = `d.pruned_at IS NULL AND d.stored_at < $2 AND v.state = 'accepted' AND v.accepted_at < $2
      AND v.payload ->> 'status' IN ${OVER}
      AND NOT EXISTS (SELECT FROM lease l WHERE l.dossier_id = d.id)
      AND NOT EXISTS (SELECT FROM delivery s WHERE s.dossier_id = d.id AND s.state <> 'accepted')`;

const OVER_PAGE = `
  WITH page AS (SELECT id FROM dossier WHERE id > $1 AND pruned_at IS NULL ORDER BY id LIMIT ${DOSSIERS_PAGE})
  SELECT (SELECT max(id) FROM page) AS last, ARRAY(
    SELECT d.id FROM page JOIN dossier d USING (id)
    JOIN delivery v ON v.dossier_id = d.id AND v.kind = 'dossier'
    WHERE ${IS_OVER}) AS ids`;

const LOCK = `SELECT FROM dossier WHERE id = ANY($1::bigint[]) ORDER BY code FOR NO KEY UPDATE`;
const STILL_OVER = `
  SELECT d.id FROM dossier d JOIN delivery v ON v.dossier_id = d.id AND v.kind = 'dossier'
  WHERE d.id = ANY($1::bigint[]) AND ${IS_OVER}`;

const without = (list: string, empty: string): string =>
  `(SELECT coalesce(jsonb_agg(one || '${empty}'), '[]') FROM jsonb_array_elements((${list})::jsonb) one)`;

const PRUNE_ROWS = `
  UPDATE dossier d SET pruned_at = now(), source_row = d.source_row::jsonb || jsonb_build_object(
    'fields', (d.source_row -> 'fields')::jsonb || '{"ownerName":null,"ownerIdNumber":null,"ownerAccountId":null,"email":null,"phone":null,"fax":null,"subject":null,"note":null}',
    'components', ${without("d.source_row -> 'components'", '{"name":null,"link":null}')},
    'results', ${without("d.source_row -> 'results'", '{"name":null,"link":null}')},
    'steps', ${without("d.source_row -> 'steps'", '{"processor":null,"content":null}')},
    'supplements', ${without("d.source_row -> 'supplements'", '{"requestedBy":null,"content":null}')})
  WHERE d.id = ANY($1::bigint[])`;

/** The indicators count dossiers with files: that there was one is no personal data, its link may be (score-facts.ts). */
const FILE_GONE = '-';

const withoutFiles = (list: string): string => `
  (SELECT coalesce(jsonb_agg(one || jsonb_build_object('name', '',
     'link', CASE WHEN one ->> 'link' <> '' THEN '${FILE_GONE}' ELSE '' END)), '[]') FROM jsonb_array_elements((${list})::jsonb) one)`;

const PRUNE_DOSSIER_PAYLOADS = `
  UPDATE delivery v SET accepted_payload = NULL, payload = v.payload::jsonb || jsonb_build_object(
    'ownerName', '', 'ownerAccountId', '', 'ownerIds', '[]'::jsonb, 'email', '', 'phone', '', 'fax', '',
    'subject', '', 'note', '',
    'components', ${withoutFiles("v.payload -> 'components'")},
    'results', ${withoutFiles("v.payload -> 'results'")},
    'supplements', ${without("v.payload -> 'supplements'", '{"requestedBy":"","content":""}')})
  WHERE v.dossier_id = ANY($1::bigint[]) AND v.kind = 'dossier'`;

const PRUNE_STEPS = `
  UPDATE delivery v SET payload = v.payload::jsonb || '{"processor":"","content":""}',
    next_payload = v.next_payload::jsonb || '{"processor":"","content":""}', untold_payload = NULL, untold_hash = NULL
  WHERE v.dossier_id = ANY($1::bigint[]) AND v.kind = 'step'`;

/**
 * What is over waits for nobody, and the value may be the very number that was malformed. What is left of a
 * dossier that is over are faults that the portal accepted it with, or parts that it lacks: `incomplete` says so.
 */
const PRUNE_HELD = `DELETE FROM held WHERE dossier_id = ANY($1::bigint[])`;

/** What it asked the codebook no longer matters: it is not normalized again (`stale`). */
const PRUNE_USE = `DELETE FROM dossier_use WHERE dossier_id = ANY($1::bigint[])`;
const PRUNE_STALE = `DELETE FROM stale_dossier WHERE dossier_id = ANY($1::bigint[])`;

/** What was taken out. */
export interface Pruned {
  readonly attempts: number;
  readonly dossiers: number;
}

/** So many days ago, by the ledger's clock. */
async function daysAgo(db: Queryable, days: number): Promise<Date> {
  const { rows } = await db.query<{ then: Date }>(`SELECT now() - $1 * interval '1 day' AS "then"`, [days]);
  return rows[0]?.then ?? new Date(0);
}

interface Page {
  /** The last id that was looked at; `null` = there were no more. */
  readonly last: number | null;
  readonly count: number;
}

async function attemptsPage(db: Queryable, sql: string, after: number, before: Date): Promise<Page> {
  const { rows } = await db.query<{ last: number | null; gone: number }>(sql, [after, before]);
  return { last: rows[0]?.last ?? null, count: rows[0]?.gone ?? 0 };
}

async function overPage(db: Queryable, after: number, before: Date) {
  const { rows } = await db.query<{ last: number | null; ids: number[] }>(OVER_PAGE, [after, before]);
  return { last: rows[0]?.last ?? null, ids: (rows[0]?.ids ?? []).map(Number) };
}

/** Takes out what is older than so many days, page by page, until `signal` fires. */
export async function prune(db: Database, days: number, signal: AbortSignal): Promise<Pruned> {
  const before = await daysAgo(db, days);
  const attempts = await pages(signal, (after) => attemptsPage(db, PRUNE_ATTEMPTS, after, before));
  const dossiers = await pages(signal, async (after) => {
    const { last, ids } = await overPage(db, after, before);
    return { last, count: ids.length === 0 ? 0 : await pruneDossiers(db, ids, before) };
  });
  return { attempts, dossiers };
}

/**
 * How many would go; changes nothing.
 * @param enough stops where so many are found
 */
export async function wouldPrune(
  db: Queryable,
  days: number,
  signal: AbortSignal,
  enough = Number.POSITIVE_INFINITY,
): Promise<Pruned> {
  const before = await daysAgo(db, days);
  const attempts = await pages(signal, (after) => attemptsPage(db, COUNT_ATTEMPTS, after, before), enough);
  const dossiers = await pages(
    signal,
    async (after) => {
      const { last, ids } = await overPage(db, after, before);
      return { last, count: ids.length };
    },
    enough - attempts,
  );
  return { attempts, dossiers };
}

async function pages(
  signal: AbortSignal,
  page: (after: number) => Promise<Page>,
  enough = Number.POSITIVE_INFINITY,
): Promise<number> {
  let total = 0;
  for (let after = 0; !signal.aborted && total < enough; ) {
    const { last, count } = await page(after);
    total += count;
    if (last === null) break;
    after = last;
  }
  return total;
}

const PRUNE_PAGE = [PRUNE_ROWS, PRUNE_DOSSIER_PAYLOADS, PRUNE_STEPS, PRUNE_HELD, PRUNE_USE, PRUNE_STALE];

/** Locks them and asks once more: what was stored, sent again or claimed meanwhile stays. */
function pruneDossiers(db: Database, ids: readonly number[], before: Date): Promise<number> {
  return db.transaction(async (tx) => {
    await tx.query(LOCK, [ids]);
    await lockDeliveries(
      tx,
      ids.map((id) => ({ id })),
    );
    const { rows } = await tx.query<{ id: number }>(STILL_OVER, [ids, before]);
    const over = rows.map(({ id }) => id);
    for (const statement of PRUNE_PAGE) await tx.query(statement, [over]);
    return over.length;
  });
}
