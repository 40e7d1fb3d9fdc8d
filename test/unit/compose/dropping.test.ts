/** What is told of documents: every result is counted from 0, and the log has codes and hashes alone. */
import { Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { dropTelling } from '../../../src/compose/dropping.ts';
import { DropMetrics } from '../../../src/telemetry/drop-metrics.ts';
import type { LogFields, Logger } from '../../../src/telemetry/logger.ts';
import { parseExposition } from '../../support/exposition.ts';

it('counts by source and result, and logs what was put away', async () => {
  const lines: [string, string, LogFields | undefined][] = [];
  const line =
    (level: string) =>
    (message: string, fields?: LogFields): void => {
      lines.push([level, message, fields]);
    };
  const log: Logger = {
    debug: line('debug'),
    info: line('info'),
    warn: line('warn'),
    error: line('error'),
    inRun: (_run, work) => work(),
  };
  const registry = new Registry();
  const telling = dropTelling(log, new DropMetrics(registry));
  telling.knows('xml');
  telling.document('xml', { result: 'taken', document: 'a1', dossiers: 7, faults: [] });
  const fault = { code: 'DB-XML-018', params: {}, line: 3, column: 1 } as const;
  telling.document('xml', { result: 'refused', document: 'b2', dossiers: 0, faults: [fault] });
  telling.document('xml', { result: 'refused', document: 'c3', dossiers: 0, faults: [fault] });

  const { values } = parseExposition(await registry.metrics());
  const counted = [...values].filter(([key]) => key.startsWith('dongbo_drop_documents_total'));
  expect(Object.fromEntries(counted)).toEqual({
    'dongbo_drop_documents_total{result="taken",source="xml"}': 1,
    'dongbo_drop_documents_total{result="refused",source="xml"}': 2,
    'dongbo_drop_documents_total{result="left",source="xml"}': 0,
  });
  expect(lines).toEqual([
    ['info', 'document taken', { where: 'xml', hash: 'a1', dossiers: 7 }],
    ['warn', 'document refused', { where: 'xml', hash: 'b2', code: 'DB-XML-018' }],
    ['warn', 'document refused', { where: 'xml', hash: 'c3', code: 'DB-XML-018' }],
  ]);
});
