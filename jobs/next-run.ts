/**
 * When jobs run next, for who asks at every tick.
 * Guarantees: an answer is worked out when a run has passed, not at each question; what was found for a clock that
 * was set back since is found anew. Counts on schedules that do not change while the process lives.
 */
import type { Config } from '../src/config.ts';
import type { Job } from './job.ts';
import { nextRunOf } from './schedule.ts';

interface Found {
  /** Milliseconds of the clock at which it was looked for. */
  readonly askedAt: number;
  /** `null` = never. */
  readonly next: number | null;
}

/** Next runs of `jobs`, each remembered until it has come. */
export class NextRuns {
  readonly #jobs: readonly Job[];
  readonly #config: Config;
  readonly #found = new Map<string, Found>();

  constructor(jobs: readonly Job[], config: Config) {
    this.#jobs = jobs;
    this.#config = config;
  }

  /** Milliseconds until the next run of any job; `null` = there is none. */
  untilFirst(now = Date.now()): number | null {
    const times = this.#jobs.flatMap((job) => this.#nextOf(job, now) ?? []);
    return times.length === 0 ? null : Math.min(...times) - now;
  }

  #nextOf(job: Job, now: number): number | null {
    const known = this.#found.get(job.name);
    if (known && known.askedAt <= now && (known.next === null || now < known.next)) return known.next;
    const next = nextRunOf(job, this.#config)?.getTime() ?? null;
    this.#found.set(job.name, { askedAt: now, next });
    return next;
  }
}
