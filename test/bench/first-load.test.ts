/** The bench as others call it: one document on standard output, figures of everybody, everything arrived. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const results = mkdtempSync(join(tmpdir(), 'dongbo-bench-results-'));
afterAll(() => rmSync(results, { recursive: true, force: true }));

/** `npm run bench -- <argv>` without npm, whose own words would stand before the document. */
function bench(
  argv: readonly string[],
): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'bench/main.ts', ...argv], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, BENCH_RESULTS: results },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  return new Promise((done) => child.once('close', (code) => done({ code, stdout, stderr })));
}

const positive = expect.toSatisfy((value: unknown) => typeof value === 'number' && value > 0, 'a figure');

test('loads a province by everybody and writes down what it measured', { timeout: 180_000 }, async () => {
  const { code, stdout, stderr } = await bench([
    ...['--only', 'first-load', '--size', '200', '--runs', '1', '--latency', '0', '--json'],
  ]);
  expect(stderr).not.toContain('Error');
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual({
    size: 200,
    floor: { perSecond: positive },
    naive: { perSecond: positive, callsPerDossier: 3 },
    // Four calls with dossiers, twelve with their steps; what reading hands on in two jobs makes some more.
    ours: {
      perSecond: positive,
      callsPerDossier: expect.toSatisfy((calls: number) => calls >= 0.08 && calls <= 0.12, 'few calls'),
      rssMb: positive,
    },
    oursToFloor: positive,
    oursToNaive: positive,
  });
  expect(readdirSync(results)).toHaveLength(1);
});

test('says what it does not understand', async () => {
  const { code, stderr } = await bench(['--only', 'floor']);
  expect(code).not.toBe(0);
  expect(stderr).toContain('first-load, growth, parts, workers');
});
