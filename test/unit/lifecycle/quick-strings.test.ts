/** Texts stay quick, asked of V8 itself in a process of its own: a speed that was measured would hang on the machine. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../../..');
/** All that the program may load, without its beginning. */
const PARTS = `await (await import('./src/cli/verbs.ts')).verbsFor(['help']);`;
const OURS = `await (await import('./src/cli/main.ts')).main(['help']);`;
/** It has a class made out of String. */
const REDIS = `await import('ioredis');`;

/** Whether the methods of texts are read the quick way once `code` has run; V8's own word. */
function quickAfter(code: string): string {
  const script = `${code} process.stderr.write('\\nquick: ' + %HasFastProperties(String.prototype)); process.exit();`;
  const options = ['--allow-natives-syntax', '--import', 'tsx', '--input-type=module', '--eval', script];
  const { status, stderr } = spawnSync(process.execPath, options, {
    cwd: ROOT,
    encoding: 'utf8',
    timeout: 50_000,
  });
  return `${/quick: \w+$/.exec(stderr)?.[0] ?? stderr}, exit ${status}`;
}

// Were these two no longer so, with another V8 or another ioredis, quick-strings.ts could go.
test.each([
  ['by itself', REDIS],
  ['beside all of the program but its beginning', PARTS + REDIS],
])('a library that makes a class out of String slows all texts down, %s', (_, code) => {
  expect(quickAfter(code)).toBe('quick: false, exit 0');
});

test.each([
  ['after', OURS + REDIS],
  ['before', REDIS + OURS],
])('not in the program, whether it is loaded %s it began', (_, code) => {
  expect(quickAfter(code)).toBe('quick: true, exit 0');
});
