/**
 * `dongbo simulate …`: the portal's stand-in, its weather and a made-up province, for trying
 * mappings and rehearsing faults before going live.
 */
import type { AddVerb } from './command-context.ts';
import { withExamples } from './help-examples.ts';
import { addSimulateControl } from './simulate-control.ts';
import { addSimulateFaults } from './simulate-faults.ts';
import { addSimulatePortal } from './simulate-portal.ts';
import { addSimulateProvince } from './simulate-province.ts';

/** Adds the verbs. */
export const addSimulate: AddVerb = (program, done, say) => {
  const simulate = program
    .command('simulate')
    .description(
      say(
        'Cổng giả lập và tỉnh Mẫu, để thử và tập dượt',
        'a stand-in for the portal and a made-up province, for rehearsals',
      ),
    );
  for (const add of [addSimulatePortal, addSimulateControl, addSimulateFaults, addSimulateProvince]) {
    add(simulate, done, say);
  }
  withExamples(simulate, say, [
    [
      'simulate portal --faults lost=0.1',
      'Cổng giả lập làm mất 10% câu trả lời',
      'a portal that loses a tenth of its answers',
    ],
  ]);
};
