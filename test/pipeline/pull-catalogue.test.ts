/** A pull that is cut short: the log is right at every moment, and the next pull goes on. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ProcedureCode } from '../../src/domain/codes.ts';
import { DongboError } from '../../src/domain/errors.ts';
import type { CatalogueService } from '../../src/domain/ports.ts';
import { catalogueVersions, loggedChanges } from '../../src/ledger/catalogue-log.ts';
import { catalogueHash, catalogueSnapshot } from '../../src/ledger/catalogue-snapshot.ts';
import { type PullOptions, pullCatalogue } from '../../src/pipeline/pull-catalogue.ts';
import { LedgerTrial } from '../ledger/trial.ts';

let ledger: LedgerTrial;
beforeAll(async () => {
  ledger = await LedgerTrial.open(3);
});
afterAll(() => ledger.close());

/** Lists `codes`; goes away for good after `calls` procedures. */
function portal(codes: readonly string[], calls = Number.POSITIVE_INFINITY): CatalogueService {
  let left = calls;
  return {
    listProcedures: async () => codes.map((code) => ({ code, name: `Thủ tục ${code}` })),
    procedure: async (code) => {
      left -= 1;
      if (left < 0) throw new DongboError('DB-PRT-001', { where: 'x', reason: 'gone' });
      const sector = { sectorCode: 'G15', sectorName: 'Hộ tịch' };
      const parts = {
        components: [{ code: `KQ-${code}`, name: 'Tờ khai' }],
        results: [],
        terms: [
          { channel: '1', time: '3', unit: 'Ngày làm việc' },
          { channel: '', time: '5', unit: 'Ngày làm việc' },
        ],
        fees: [],
        charges: true,
        forCitizens: true,
      };
      return { code: code as ProcedureCode, name: `Thủ tục ${code}`, published: true, ...sector, ...parts };
    },
    list: async () => null,
  };
}

const pull = (
  catalogue: CatalogueService,
  options: Partial<PullOptions> = {},
  signal = new AbortController().signal,
) =>
  pullCatalogue(
    { ledger: ledger.db, catalogue, concurrency: 4, refreshDays: 7, now: () => new Date() },
    { full: false, ...options },
    signal,
  );
const codes = Array.from({ length: 130 }, (_, n) => `1.${String(n).padStart(6, '0')}`);
const logged = async (what: string) =>
  (await loggedChanges(ledger.db, {})).filter((entry) => entry.what === what).map((entry) => entry.procedure);

test('what is in the log is in the catalogue, after a first pull that broke off', async () => {
  await expect(pull(portal(codes, 70))).rejects.toMatchObject({ code: 'DB-PRT-001' });
  const stored = [...(await catalogueSnapshot(ledger.db)).procedures].map(({ code }) => code);
  expect(stored.length).toBe(70);
  expect((await logged('procedure-added')).sort()).toEqual(stored.sort());
  expect(await catalogueVersions(ledger.db)).toEqual([]);

  const { fetched, changes } = await pull(portal(codes));
  expect(fetched).toBe(60);
  expect(changes).toEqual({ 'procedure-added': 130 });
  expect((await logged('procedure-added')).sort()).toEqual(codes);
  expect(await catalogueVersions(ledger.db)).toMatchObject([{ changes: { 'procedure-added': 130 } }]);
});

test('nothing is called abolished by a pull that broke off', async () => {
  const next = [...codes.slice(1), '2.000001', '2.000002'];
  await expect(pull(portal(next, 1))).rejects.toMatchObject({ code: 'DB-PRT-001' });
  expect(await logged('procedure-abolished')).toEqual([]);
  expect((await pull(portal(next))).changes).toEqual({ 'procedure-added': 2, 'procedure-abolished': 1 });
  expect(await logged('procedure-abolished')).toEqual([codes[0]]);
});

test('told to stop, it says so, during a call as well as between two', async () => {
  const more = [...codes.slice(1), '2.000001', '2.000002', '3.000001', '3.000002'];
  const before = (await catalogueVersions(ledger.db)).length;
  const stop = new AbortController();
  const catalogue = portal(more);
  const stopped: CatalogueService = {
    ...catalogue,
    procedure: async (code) => {
      stop.abort();
      throw new DongboError('DB-PRT-001', { where: 'x', reason: `${code}: stopped` });
    },
  };
  await expect(pull(stopped, {}, stop.signal)).rejects.toMatchObject({ code: 'DB-CAT-007', exitCode: 75 });
  const last: CatalogueService = {
    ...catalogue,
    procedure: (code, signal) => {
      stop.abort();
      return catalogue.procedure(code, signal);
    },
  };
  await expect(pull(last, {}, stop.signal)).rejects.toMatchObject({ code: 'DB-CAT-007' });
  expect(await catalogueVersions(ledger.db)).toHaveLength(before);
  expect(await logged('procedure-abolished')).toEqual([codes[0]]);
  await pull(catalogue);
});

test('a list that lacks many is believed when the next one lacks them, too, or a person vouches for it', async () => {
  const all =
    (await loggedChanges(ledger.db, {})).filter(({ what }) => what === 'procedure-added').length - 1;
  const listed = [...codes.slice(1), '2.000001', '2.000002', '3.000001', '3.000002'];
  expect(listed).toHaveLength(all);
  // 21 of 133 are more than 20 and more than 5 %; 20 are believed at once.
  const cut = listed.slice(21);
  expect(await pull(portal(cut))).toMatchObject({ ended: 0, unconfirmed: 21, changes: {} });
  expect(await pull(portal(listed))).toMatchObject({ ended: 0, unconfirmed: 0, fetched: 0 });
  expect(await pull(portal(cut))).toMatchObject({ ended: 0, unconfirmed: 21 });
  const other = [...listed.slice(0, 1), ...listed.slice(22)];
  expect(await pull(portal(other))).toMatchObject({ ended: 20, unconfirmed: 1 });
  expect(await pull(portal(listed))).toMatchObject({
    ended: 0,
    fetched: 20,
    changes: { 'procedure-back': 20 },
  });
  expect(await pull(portal(cut), { confirmed: true })).toMatchObject({ ended: 21, unconfirmed: 0 });
  expect(await pull(portal(cut.slice(20)))).toMatchObject({ ended: 20, unconfirmed: 0 });
  await expect(pull(portal(cut.slice(80)), { confirmed: true })).rejects.toMatchObject({
    code: 'DB-CAT-003',
  });
});

test('an upgrade fetches once what older programs did not read, and has no dossier normalized anew for it', async () => {
  const [first = ''] = codes;
  const listed = { code: first, name: `Thủ tục ${first}` };
  const { rows: others } = await ledger.db.query<{ code: string; name: string }>(
    'SELECT code, listed_name AS name FROM procedure WHERE valid_to IS NULL AND code <> $1',
    [first],
  );
  const catalogue: CatalogueService = { ...portal(codes), listProcedures: async () => [listed, ...others] };
  await pull(catalogue);
  // As the program before stored it: content without fees, subjects and terms of cases.
  const older = {
    code: first,
    name: listed.name,
    published: true,
    sectorCode: 'G15',
    sectorName: 'Hộ tịch',
    components: [{ code: `KQ-${first}`, name: 'Tờ khai' }],
    results: [],
    terms: [{ channel: '1', time: '3', unit: 'Ngày làm việc' }],
    fees: [],
  };
  await ledger.db.query(
    `UPDATE procedure SET asked = 0, charges = NULL, for_citizens = NULL, terms = $2, content_hash = $3 WHERE code = $1`,
    [first, JSON.stringify(older.terms), createHash('sha256').update(JSON.stringify(older)).digest('hex')],
  );
  const before = await catalogueHash(ledger.db);
  expect(await pull(catalogue)).toMatchObject({ fetched: 1, changes: {} });
  expect(await catalogueHash(ledger.db)).toBe(before);
  const { rows } = await ledger.db.query(
    'SELECT charges, for_citizens, jsonb_array_length(terms) AS terms FROM procedure WHERE code = $1',
    [first],
  );
  expect(rows).toEqual([{ charges: true, for_citizens: true, terms: 2 }]);
  expect(await pull(catalogue)).toMatchObject({ fetched: 0 });
});
