/**
 * A queue of two lists: hints, as the contract of `Queue` has it, and no clock.
 * Guarantees: a job is taken once; what is delayed waits until the test lets time pass; may be wiped.
 */
import { LANES, type Lane } from '../../../src/domain/delivery.ts';
import type { DeliveryJob, JobHandler, Queue, QueuePlace } from '../../../src/domain/ports.ts';

interface Waiting {
  readonly lane: Lane;
  readonly job: DeliveryJob;
}

/** See the head of this file. */
export class ListQueue implements Queue {
  #waiting: Waiting[] = [];
  #delayed: Waiting[] = [];

  async enqueue(lane: Lane, jobs: readonly DeliveryJob[], place: QueuePlace = 'last'): Promise<void> {
    const added = jobs.map((job) => ({ lane, job }));
    this.#waiting = place === 'next' ? [...added.reverse(), ...this.#waiting] : [...this.#waiting, ...added];
  }

  /** Does what waits, one job after the other. @param comesBack a job whose worker died waits again */
  async workOff(handler: JobHandler, comesBack: boolean): Promise<void> {
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      const { lane, job } = next;
      try {
        const { again } = await handler(job, lane, new AbortController().signal);
        if (again.length > 0) this.#delayed.push({ lane, job: { dossiers: again } });
      } catch (error) {
        if (comesBack) this.#waiting.push(next);
        throw error;
      }
    }
  }

  /** Every delay is over. */
  timePasses(): void {
    this.#waiting.push(...this.#delayed.splice(0));
  }

  /** As FLUSHALL does. */
  wipe(): void {
    this.#waiting = [];
    this.#delayed = [];
  }

  async counts() {
    const of = (lane: Lane) => ({
      waiting: this.#waiting.filter((one) => one.lane === lane).length,
      active: 0,
      delayed: this.#delayed.filter((one) => one.lane === lane).length,
      failed: 0,
    });
    return Object.fromEntries(LANES.map((lane) => [lane, of(lane)])) as Awaited<ReturnType<Queue['counts']>>;
  }

  async carried(): Promise<number[]> {
    return [...this.#waiting, ...this.#delayed].flatMap(({ job }) => [...job.dossiers]);
  }

  async work(): Promise<void> {
    throw new Error('the test works it off');
  }

  idleMs(): null {
    return null;
  }

  async drain(): Promise<void> {}

  async close(): Promise<void> {}
}
