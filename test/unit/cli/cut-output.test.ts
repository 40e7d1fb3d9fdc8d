/** Output that is cut (`dongbo errors | head -1`) is no fault: nothing on standard error, the command's own exit code. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';

const BIN = join(import.meta.dirname, '../../../bin/dongbo.mjs');

it('ends quietly where nobody reads on', async () => {
  // More than a pipe holds, so that the command still writes when its reader is gone.
  const child = spawn(process.execPath, [BIN, 'errors', '--markdown'], { stdio: ['ignore', 'pipe', 'pipe'] });
  const told = text(child.stderr);
  child.stdout.once('data', () => child.stdout.destroy());
  const [code] = await once(child, 'exit');
  expect(await told).toBe('');
  expect(code).toBe(0);
}, 30_000);
