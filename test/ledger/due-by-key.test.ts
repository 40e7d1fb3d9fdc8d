/** What is due of known dossiers is what the view says of them, in every state that the road makes. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dueByKey } from '../../src/ledger/due-by-key.ts';
import { couldGo } from '../../src/ledger/lane-work.ts';
import { dossier, LedgerTrial } from './trial.ts';

let ledger: LedgerTrial;
beforeAll(async () => {
  ledger = await LedgerTrial.open();
});
afterAll(() => ledger.close());

const code = (serial: number): string => `H19.12-261129-${String(serial).padStart(4, '0')}`;

test('is as the view has it, of what waits, is in hand, accepted, held, or stands behind an earlier step', async () => {
  const steps = ['1', '2'];
  for (const serial of [2, 3, 4]) await ledger.accepted(dossier(code(serial)));
  for (const serial of [1, 2, 3, 4, 5]) await ledger.store(dossier(code(serial), { steps }));
  await ledger.lease(code(5));
  const { db } = ledger;
  const of = async (serial: number): Promise<number> => ledger.id(code(serial));
  const later = `now() + interval '1 hour'`;
  await db.query(
    `UPDATE delivery SET due_at = ${later} WHERE kind = 'step' AND step_id = '1' AND dossier_id = $1`,
    [await of(2)],
  );
  await db.query(
    `UPDATE delivery SET absence = 'absent', state = 'held' WHERE kind = 'dossier' AND dossier_id = $1`,
    [await of(3)],
  );
  await db.query(
    `UPDATE delivery SET state = 'retrying', due_at = ${later} WHERE kind = 'dossier' AND dossier_id = $1`,
    [await of(5)],
  );
  const ids = await Promise.all([1, 2, 3, 4, 5].map(of));
  const order = 'ORDER BY dossier_id, due_at';
  const view = await db.query(
    `SELECT dossier_id, due_at FROM due_dossier WHERE dossier_id = ANY($1) ${order}`,
    [ids],
  );
  const keyed = await db.query(`SELECT * FROM (${dueByKey('$1::bigint[]')}) w ${order}`, [ids]);
  expect(keyed.rows).toEqual(view.rows);
  expect(view.rows).toHaveLength(4);

  // The question of a lane is asked of each dossier alone in its lane.
  const could: boolean[] = [];
  for (const id of ids) {
    await db.query(`UPDATE dossier SET lane = CASE WHEN id = $1 THEN 'live' ELSE 'backfill' END::lane`, [id]);
    const { rows } = await db.query<{ due: boolean }>(
      `SELECT EXISTS (SELECT FROM due_dossier w WHERE w.dossier_id = $1 AND w.due_at <= now()
        AND NOT EXISTS (SELECT FROM lease l WHERE l.dossier_id = w.dossier_id)) AS due`,
      [id],
    );
    could.push(await couldGo(db, 'live'));
    expect(could.at(-1), `dossier ${id}`).toBe(rows[0]?.due);
  }
  expect(new Set(could)).toEqual(new Set([true, false]));
});
