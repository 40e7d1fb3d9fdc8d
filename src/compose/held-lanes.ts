/**
 * Reminds whoever reads the log of a lane that still sends nothing: between the line of its beginning and that of
 * its end the log would be silent, for days.
 * Guarantees: every ten minutes a lane for as long as it is held, and at once where this process began in the
 * middle of it; the ledger is asked once a minute at most, and what waits is counted only to be told.
 * Must not: tell of the beginning and the end: who makes them does (delivery.ts).
 */
import type { Lane } from '../domain/delivery.ts';
import type { Database } from '../ledger/database.ts';
import { type HeldLane, heldLanes, waitingIn } from '../ledger/held-lanes.ts';
import type { Logger } from '../telemetry/logger.ts';

const REMIND_EVERY_MS = 10 * 60_000;
const ASK_EVERY_MS = 60_000;

const WORDS = { person: 'lane still paused by a person', breaker: 'breaker still open' } as const;

/** A lane that is held, as first seen. */
interface Known {
  /** What holds it, and since when: another hold has other reminders. */
  readonly hold: string;
  /** When it began, by our clock. */
  readonly beganAt: number;
  /** Ten-minute marks that were told. */
  told: number;
}

/** See the file's head. */
export class HeldLanes {
  readonly #log: Pick<Logger, 'warn'>;
  readonly #now: () => number;
  readonly #known = new Map<Lane, Known>();
  #askedAt = Number.NEGATIVE_INFINITY;

  /** @param now clock that never steps back, milliseconds. */
  constructor(log: Pick<Logger, 'warn'>, now: () => number) {
    this.#log = log;
    this.#now = now;
  }

  /** To be called every few seconds. Never throws: of a ledger that is away others tell. */
  async look(ledger: Database): Promise<void> {
    if (this.#now() - this.#askedAt < ASK_EVERY_MS) return;
    this.#askedAt = this.#now();
    const held = await heldLanes(ledger).catch(() => null);
    if (held === null) return;
    for (const lane of this.#known.keys()) {
      if (!held.some((one) => one.lane === lane)) this.#known.delete(lane);
    }
    for (const one of held) await this.#remind(ledger, one).catch(() => {});
  }

  async #remind(ledger: Database, one: HeldLane): Promise<void> {
    const { lane, by, since, reason, nextProbe } = one;
    const known = this.#of(one);
    const heldMs = this.#now() - known.beganAt;
    const marks = Math.floor(heldMs / REMIND_EVERY_MS);
    if (marks <= known.told) return;
    const dossiers = await waitingIn(ledger, lane);
    known.told = marks;
    const seconds = Math.round(heldMs / 1000);
    this.#log.warn(WORDS[by], {
      lane,
      since,
      seconds,
      dossiers,
      reason,
      ...(by === 'breaker' ? { nextProbe } : {}),
    });
  }

  #of({ lane, by, since, heldMs }: HeldLane): Known {
    const hold = `${by} ${since.getTime()}`;
    const before = this.#known.get(lane);
    if (before?.hold === hold) return before;
    const known: Known = { hold, beganAt: this.#now() - heldMs, told: 0 };
    this.#known.set(lane, known);
    return known;
  }
}
