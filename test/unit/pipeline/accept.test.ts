/** Rows that proposals become: all tables or none, and a trial that meets what the real thing meets. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { DongboError } from '../../../src/domain/errors.ts';
import { acceptProposals } from '../../../src/pipeline/accept.ts';
import type { Proposal } from '../../../src/pipeline/propose.ts';
import { mappingsFolder, VALID_FILES } from '../codebook/mappings-folder.ts';

const proposal = (kind: Proposal['kind'], provinceCode: string, code: string): Proposal => ({
  kind,
  procedure: kind === 'component' ? '1.1' : '',
  provinceCode,
  name: 'Tên',
  severalNames: false,
  dossiers: 1,
  why: 'unknown',
  rule: 'catalogue',
  suggestions: [{ code, name: 'Tên', score: 1, fits: true, sameName: [] }],
  candidates: [],
  alone: true,
  look: [],
});
const BOTH = [proposal('procedure', 'HT-1', '1.1'), proposal('component', 'GT-1', ' B')];
const accept = (dir: string, proposals: readonly Proposal[], dryRun = false) =>
  acceptProposals(dir, proposals, { note: () => 'ghi chú', language: 'vi', dryRun });
const contents = (dir: string) =>
  ['procedures.csv', 'document-types.csv'].map((file) => readFileSync(join(dir, file), 'utf8'));
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: DongboError) => error.code,
  );

it('adds to two tables at once, and nothing on trial', async () => {
  const dir = mappingsFolder();
  const before = contents(dir);
  const counts = { 'procedures.csv': 1, 'document-types.csv': 1 };
  expect(await accept(dir, BOTH, true)).toEqual(counts);
  expect(contents(dir)).toEqual(before);
  expect(await accept(dir, BOTH)).toEqual(counts);
  expect(contents(dir)).toEqual([
    `${VALID_FILES['procedures.csv']}HT-1,1.1,,,ghi chú\n`,
    `${VALID_FILES['document-types.csv']}component,1.1,GT-1," B",,,ghi chú\n`,
  ]);
});

it.each([
  [
    'a row that fits the same code',
    `${VALID_FILES['document-types.csv']}component,1.1,gt-1,A,,2026-01-31,\n`,
  ],
  ['a table that is none any more', 'kind,procedure\n'],
])('writes neither table over %s, and a trial says so, too', async (_what, text) => {
  const dir = mappingsFolder();
  writeFileSync(join(dir, 'document-types.csv'), text);
  const before = contents(dir);
  for (const dryRun of [true, false]) expect(await codeOf(accept(dir, BOTH, dryRun))).toBe('DB-XLS-001');
  expect(contents(dir)).toEqual(before);
});
