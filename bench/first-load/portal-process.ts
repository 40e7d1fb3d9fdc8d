/**
 * The portal's stand-in as a process of its own, so that its work is not counted as anybody's.
 * Guarantees: tells its parent where it listens, when it has stored all that is awaited, and then the calls that it took; ends
 * with its parent.
 */
import { startSimulatedPortal } from '../../src/simulator/portal/simulated-portal.ts';

const [latencyMs = 0, stepsPerCall = 10, dossiers = 0, steps = 0] = process.argv.slice(2).map(Number);
const tell = (message: object): void => void process.send?.(message);

let stored = 0;
let taken = 0;
let told = false;
const portal = await startSimulatedPortal({
  latencyMs,
  stepsPerCall,
  onStored(changes) {
    for (const [kind] of changes) {
      if (kind === 'create') stored += 1;
      else if (kind === 'step') taken += 1;
    }
    if (told || stored < dossiers || taken < steps) return;
    told = true;
    tell({ at: Date.now() });
  },
});
process.on('message', () => {
  const { calls, doubledSteps } = portal.state();
  const { login: _, ...writing } = calls;
  tell({ calls: Object.values(writing).reduce((sum, count) => sum + count, 0), doubledSteps, stored, taken });
});
process.on('disconnect', () => process.exit());
tell({ url: portal.url, credentials: portal.credentials });
