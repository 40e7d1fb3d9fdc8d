/**
 * What became of documents that others left in a folder, as Prometheus counts it.
 * Guarantees: one series a source and result, from the moment the source is used; no name of a file.
 */
import { Counter, type Registry } from 'prom-client';

/** `left`: not whole yet, or changed while it was read. */
export const DROP_RESULTS = ['taken', 'refused', 'left'] as const;
/** One of {@link DROP_RESULTS}. */
export type DropResult = (typeof DROP_RESULTS)[number];

/** See the file's head. */
export class DropMetrics {
  readonly #documents: Counter;

  constructor(registry: Registry) {
    this.#documents = new Counter({
      name: 'dongbo_drop_documents_total',
      help: 'Documents found in the folder of an XML source, by what became of them',
      labelNames: ['source', 'result'],
      registers: [registry],
    });
  }

  /** The source is used: what has not happened yet is 0. */
  knows(source: string): void {
    for (const result of DROP_RESULTS) this.#documents.inc({ source, result }, 0);
  }

  document(source: string, result: DropResult): void {
    this.#documents.inc({ source, result });
  }
}
