/** A line of the built program is told as the line of its source. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { sourceFrame } from '../../../src/cli/source-frame.ts';

const folder = mkdtempSync(join(tmpdir(), 'dongbo-frames-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const built = join(folder, 'deliver.js');
// Its second line, first column, is line 41, column 3 of the source.
writeFileSync(
  `${built}.map`,
  JSON.stringify({ version: 3, sources: ['../src/deliver.ts'], names: [], mappings: ';AAwCE' }),
);
writeFileSync(join(folder, 'torn.js.map'), '{');

describe('a frame of the built program', () => {
  it.each([built, pathToFileURL(built).href])('names the source of %s', (file) => {
    expect(sourceFrame(`    at deliver (${file}:2:5)`)).toBe(
      `    at deliver (${join(folder, '../src/deliver.ts')}:41:3)`,
    );
  });

  it.each([
    `    at torn (${join(folder, 'torn.js')}:2:5)`,
    `    at none (${join(folder, 'none.js')}:2:5)`,
    `    at before (${built}:1:1)`,
    '    at query (/srv/dongbo/node_modules/pg/lib/client.js:694:17)',
    '    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)',
  ])('stays as it is: %s', (frame) => {
    expect(sourceFrame(frame)).toBe(frame);
  });
});
