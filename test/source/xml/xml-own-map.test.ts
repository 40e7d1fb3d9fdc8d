/** A province's own layout: places as paths, attributes, lists of parts; its own XSD where it has one. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { DEFAULT_SOURCE_MAP } from '../../../src/codebook/source-map/default-source-map.ts';
import type { FieldRule, SourceMap } from '../../../src/domain/source-map.ts';
import { createXmlDrop } from '../../../src/source/xml/create-xml-drop.ts';
import { type DropWorld, openDropWorld } from './drop-world.ts';

const at = (name: string): FieldRule => ({ kind: 'place', place: { of: '', name } });
const plain = { query: null, joins: [], where: [], key: null, changedAt: null, stated: [] };
const OWN: SourceMap = {
  dossiers: {
    ...plain,
    from: 'DanhSach.HoSo',
    where: [{ place: { of: '', name: 'Loai' }, anyOf: ['nháp', null], not: true }],
    fields: {
      code: at('@so'),
      procedureCode: at('ThuTuc.@ma'),
      procedureName: at('ThuTuc.#text'),
      agencyCode: { kind: 'constant', text: 'H19.12' },
      ownerName: { kind: 'call', name: 'upper', args: [at('Nguoi.HoTen')] },
      phone: at('Nguoi.DienThoai'),
      email: at('Nguoi.DienThoai.1'),
      status: { kind: 'map', of: at('TrangThai'), values: { xong: '4' }, otherwise: { kind: 'keep' } },
      changedAt: at('v:CapNhat'),
    },
  },
  components: { ...plain, from: 'GiayTo.Tep', fields: { id: at('@id'), name: at('#text') } },
  results: null,
  steps: null,
  fees: null,
  supplements: null,
};
const hoSo = (so: string, more = '<Loai>thật</Loai>'): string => `
    <v:HoSo so="${so}">${more}<ThuTuc ma="1.001193">Khai sinh</ThuTuc>
      <Nguoi><HoTen>Trần Ví Dụ</HoTen><DienThoai>091</DienThoai><DienThoai>092</DienThoai></Nguoi>
      <TrangThai>xong</TrangThai><v:CapNhat>2026-01-02T08:00:00Z</v:CapNhat>
      <GiayTo><Tep id="2">Đơn</Tep><Tep id="1">Tờ khai</Tep></GiayTo></v:HoSo>`;
const documentOf = (inner: string): string =>
  `<GoiTin xmlns:v="urn:vi-du" xmlns="urn:mac-dinh"><Dau><Ngay>1</Ngay></Dau><DanhSach>${inner}</DanhSach></GoiTin>`;

const XSD = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:vi-du" xmlns:v="urn:vi-du">
  <xs:element name="HoSo"><xs:complexType><xs:sequence>
    <xs:any namespace="urn:mac-dinh" processContents="skip" maxOccurs="4"/><xs:element name="CapNhat" form="qualified"
      type="xs:dateTime"/><xs:any namespace="urn:mac-dinh" processContents="skip"/>
  </xs:sequence><xs:attribute name="so" type="xs:string" use="required"/></xs:complexType></xs:element></xs:schema>`;

let world: DropWorld;
let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'dongbo-xsd-'));
  await writeFile(join(dir, 'own.xsd'), XSD);
});
afterAll(() => rm(dir, { recursive: true, force: true }));
afterEach(() => world?.end());
const schema = () => ({ file: join(dir, 'own.xsd'), of: 'dossier' as const });

it('fills the fields by its places', async () => {
  world = await openDropWorld({ schema: null }, OWN);
  await world.put('a.xml', documentOf(hoSo('S-1') + hoSo('S-2', '<Loai>nháp</Loai>') + hoSo('S-3', '')));
  expect(await world.take()).toEqual({ taken: 1, refused: 0, dossiers: 1 });
  expect(world.stored).toMatchObject([
    {
      key: 'S-1',
      changedAt: '2026-01-02T08:00:00+00:00',
      fields: {
        procedureCode: '1.001193',
        procedureName: 'Khai sinh',
        agencyCode: 'H19.12',
        ownerName: 'TRẦN VÍ DỤ',
        phone: '091,092',
        email: '092',
        status: '4',
        channel: null,
      },
      components: [
        { id: '1', name: 'Tờ khai' },
        { id: '2', name: 'Đơn' },
      ],
      steps: [],
    },
  ]);
});

it('refuses a document that has no place for dossiers, and takes one whose list is empty', async () => {
  world = await openDropWorld({ schema: null }, OWN);
  await world.put('1.xml', documentOf(''));
  await world.put('2.xml', documentOf(hoSo('S-1')).replaceAll('DanhSach', 'Danhsach'));
  expect(await world.take()).toEqual({ taken: 1, refused: 1, dossiers: 0 });
  expect(await world.reasonOf('2.xml')).toMatch(/DB-XML-027[\s\S]*DanhSach\.HoSo/);
});

it('is held to the province’s own XSD, dossier by dossier, with the namespaces around them', async () => {
  world = await openDropWorld({ schema: schema() }, OWN);
  await world.put('1.xml', documentOf(hoSo('S-1')));
  await world.put('2.xml', documentOf(hoSo('S-2') + hoSo('S-3').replace('2026-01-02T', 'hôm qua ')));
  expect(await world.take()).toEqual({ taken: 1, refused: 1, dossiers: 1 });
  const [fault] = world.told.at(-1)?.faults ?? [];
  expect([fault?.code, fault?.line, fault?.params.field]).toEqual(['DB-XML-026', 8, 'CapNhat']);
  expect(await world.reasonOf('2.xml')).not.toContain('hôm qua');
});

it.each([
  ['no file', () => join(dir, 'none.xsd')],
  ['no XSD', () => join(import.meta.dirname, 'xml-own-map.test.ts')],
])('an XSD that is %s is told before anything is read', async (_name, file) => {
  await expect(openDropWorld({ dir, schema: { file: file(), of: 'dossier' } }, OWN)).rejects.toMatchObject({
    code: 'DB-XML-003',
    exitCode: 78,
  });
});

it('must be a map that XML can fill', () => {
  const sql: SourceMap = {
    ...DEFAULT_SOURCE_MAP,
    dossiers: { ...OWN.dossiers, query: 'SELECT 1', from: '' },
  };
  const settings = { dir, pageSize: 1, maxBytes: 1, schema: null };
  expect(() => createXmlDrop(settings, sql)).toThrow(/DB-XML-004.*dossiers\.from, dossiers\.query/);
});
