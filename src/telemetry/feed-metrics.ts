/**
 * What the sources that tell of changes at once are doing, as Prometheus counts it.
 * Guarantees: one series a source, and none of a source that this process does not follow.
 */
import { Counter, Gauge, type Registry } from 'prom-client';

/** What a source's server keeps for us. */
export interface BacklogFigure {
  readonly bytes: number;
  readonly endangered: boolean;
}

/** See the file's head. */
export class FeedMetrics {
  readonly #wakeUps: Counter;
  readonly #follows: Gauge;
  readonly #bytes: Gauge;
  readonly #endangered: Gauge;

  constructor(registry: Registry) {
    const common = { labelNames: ['source'], registers: [registry] };
    this.#wakeUps = new Counter({
      name: 'dongbo_source_wakeups_total',
      help: 'Readings because the source told of changes at once, by NOTIFY or by its log',
      ...common,
    });
    this.#follows = new Gauge({
      name: 'dongbo_source_follows',
      help: '1 while the leading process is told of changes at once; 0 = readings by schedule alone',
      ...common,
    });
    this.#bytes = new Gauge({
      name: 'dongbo_source_backlog_bytes',
      help: "Log that the source's server keeps for the replication slot of this source",
      ...common,
    });
    this.#endangered = new Gauge({
      name: 'dongbo_source_backlog_endangered',
      help: '1 when that slot is lost or about to be',
      ...common,
    });
  }

  /** A batch of changes was read. */
  wokeUp(source: string): void {
    this.#wakeUps.inc({ source });
  }

  /** It is told of changes now, or not. */
  follows(source: string, follows: boolean): void {
    this.#wakeUps.inc({ source }, 0);
    this.#follows.set({ source }, follows ? 1 : 0);
  }

  /** `null` = nothing is kept, or nobody knows. */
  backlog(source: string, figure: BacklogFigure | null): void {
    if (figure === null) {
      this.#bytes.remove({ source });
      this.#endangered.remove({ source });
      return;
    }
    this.#bytes.set({ source }, figure.bytes);
    this.#endangered.set({ source }, figure.endangered ? 1 : 0);
  }

  /** This process does not follow it any more; another may. */
  left(source: string): void {
    this.#follows.remove({ source });
    this.backlog(source, null);
  }
}
