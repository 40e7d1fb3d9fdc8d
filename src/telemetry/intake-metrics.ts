/**
 * What comes in by pushing, as Prometheus counts it.
 * Guarantees: labels are of closed lists, told by whoever counts; nothing that a request carried (invariant 10).
 */
import { Counter, Histogram, type Registry } from 'prom-client';

/** Seconds, from what is unchanged to a ledger that is slow. */
const BUCKETS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25];

/** A request that is over. */
export interface IntakeFigures {
  readonly result: string;
  readonly durationMs: number;
  /** Dossiers by what became of them. */
  readonly counts: Readonly<Record<string, number>>;
}

/** See the file's head. */
export class IntakeMetrics {
  readonly #requests: Counter;
  readonly #seconds: Histogram;
  readonly #dossiers: Counter;

  constructor(registry: Registry) {
    const common = { labelNames: ['result'], registers: [registry] };
    this.#requests = new Counter({
      name: 'dongbo_intake_requests_total',
      help: 'Requests of systems that push dossiers, by what became of them',
      ...common,
    });
    this.#seconds = new Histogram({
      name: 'dongbo_intake_seconds',
      help: 'How long these requests took, from their first line to the answer',
      buckets: BUCKETS,
      registers: [registry],
    });
    this.#dossiers = new Counter({
      name: 'dongbo_intake_dossiers_total',
      help: 'Dossiers that were pushed, by what became of them',
      ...common,
    });
  }

  /** There is an intake: what never happened shows 0, and a first time is a rise. */
  begins(requests: readonly string[], dossiers: readonly string[]): void {
    for (const result of requests) this.#requests.inc({ result }, 0);
    for (const result of dossiers) this.#dossiers.inc({ result }, 0);
  }

  /** A request is over. */
  request({ result, durationMs, counts }: IntakeFigures): void {
    this.#requests.inc({ result });
    this.#seconds.observe(Math.max(0, durationMs) / 1000);
    for (const [of, count] of Object.entries(counts)) this.#dossiers.inc({ result: of }, count);
  }
}
