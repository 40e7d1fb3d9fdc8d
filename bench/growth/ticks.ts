/**
 * The jobs of each tick, as the daemon runs them: under their locks, noted in the ledger.
 * Guarantees: throws where a tick in which nothing changed had something to tell.
 */
import { FailureLog } from '../../jobs/failure-log.ts';
import type { Job } from '../../jobs/job.ts';
import { runJob } from '../../jobs/run-job.ts';
import { jobsOf } from '../../jobs/schedule.ts';
import type { House } from '../../src/compose.ts';
import { couldGo } from '../../src/ledger/lane-work.ts';
import type { Changes } from './changes.ts';
import type { GrowthPortal } from './portal.ts';

const never = new AbortController().signal;

/** What runs at every tick, by name. */
export const EVERY_TICK = ['extract', 'recover', 'score'] as const;
export type TickJob = (typeof EVERY_TICK)[number];

/** Milliseconds of `work`. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** Jobs of a house. */
export class Ticks {
  readonly #house: House;
  readonly #jobs: ReadonlyMap<string, Job>;
  readonly #failures: FailureLog;

  private constructor(house: House, jobs: readonly Job[]) {
    this.#house = house;
    this.#jobs = new Map(jobs.map((job) => [job.name, job]));
    this.#failures = new FailureLog(house.log, () => performance.now());
  }

  static async of(house: House): Promise<Ticks> {
    return new Ticks(house, jobsOf(await house.sources()));
  }

  /** Runs one. Answers what it has to tell; `null` = nothing. */
  async run(name: TickJob): Promise<unknown> {
    const job = this.#jobs.get(name);
    if (job === undefined) throw new Error(`there is no job ${name}`);
    return runJob(this.#house, job, this.#failures, never);
  }

  /** Milliseconds of each job in a tick with nothing changed, and of the watch over the queue between two of them. */
  async idle(): Promise<Readonly<Record<TickJob | 'watch', number>>> {
    const spent = { extract: 0, recover: 0, score: 0, watch: 0 };
    for (const name of EVERY_TICK) {
      let told: unknown = null;
      spent[name] = await timed(async () => {
        told = await this.run(name);
      });
      if (told !== null) throw new Error(`${name} found something: ${JSON.stringify(told)}`);
    }
    const [ledger, queue] = [await this.#house.ledger(), await this.#house.queue()];
    spent.watch = await timed(async () => {
      await queue.counts();
      for (const lane of ['live', 'backfill'] as const) await couldGo(ledger, lane);
    });
    return spent;
  }

  /** Milliseconds from a tick's start until the portal has what changed, and until the ledger says that it was accepted. */
  async changed(
    changes: Changes,
    portal: GrowthPortal,
  ): Promise<{ readonly stored: number; readonly accepted: number }> {
    await changes.commit();
    const [began, at] = [performance.now(), Date.now()];
    const [told] = await Promise.all([this.run('extract'), changes.accepted()]);
    const accepted = performance.now() - began;
    if (told === null) throw new Error('the changes were not read');
    return { stored: portal.stored().at - at, accepted };
  }
}
