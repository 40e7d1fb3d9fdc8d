/** The log of the intake: what is not taken is told, but never so often that it could fill a disk. */
import { expect, it } from 'vitest';
import { IntakeLog } from '../../../src/compose/intake-log.ts';
import type { RequestReport } from '../../../src/source/intake/intake-settings.ts';
import type { LogFields } from '../../../src/telemetry/logger.ts';

const COUNTS = { stored: 0, unchanged: 0, older: 0, 'other-source': 0, 'left-out': 0 };
const DENIED: RequestReport = {
  source: '',
  result: 'denied',
  status: 401,
  durationMs: 1,
  code: 'DB-INT-001',
  counts: COUNTS,
};

it('tells a kind of failure once a minute, with how many came since; all that is taken', () => {
  const lines: (readonly [string, LogFields | undefined])[] = [];
  const line =
    (level: string) =>
    (_message: string, fields?: LogFields): void =>
      void lines.push([level, fields]);
  let now = 5;
  const log = new IntakeLog({ debug: line('debug'), info: line('info'), warn: line('warn') }, () => now);
  for (let n = 0; n < 1_000; n += 1) log.request(DENIED);
  log.request({ ...DENIED, source: 'intake', result: 'refused', status: 422, code: 'DB-INT-006' });
  now += 60_000;
  log.request(DENIED);
  for (const stored of [2, 0, 1])
    log.request({
      ...DENIED,
      source: 'intake',
      result: 'taken',
      status: 200,
      code: '',
      counts: { ...COUNTS, stored },
    });
  expect(lines.map(([level, fields]) => [level, fields?.outcome, fields?.calls, fields?.changed])).toEqual([
    ['warn', 'denied', 1, 0],
    ['warn', 'refused', 1, 0],
    ['warn', 'denied', 1_000, 0],
    ['info', 'taken', undefined, 2],
    ['debug', 'taken', undefined, 0],
    ['info', 'taken', undefined, 1],
  ]);
});
