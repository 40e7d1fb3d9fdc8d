/** All that is known of one dossier. Guarantees: reads only; goes without tables and catalogue, too. */
import type { House } from '../compose.ts';
import type { Codebook } from '../domain/codebook.ts';
import { DongboError } from '../domain/errors.ts';
import { clockOfInstant } from '../domain/score/score-record.ts';
import type { Database } from '../ledger/database.ts';
import { knownFact } from '../ledger/known-fact.ts';
import { type Explained, explain } from '../pipeline/explain.ts';
import { type OnTime, toldOnTime } from '../pipeline/told-on-time.ts';
import { Appointments } from '../score/appointments.ts';

/** What is told of a dossier. */
export interface AllKnown extends Explained {
  /** `null` = no record was made of it yet, or the days off cannot be read. */
  readonly onTime: OnTime | null;
}

/** `null` when the ledger has none of that code. */
export async function allKnownOf(house: House, code: string): Promise<AllKnown | null> {
  const ledger = await house.ledger();
  const codebook = await codebookOrFault(house, ledger);
  const explained = await explain(ledger, codebook, house.normalizeSettings(), code);
  return explained && { ...explained, onTime: await onTimeOf(house, ledger, explained.record.code) };
}

async function onTimeOf(house: House, ledger: Database, code: string): Promise<OnTime | null> {
  const fact = await knownFact(ledger, code);
  if (fact === null) return null;
  try {
    const { holidays, workedDays } = (await house.codebook()).tables();
    const appointments = new Appointments({ daysOff: new Set(holidays.keys()), workedDays });
    return toldOnTime(fact, appointments, clockOfInstant(Date.now()));
  } catch (error) {
    // Faulty tables are told with the codes.
    if (error instanceof DongboError) return null;
    throw error;
  }
}

/** The present codebook, or why there is none (DB-MAP-…, DB-CAT-001): what was stored can be told without. */
async function codebookOrFault(house: House, ledger: Database): Promise<Codebook | DongboError> {
  try {
    return await (await house.codebook()).current(ledger);
  } catch (error) {
    if (error instanceof DongboError) return error;
    throw error;
  }
}
