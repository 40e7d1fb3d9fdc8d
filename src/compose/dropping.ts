/**
 * Tells of the documents of XML sources: the log has each one that was put away, the metrics count them.
 * Must not: name a file; who left it can be known by the beginning of its name's hash (docs/xml.md).
 */
import type { DocumentTold } from '../source/xml/create-xml-drop.ts';
import type { DropMetrics } from '../telemetry/drop-metrics.ts';
import type { Logger } from '../telemetry/logger.ts';

/** Told of each document of `source`. */
export function dropTelling(
  log: Logger,
  metrics: DropMetrics,
): { knows(source: string): void; document(source: string, told: DocumentTold): void } {
  return {
    knows: (source) => metrics.knows(source),
    document(source, { result, document, dossiers, faults }) {
      metrics.document(source, result);
      const fields = { where: source, hash: document };
      if (result === 'taken') log.info('document taken', { ...fields, dossiers });
      if (result === 'refused') log.warn('document refused', { ...fields, code: faults[0]?.code ?? '' });
      if (result === 'left') log.debug('document left for the next look', fields);
    },
  };
}

/** What {@link dropTelling} gives. */
export type DropTelling = ReturnType<typeof dropTelling>;
