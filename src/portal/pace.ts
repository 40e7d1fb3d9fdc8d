/**
 * How many calls are on the way at once, and how fast they start.
 * Guarantees: never more than `concurrency` at a time; starts at least 1/rate seconds apart; what is
 * urgent goes before all that can wait, but for every tenth start, which goes to whoever waits longest:
 * so it waits for no more than the calls on their way and one more, and what can wait is never left
 * waiting for good; of several places one is never taken by what can wait; within each kind first come, first served; a
 * caller that gives up frees its place in line.
 * Must not: know what a call is.
 */
import type { Sleep } from './sleep.ts';

/** Bounds of a {@link Pace}. */
export interface PaceSettings {
  readonly concurrency: number;
  /** Starts a second; 0 = no limit. */
  readonly ratePerSecond: number;
}

/** `can-wait`: behind everything urgent, but for its share. */
export type Urgency = 'urgent' | 'can-wait';

/** Runs work within bounds. */
export interface Pace {
  /** Result of `work`, or `null` when `signal` fired before it began. Urgent unless told otherwise. */
  run<T>(signal: AbortSignal, work: () => Promise<T>, urgency?: Urgency): Promise<T | null>;
}

/** So many starts of what is urgent, while something else waits, before that has its turn. */
const URGENT_IN_A_ROW = 9;

interface Waiting {
  readonly urgency: Urgency;
  readonly enter: () => void;
}

/** @param now milliseconds of a clock that nobody sets: one set back would hold up all calls as long. */
export function createPace(settings: PaceSettings, now: () => number, sleep: Sleep): Pace {
  const places = Math.max(1, settings.concurrency);
  const placesOf: Readonly<Record<Urgency, number>> = {
    urgent: places,
    'can-wait': Math.max(1, places - 1),
  };
  const line: Waiting[] = [];
  const onTheWay: Record<Urgency, number> = { urgent: 0, 'can-wait': 0 };
  let nextStart = Number.NEGATIVE_INFINITY;
  /** Urgent starts one after the other that went before somebody who waited longer. */
  let overtaken = 0;
  /** The wait for the next start, while somebody waits for nothing else. */
  let pause: AbortController | null = null;

  /** Who goes next, if there is a place. Asked anew at each start, so that the urgent can still come first. */
  function next(): Waiting | undefined {
    if (onTheWay.urgent + onTheWay['can-wait'] >= places) return undefined;
    const urgent = line.find((one) => one.urgency === 'urgent');
    if (urgent && overtaken < URGENT_IN_A_ROW) return urgent;
    const patient = onTheWay['can-wait'] < placesOf['can-wait'] ? line[0] : undefined;
    return patient ?? urgent;
  }

  function go(): void {
    for (let one = next(); one !== undefined && pause === null; one = next()) {
      if (settings.ratePerSecond > 0 && nextStart > now()) {
        waitForStart();
        return;
      }
      start(one);
    }
  }

  function start(one: Waiting): void {
    const at = line.indexOf(one);
    overtaken = at > 0 && one.urgency === 'urgent' ? overtaken + 1 : 0;
    line.splice(at, 1);
    onTheWay[one.urgency] += 1;
    if (settings.ratePerSecond > 0) nextStart = Math.max(now(), nextStart) + 1000 / settings.ratePerSecond;
    one.enter();
  }

  function waitForStart(): void {
    const waiting = new AbortController();
    pause = waiting;
    void sleep(nextStart - now(), waiting.signal).then(() => {
      pause = null;
      // The wait is over by its own measure: a timer that came a trifle early is not asked again.
      const one = waiting.signal.aborted ? undefined : next();
      if (one) start(one);
      go();
    });
  }

  /** True once a place and a start are ours; false where `signal` fired first. */
  function turn(signal: AbortSignal, urgency: Urgency): Promise<boolean> {
    if (signal.aborted) return Promise.resolve(false);
    return new Promise((resolve) => {
      const giveUp = (): void => {
        line.splice(line.indexOf(waiting), 1);
        // Nobody left to start: no timer stays behind.
        if (line.length === 0) pause?.abort();
        resolve(false);
      };
      const waiting: Waiting = {
        urgency,
        enter: () => {
          signal.removeEventListener('abort', giveUp);
          resolve(true);
        },
      };
      signal.addEventListener('abort', giveUp, { once: true });
      line.push(waiting);
      go();
    });
  }

  return {
    async run(signal, work, urgency = 'urgent') {
      if (!(await turn(signal, urgency))) return null;
      try {
        return signal.aborted ? null : await work();
      } finally {
        onTheWay[urgency] -= 1;
        go();
      }
    },
  };
}
