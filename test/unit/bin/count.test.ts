/** The closing line of a CI run: true counts, and "0 failed" never beside a failing exit. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';

const COUNT = join(import.meta.dirname, '..', '..', '..', '.ci', 'count.mjs');
const folder = mkdtempSync(join(tmpdir(), 'dongbo-count-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A test file's entry in vitest's JSON report. */
const file = (status: string, ...tests: readonly string[]) => ({
  status,
  assertionResults: tests.map((test) => ({ status: test })),
});

function closingLine(files: readonly unknown[] | null, testsExit: number, failedSteps: number) {
  const report = join(folder, files === null ? 'none.json' : 'report.json');
  if (files !== null) writeFileSync(report, JSON.stringify({ testResults: files }));
  const done = spawnSync(process.execPath, [COUNT, report, String(testsExit), String(failedSteps)], {
    encoding: 'utf8',
  });
  return [done.stdout.trim().split('\n').at(-1), done.status];
}

it.each([
  ['all passed', [file('passed', 'passed', 'passed')], 0, 0, '2 passed, 0 failed', 0],
  ['some skipped', [file('passed', 'passed', 'skipped', 'todo')], 0, 0, '1 passed, 0 failed, 2 skipped', 0],
  ['one failed', [file('failed', 'passed', 'failed')], 1, 0, '1 passed, 1 failed', 1],
  ['a file that did not load', [file('failed'), file('passed', 'passed')], 1, 0, '1 passed, 1 failed', 1],
  ['an unhandled error', [file('passed', 'passed')], 1, 0, '1 passed, 1 failed', 1],
  ['a failed check', [file('passed', 'passed')], 0, 1, '1 passed, 1 failed', 1],
  ['no test at all', [], 0, 0, '0 passed, 1 failed', 1],
  ['no report', null, 124, 0, '0 passed, 1 failed', 1],
] as const)('%s', (_what, files, testsExit, failedSteps, line, exit) => {
  expect(closingLine(files, testsExit, failedSteps)).toEqual([line, exit]);
});
