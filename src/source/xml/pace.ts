/**
 * Lets others have their turn.
 * Guarantees: no work that asks between its steps keeps the program's other work (leases, health) waiting for long.
 */
import { setImmediate } from 'node:timers/promises';

/** Milliseconds of work at a stretch. */
const STRETCH_MS = 10;

/** To be asked, and waited for, between two small steps. */
export function createPace(): () => Promise<void> | undefined {
  let since = performance.now();
  return () => {
    if (performance.now() - since < STRETCH_MS) return undefined;
    return setImmediate().then(() => {
      since = performance.now();
    });
  };
}
