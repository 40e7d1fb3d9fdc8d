/**
 * Takes out of the ledger what is kept no longer than RETAIN_DAYS.
 * Guarantees: what was sent, when, in which version and with which hash stays for good, and so does the
 * newest attempt of each delivery and whatever tells what the portal may have (keep-accepted.ts); personal
 * data leave row, payload, steps and held values of dossiers that are over: returned, refused, withdrawn
 * or stopped, accepted as they are, and untouched for that long. A change in the source brings them back.
 * In pages, each a transaction of its own: nobody waits for it, and it may be cut short anywhere.
 * Must not: touch what has something to send, or a dossier that is not over.
 */
import type { Database, Queryable } from './database.ts';
import { lockDeliveries } from './keep-accepted.ts';

/** Ids of attempts looked at together. */
const ATTEMPTS_PAGE = 20_000;
/** Dossiers looked at together. */
const DOSSIERS_PAGE = 2_000;

/**
 * An attempt goes when a newer one of the same delivery stays, and the delivery has been accepted since:
 * whether the portal may have something else is asked of attempts since the acceptance only. What was
 * known of a delivery that is gone goes with it.
 */
const PRUNE_ATTEMPTS = `
  WITH page AS (
    SELECT id, dossier_id, delivery_id, at FROM attempt WHERE id > $1 AND at < $2 ORDER BY id LIMIT ${ATTEMPTS_PAGE}),
  gone AS (
    DELETE FROM attempt a USING page p
    WHERE a.id = p.id AND (
      NOT EXISTS (SELECT FROM delivery v WHERE v.id = p.delivery_id)
      OR EXISTS (SELECT FROM attempt n WHERE n.dossier_id = p.dossier_id AND n.delivery_id = p.delivery_id AND n.id > p.id)
        AND EXISTS (SELECT FROM delivery v WHERE v.id = p.delivery_id AND v.state = 'accepted'
          AND p.at < v.accepted_at - interval '1 minute'))
    RETURNING 1)
  SELECT (SELECT max(id) FROM page) AS last, (SELECT count(*) FROM gone)::int AS gone`;

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
  `(SELECT coalesce(jsonb_agg(one || '${empty}'), '[]') FROM jsonb_array_elements(${list}) one)`;

const PRUNE_ROWS = `
  UPDATE dossier d SET pruned_at = now(), source_row = d.source_row || jsonb_build_object(
    'fields', (d.source_row -> 'fields') || '{"ownerName":null,"ownerIdNumber":null,"ownerAccountId":null,"email":null,"phone":null,"fax":null,"subject":null,"note":null}',
    'components', ${without("d.source_row -> 'components'", '{"name":null,"link":null}')},
    'results', ${without("d.source_row -> 'results'", '{"name":null,"link":null}')},
    'steps', ${without("d.source_row -> 'steps'", '{"processor":null,"content":null}')},
    'supplements', ${without("d.source_row -> 'supplements'", '{"requestedBy":null,"content":null}')})
  WHERE d.id = ANY($1::bigint[])`;

const PRUNE_DOSSIER_PAYLOADS = `
  UPDATE delivery v SET accepted_payload = NULL, payload = v.payload || jsonb_build_object(
    'ownerName', '', 'ownerAccountId', '', 'ownerIds', '[]'::jsonb, 'email', '', 'phone', '', 'fax', '',
    'subject', '', 'note', '',
    'components', ${without("v.payload -> 'components'", '{"name":"","link":""}')},
    'results', ${without("v.payload -> 'results'", '{"name":"","link":""}')},
    'supplements', ${without("v.payload -> 'supplements'", '{"requestedBy":"","content":""}')})
  WHERE v.dossier_id = ANY($1::bigint[]) AND v.kind = 'dossier'`;

const PRUNE_STEPS = `
  UPDATE delivery v SET payload = v.payload || '{"processor":"","content":""}',
    next_payload = v.next_payload || '{"processor":"","content":""}'
  WHERE v.dossier_id = ANY($1::bigint[]) AND v.kind = 'step'`;

/** Its value may be the very number that was malformed. */
const PRUNE_HELD = `UPDATE held SET value = '' WHERE dossier_id = ANY($1::bigint[])`;

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

/** Takes out what is older than so many days, page by page, until `signal` fires. */
export async function prune(db: Database, days: number, signal: AbortSignal): Promise<Pruned> {
  const before = await daysAgo(db, days);
  const attempts = await pages(signal, async (after) => {
    const { rows } = await db.query<{ last: number | null; gone: number }>(PRUNE_ATTEMPTS, [after, before]);
    return { last: rows[0]?.last ?? null, count: rows[0]?.gone ?? 0 };
  });
  const dossiers = await pages(signal, async (after) => {
    const { rows } = await db.query<{ last: number | null; ids: number[] }>(OVER_PAGE, [after, before]);
    const [page] = rows;
    const ids = (page?.ids ?? []).map(Number);
    return { last: page?.last ?? null, count: ids.length === 0 ? 0 : await pruneDossiers(db, ids, before) };
  });
  return { attempts, dossiers };
}

/** How many would go; changes nothing. */
export async function wouldPrune(db: Queryable, days: number, signal: AbortSignal): Promise<Pruned> {
  const before = await daysAgo(db, days);
  const { rows } = await db.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM attempt a WHERE a.at < $1 AND EXISTS (
       SELECT FROM attempt n WHERE n.dossier_id = a.dossier_id AND n.delivery_id = a.delivery_id AND n.id > a.id)
       AND EXISTS (SELECT FROM delivery v WHERE v.id = a.delivery_id AND v.state = 'accepted'
         AND a.at < v.accepted_at - interval '1 minute')`,
    [before],
  );
  const dossiers = await pages(signal, async (after) => {
    const page = await db.query<{ last: number | null; ids: number[] }>(OVER_PAGE, [after, before]);
    return { last: page.rows[0]?.last ?? null, count: page.rows[0]?.ids.length ?? 0 };
  });
  return { attempts: rows[0]?.count ?? 0, dossiers };
}

async function pages(
  signal: AbortSignal,
  page: (after: number) => Promise<{ readonly last: number | null; readonly count: number }>,
): Promise<number> {
  let total = 0;
  for (let after = 0; !signal.aborted; ) {
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
