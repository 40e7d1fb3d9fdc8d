/** Texts stay quick, asked of V8 itself in a process of its own: a speed that was measured would hang on the machine. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../../..');
const OURS = `await (await import('./src/cli/main.ts')).main(['help']);`;
/** It has a class made out of String. */
const REDIS = `await import('ioredis');`;

/** Whether the methods of texts are read the quick way once `code` has run; V8's own word. */
function areQuick(code: string): string {
  const script = `${code} process.stderr.write('\\n' + %HasFastProperties(String.prototype)); process.exit();`;
  const options = ['--allow-natives-syntax', '--import', 'tsx', '--input-type=module', '--eval', script];
  const { stderr } = spawnSync(process.execPath, options, { cwd: ROOT, encoding: 'utf8' });
  return stderr.split('\n').at(-1) ?? '';
}

test('a library that makes a class out of String slows all texts down', () => {
  // Were this no longer so, quick-strings.ts could go.
  expect(areQuick(REDIS)).toBe('false');
});

test.each([
  ['after', OURS + REDIS],
  ['before', REDIS + OURS],
])('not in the program, whether it is loaded %s it began', (_, code) => {
  expect(areQuick(code)).toBe('true');
});
