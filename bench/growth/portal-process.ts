/**
 * The portal's stand-in as a process of its own, with dossiers that it has already.
 * Guarantees: tells its parent where it listens, and after each call how many updates and steps it has stored, and when;
 * ends with its parent.
 */
import { startSimulatedPortal } from '../../src/simulator/portal/simulated-portal.ts';

const [latencyMs = '0', journal = ''] = process.argv.slice(2);
const tell = (message: object): void => void process.send?.(message);

let stored = 0;
const portal = await startSimulatedPortal({
  latencyMs: Number(latencyMs),
  journal,
  onStored(changes) {
    stored += changes.length;
    tell({ stored, at: Date.now() });
  },
});
process.on('disconnect', () => process.exit());
tell({ url: portal.url });
