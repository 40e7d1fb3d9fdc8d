/**
 * Jobs that nobody waits for: while a lane is paused, its jobs wait by the clock, and tests have none.
 * Guarantees: paused lanes may be tried when a job begins; a job that meets a pause in the middle is
 * told to stop, as it would be at a shutdown, and what it had in hand goes again later.
 */

import type { House } from '../../../src/compose.ts';
import type { JobHandler } from '../../../src/domain/ports.ts';
import type { Database } from '../../../src/ledger/database.ts';
import { BREAKERS_FALL_DUE } from './ledger-time.ts';

const LOOK_EVERY_MS = 20;
const PAUSED = "SELECT 1 FROM breaker WHERE state = 'open' AND probe_at > now()";

/** The jobs of `house`. */
export function impatientJobs(house: House, ledger: Database): JobHandler {
  return async (job, lane) => {
    await ledger.query(BREAKERS_FALL_DUE);
    const stop = new AbortController();
    const looking = setInterval(() => {
      void ledger.query(PAUSED).then(({ rows }) => {
        if (rows.length > 0) stop.abort();
      });
    }, LOOK_EVERY_MS);
    try {
      // A gate that has seen nothing yet looks at once.
      return await (await house.jobHandler())(job, lane, stop.signal);
    } finally {
      clearInterval(looking);
    }
  };
}
