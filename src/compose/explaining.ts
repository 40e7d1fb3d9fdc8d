/** All that is known of one dossier. Guarantees: reads only; goes without tables and catalogue, too. */
import type { House } from '../compose.ts';
import type { Codebook } from '../domain/codebook.ts';
import { DongboError } from '../domain/errors.ts';
import type { Database } from '../ledger/database.ts';
import { type Explained, explain } from '../pipeline/explain.ts';

/** `null` when the ledger has none of that code. */
export async function allKnownOf(house: House, code: string): Promise<Explained | null> {
  const ledger = await house.ledger();
  return explain(ledger, await codebookOrFault(house, ledger), house.normalizeSettings(), code);
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
