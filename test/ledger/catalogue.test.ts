/** The national catalogue in the ledger: spelled as found, ended instead of deleted, one hash for one content. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ProcedureCode } from '../../src/domain/codes.ts';
import type { CatalogueProcedure } from '../../src/domain/ports.ts';
import {
  endUnlisted,
  knownProcedures,
  notePull,
  storeList,
  storeProcedures,
} from '../../src/ledger/catalogue.ts';
import { catalogueVersions, loggedChanges, newestChangingPull } from '../../src/ledger/catalogue-log.ts';
import { catalogueProcedure, itemPlaces } from '../../src/ledger/catalogue-show.ts';
import { catalogueAge, catalogueHash, catalogueSnapshot } from '../../src/ledger/catalogue-snapshot.ts';
import { LedgerTrial } from './trial.ts';

let ledger: LedgerTrial;
beforeAll(async () => {
  ledger = await LedgerTrial.open(2);
});
afterAll(() => ledger.close());

const item = (code: string, name = code) => ({ code, name });

function fetched(code: string, change: Partial<CatalogueProcedure> = {}, listedName = 'Tên trong danh sách') {
  const procedure: CatalogueProcedure = {
    code: code as ProcedureCode,
    name: 'Thủ tục đăng ký khai sinh',
    published: true,
    sectorCode: 'G15-HT02',
    sectorName: 'Hộ tịch',
    components: [item('000.00.00.G15-KQ004389', 'Tờ khai')],
    results: [item('KQ.H37 0002')],
    terms: [{ channel: '1', time: '1', unit: 'Ngày làm việc' }],
    fees: [],
    charges: false,
    forCitizens: true,
    ...change,
  };
  return { procedure, listedName, contentHash: JSON.stringify(procedure) };
}

describe('procedures', () => {
  test('keep the spelling of the national database, dirt and all', async () => {
    const dirty = [' 1.014325', '1.014955-Xoa', '1.001193'];
    await storeProcedures(
      ledger.db,
      dirty.map((code) => fetched(code, { name: 'Tên  có\u00a0trống ' })),
    );
    const { procedures } = await catalogueSnapshot(ledger.db);
    expect([...procedures].map(({ code }) => code).sort()).toEqual([...dirty].sort());
    expect([...procedures].map(({ name }) => name)).toEqual(dirty.map(() => 'Tên  có\u00a0trống '));
  });

  test('are found by people without regard to case and outer blanks, the exact spelling first', async () => {
    await storeProcedures(ledger.db, [fetched('1.014955-xoa', { name: 'Khác' })]);
    expect((await catalogueProcedure(ledger.db, '1.014955-XOA'))?.code).toMatch(/^1\.014955-xoa$/i);
    expect((await catalogueProcedure(ledger.db, '1.014955-xoa'))?.name).toBe('Khác');
    expect(await catalogueProcedure(ledger.db, '1.014325 ')).toMatchObject({
      code: ' 1.014325',
      listed: true,
      terms: [{ channel: '1', time: '1', unit: 'Ngày làm việc' }],
    });
    expect(await catalogueProcedure(ledger.db, '9.999999')).toBeNull();
  });

  test('fetched again replace their parts, of no other procedure; parts without a code or twice do no harm', async () => {
    const components = [item('B', 'hai'), item('A', 'một'), item('A', 'một nữa'), item('', 'không mã')];
    await storeProcedures(ledger.db, [fetched('1.001193', { components, results: [] })]);
    const found = await catalogueProcedure(ledger.db, '1.001193');
    expect(found?.components).toEqual([item('A', 'một'), item('B', 'hai')]);
    expect(found?.results).toEqual([]);
    expect((await catalogueProcedure(ledger.db, ' 1.014325'))?.components).toHaveLength(1);
  });

  test('that are no longer listed are ended, not deleted, and come back', async () => {
    const listed = async (codes: string[]) => endUnlisted(ledger.db, codes, true);
    const still = [' 1.014325', '1.014955-Xoa', '1.014955-xoa'];
    expect(await listed(still)).toEqual({ ended: 1, unconfirmed: 0 });
    expect(await listed(still)).toEqual({ ended: 0, unconfirmed: 0 });
    expect((await knownProcedures(ledger.db)).get('1.001193')).toMatchObject({
      gone: true,
      listedName: 'Tên trong danh sách',
    });
    // No longer listed is as good as not published: nothing is sent under it.
    expect(await catalogueProcedure(ledger.db, '1.001193')).toMatchObject({
      published: false,
      listed: false,
    });
    await storeProcedures(ledger.db, [fetched('1.001193')]);
    expect(await catalogueProcedure(ledger.db, '1.001193')).toMatchObject({ published: true, listed: true });
    expect((await knownProcedures(ledger.db)).get('1.001193')?.gone).toBe(false);
  });
});

describe('ends', () => {
  let own: LedgerTrial;
  beforeAll(async () => {
    own = await LedgerTrial.open(2);
  });
  afterAll(() => own.close());

  const snapshotOf = async (code: string) =>
    [...(await catalogueSnapshot(own.db)).procedures].find((one) => one.code === code);
  /** Moves what was written into the past, and answers the day of Vietnam on which that was. */
  const daysAgo = async (days: number, table: string, column: string): Promise<string> => {
    await own.db.query(`UPDATE ${table} SET ${column} = ${column} - make_interval(days => $1)`, [days]);
    const { rows } = await own.db.query<{ day: string }>(
      "SELECT to_char((now() - make_interval(days => $1)) AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD') AS day",
      [days],
    );
    return rows[0]?.day ?? '';
  };

  test('come with the day of Vietnam: of parts, of what is unpublished, of what is not listed', async () => {
    await storeProcedures(own.db, [fetched('1.1'), fetched('1.2'), fetched('1.3', { published: false })]);
    expect(await snapshotOf('1.1')).toMatchObject({
      unpublishedOn: null,
      endedOn: null,
      endedComponents: [],
    });
    // Never seen published: no day on which it ceased to be.
    expect(await snapshotOf('1.3')).toMatchObject({ published: false, unpublishedOn: null, endedOn: null });

    await storeProcedures(own.db, [fetched('1.1', { components: [], results: [item('M')] })]);
    const partsEnd = await daysAgo(3, 'component', 'valid_to');
    expect(await snapshotOf('1.1')).toMatchObject({
      components: [],
      endedComponents: [{ code: '000.00.00.G15-KQ004389', endedOn: partsEnd }],
      endedResults: [{ code: 'KQ.H37 0002' }],
    });

    await storeProcedures(own.db, [fetched('1.2', { published: false })]);
    const unpublishedOn = await daysAgo(9, 'procedure', 'unpublished_at');
    await storeProcedures(own.db, [fetched('1.2', { published: false, name: 'Khác' })]);
    expect(await snapshotOf('1.2')).toMatchObject({ published: false, unpublishedOn, endedOn: null });

    await endUnlisted(own.db, [], true);
    const endedOn = await daysAgo(5, 'procedure', 'valid_to');
    expect(await snapshotOf('1.1')).toMatchObject({ published: false, unpublishedOn: endedOn, endedOn });
    expect(await snapshotOf('1.2')).toMatchObject({ unpublishedOn, endedOn });
    expect(await snapshotOf('1.3')).toMatchObject({ unpublishedOn: null, endedOn });
  });

  test('go when the procedure is back; unpublished when it comes back, it was so since it went', async () => {
    const gone = (await snapshotOf('1.1'))?.endedOn;
    await storeProcedures(own.db, [fetched('1.1', { published: false }), fetched('1.2')]);
    expect(await snapshotOf('1.1')).toMatchObject({ unpublishedOn: gone, endedOn: null });
    expect(await snapshotOf('1.2')).toMatchObject({ published: true, unpublishedOn: null, endedOn: null });
  });

  test.each([
    ['component', 'valid_to'],
    ['procedure', 'valid_to'],
    ['procedure', 'unpublished_at'],
  ])('are part of the hash: another day of %s.%s is another catalogue', async (table, column) => {
    await storeProcedures(own.db, [fetched('1.1', { components: [], published: false })]);
    const before = await catalogueHash(own.db);
    await daysAgo(1, table, column);
    expect(await catalogueHash(own.db)).not.toBe(before);
  });

  test('of a list that is not believed wait for the next one, and begin when first missed', async () => {
    await storeProcedures(own.db, [fetched('2.1'), fetched('2.2'), fetched('2.3')]);
    const others = ['1.1', '1.2', '1.3'];
    expect(await endUnlisted(own.db, [...others, '2.1'], false)).toEqual({ ended: 0, unconfirmed: 2 });
    expect(await snapshotOf('2.2')).toMatchObject({ published: true, endedOn: null });
    const missed = await daysAgo(2, 'procedure', 'missed_at');
    // 2.3 is listed again, 2.2 is not, 2.1 is missed for the first time.
    expect(await endUnlisted(own.db, [...others, '2.3'], false)).toEqual({ ended: 1, unconfirmed: 1 });
    expect(await snapshotOf('2.2')).toMatchObject({ published: false, endedOn: missed });
    expect(await endUnlisted(own.db, [...others, '2.1'], false)).toEqual({ ended: 0, unconfirmed: 1 });
    expect(await endUnlisted(own.db, [...others, '2.1'], true)).toEqual({ ended: 1, unconfirmed: 0 });
  });
});

describe('lists', () => {
  test('are replaced: new names taken over, missing codes ended, others untouched', async () => {
    const names = async () => [...(await catalogueSnapshot(ledger.db)).agencies].map(({ name }) => name);
    await storeList(ledger.db, 'agency', [
      item('H19', 'Đồng Nai'),
      item('H19.12', 'Biên Hòa'),
      item('', 'x'),
    ]);
    await storeList(ledger.db, 'sector', [item('G15-HT02', 'Hộ tịch')]);
    expect(await names()).toEqual(['Đồng Nai', 'Biên Hòa']);
    await storeList(ledger.db, 'agency', [item('H19', 'Tỉnh Đồng Nai'), item('H19', 'Tỉnh Đồng Nai')]);
    expect(await names()).toEqual(['Tỉnh Đồng Nai']);
    await storeList(ledger.db, 'agency', [item('H19', 'Tỉnh Đồng Nai'), item('H19.12', 'Biên Hòa')]);
    expect(await names()).toEqual(['Tỉnh Đồng Nai', 'Biên Hòa']);
  });
});

describe('the hash', () => {
  const hash = () => catalogueHash(ledger.db);

  test('stays when the same content is fetched again, in any order', async () => {
    await storeProcedures(ledger.db, [fetched('1.000001'), fetched('1.000002')]);
    const before = await hash();
    await storeProcedures(ledger.db, [fetched('1.000002'), fetched('1.000001')]);
    await storeList(ledger.db, 'agency', [item('H19.12', 'Biên Hòa'), item('H19', 'Tỉnh Đồng Nai')]);
    expect(await hash()).toBe(before);
    expect((await catalogueSnapshot(ledger.db)).hash).toBe(before);
  });

  test.each<[string, () => Promise<unknown>]>([
    ['a procedure changes', () => storeProcedures(ledger.db, [fetched('1.000001', { published: false })])],
    ['a procedure is new', () => storeProcedures(ledger.db, [fetched('1.000003')])],
    ['a procedure is ended', () => endUnlisted(ledger.db, ['1.000001'], true)],
    ['an agency is renamed', () => storeList(ledger.db, 'agency', [item('H19', 'Đồng Nai mới')])],
    ['an agency is ended', () => storeList(ledger.db, 'agency', [item('H20', 'Đồng Nai mới')])],
  ])('changes when %s', async (_what, change) => {
    const before = await hash();
    await change();
    expect(await hash()).not.toBe(before);
  });

  test('does not change with what the codebook does not ask', async () => {
    const before = await hash();
    await storeList(ledger.db, 'fee', [item('P1', 'Phí')]);
    await notePull(ledger.db, { startedAt: new Date(0), listed: 1, fetched: 0, hash: before });
    expect(await hash()).toBe(before);
  });

  test('of an empty catalogue is one as well', async () => {
    const empty = await LedgerTrial.open(1);
    try {
      expect(await catalogueHash(empty.db)).toMatch(/^[0-9a-f]{32}$/);
      expect(await catalogueAge(empty.db)).toEqual({ procedures: 0, pulledAt: null });
    } finally {
      await empty.close();
    }
  });
});

test('its age is that of the last pull that came to its end', async () => {
  const age = await catalogueAge(ledger.db);
  expect(age.procedures).toBe(1);
  expect(age.pulledAt?.getTime()).toBeGreaterThan(Date.now() - 3_600_000);
});

describe('the log', () => {
  let own: LedgerTrial;
  beforeAll(async () => {
    own = await LedgerTrial.open(3);
  });
  afterAll(() => own.close());

  const pull = async () => {
    const hash = await catalogueHash(own.db);
    await notePull(own.db, { startedAt: new Date(), listed: 0, fetched: 0, hash });
  };
  const entries = async (afterId = 0) =>
    (await loggedChanges(own.db, { afterId })).map(({ procedure, what, item: code, before, after }) =>
      [procedure, what, code, before, after].filter((word) => word !== null).join(' | '),
    );
  const last = async () => (await loggedChanges(own.db, {})).at(-1)?.id ?? 0;

  test('of a first pull has one entry a procedure, none for its parts', async () => {
    await storeProcedures(own.db, [fetched('1.1'), fetched('1.2', { name: 'Hai' })]);
    await storeList(own.db, 'sector', [item('G15', 'Hộ tịch')]);
    await storeList(own.db, 'fee', [item('P1')]);
    await pull();
    expect(await entries()).toEqual([
      '1.1 | procedure-added | Thủ tục đăng ký khai sinh',
      '1.2 | procedure-added | Hai',
      'sector-added | G15 | Hộ tịch',
    ]);
    expect(await catalogueVersions(own.db)).toMatchObject([
      { changes: { 'procedure-added': 2, 'sector-added': 1 } },
    ]);
  });

  test('says nothing where nothing changed, also of signs that PostgreSQL cannot store', async () => {
    const odd = fetched('1.3', { components: [item('A\u0000', 'lỗi \ud800')] });
    await storeProcedures(own.db, [odd]);
    const before = await last();
    await storeProcedures(own.db, [odd, fetched('1.1')]);
    await endUnlisted(own.db, ['1.1', '1.2', '1.3'], true);
    await storeList(own.db, 'sector', [item('G15', 'Hộ tịch'), item('', 'không mã')]);
    await pull();
    expect(await last()).toBe(before);
  });

  test('has every change of a procedure, and keeps the parts that are gone with their end', async () => {
    const before = await last();
    await storeProcedures(own.db, [
      fetched('1.1', {
        name: 'Khai sinh',
        published: false,
        sectorName: 'Hộ tịch mới',
        components: [item('M', 'mới')],
        results: [item('KQ.H37 0002', 'Tên khác')],
      }),
    ]);
    await pull();
    expect(await entries(before)).toEqual([
      '1.1 | renamed | Thủ tục đăng ký khai sinh | Khai sinh',
      '1.1 | unpublished',
      '1.1 | sector-changed | G15-HT02 Hộ tịch | G15-HT02 Hộ tịch mới',
      '1.1 | component-added | M | mới',
      '1.1 | component-removed | 000.00.00.G15-KQ004389 | Tờ khai',
      '1.1 | result-renamed | KQ.H37 0002 | KQ.H37 0002 | Tên khác',
    ]);
    const shown = await catalogueProcedure(own.db, '1.1');
    expect(shown?.components.map(({ code }) => code)).toEqual(['M']);
    expect(shown?.ended).toMatchObject([{ kind: 'component', code: '000.00.00.G15-KQ004389' }]);
    const snapshot = [...(await catalogueSnapshot(own.db)).procedures].find(({ code }) => code === '1.1');
    expect(snapshot?.components.map(({ code }) => code)).toEqual(['M']);
    expect(await itemPlaces(own.db, ' 000.00.00.g15-KQ004389')).toMatchObject([
      { procedure: '1.2', published: true, validTo: null },
      { procedure: '1.1', published: false, validTo: expect.any(Date) },
    ]);
  });

  test('has ends and returns; a part that is back counts from then on', async () => {
    const before = await last();
    expect((await endUnlisted(own.db, ['1.1', '1.3'], true)).ended).toBe(1);
    await storeProcedures(own.db, [fetched('1.2', { name: 'Hai' }), fetched('1.1')]);
    expect(await entries(before)).toEqual([
      '1.2 | procedure-abolished | Hai',
      '1.2 | procedure-back | Hai',
      '1.1 | renamed | Khai sinh | Thủ tục đăng ký khai sinh',
      '1.1 | published',
      '1.1 | sector-changed | G15-HT02 Hộ tịch mới | G15-HT02 Hộ tịch',
      '1.1 | component-added | 000.00.00.G15-KQ004389 | Tờ khai',
      '1.1 | component-removed | M | mới',
      '1.1 | result-renamed | KQ.H37 0002 | Tên khác | KQ.H37 0002',
    ]);
    expect((await catalogueProcedure(own.db, '1.1'))?.ended.map(({ code }) => code)).toEqual(['M']);
  });

  test('of a pull that was cut short is that of the newest one, and counts with the next', async () => {
    const cut = await newestChangingPull(own.db);
    expect(cut).toMatchObject({ finishedAt: null, toId: await last() });
    expect((await loggedChanges(own.db, cut ?? {})).map(({ what }) => what)).toContain('procedure-back');
    await pull();
    await pull();
    expect(await newestChangingPull(own.db)).toMatchObject({
      finishedAt: expect.any(Date),
      afterId: cut?.afterId,
      toId: cut?.toId,
    });
    const [newest] = await catalogueVersions(own.db);
    expect(newest?.changes).toMatchObject({ 'procedure-abolished': 1, 'procedure-back': 1, published: 1 });
  });

  test('of two pulls at once has each change once', async () => {
    const before = await last();
    const change = fetched('1.2', { name: 'Hai mới' });
    await Promise.all([1, 2, 3].map(() => storeProcedures(own.db, [change])));
    expect(await entries(before)).toEqual(['1.2 | renamed | Hai | Hai mới']);
  });

  test('is written with the change or not at all', async () => {
    const before = await last();
    const wrong = [fetched('1.2', { name: 'Ba' }), fetched('1.2', { name: 'Bốn' })];
    await expect(storeProcedures(own.db, wrong)).rejects.toThrow();
    expect(await last()).toBe(before);
    expect((await catalogueProcedure(own.db, '1.2'))?.name).toBe('Hai mới');
  });

  test.each([
    ['changed', "UPDATE catalogue_change SET after = 'x'"],
    ['thinned out', 'DELETE FROM catalogue_change'],
  ])('cannot be %s', async (_what, sql) => {
    await expect(own.db.query(sql)).rejects.toMatchObject({ code: '23001' });
  });
});
