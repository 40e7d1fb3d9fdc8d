/** Compares all that a source has with the ledger: what changed without its time, and what vanished. */
import { type ScheduledSource, sourceCalled, sourceJobName } from '../src/compose/sources.ts';
import { sweepAlone } from '../src/compose/sweeping.ts';
import type { Job } from './job.ts';

/** The job of `source`. */
export function sweepJob(source: ScheduledSource): Job {
  return {
    name: sourceJobName('sweep', source),
    what: 'sweep',
    expression: (config) => config.SCHEDULE_SWEEP,
    says: 'SCHEDULE_SWEEP',
    async run(house, signal) {
      const inUse = sourceCalled(await house.sources(), source.name);
      const { swept, reread, untimed, missed, vanished, back } = await sweepAlone(
        house,
        inUse,
        { believe: false },
        signal,
      );
      return { swept, reread, untimed, missed, vanished, back };
    },
  };
}
