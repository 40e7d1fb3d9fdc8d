/** Jobs that fail every ten seconds for hours, and what of it is told. */
import { expect, test } from 'vitest';
import { FailureLog } from '../../../jobs/failure-log.ts';

test('a failure is told at once, again once a minute at most, another one at once, and its end once', () => {
  const lines: string[] = [];
  let now = 0;
  const write = (message: string, fields = {}): void =>
    void lines.push(`${now} ${message} ${JSON.stringify(fields)}`);
  const failures = new FailureLog({ error: write, info: write, debug: () => {} }, () => now);
  const runs: boolean[] = [];
  for (; now < 130_000; now += 10_000) runs.push(failures.failed('extract', 'DB-SVC-001', 'weg', 5));
  failures.failed('recover', 'DB-SVC-001', 'weg', 6);
  failures.failed('extract', 'DB-SVC-010', 'voll', 7);
  now += 1_000;
  failures.done('extract');
  failures.done('extract');
  failures.failed('extract', 'DB-SVC-010', 'voll', 8);
  expect(runs.filter(Boolean)).toHaveLength(3);
  const failed = (job: string, code: string, reason: string, durationMs: number): string =>
    `job failed ${JSON.stringify({ job, code, reason, durationMs })}`;
  expect(lines).toEqual([
    `0 ${failed('extract', 'DB-SVC-001', 'weg', 5)}`,
    `60000 ${failed('extract', 'DB-SVC-001', 'weg', 5)}`,
    `120000 ${failed('extract', 'DB-SVC-001', 'weg', 5)}`,
    `130000 ${failed('recover', 'DB-SVC-001', 'weg', 6)}`,
    `130000 ${failed('extract', 'DB-SVC-010', 'voll', 7)}`,
    `131000 job works again {"job":"extract","code":"DB-SVC-010","seconds":131}`,
    `131000 ${failed('extract', 'DB-SVC-010', 'voll', 8)}`,
  ]);
});
