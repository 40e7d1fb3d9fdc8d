/**
 * A worker's process on a real ledger, whose time passes only when the test says so, and a portal that
 * can be away.
 * Guarantees: everything but the portal, the queue and the clock is the real thing; an hour takes
 * seconds, because the ledger's times are moved and nobody waits for real; in which order jobs begin is
 * noted as they pass the gate, where no machine's slowness tells.
 */
import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { DEFAULT_BREAKER_POLICY } from '../../src/domain/breaker.ts';
import { GO_ON } from '../../src/domain/crash-points.ts';
import type { Lane } from '../../src/domain/delivery.ts';
import type { PortalCall, RecordOutcome } from '../../src/domain/portal-outcome.ts';
import type { CallObserver, DeliveryJob, JobResult, Portal, QueuePlace } from '../../src/domain/ports.ts';
import { DEFAULT_RETRY_POLICY } from '../../src/domain/retry-policy.ts';
import { breakers } from '../../src/ledger/breaker.ts';
import type { Database } from '../../src/ledger/database.ts';
import { deliverThroughGate } from '../../src/pipeline/deliver-through-gate.ts';
import { LaneGate } from '../../src/pipeline/lane-gate.ts';
import type { LedgerTrial } from '../ledger/trial.ts';

/** What became of a call: it is answered, or the outcome of each of its records. */
export type Weather = (
  codes: readonly string[],
  what: 'dossiers' | 'steps' | 'lookup',
) => 'answers' | { outcome: RecordOutcome; stored: boolean };

/** The portal cannot be reached. */
export const UNREACHABLE: RecordOutcome = {
  kind: 'retry-later',
  errorCode: 'ECONNREFUSED',
  message: '',
  away: true,
};

/** A portal in memory: every call that reaches it is answered as the weather says. */
export class WeatherPortal implements Portal {
  readonly batchSize = 25;
  /** Calls that went out, with the simulated second of each. */
  readonly calls: {
    readonly at: number;
    readonly lane: Lane | undefined;
    readonly codes: readonly string[];
  }[] = [];
  /** Dossiers in the order in which the portal accepted them. */
  readonly accepted: string[] = [];
  /** `code/step` → how often it is stored. */
  readonly steps = new Map<string, number>();
  weather: Weather = () => 'answers';
  now = (): number => 0;

  async #call(
    what: 'dossiers' | 'steps' | 'lookup',
    refs: readonly number[],
    codes: readonly string[],
    observer: CallObserver,
  ) {
    await observer.beforeCall(what, refs);
    this.calls.push({ at: this.now(), lane: observer.lane, codes });
    const said = this.weather(codes, what);
    const outcome: RecordOutcome =
      said === 'answers' ? { kind: 'accepted', errorCode: '', message: '' } : said.outcome;
    const call: PortalCall = {
      ...{ startedAt: new Date(0), durationMs: 1, records: refs.length, httpStatus: null },
      ...{ service: 'service', outcome: outcome.kind, errorCode: outcome.errorCode, message: '' },
    };
    await observer.afterCall(call, refs);
    return { outcome, stored: said === 'answers' || said.stored };
  }

  pushDossiers: Portal['pushDossiers'] = async (offers, observer) => {
    const refs = offers.map(({ ref }) => ref);
    const codes = offers.map(({ dossier }) => String(dossier.code));
    const { outcome, stored } = await this.#call('dossiers', refs, codes, observer);
    if (stored) this.accepted.push(...codes.filter((code) => !this.accepted.includes(code)));
    return new Map(refs.map((ref) => [ref, outcome]));
  };

  pushSteps: Portal['pushSteps'] = async (offers, observer) => {
    const refs = offers.map(({ ref }) => ref);
    const codes = offers.map(({ step }) => String(step.dossierCode));
    const { outcome, stored } = await this.#call('steps', refs, codes, observer);
    for (const { step } of stored ? offers : []) {
      const name = `${step.dossierCode}/${step.content}`;
      this.steps.set(name, (this.steps.get(name) ?? 0) + 1);
    }
    return new Map(refs.map((ref) => [ref, outcome]));
  };

  lookup: Portal['lookup'] = async (code, observer) => {
    const { outcome } = await this.#call('lookup', [], [code], observer);
    if (outcome.kind !== 'accepted') return { kind: 'failed', outcome };
    const ours = [...this.steps].filter(([name]) => name.startsWith(`${code}/`));
    // As often as it is stored: two of a kind are two.
    const shown = ours.flatMap(([name, times]) => Array.from({ length: times }, () => name));
    const steps = shown.map((name) => ({
      ...{ at: '', status: '', processor: '', department: '', position: '' },
      content: name.slice(code.length + 1),
    }));
    return this.accepted.includes(code) ? { kind: 'present', steps, fields: {} } : { kind: 'absent' };
  };

  sameStep: Portal['sameStep'] = (step, shown) => step.content === shown.content;
  differences: Portal['differences'] = () => [];
  async open(): Promise<void> {}
  async close(): Promise<void> {}
}

/** Time that stands still until it is told to pass. */
export class StillTime {
  seconds = 0;
  readonly #sleepers = new Map<() => void, number>();

  pause = (ms: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const wake = (): void => {
        this.#sleepers.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.#sleepers.set(wake, this.seconds + ms / 1000);
      signal.addEventListener('abort', wake, { once: true });
    });

  get asleep(): number {
    return this.#sleepers.size;
  }

  pass(seconds: number): void {
    this.seconds += seconds;
    for (const [wake, until] of [...this.#sleepers]) if (until <= this.seconds) wake();
  }
}

interface Waiting {
  readonly job: DeliveryJob;
  readonly from: number;
}

/** One process: its gate, its queue's jobs, its workers. */
export class WorkerProcess {
  readonly gate: LaneGate;
  readonly log: string[] = [];
  /** Jobs in the order in which they passed the gate, to work or to try whether the portal is back. */
  readonly begun: Record<Lane, (readonly number[])[]> = { live: [], backfill: [] };
  readonly stop = new AbortController();
  readonly #ledger: LedgerTrial;
  readonly #db: Database;
  readonly #portal: Portal;
  readonly #time: StillTime;
  readonly #concurrency: Readonly<Record<Lane, number>>;
  readonly #jobs: Record<Lane, Waiting[]> = { live: [], backfill: [] };
  readonly #active: Record<Lane, number> = { live: 0, backfill: 0 };
  readonly #parked: Record<Lane, number> = { live: 0, backfill: 0 };
  #asking = 0;
  /** Told in the moment in which this process has paused a lane. */
  onPaused = (): void => {};
  /** How often the state of the lanes was looked at. */
  looks = 0;
  #failure: unknown = null;

  constructor(
    ledger: LedgerTrial,
    portal: Portal,
    time: StillTime,
    concurrency: Readonly<Record<Lane, number>> = { live: 4, backfill: 3 },
  ) {
    this.#ledger = ledger;
    this.#db = this.#counted(ledger.db);
    this.#portal = portal;
    this.#time = time;
    this.#concurrency = concurrency;
    // A real queue gives each job a signal of its own.
    setMaxListeners(0, this.stop.signal);
    this.gate = new LaneGate({
      ledger: this.#db,
      policy: DEFAULT_BREAKER_POLICY,
      concurrency,
      patienceMs: 90_000,
      monotonicMs: () => time.seconds * 1000,
      random: () => 0,
      newToken: randomUUID,
      closed: this.stop.signal,
      pause: time.pause,
      onPaused: (lane) => {
        this.log.push(`${lane} paused`);
        this.onPaused();
      },
      onFree: (lane) => this.log.push(`${lane} free`),
      onPerson: (lane, paused) => this.log.push(`${lane} ${paused ? `held by ${paused.by}` : 'let go'}`),
      onTrouble: (error) => this.#fail(error),
    });
  }

  #fail(error: unknown): void {
    this.#failure ??= error;
  }

  /** Whoever waits for an answer of the ledger is neither asleep nor done. */
  #counted(db: Database): Database {
    const counted = async <Result>(ask: Promise<Result>): Promise<Result> => {
      this.#asking += 1;
      try {
        return await ask;
      } finally {
        this.#asking -= 1;
      }
    };
    return {
      ...db,
      query: (text, values) => {
        if (text.includes('FROM breaker')) this.looks += 1;
        return counted(db.query(text, values));
      },
      transaction: (work) => counted(db.transaction(work)),
    };
  }

  /** Hands dossiers to the queue, a batch a job. */
  enqueue(lane: Lane, dossiers: readonly number[], place: QueuePlace = 'last'): void {
    const jobs: Waiting[] = [];
    for (let at = 0; at < dossiers.length; at += this.#portal.batchSize) {
      jobs.push({ job: { dossiers: dossiers.slice(at, at + this.#portal.batchSize) }, from: 0 });
    }
    if (place === 'next') this.#jobs[lane].unshift(...jobs);
    else this.#jobs[lane].push(...jobs);
  }

  /** Workers take what there is, until every job is done or waits for its lane. */
  async settle(): Promise<void> {
    for (let quiet = 0; quiet < 3; ) {
      for (const lane of ['live', 'backfill'] as const) this.#fetch(lane);
      await new Promise(setImmediate);
      const busy = this.#asking > 0 || this.#working('live') > 0 || this.#working('backfill') > 0;
      quiet = busy ? 0 : quiet + 1;
      if (this.#failure !== null) throw this.#failure;
    }
  }

  #working(lane: Lane): number {
    return this.#active[lane] - this.#parked[lane];
  }

  #fetch(lane: Lane): void {
    while (this.#active[lane] < this.#concurrency[lane]) {
      const at = this.#jobs[lane].findIndex(({ from }) => from <= this.#time.seconds);
      const [next] = at < 0 ? [] : this.#jobs[lane].splice(at, 1);
      if (!next) return;
      this.#active[lane] += 1;
      void this.#work(lane, next.job)
        .then(({ again, delayMs }) => {
          if (again.length === 0) return;
          const from = this.#time.seconds + delayMs / 1000;
          this.#jobs[lane].push({ job: { dossiers: again }, from });
        })
        .catch((error: unknown) => this.#fail(error))
        .finally(() => {
          this.#active[lane] -= 1;
        });
    }
  }

  #work(lane: Lane, job: DeliveryJob): Promise<JobResult> {
    return deliverThroughGate(
      {
        ledger: this.#db,
        portal: this.#portal,
        retry: DEFAULT_RETRY_POLICY,
        leaseMs: 90_000,
        quietMs: 60_000,
        every: () => () => {},
        monotonicMs: () => this.#time.seconds * 1000,
        random: () => 0,
        newToken: randomUUID,
        stepsWhenUnknown: 'hold',
        lane,
        reached: GO_ON,
        onCall: () => {},
        onSettled: () => {},
        during: (work) => work(),
        gate: {
          enter: async (which, signal) => {
            this.#parked[lane] += 1;
            const passage = await this.gate.enter(which, signal);
            this.#parked[lane] -= 1;
            if (passage !== null) this.begun[lane].push(job.dossiers);
            return passage;
          },
        },
      },
      job,
      lane,
      this.stop.signal,
    );
  }

  /** Jobs that are at work or wait for their lane. */
  get jobs(): number {
    return this.#active.live + this.#active.backfill;
  }

  /** Jobs of the queue that nobody has begun. */
  get queued(): number {
    return this.#jobs.live.length + this.#jobs.backfill.length;
  }

  /** So many seconds pass, for the ledger and for whoever sleeps; then all that can be done is done, here and by `others`. */
  async pass(seconds: number, ...others: readonly WorkerProcess[]): Promise<void> {
    await this.#ledger.pass(seconds);
    this.#time.pass(seconds);
    await Promise.all([this, ...others].map((process) => process.settle()));
  }

  /** Time passes; whenever somebody may try next, or at the latest after `atMost` seconds, all look. */
  async passUntil(end: number, atMost: number): Promise<void> {
    while (this.#time.seconds < end) {
      const lanes = await breakers(this.#ledger.db);
      const waits = [lanes.live, lanes.backfill].filter(({ state }) => state === 'open');
      const next = Math.min(atMost, ...waits.map(({ waitMs }) => Math.max(1, Math.ceil(waitMs / 1000))));
      await this.pass(Math.min(next, end - this.#time.seconds));
    }
  }
}
