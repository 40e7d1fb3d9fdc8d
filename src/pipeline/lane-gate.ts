/**
 * The gate before each lane: a job passes it before it touches its dossiers.
 * Guarantees: while a lane is paused its jobs wait here, without a lease, and one of all machines
 * tries whether the portal is back (invariant 8), unless a person has paused it: then nobody does; the
 * shared state is read about once a second a lane, however many jobs wait or work; after a pause this
 * process lets one job through, then two, four …; no place stays empty while somebody waits.
 * Must not: call the portal; decide what a round means (`domain/breaker`).
 */
import type { BreakerPolicy, BreakerState, Evidence } from '../domain/breaker.ts';
import type { Lane } from '../domain/delivery.ts';
import {
  breakers,
  claimProbe,
  isFree,
  type LaneBreaker,
  type PersonsPause,
  renewProbe,
  tellBreaker,
} from '../ledger/breaker.ts';
import type { Database } from '../ledger/database.ts';

/** What the gate works with. */
export interface LaneGateDeps {
  readonly ledger: Database;
  readonly policy: BreakerPolicy;
  /** Jobs of this process at a time, by lane: where the catching up ends. */
  readonly concurrency: Readonly<Record<Lane, number>>;
  /** Milliseconds after which somebody who tries the portal and says nothing counts as dead. */
  readonly patienceMs: number;
  /** A clock that never steps back, milliseconds. */
  readonly monotonicMs: () => number;
  /** [0, 1), for jitter. */
  readonly random: () => number;
  readonly newToken: () => string;
  /** Fires when the process stops: nobody passes any more, whoever waits gives up at once. */
  readonly closed: AbortSignal;
  /** Resolves after so many milliseconds, or at once when the signal fires. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Told by the process that paused a lane or opened it again, once each. */
  readonly onPaused: (lane: Lane, breaker: LaneBreaker) => void;
  readonly onFree: (lane: Lane) => void;
  /** A person has paused the lane, or (`null`) resumed it; told by each process, once each. */
  readonly onPerson: (lane: Lane, pause: PersonsPause | null) => void;
  /** The ledger could not be asked; it is asked again. */
  readonly onTrouble: (error: unknown) => void;
}

/** A person has paused the lane: the call that was about to begin must not. */
export class LanePaused extends Error {}

/** A job that is through. */
export interface Passage {
  /** It tries for all machines whether the portal is back, and begins with one dossier. */
  readonly tries: boolean;
  /** No, once its lane is paused. */
  mayCall(): boolean;
  /** Tells what a round of it has shown. Answers how the lane stands now. */
  tell(evidence: Evidence, dossiers: readonly number[]): Promise<BreakerState>;
  /** A call is about to begin: who tries is not dead. Throws {@link LanePaused} where a person has paused the lane. */
  goesOn(): Promise<void>;
  /** It is done; to be called once. */
  leave(): void;
}

/** See the file's head. */
export class LaneGate {
  readonly #lanes: Readonly<Record<Lane, Turnstile>>;

  constructor(deps: LaneGateDeps) {
    this.#lanes = { live: new Turnstile('live', deps), backfill: new Turnstile('backfill', deps) };
  }

  /** Resolves when a job may work; `null` when the process stops or `signal` fires before. */
  enter(lane: Lane, signal: AbortSignal): Promise<Passage | null> {
    return this.#lanes[lane].enter(signal);
  }
}

/** How often the shared state is read, at the most. */
const LOOK_EVERY_MS = 1_000;

class Turnstile {
  readonly #lane: Lane;
  readonly #deps: LaneGateDeps;
  readonly #waiting = new Set<() => void>();
  #seen: LaneBreaker | null = null;
  #seenAt = 0;
  /** Counts what was seen: a reading that began before the last one is old. */
  #sights = 0;
  #looking: Promise<void> | null = null;
  #ticking = false;
  /** Counts the wakes: who tries meanwhile does not hear them. */
  #wakes = 0;
  #claiming = false;
  #inside = 0;
  /** Jobs that may be inside at a time. */
  #width: number;

  constructor(lane: Lane, deps: LaneGateDeps) {
    this.#lane = lane;
    this.#deps = deps;
    this.#width = deps.concurrency[lane];
    deps.closed.addEventListener('abort', () => this.#wake(), { once: true });
  }

  async enter(signal: AbortSignal): Promise<Passage | null> {
    const { closed, onTrouble } = this.#deps;
    if (this.#seen === null || this.#age() >= LOOK_EVERY_MS) await this.#look().catch(onTrouble);
    while (!closed.aborted && !signal.aborted) {
      const wakes = this.#wakes;
      const passage = await this.#tryToPass();
      if (passage !== null) return passage;
      // A place that fell free while this one tried has woken nobody.
      if (wakes === this.#wakes) await this.#wait(signal);
    }
    return null;
  }

  async #tryToPass(): Promise<Passage | null> {
    if (this.#seen === null || this.#seen.pausedBy !== null) return null;
    if (this.#seen.state === 'closed') return this.#inside < this.#width ? this.#passage(null) : null;
    if (this.#claiming || this.#age() < this.#seen.waitMs) return null;
    this.#claiming = true;
    try {
      const { ledger, newToken, patienceMs } = this.#deps;
      const token = newToken();
      const sights = this.#sights;
      const ours = await claimProbe(ledger, this.#lane, token, patienceMs);
      // What was seen meanwhile is newer than that another machine was faster.
      if (!ours && sights !== this.#sights) return null;
      // Where another machine was faster, nobody here asks again before the next look.
      this.#see({ ...this.#seen, state: 'half-open', prober: ours ? token : null, waitMs: patienceMs });
      return ours ? this.#passage(token) : null;
    } catch (error) {
      this.#deps.onTrouble(error);
      return null;
    } finally {
      this.#claiming = false;
    }
  }

  #passage(prober: string | null): Passage {
    this.#inside += 1;
    // Also while nobody waits: a person's pause must reach those at work.
    this.#tick();
    const isHeld = (): boolean => this.#seen !== null && this.#seen.pausedBy !== null;
    const isClosed = (): boolean => this.#seen?.state === 'closed';
    return {
      tries: prober !== null,
      mayCall: () => !isHeld() && (isClosed() || (prober !== null && this.#seen?.prober === prober)),
      tell: (evidence, dossiers) => this.#tell(evidence, dossiers, prober),
      goesOn: async () => {
        if (isHeld()) throw new LanePaused('a person has paused the lane');
        if (prober) await renewProbe(this.#deps.ledger, this.#lane, prober, this.#deps.patienceMs);
      },
      leave: () => {
        this.#inside -= 1;
        this.#wake();
      },
    };
  }

  async #tell(evidence: Evidence, dossiers: readonly number[], prober: string | null): Promise<BreakerState> {
    const { ledger, policy, random, onPaused, onFree, onTrouble } = this.#deps;
    const lane = this.#lane;
    const calm = this.#seen?.state === 'closed' && this.#seen.failures === 0;
    if (evidence.kind === 'answered' && calm) {
      this.#widen();
      return 'closed';
    }
    if (evidence.kind === 'nothing' && prober === null) return this.#seen?.state ?? 'closed';
    try {
      const change = await tellBreaker(ledger, lane, { evidence, dossiers, prober }, policy, random());
      const { before, now } = change;
      this.#see(now);
      if (before === 'closed' && now.state !== 'closed') onPaused(lane, now);
      if (before !== 'closed' && now.state === 'closed') onFree(lane);
    } catch (error) {
      // A hint is lost, no work: the next round says it again.
      onTrouble(error);
    }
    return this.#seen?.state ?? 'closed';
  }

  /** Each answered round lets one more in: twice as many, once all that are in have been answered. */
  #widen(): void {
    if (this.#width >= this.#deps.concurrency[this.#lane]) return;
    this.#width += 1;
    this.#wake();
  }

  #see(breaker: LaneBreaker): void {
    const before = this.#seen;
    this.#seen = breaker;
    this.#seenAt = this.#deps.monotonicMs();
    this.#sights += 1;
    const wasHeld = before !== null && before.pausedBy !== null;
    if (wasHeld !== (breaker.pausedBy !== null)) this.#deps.onPerson(this.#lane, breaker.pausedBy);
    if (!isFree(breaker)) return;
    if (before !== null && !isFree(before)) this.#width = 1;
    this.#wake();
  }

  #age(): number {
    return this.#deps.monotonicMs() - this.#seenAt;
  }

  #look(): Promise<void> {
    const sights = this.#sights;
    this.#looking ??= breakers(this.#deps.ledger)
      .then((all) => {
        if (sights === this.#sights) this.#see(all[this.#lane]);
      })
      .finally(() => {
        this.#looking = null;
      });
    return this.#looking;
  }

  #wait(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        this.#waiting.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      if (signal.aborted || this.#deps.closed.aborted) return resolve();
      this.#waiting.add(done);
      signal.addEventListener('abort', done);
      this.#tick();
    });
  }

  /** One look for all that wait or work; who still waits afterwards asks for the next. */
  #tick(): void {
    if (this.#ticking) return;
    this.#ticking = true;
    const { pause, closed, onTrouble } = this.#deps;
    void pause(LOOK_EVERY_MS, closed)
      .then(() => (closed.aborted ? undefined : this.#look()))
      .catch(onTrouble)
      .then(() => {
        this.#ticking = false;
        if (this.#inside > 0 && !closed.aborted) this.#tick();
        this.#wake();
      });
  }

  #wake(): void {
    this.#wakes += 1;
    for (const done of [...this.#waiting]) done();
  }
}
