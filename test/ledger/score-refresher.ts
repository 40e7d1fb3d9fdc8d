/**
 * Makes records of dossiers of a `LedgerTrial`, whose payloads are not whole, in the order of statements of the real
 * one (pipeline/refresh-facts.ts).
 * Guarantees: a record tells its side apart: `agency` stands for what the dossier says, `events` for steps and what they
 * say, so that two records are equal where their sides say the same.
 */
import { createHash } from 'node:crypto';
import type { Dossier, Step } from '../../src/domain/dossier.ts';
import { clockOfInstant, type ScoreRecord } from '../../src/domain/score/score-record.ts';
import type { Database, Queryable } from '../../src/ledger/database.ts';
import {
  type FactInput,
  readFactInputs,
  type StoredFact,
  storeFacts,
  takeFactsDue,
} from '../../src/ledger/score-facts.ts';

/** A number for a text. */
export const numberOf = (text: string): number =>
  createHash('sha256').update(text).digest().readUInt16BE(0) + 1;

/** The record of a side that says `subject`, with steps as `id:content`. */
export function recordSaying(subject: string, ...steps: readonly string[]): ScoreRecord {
  return {
    procedure: 1,
    agency: numberOf(subject),
    received: 1000,
    traits: 0,
    ...(steps.length === 0 ? {} : { events: steps.map((text) => [numberOf(text), 1000] as const) }),
  };
}

const recordOf = (dossier: Dossier, steps: readonly Step[]): ScoreRecord =>
  recordSaying(dossier.subject, ...steps.map(({ id, content }) => `${id}:${content}`));

/** What becomes of an input. */
export function factOf({ id, dossier, steps, portal, held, source }: FactInput): StoredFact {
  const accepted = portal?.steps.map(({ step }) => step) ?? [];
  const province = dossier && recordOf(dossier, steps);
  const atPortal = portal && (portal.dossier ? recordOf(portal.dossier, accepted) : portal.before);
  const sides = [province, atPortal].filter((side) => side !== null);
  return {
    id,
    province,
    portal: atPortal,
    released: held && source !== null ? recordSaying(`mended ${source.fields.subject}`) : null,
    received: sides[0]?.received ?? null,
    ended: null,
    synced: portal && clockOfInstant(portal.since.getTime()),
    stepLagMinutes: accepted.length === 0 ? null : accepted.length,
    urgentDue: null,
  };
}

/** Makes a page of records anew within a transaction of somebody else's. Answers the ids. */
export async function refreshIn(tx: Queryable, most = 2_000): Promise<number[]> {
  const ids = await takeFactsDue(tx, most);
  if (ids.length > most) throw new Error(`${ids.length} were taken for ${most}`);
  await storeFacts(tx, (await readFactInputs(tx, ids)).map(factOf));
  return ids;
}

/** Makes records anew until none is marked. Answers the ids, each as often as its record was made. */
export async function refresh(db: Database, most = 2_000): Promise<number[]> {
  const made: number[] = [];
  for (;;) {
    const ids = await db.transaction((tx) => refreshIn(tx, most));
    if (ids.length === 0) return made;
    made.push(...ids);
  }
}

/** A record as it is stored, without what hangs on when it was made. */
export type Fact = Pick<StoredFact, 'province' | 'portal' | 'released' | 'stepLagMinutes'>;

const FACTS = `
  SELECT d.code, f.province, CASE WHEN f.as_province THEN f.province ELSE f.portal END AS portal, f.released,
    f.step_lag_minutes AS "stepLagMinutes"
  FROM score_fact f JOIN dossier d ON d.id = f.dossier_id ORDER BY d.code`;

/** All records, by the codes of their dossiers. */
export async function facts(db: Queryable): Promise<Map<string, Fact>> {
  const { rows } = await db.query<Fact & { code: string }>(FACTS);
  return new Map(rows.map(({ code, ...fact }) => [code, fact]));
}

/** The same, of what the ledger says at this moment, whatever is marked or was made before. */
export async function factsAnew(db: Queryable): Promise<Map<string, Fact>> {
  const { rows } = await db.query<{ id: number; code: string }>('SELECT id, code FROM dossier ORDER BY code');
  const inputs = await readFactInputs(
    db,
    rows.map(({ id }) => id),
  );
  const made = new Map(inputs.map((input) => [input.id, factOf(input)]));
  return new Map(
    rows.map(({ id, code }) => {
      const { province = null, portal = null, released = null, stepLagMinutes = null } = made.get(id) ?? {};
      return [code, { province, portal, released, stepLagMinutes }];
    }),
  );
}
