/** A pull that is cut short: the log is right at every moment, and the next pull goes on. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ProcedureCode } from '../../src/domain/codes.ts';
import { DongboError } from '../../src/domain/errors.ts';
import type { CatalogueService } from '../../src/domain/ports.ts';
import { catalogueVersions, loggedChanges } from '../../src/ledger/catalogue-log.ts';
import { catalogueSnapshot } from '../../src/ledger/catalogue-snapshot.ts';
import { pullCatalogue } from '../../src/pipeline/pull-catalogue.ts';
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
        terms: [],
        fees: [],
      };
      return { code: code as ProcedureCode, name: `Thủ tục ${code}`, published: true, ...sector, ...parts };
    },
    list: async () => null,
  };
}

const pull = (catalogue: CatalogueService) =>
  pullCatalogue(
    { ledger: ledger.db, catalogue, concurrency: 4, refreshDays: 7, now: () => new Date() },
    false,
    new AbortController().signal,
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
