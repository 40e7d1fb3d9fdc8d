/**
 * What is read of the province's sources, as Prometheus counts it.
 * Guarantees: labels come from the configured sources and a closed list.
 */
import { Counter, type Registry } from 'prom-client';

/** Counts of a read so far, as it tells them after each page. */
export interface ExtractCounts {
  readonly changed: number;
  readonly unchanged: number;
  readonly shadowed: number;
  readonly renormalized: number;
}

const RESULTS = [
  'changed',
  'unchanged',
  'shadowed',
  'renormalized',
] as const satisfies readonly (keyof ExtractCounts)[];

/** See the file's head. */
export class ExtractMetrics {
  readonly #rows: Counter;

  constructor(registry: Registry) {
    this.#rows = new Counter({
      name: 'dongbo_extract_rows_total',
      help: 'Dossiers read from the province; shadowed = another source owns them; renormalized = again after a change of mappings or catalogue',
      labelNames: ['source', 'result'],
      registers: [registry],
    });
  }

  /** Tells which sources there are: what was not read yet shows 0, and the first is a rise. */
  knows(sources: readonly string[]): void {
    for (const source of sources) for (const result of RESULTS) this.#rows.inc({ source, result }, 0);
  }

  /** Answers a listener for one read, which tells its sums so far after each page. */
  of(source: string): (sums: ExtractCounts) => void {
    this.knows([source]);
    const before = { changed: 0, unchanged: 0, shadowed: 0, renormalized: 0 };
    return (sums) => {
      for (const result of RESULTS) {
        this.#rows.inc({ source, result }, Math.max(0, sums[result] - before[result]));
        before[result] = sums[result];
      }
    };
  }
}
