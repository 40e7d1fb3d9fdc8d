/**
 * Does the clock of a leading scheduler still tick? A connection that answers says nothing of it.
 * Guarantees: only a tick that its schedule has promised can be missing; who does not lead owes none;
 * a job that takes long is no missing tick.
 */

/** So late a tick is missing: told within a minute of the time at which it was due. */
export const TICK_LIMIT_MS = 45_000;

/** See the file's head. */
export class ScheduleWatch {
  readonly #now: () => number;
  #dueAt: number | null = null;

  /** @param now clock that never steps back, milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** It has ticked, or begins to lead: the next tick is due in so long. `null` = it does not lead, or never ticks again. */
  expects(nextInMs: number | null): void {
    this.#dueAt = nextInMs === null ? null : this.#now() + Math.max(0, nextInMs);
  }

  /** Does it owe ticks at all? */
  get isKept(): boolean {
    return this.#dueAt !== null;
  }

  /** Seconds by which a tick is missing, `null` while all is well. */
  lateSeconds(): number | null {
    if (this.#dueAt === null) return null;
    const late = this.#now() - this.#dueAt;
    return late >= TICK_LIMIT_MS ? Math.round(late / 1000) : null;
  }
}
