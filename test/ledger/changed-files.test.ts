/** What a running service learns of files of mappings that change: which count at once, and which are told. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openCodebook } from '../../src/compose/codebook.ts';
import { mappingsFolder, VALID_FILES } from '../unit/codebook/mappings-folder.ts';
import { LedgerTrial } from './trial.ts';

let ledger: LedgerTrial;
beforeAll(async () => {
  ledger = await LedgerTrial.open(1);
});
afterAll(() => ledger?.close());

it('tells that sources are described otherwise, of every file, and only then', async () => {
  const dir = mappingsFolder();
  const told: string[] = [];
  const opened = openCodebook(
    dir,
    'en',
    { fileBaseUrl: null, holdPolicy: 'part' },
    { onFault: ({ code }) => told.push(code), onOtherSources: () => told.push('other') },
    { strict: false },
  );
  const after = async (file: string, text: string): Promise<string[]> => {
    writeFileSync(join(dir, file), text);
    // No catalogue in this ledger: the files are looked at before.
    await expect(opened.current(ledger.db)).rejects.toMatchObject({ code: 'DB-CAT-001' });
    return told.splice(0);
  };
  const source = VALID_FILES['source.yaml'];
  expect(await after('holidays.csv', 'date,name\n2026-09-02,Quốc khánh\n')).toEqual([]);
  // Formulas count at once, those of the program too once the province has none any more.
  expect(await after('score.yaml', VALID_FILES['score.yaml'].replace('name: one', 'name: ours'))).toEqual([]);
  expect(opened.tables().scoreFormulas.versions.map(({ name }) => name)).toEqual(['ours']);
  rmSync(join(dir, 'score.yaml'));
  expect(await after('holidays.csv', 'date,name,working\n2026-08-22,Làm bù,1\n')).toEqual([]);
  expect(opened.tables().scoreFormulas.versions.map(({ name }) => name)).toContain('766-2026');
  expect([...opened.tables().workedDays]).toEqual(['2026-08-22']);
  expect(await after('source.yaml', `# a comment\n${source}`)).toEqual([]);
  expect(await after('source.yaml', source.replace('dongbo_ho_so', 'motcua.dongbo_ho_so'))).toEqual([
    'other',
  ]);
  mkdirSync(join(dir, 'source.d'));
  expect(
    await after('source.d/dat-dai.yaml', 'kind: sql\ndossiers: { from: dat_dai.dongbo_ho_so }\n'),
  ).toEqual(['other']);
  expect(await after('source.d/dat-dai.yaml', 'kind: sql\ndossiers: { from: "a b;" }\n')).toEqual([
    'DB-MAP-001',
  ]);
  expect(opened.tables().sources.map(({ name }) => name)).toEqual(['sql', 'dat-dai']);
});
