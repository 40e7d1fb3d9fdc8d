/**
 * A process that can be killed inside the test's own process.
 * Guarantees: from the chosen passing of a crash point on nothing of it has any effect: ledger and
 * queue answer every call with {@link Dead}, and no call to the portal begins, because each passes a
 * point first. `finally` and `catch` run, as they do in no killed process, but reach nothing.
 */
import type { CrashPoint, Reached } from '../../../src/domain/crash-points.ts';
import type { Queue } from '../../../src/domain/ports.ts';
import type { Database, Queryable } from '../../../src/ledger/database.ts';

/** When to die: at the n-th passing of a point. */
export interface Death {
  readonly point: CrashPoint;
  readonly nth: number;
}

/** What every call of the dead is answered with. */
export class Dead extends Error {}

/** One life of the process, from its start to its death or its end. */
export class Life {
  readonly #death: Death | null;
  #passed = 0;
  #dead = false;

  /** @param death `null` = lives to its end */
  constructor(death: Death | null) {
    this.#death = death;
  }

  get dead(): boolean {
    return this.#dead;
  }

  readonly reached: Reached = (point) => {
    this.alive();
    if (point !== this.#death?.point) return;
    this.#passed += 1;
    if (this.#passed < this.#death.nth) return;
    this.#dead = true;
    throw new Dead(`killed at ${point}`);
  };

  /** Throws {@link Dead} when it is. */
  alive(): void {
    if (this.#dead) throw new Dead('killed before');
  }
}

function mortalQueryable(real: Queryable, life: Life): Queryable {
  return {
    query: async (text, values) => {
      life.alive();
      return real.query(text, values);
    },
  };
}

/** The ledger as `life` sees it; a transaction that was open at its death is rolled back. */
export function mortalDatabase(real: Database, life: Life): Database {
  return {
    ...mortalQueryable(real, life),
    transaction: async (work) => {
      life.alive();
      return real.transaction(async (tx) => {
        const result = await work(mortalQueryable(tx, life));
        // The dead commit nothing.
        life.alive();
        return result;
      });
    },
    connect: async () => {
      life.alive();
      const client = await real.connect();
      return { ...mortalQueryable(client, life), release: (destroy) => client.release(destroy) };
    },
    where: real.where,
    close: async () => {},
  };
}

/** The queue as `life` sees it. */
export function mortalQueue(real: Queue, life: Life): Queue {
  return {
    enqueue: async (lane, jobs, place) => {
      life.alive();
      return real.enqueue(lane, jobs, place);
    },
    counts: async () => {
      life.alive();
      return real.counts();
    },
    carried: async () => {
      life.alive();
      return real.carried();
    },
    work: (handler) => real.work(handler),
    idleMs: (lane) => real.idleMs(lane),
    drain: async () => {},
    close: async () => {},
  };
}
