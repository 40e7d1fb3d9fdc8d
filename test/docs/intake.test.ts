/** docs/intake.md and docs/rest.md: their calls work as they stand, their source.yaml is read, the schema is the map's. */
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { FaultSink } from '../../src/codebook/mapping-fault.ts';
import { DEFAULT_SOURCE_MAP } from '../../src/codebook/source-map/default-source-map.ts';
import { readSource } from '../../src/codebook/source-map/read-source.ts';
import { STATUS } from '../../src/source/intake/answers.ts';
import { intakeSchema } from '../../src/source/intake/intake-schema.ts';
import { INTAKE_RESULTS } from '../../src/source/intake/intake-settings.ts';
import { createRestSource } from '../../src/source/rest/create-rest-source.ts';
import { intakeWorld, pushing, TOKEN } from '../contract/intake-world.ts';
import { LedgerTrial } from '../ledger/trial.ts';
import { startRestService } from '../support/rest-service.ts';
import { ROOT, readDocument, tableBehind } from './markdown.ts';

const intakePage = readDocument('docs/intake.md');
const restPage = readDocument('docs/rest.md');
const run = promisify(execFile);

const closers: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const close of closers.reverse()) await close();
});

describe('docs/intake.md', () => {
  it('shows calls that work, and what they are answered', async () => {
    const ledger = await LedgerTrial.open(4);
    closers.push(() => ledger.close());
    const world = await intakeWorld(pushing(ledger.db));
    closers.push(() => world.close());
    const folder = await mkdtemp(join(tmpdir(), 'dongbo-docs-'));
    closers.push(() => rm(folder, { recursive: true }));
    const [first, second] = intakePage.fences.filter(({ language }) => language === 'bash');
    const dossier = /\[(\{[\s\S]*\})\]'/.exec(first?.text ?? '')?.[1] ?? '';
    await writeFile(join(folder, 'ho-so.ndjson'), JSON.stringify(JSON.parse(dossier)));
    const answers: unknown[] = [];
    for (const { text } of [first, second].flatMap((fence) => fence ?? [])) {
      const env = { PATH: process.env.PATH, INTAKE: world.intake.url, TOKEN, no_proxy: '*' };
      const { stdout } = await run('bash', ['-euc', text], { cwd: folder, env });
      answers.push(JSON.parse(stdout));
    }
    const told = JSON.parse(intakePage.fences.find(({ mark }) => mark === 'answer')?.text ?? '');
    expect(answers).toEqual([told, { results: [{ ...told.results[0], result: 'unchanged' }] }]);
  });

  it('tells every result and every status', () => {
    const results = tableBehind(intakePage, 'What is answered', 'result').map(([name = '']) => name);
    expect(results).toEqual(INTAKE_RESULTS.map((name) => `\`${name}\``));
    const statuses = tableBehind(intakePage, 'What is answered', 'status').map(([status, code]) => [
      code,
      Number(status),
    ]);
    const answered = Object.entries(STATUS).filter(([, status]) => status !== 500);
    expect(Object.fromEntries(statuses)).toEqual(Object.fromEntries(answered));
  });
});

it('docs/intake.schema.json is the schema of the map: `npm run docs:intake` writes it', () => {
  const file = join(ROOT, 'docs/intake.schema.json');
  const schema = intakeSchema(DEFAULT_SOURCE_MAP);
  if (process.env.DONGBO_WRITE_SCHEMA) writeFileSync(file, JSON.stringify(schema));
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(schema);
});

describe('docs/rest.md', () => {
  it('shows a source.yaml by which a service is read', async () => {
    const text = restPage.fences.find(({ mark }) => mark === 'source')?.text ?? '';
    const sink = new FaultSink('source.yaml');
    const presets = { open: () => null, names: () => [] };
    const definition = readSource(text, sink, { name: 'rest', kind: 'rest', presets });
    expect(sink.faults).toEqual([]);
    if (definition === null) throw new Error('no source');
    const service = await startRestService();
    closers.push(() => service.close());
    service.answer = (_request, response) => {
      const item = {
        ma_ho_so: 'H99-1',
        chu_ho_so: { ten: 'Lê Thị Mẫu' },
        cap_nhat_luc: 1795910401123,
        ho_so: { giay_to: [{ id: 1, ten: 'Tờ khai', loai: 'TK', tep: 'a.pdf' }] },
      };
      response.end(JSON.stringify({ data: { items: [item], next: '' } }));
      return true;
    };
    const credentials = { token: null, username: null, password: null, apiKey: 'khoa' };
    const source = createRestSource({ url: service.url, credentials, ca: null, pageSize: 10 }, definition);
    closers.push(() => source.close());
    expect(await source.readPage(null)).toMatchObject({
      end: true,
      dossiers: [
        {
          key: 'H99-1',
          changedAt: '2026-11-29T07:00:01.123+07:00',
          fields: { ownerName: 'Lê Thị Mẫu' },
          components: [{ id: '1', name: 'Tờ khai', documentCode: 'TK', link: 'a.pdf' }],
        },
      ],
    });
    const [asked] = service.asked;
    expect(`${asked?.pathname}${asked?.search}`).toBe(
      '/api/v1/ho-so?tinh=H99&tu_luc=1970-01-01T07%3A00%3A00%2B07%3A00&limit=10',
    );
    expect(service.headers[0]?.['x-api-key']).toBe('khoa');
  });
});
