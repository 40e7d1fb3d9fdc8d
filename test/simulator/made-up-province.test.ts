/** The made-up province on a real PostgreSQL, read through the real SQL source. */
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEFAULT_SOURCE_MAP } from '../../src/codebook/source-map/default-source-map.ts';
import type { SourceDossier } from '../../src/domain/source-dossier.ts';
import {
  createProvinceDatabase,
  openProvinceDatabase,
} from '../../src/simulator/province/create-province-database.ts';
import { makeProvince } from '../../src/simulator/province/make-province.ts';
import type { ProvinceDatabase } from '../../src/simulator/province/province-database.ts';
import { createSqlSource } from '../../src/source/sql/create-sql-source.ts';
import { type FreshDatabase, freshDatabase } from '../support/services.ts';
import { asSource } from '../unit/simulator/shipped-codebook.ts';

const now = new Date('2026-11-24T08:15:00Z');
const province = makeProvince({ dossiers: 1200, faulty: 120, seed: 3, now });
let database: FreshDatabase;
let made: ProvinceDatabase;

beforeAll(async () => {
  database = await freshDatabase();
  made = await createProvinceDatabase(database.url, province.dossiers());
});
afterAll(async () => {
  await made.close();
  await database.drop();
});

async function readAll(): Promise<Map<string, SourceDossier>> {
  const source = createSqlSource({ url: database.url, pageSize: 500 }, DEFAULT_SOURCE_MAP);
  try {
    await source.check();
    const found = new Map<string, SourceDossier>();
    for (let position = null, end = false; !end; ) {
      const page = await source.readPage(position);
      for (const dossier of page.dossiers) found.set(dossier.key, dossier);
      position = page.last ?? position;
      end = page.end;
    }
    return found;
  } finally {
    await source.close();
  }
}

/** Moments as milliseconds and booleans as PostgreSQL says them: the only things a database writes its own way. */
function comparable(dossier: SourceDossier): unknown {
  const ms = (text: string | null) => (text === null ? null : Date.parse(text));
  const steps = dossier.steps.map((step) => ({ ...step, at: ms(step.at) }));
  const plain = JSON.stringify({ ...dossier, changedAt: ms(dossier.changedAt), steps });
  return JSON.parse(
    plain
      .replaceAll('"true"', '"1"')
      .replaceAll('"false"', '"0"')
      .replaceAll('"t"', '"1"')
      .replaceAll('"f"', '"0"'),
  );
}

it('comes out of the views as it was made, every dossier with all its parts', async () => {
  const found = await readAll();
  expect(found.size).toBe(1200);
  for (const { rows, expectation } of province.dossiers()) {
    const dossier = found.get(expectation.code);
    expect(dossier && comparable(dossier), expectation.code).toEqual(comparable(asSource(rows)));
  }
});

it('takes steps, changes and removals, and moves the time of change', async () => {
  const code = (index: number) => province.at(index).expectation.code;
  const later = new Date('2026-11-24T09:00:00Z');
  await made.addStep(code(0), { status: 'DUNG_XU_LY', at: later });
  await made.change(code(1), { kenh: 'TRUC_TIEP' }, later);
  const part = province.at(2).rows.dongbo_thanh_phan[0]?.id ?? '';
  await made.changePart('dongbo_thanh_phan', code(2), part, { ma_giay_to: 'GT-005' }, later);
  await made.remove(code(3));
  await expect(made.change('không có', { kenh: '1' }, later)).rejects.toThrow(RangeError);
  await expect(made.changePart('dongbo_le_phi', code(0), '1', { la: '1' }, later)).rejects.toThrow(
    RangeError,
  );

  const found = await readAll();
  expect(found.size).toBe(1199);
  expect(found.get(code(0))).toMatchObject({ fields: { status: 'DUNG_XU_LY', substatus: null } });
  expect(found.get(code(0))?.steps.at(-1)).toMatchObject({ status: 'DUNG_XU_LY' });
  expect(found.get(code(1))?.fields.channel).toBe('TRUC_TIEP');
  expect(found.get(code(2))?.components[0]?.documentCode).toBe('GT-005');
  for (const index of [0, 1, 2]) {
    expect(Date.parse(found.get(code(index))?.changedAt ?? '')).toBe(later.getTime());
  }
});

it('replaces a made-up province, but never a schema of somebody else', async () => {
  const small = makeProvince({ dossiers: 3, faulty: 0, seed: 1, now });
  await (await createProvinceDatabase(database.url, small.dossiers())).close();
  expect((await readAll()).size).toBe(3);

  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query("comment on schema motcua is 'hệ thống một cửa thật'");
  await client.end();
  await expect(createProvinceDatabase(database.url, small.dossiers())).rejects.toMatchObject({
    code: 'DB-CFG-003',
  });
  expect((await readAll()).size).toBe(3);
});

it('says in our words that a server is away, without the password', async () => {
  const away = openProvinceDatabase('postgres://nguoi:mat-khau@127.0.0.1:9/motcua');
  await expect(away).rejects.toMatchObject({ code: 'DB-SRC-001', params: { where: '127.0.0.1:9/motcua' } });
});
