/** What would be sent if the tables were mended: the same where nothing is unknown, and else all that a table can mend. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Lookup } from '../../src/domain/codebook.ts';
import type { ComponentCode, IsoDay, ProcedureCode, ResultCode } from '../../src/domain/codes.ts';
import type { Dossier, ValueField } from '../../src/domain/dossier.ts';
import type { Held } from '../../src/domain/normalized.ts';
import { normalize } from '../../src/normalize/normalize.ts';
import {
  hasStandInAgency,
  hasStandInProcedure,
  normalizeAsMended,
} from '../../src/pipeline/forgiving-codebook.ts';
import { anySource } from '../support/arbitrary-source.ts';
import { BIRTH, SmallCodebook } from '../support/small-codebook.ts';
import { aDossier } from '../support/source-rows.ts';

const book = new SmallCodebook();
const options = fc.record({
  fileBaseUrl: fc.constantFrom(null, 'https://tep.example.vn/'),
  holdPolicy: fc.constantFrom('part' as const, 'whole' as const),
});
const PART = { fileBaseUrl: null, holdPolicy: 'part' } as const;

const RUNS = { numRuns: 120 };

/** Faults that say: no row and no national code is this. */
const UNKNOWN =
  /^DB-(?:DOS-0(?:04|05|06|07|11|16|18|2[02456]|30|54|55)|CMP-0(?:0[5-8]|1[1-36-9])|RES-0(?:0[5-8]|1[1-6])|STP-008|FEE-00[78]|OWN-001)$/;
/** A needed value that is absent: a row for the absent value explains it. */
const ABSENT = /^DB-DOS-0(?:15|17|19|21)$/;
/** A row gives it a value that is none of the contract's: not unknown, but wrong. */
const isWrongRow = ({ value }: Held): boolean => value.includes('hong');
const isUnknown = (fault: Held): boolean => UNKNOWN.test(fault.code) && !isWrongRow(fault);
const isMendable = (fault: Held): boolean => isUnknown(fault) || ABSENT.test(fault.code);

/** What the dossier says besides its parts. */
const own = ({ components, results, fees, databases, ownerIds, hasDigitizedComponent, ...rest }: Dossier) =>
  rest;

class KnowsAll extends SmallCodebook {
  override procedure(text: string, on: IsoDay) {
    return orElse(super.procedure(text, on), BIRTH);
  }
  override component(procedure: ProcedureCode, text: string, on: IsoDay) {
    return orElse(super.component(procedure, text, on), 'C' as ComponentCode);
  }
  override result(procedure: ProcedureCode, text: string, on: IsoDay) {
    return orElse(super.result(procedure, text, on), 'R' as ResultCode);
  }
  override anyResult(text: string, on: IsoDay) {
    return orElse(super.anyResult(text, on), 'R' as ResultCode);
  }
  override agency(text: string, on: IsoDay) {
    return orElse(super.agency(text, on), { code: '', name: 'Sở' } as const);
  }
  override status(status: string, substatus: string) {
    return orElse(super.status(status, substatus), '9');
  }
  override value(field: ValueField, text: string) {
    return orElse(super.value(field, text), '1');
  }
}

const orElse = <T>(found: Lookup<T>, value: T): Lookup<T> =>
  found.found ? found : { found: true, value, rule: 'all' };
const KNOWS_ALL = new KnowsAll();

it('says what normalization says where nothing is unknown', () => {
  fc.assert(
    fc.property(anySource, options, (source, opts) => {
      expect(normalizeAsMended(source, KNOWS_ALL, opts)).toEqual(normalize(source, KNOWS_ALL, opts));
    }),
    RUNS,
  );
});

it('leaves no fault that a table can mend, and every other one', () => {
  let mendable = 0;
  fc.assert(
    fc.property(anySource, options, (source, opts) => {
      const plain = normalize(source, book, opts);
      const { held } = normalizeAsMended(source, book, opts);
      expect(held.filter(isUnknown)).toEqual([]);
      mendable += plain.held.filter(isUnknown).length;
      for (const fault of plain.held) if (!isMendable(fault)) expect(held).toContainEqual(fault);
    }),
    RUNS,
  );
  expect(mendable).toBeGreaterThan(RUNS.numRuns);
});

it('changes nothing of what goes already', () => {
  const LISTS = ['components', 'results', 'fees', 'supplements', 'databases'] as const;
  let gone = 0;
  fc.assert(
    fc.property(anySource, (source) => {
      const plain = normalize(source, book, PART);
      const mended = normalizeAsMended(source, book, PART);
      for (const step of plain.steps) expect(mended.steps).toContainEqual(step);
      if (plain.dossier === null) return;
      gone += 1;
      const { dossier } = mended;
      if (dossier === null) throw new Error('what goes must go');
      for (const list of LISTS) {
        for (const part of plain.dossier[list]) expect(dossier[list] as unknown[]).toContainEqual(part);
      }
      expect(own(dossier)).toEqual(own(plain.dossier));
      expect([hasStandInProcedure(dossier), hasStandInAgency(dossier)]).toEqual([false, false]);
    }),
    RUNS,
  );
  expect(gone).toBeGreaterThan(0);
});

it('lets a procedure that nobody knows go, with papers that nobody knows, and claims nothing of it', () => {
  const source = aDossier({
    procedureCode: 'TINH-CHUA-CO',
    agencyCode: 'CHUA-CO',
    agencyName: null,
    status: 'xong roi',
    channel: 'qua mang',
    payment: 'qua cong',
  });
  const parts = {
    ...source,
    components: [{ ...COMPONENT, documentCode: 'chua co', reuse: 'co the' }],
    results: [
      { id: '1', documentCode: 'chua co', name: 'Giấy', link: 'https://x.vn/k.pdf', componentCode: null },
    ],
  };
  expect(normalize(parts, book, PART).dossier).toBeNull();
  const { dossier, held } = normalizeAsMended(parts, book, PART);
  expect(held).toEqual([]);
  expect(dossier).toMatchObject({ status: '4', channel: '1', payment: '0' });
  expect(dossier?.components).toMatchObject([{ link: 'https://x.vn/a.pdf', reuse: '0', fromStore: '0' }]);
  expect(dossier?.results).toMatchObject([{ link: 'https://x.vn/k.pdf' }]);
  expect(dossier && [hasStandInProcedure(dossier), hasStandInAgency(dossier)]).toEqual([true, true]);
});

const COMPONENT = {
  id: '1',
  documentCode: 'TKKS',
  name: 'Tờ khai',
  link: 'https://x.vn/a.pdf',
  digitized: '1',
  reuse: null,
  fromStore: null,
  replacesResultCode: null,
  deleted: null,
};
