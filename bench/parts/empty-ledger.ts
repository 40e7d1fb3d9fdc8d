/**
 * An empty ledger for a run, with the codebook taken into use as the first reading does it.
 * Guarantees: a new database of the bench's server each time, with as many connections as the program has;
 * removed by `drop`.
 */
import { ledgerConnections } from '../../src/compose/ledger.ts';
import type { Codebook } from '../../src/domain/codebook.ts';
import { applyCodebook } from '../../src/ledger/apply-codebook.ts';
import { type Database, openDatabase } from '../../src/ledger/database.ts';
import { migrate } from '../../src/ledger/migrate.ts';
import { rulesOf } from '../../src/pipeline/normalize-for-ledger.ts';
import type { BenchPostgres } from '../frame/servers.ts';
import { NORMALIZE_SETTINGS } from './made-dossiers.ts';

/** What decides how many jobs and connections there are, as it is unless it is set. */
export const USUAL_CONFIG = { PORTAL_CONCURRENCY: 4, furtherSources: {} } as const;

/** A ledger of a run. */
export interface BenchLedger {
  readonly db: Database;
  readonly url: string;
  drop(): Promise<void>;
}

/** Makes the database `name` and opens it. */
export async function emptyLedger(
  postgres: BenchPostgres,
  name: string,
  codebook: Codebook,
): Promise<BenchLedger> {
  const url = await postgres.database(name);
  const db = openDatabase({
    url,
    max: ledgerConnections(USUAL_CONFIG),
    name: 'bench',
  });
  const drop = async (): Promise<void> => {
    await db.close();
    await postgres.drop(name);
  };
  try {
    await migrate(db, url);
    await applyCodebook(db, codebook, rulesOf(NORMALIZE_SETTINGS));
  } catch (error) {
    await drop();
    throw error;
  }
  return { db, url, drop };
}
