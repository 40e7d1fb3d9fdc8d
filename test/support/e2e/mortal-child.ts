/**
 * A process that does the work of `dongbo sync --once` and kills itself at a crash point.
 * Guarantees: a real SIGKILL at the n-th passing, nothing of the process runs after it; otherwise it
 * ends by itself with exit code 0. Settings come from the environment, point and number from the
 * command line.
 */
import { syncHouse } from '../../../src/compose/syncing.ts';
import { House } from '../../../src/compose.ts';
import { parseConfig } from '../../../src/config.ts';
import { CRASH_POINTS } from '../../../src/domain/crash-points.ts';
import { createLogger } from '../../../src/telemetry/logger.ts';

/** Longer than any backoff in the beginning: the point may be on the way of what goes again. */
const WAIT_MS = 30_000;

const [asked, nth] = process.argv.slice(2);
const point = CRASH_POINTS.find((one) => one === asked);
if (point === undefined) throw new Error(`no crash point ${asked}`);

let passed = 0;
const house = new House(parseConfig(process.env), createLogger('error', 'stderr'), Date.now, (here) => {
  if (here !== point) return;
  passed += 1;
  if (passed === Number(nth)) process.kill(process.pid, 'SIGKILL');
});
try {
  await syncHouse(house, { waitMs: WAIT_MS }, new AbortController().signal);
} finally {
  await house.close();
}
