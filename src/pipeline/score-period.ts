/**
 * The score of a period: dossiers streamed out of the ledger into the tally, then the report.
 * Guarantees: reads only and holds nobody up: one snapshot for some seconds, a page in memory, others get their turn
 * between pages; what the figures lack is noted.
 * Must not: bring records up to date (whoever asks for the score does), count anything itself (`score/`).
 */
import { setImmediate } from 'node:timers/promises';
import { DongboError } from '../domain/errors.ts';
import type { Formula } from '../domain/score/formula.ts';
import { clockOfInstant } from '../domain/score/score-record.ts';
import type { GroupedBy, ScoreNote, ScoreReport } from '../domain/score/score-report.ts';
import type { WorkCalendar } from '../domain/score/score-world.ts';
import type { Database } from '../ledger/database.ts';
import { dossierCodes, scoredDossiers, withoutReceipt } from '../ledger/score-dossiers.ts';
import { factsDue } from '../ledger/score-facts.ts';
import { heldCodes, scoreWorld } from '../ledger/score-world.ts';
import type { Period } from '../score/period.ts';
import { ScoreTally } from '../score/score-tally.ts';

/** Codes that are asked for at a time. */
const CODES_PAGE = 10_000;

/** What scoring needs. */
export interface ScoreDeps {
  readonly ledger: Database;
  readonly calendar: WorkCalendar;
  /** See `ScoreFormulas`. */
  readonly communeWords: readonly string[];
  /** Milliseconds since 1970 UTC. */
  readonly now: () => number;
}

/** What is to be scored. */
export interface ScoreRequest {
  readonly formula: Formula;
  readonly period: Period;
  readonly groupedBy: GroupedBy | null;
  /** Dossiers that are listed for each reason, at most. */
  readonly listed: number;
}

/** Throws DB-SCR-006 when `signal` fires, DB-SVC-001 where the ledger goes away. */
export async function scorePeriod(
  { ledger, calendar, communeWords, now }: ScoreDeps,
  request: ScoreRequest,
  signal: AbortSignal,
): Promise<ScoreReport> {
  const { period } = request;
  const asOf = Math.min(clockOfInstant(now()), period.end);
  const [due, undated] = [await factsDue(ledger), await withoutReceipt(ledger)];
  const begun = async (): Promise<ScoreTally> => {
    const world = { ...(await scoreWorld(ledger)), calendar };
    return new ScoreTally({ ...request, asOf, communeWords }, world, await heldCodes(ledger, period));
  };
  let tally: ScoreTally | null = null;
  for await (const page of scoredDossiers(ledger, period)) {
    // After the snapshot: it names no procedure that was not there before.
    tally ??= await begun();
    for (const dossier of page) tally.add(dossier);
    await othersTurn(signal);
  }
  tally ??= await begun();
  const codes = await codesOf(ledger, tally.costly(), signal);
  return tally.report(codes, [...note('not-counted-yet', due), ...note('no-day-of-receipt', undated)]);
}

function note(name: ScoreNote['note'], count: number): ScoreNote[] {
  return count === 0 ? [] : [{ note: name, count }];
}

async function othersTurn(signal: AbortSignal): Promise<void> {
  await setImmediate();
  if (signal.aborted) throw new DongboError('DB-SCR-006');
}

async function codesOf(
  ledger: Database,
  ids: readonly number[],
  signal: AbortSignal,
): Promise<Map<number, string>> {
  const codes = new Map<number, string>();
  for (let at = 0; at < ids.length; at += CODES_PAGE) {
    for (const [id, code] of await dossierCodes(ledger, ids.slice(at, at + CODES_PAGE))) codes.set(id, code);
    await othersTurn(signal);
  }
  return codes;
}
