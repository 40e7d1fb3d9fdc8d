/** Wrong words, settings and tables are told at once and all together, with the exit code that scripts hang on. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { documentOf, runCommand, type Settings } from '../support/e2e/command.ts';
import { type MappingsCopy, mappingsWith } from '../support/e2e/refusals.ts';
import { SHIPPED_MAPPINGS } from '../support/e2e/world.ts';

interface ErrorDocument {
  readonly error: { readonly code: string; readonly remedy: string; readonly details: readonly string[] };
}

/** Complete; nothing answers at any of the addresses. */
const SETTINGS: Settings = {
  SOURCE_URL: 'postgres://127.0.0.1:9/motcua',
  PORTAL_BASE_URL: 'http://127.0.0.1:9',
  PORTAL_USERNAME: 'tinh',
  PORTAL_PASSWORD: 'mat-khau',
  PORTAL_AGENCY_CODE: 'H99',
  DATABASE_URL: 'postgres://127.0.0.1:9/khong-mo',
  MAPPINGS_DIR: SHIPPED_MAPPINGS,
};
let copy: MappingsCopy | null = null;

afterAll(() => copy?.remove());

describe('wrong use', () => {
  it.each([
    ['an unknown command', ['dong-bo']],
    ['an unknown option', ['status', '--tat-ca']],
    ['sync without --once', ['sync']],
    ['a wait that is none', ['sync', '--once', '--wait', 'lau']],
    ['an unknown role', ['run', '--role', 'giam-doc']],
    ['explain without a dossier', ['explain']],
    ['doubt until a time without a zone', ['doubt', '--until', '2026-11-28T18:00:00']],
    ['doubt that begins and ends at once', ['doubt', '--until', 'now', '--end']],
    ['a fault that the portal does not know', ['simulate', 'portal', '--port', '0', '--faults', 'mat=0.5']],
  ])('%s ends with 2', async (_what, argv) => {
    const { code, stdout, stderr } = await runCommand(argv, {});
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).not.toBe('');
  });

  it('help is no fault', async () => {
    const { code, stdout } = await runCommand(['--help'], SETTINGS);
    expect(code).toBe(0);
    expect(stdout).toContain('sync');
  });
});

describe('bad settings', () => {
  const bad: Settings = {
    ...SETTINGS,
    PORTAL_BATCH_SIZE: '0',
    PORTAL_BASE_URL: 'ftp://cong',
    HOLD_POLICY: 'half',
    SCHEDULE_EXTRACT: '* *',
    PORTAL_CLIENT_CERT_FILE: '/khong/co.pem',
    SOURCE_URL: 'mat-khau-bi-mat',
  };

  it.each(['sync --once', 'run', 'status', 'migrate', 'catalogue pull'])(
    'stop "%s" with 78, every fault in one message',
    async (words) => {
      const { code, stdout, stderr } = await runCommand([...words.split(' '), '--json'], bad);
      expect(code).toBe(78);
      const { error } = documentOf<ErrorDocument>({ code, stdout, stderr });
      expect(error.code).toBe('DB-CFG-001');
      const named = [...new Set(error.details.map((detail) => /^[A-Z_]+/.exec(detail)?.[0] ?? ''))].sort();
      expect(named).toEqual([
        'HOLD_POLICY',
        'PORTAL_BASE_URL',
        'PORTAL_BATCH_SIZE',
        'PORTAL_CLIENT_CERT_FILE',
        'SCHEDULE_EXTRACT',
        'SOURCE_URL',
      ]);
      for (const name of named) expect(stderr).toContain(name);
      // What may be a secret is not repeated.
      expect(stdout + stderr).not.toContain('mat-khau-bi-mat');
    },
  );

  it('name every setting that the command needs and lacks', async () => {
    const lacking = { ...SETTINGS, PORTAL_BASE_URL: '', PORTAL_PASSWORD: '' };
    const { code, stderr } = await runCommand(['sync', '--once'], lacking);
    expect(code).toBe(78);
    for (const name of ['PORTAL_BASE_URL', 'PORTAL_PASSWORD']) expect(stderr).toContain(name);
  });
});

it('faulty mapping files end with 78, file, line and column of each fault', async () => {
  copy = await mappingsWith('procedures.csv', [
    'MAU-HT-01,1.000894,2020-01-01,,trùng',
    'MAU-X,1.1,2025-02-29,,',
  ]);
  await copy.add('statuses.csv', ['KHAC,,11,']);
  await copy.add('values.csv', ['chanel,A,1,']);
  await copy.write('holidays.csv', 'date;name\n');
  const settings = { ...SETTINGS, MAPPINGS_DIR: copy.dir };
  // `run` tells it before it opens anything.
  const finished = await runCommand(['run', '--json'], settings);
  expect(finished.code).toBe(78);
  expect(finished.stderr).toMatch(/procedures\.csv:\d+:\d+ DB-MAP-\d{3} /);
  const places = [...finished.stderr.matchAll(/([\w-]+\.csv):(\d+):(\d+) DB-MAP-\d{3}/g)];
  const { dir } = copy;
  const pointedAt = places.map(([, file = '', line = '', column = '']) => {
    const text = readFileSync(join(dir, file), 'utf8').split('\n')[Number(line) - 1] ?? '';
    return `${file}: ${text.slice(Number(column) - 1)}`;
  });
  expect(pointedAt).toEqual([
    'procedures.csv: MAU-HT-01,1.000894,2020-01-01,,trùng',
    'procedures.csv: 2025-02-29,,',
    'statuses.csv: 11,',
    'values.csv: chanel,A,1,',
    'holidays.csv: date;name',
  ]);
});
