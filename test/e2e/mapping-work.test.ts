/**
 * From a province without document types to one that goes whole, by the command line alone: what is
 * lacking, what is proposed, what is taken over without a look, and that the next pass sends it.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type MappingsCopy, mappingsWith } from '../support/e2e/refusals.ts';
import { type ProvinceHome, settleProvince, World } from '../support/e2e/world.ts';

interface CoverageDocument {
  readonly kinds: readonly {
    readonly kind: string;
    readonly asked: number;
    readonly answered: number;
    readonly share: number | null;
  }[];
  readonly lacking: readonly {
    readonly kind: string;
    readonly provinceCode: string;
    readonly dossiers: number;
  }[];
}
interface ProposalDocument {
  readonly kind: string;
  readonly procedure: string;
  readonly provinceCode: string;
  readonly name: string;
  readonly dossiers: number;
  readonly suggestions: readonly { readonly code: string; readonly name: string; readonly score: number }[];
}
interface AcceptDocument {
  readonly accepted: readonly ProposalDocument[];
  readonly written: Readonly<Record<string, number>>;
  readonly left: number;
}
interface FaultDocument {
  readonly file: string;
  readonly line: number;
  readonly code: string;
  readonly severity: string;
}

const HEADER = 'kind,procedure,province_code,national_code,valid_from,valid_to,note';
/** The row of the shipped tables that nobody of this small province needs is a hint, never a fault. */
const faults = (all: readonly FaultDocument[]) => all.filter(({ severity }) => severity === 'fault');

let home: ProvinceHome;
let world: World;
let mappings: MappingsCopy;

beforeAll(async () => {
  home = await settleProvince(150, 0, 11);
  mappings = await mappingsWith('statuses.csv', []);
  await mappings.write('document-types.csv', `${HEADER}\n`);
  world = await World.open(home, {}, { MAPPINGS_DIR: mappings.dir });
});
afterAll(async () => {
  await world?.close();
  await home?.close();
  await mappings?.remove();
});

const codesOf = ({ accepted }: AcceptDocument) =>
  accepted.map(({ kind, procedure, provinceCode }) => [kind, procedure, provinceCode].join(' '));
const shareOf = ({ kinds }: CoverageDocument, wanted: string) =>
  kinds.find(({ kind }) => kind === wanted)?.share;

it('says where there is no catalogue to hold the tables to', async () => {
  const { code, stdout, stderr } = await world.dongbo(['mapping', 'check']);
  expect(code).toBe(0);
  expect(stdout).toContain('mã chưa được đối chiếu');
  expect(stderr).toContain('dongbo catalogue pull');
});

it('proposes what is lacking, takes over what is the same, and sends what that releases', async () => {
  const first = await world.sync();
  expect(first.incomplete).toBeGreaterThan(0);

  const before = await world.json<CoverageDocument>(['mapping', 'coverage']);
  expect(shareOf(before, 'procedure')).toBe(1);
  expect(shareOf(before, 'component')).toBeLessThan(1);
  expect(before.lacking.every(({ kind }) => kind === 'component' || kind.endsWith('result'))).toBe(true);
  expect(before.lacking.map(({ dossiers }) => dossiers)).toEqual(
    before.lacking.map(({ dossiers }) => dossiers).sort((a, b) => b - a),
  );

  const proposals = await world.json<ProposalDocument[]>(['mapping', 'suggest']);
  expect(proposals.length).toBeLessThanOrEqual(before.lacking.length);
  expect(proposals.length).toBeGreaterThan(10);
  // A result of another dossier comes with its code alone; every other code has a name to go by.
  expect(proposals.filter(({ name, suggestions }) => name !== '' && suggestions.length === 0)).toEqual([]);

  const trial = ['mapping', 'accept', '--at-least', '1.0', '--dry-run'];
  const whole = await world.json<AcceptDocument>(trial);
  expect(whole.written).toEqual({});
  // A row that has ended is somebody's decision: its code is left to people, and stops nobody else's.
  const ended = whole.accepted[0];
  if (ended === undefined) throw new Error('nothing to accept');
  const { kind, procedure, provinceCode, suggestions } = ended;
  const row = [kind, procedure, provinceCode, suggestions[0]?.code, '', '2020-01-01', ''].join();
  await mappings.add('document-types.csv', [row]);
  const dry = await world.json<AcceptDocument>(trial);
  expect(codesOf(dry)).toEqual(codesOf(whole).slice(1));
  expect(dry.left).toBe(whole.left + 1);
  const accepted = await world.json<AcceptDocument>(['mapping', 'accept', '--at-least', '1.0']);
  expect(accepted.accepted).toEqual(dry.accepted);
  expect(accepted.written).toEqual({ 'document-types.csv': accepted.accepted.length });
  expect(accepted.accepted.length).toBeGreaterThan(0);
  expect(faults(await world.json<FaultDocument[]>(['mapping', 'check']))).toEqual([]);

  const calls = world.portal.state().history.length;
  const second = await world.sync();
  expect(second.accepted.dossiers).toBeGreaterThan(0);
  const sent = world.portal
    .state()
    .history.slice(calls)
    .filter(({ service }) => service === 'DongBoHoSoMC')
    .reduce((sum, { records }) => sum + records, 0);
  expect(sent).toBe(second.accepted.dossiers);
  expect(second.incomplete).toBeLessThan(first.incomplete);
  const after = await world.json<CoverageDocument>(['mapping', 'coverage']);
  expect(shareOf(after, 'component')).toBeGreaterThan(shareOf(before, 'component') ?? 1);
  expect((await world.json<ProposalDocument[]>(['mapping', 'suggest'])).length).toBe(accepted.left);
});

it('tells a row that leads nowhere, with its line', async () => {
  await mappings.add('document-types.csv', ['component,,SAI-1,KHONG-CO,,,']);
  const { code, stdout } = await world.dongbo(['mapping', 'check', '--json']);
  expect(code).toBe(78);
  const told = faults(JSON.parse(stdout) as FaultDocument[]);
  expect(told).toMatchObject([{ file: 'document-types.csv', code: 'DB-MAP-029' }]);
  expect((await world.dongbo(['mapping', 'check', '--files-only'])).code).toBe(0);
});

it('reads a list of names as a spreadsheet writes it, and tells a procedure that there is not', async () => {
  const list = join(mappings.dir, 'ten.csv');
  const suggest = ['mapping', 'suggest', '--names', list];
  const header = 'kind;procedure;province_code;name';
  await writeFile(list, `\uFEFF${header}\r\nprocedure;;HT-MOI;ĐĂNG KÝ KHAI SINH\r\n`);
  expect(await world.json<ProposalDocument[]>(suggest)).toMatchObject([
    { kind: 'procedure', provinceCode: 'HT-MOI', name: 'ĐĂNG KÝ KHAI SINH' },
  ]);
  await writeFile(list, `${header}\ncomponent;HT-MOI;GT;Giấy chứng sinh\n`);
  const { code, stderr } = await world.dongbo(suggest);
  expect(code).toBe(2);
  expect(stderr).toContain('ten.csv:2:11 DB-MAP-034');
  const unknown = await world.dongbo(['mapping', 'suggest', '--procedure', '9.999999']);
  expect([unknown.code, unknown.stderr.includes('DB-MAP-034')]).toEqual([2, true]);
});

it('wants a person for less than the same name', async () => {
  for (const likeness of ['0.5', '0x1', '1.01', '0', '']) {
    expect((await world.dongbo(['mapping', 'accept', '--at-least', likeness])).code, likeness).toBe(2);
  }
});
