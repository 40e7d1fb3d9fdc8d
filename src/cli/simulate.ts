/**
 * `dongbo simulate …`: the portal's stand-in, its weather and a made-up province, for trying
 * mappings and rehearsing faults before going live.
 */
import type { Command } from 'commander';
import { addSimulateControl } from './simulate-control.ts';
import { addSimulateFaults } from './simulate-faults.ts';
import { addSimulatePortal } from './simulate-portal.ts';
import { addSimulateProvince } from './simulate-province.ts';

/** Adds the verbs. */
export function addSimulate(program: Command, done: (code: Promise<number>) => Promise<void>): void {
  const simulate = program
    .command('simulate')
    .description('Cổng giả lập và tỉnh Mẫu · a stand-in for the portal, a made-up province');
  addSimulatePortal(simulate, done);
  addSimulateControl(simulate, done);
  addSimulateFaults(simulate, done);
  addSimulateProvince(simulate, done);
}
