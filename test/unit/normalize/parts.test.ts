/** Components, results, fees, supplements and steps: the faulty one stays behind, the others go. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SourceDossier } from '../../../src/domain/source-dossier.ts';
import { normalize } from '../../../src/normalize/normalize.ts';
import { compareIds } from '../../../src/source/rows/assemble.ts';
import { SmallCodebook } from '../../support/small-codebook.ts';
import { aComponent, aDossier, aFee, aResult, aStep, aSupplement } from '../../support/source-rows.ts';

const read = (parts: Partial<SourceDossier>, fileBaseUrl: string | null = null) =>
  normalize(aDossier({}, parts), new SmallCodebook(), { fileBaseUrl, holdPolicy: 'part' });

describe('components', () => {
  it.each<[Parameters<typeof aComponent>[0], string]>([
    [{ id: ' ' }, 'DB-CMP-001'],
    [{ id: 'ok' }, 'DB-CMP-002'],
    [{ name: null }, 'DB-CMP-003'],
    [{ documentCode: null }, 'DB-CMP-004'],
    [{ documentCode: 'lạ' }, 'DB-CMP-005'],
    [{ documentCode: 'KHAC' }, 'DB-CMP-006'],
    [{ documentCode: 'CU' }, 'DB-CMP-007'],
    [{ documentCode: 'SAI' }, 'DB-CMP-008'],
    [{ link: 'kho/a.pdf' }, 'DB-CMP-009'],
    [{ link: 'C:\\kho\\a.pdf' }, 'DB-CMP-010'],
    [{ link: '\\\\may\\kho\\a.pdf' }, 'DB-CMP-010'],
    [{ link: 'javascript:alert(1)' }, 'DB-CMP-010'],
    [{ digitized: '2' }, 'DB-CMP-011'],
    [{ reuse: '3' }, 'DB-CMP-012'],
    [{ fromStore: 'x' }, 'DB-CMP-013'],
    [{ deleted: 'x' }, 'DB-CMP-014'],
    [{ reuse: '2' }, 'DB-CMP-015'],
    [{ reuse: '2', replacesResultCode: 'lạ' }, 'DB-CMP-016'],
    [{ reuse: '2', replacesResultCode: 'CU' }, 'DB-CMP-017'],
    [{ reuse: '2', replacesResultCode: 'SAI' }, 'DB-CMP-018'],
  ])('%j: %s, and only that one stays behind', (change, code) => {
    const { dossier, held } = read({ components: [aComponent({ id: 'ok' }), aComponent(change)] });
    expect(held.map((fault) => [fault.code, fault.scope, fault.blocking])).toEqual([
      [code, 'component', false],
    ]);
    expect(dossier?.components.map((component) => component.id)).toEqual(['ok']);
  });

  it('have the code as the catalogue spells it', () => {
    const { dossier } = read({ components: [aComponent({ documentCode: ' h38-kq  01/a' })] });
    expect(dossier?.components[0]?.code).toBe('H38-KQ 01/a');
  });

  it('become one entry a file, with ids that no other row has', () => {
    const { dossier, held } = read(
      {
        components: [
          aComponent({ link: '/a b.pdf## https://x.vn/b.pdf##c.pdf##' }),
          aComponent({ id: '7-2', link: null }),
        ],
      },
      'https://tep.example.vn/kho/',
    );
    expect(held).toEqual([]);
    expect(dossier?.components.map(({ id, link }) => [id, link])).toEqual([
      ['7', 'https://tep.example.vn/kho/a b.pdf'],
      ['7-2-', 'https://x.vn/b.pdf'],
      ['7-3', 'https://tep.example.vn/kho/c.pdf'],
      ['7-2', ''],
    ]);
  });

  it('take relative links into the query of a base that ends so', () => {
    const { dossier } = read(
      { components: [aComponent({ link: '12345' })] },
      'https://tep.example.vn/tai?id=',
    );
    expect(dossier?.components[0]?.link).toBe('https://tep.example.vn/tai?id=12345');
  });

  it('keep the inside of a link as the file store spells it', () => {
    const inside = 'https://tep.example.vn/to\u031b  khai.pdf';
    const { dossier } = read({ components: [aComponent({ link: `\u200b ${inside}\u00a0\n` })] });
    expect(dossier?.components[0]?.link).toBe(inside);
  });

  it('that were taken back go as deleted, and count as digitized no more', () => {
    const { dossier } = read({ components: [aComponent({ deleted: 't' })] });
    expect(dossier?.components).toMatchObject([{ deleted: true, digitized: '1' }]);
    expect(dossier?.hasDigitizedComponent).toBe('0');
  });

  it('name the result they replace only where they reuse one', () => {
    const { dossier, trace, held } = read({
      components: [
        aComponent({ id: 'a', reuse: '2', replacesResultCode: 'GKS' }),
        aComponent({ id: 'b', reuse: '1', replacesResultCode: 'GKS' }),
      ],
    });
    expect(held).toEqual([]);
    expect(dossier?.components.map((component) => component.replacesResult)).toEqual(['KQ.G15.000031', '']);
    expect(trace).toContainEqual({
      field: 'components[b].replacesResult',
      from: 'GKS',
      to: '',
      rule: 'only with reuse 2',
    });
  });

  it('take a database’s own booleans without a row, a row first', () => {
    const { dossier } = read({ components: [aComponent({ digitized: 'true', fromStore: 'f' })] });
    expect(dossier?.components).toMatchObject([{ digitized: '1', fromStore: '0' }]);
  });

  it.each(['false', 'F', 'không', 'no', '0'])(
    'take %s for a no to reuse, but no yes, which says not of what',
    (no) => {
      const { dossier, held, trace } = read({ components: [aComponent({ reuse: no })] });
      expect([held, dossier?.components.map(({ reuse }) => reuse)]).toEqual([[], ['0']]);
      expect(trace).toContainEqual(
        expect.objectContaining({ field: 'components[7].reuse', from: no, to: '0' }),
      );
      expect(read({ components: [aComponent({ reuse: 'true' })] }).held.map(({ code }) => code)).toEqual([
        'DB-CMP-012',
      ]);
    },
  );
});

describe('results', () => {
  it.each<[Parameters<typeof aResult>[0], string]>([
    [{ id: '' }, 'DB-RES-001'],
    [{ id: 'ok' }, 'DB-RES-002'],
    [{ name: ' ' }, 'DB-RES-003'],
    [{ documentCode: null }, 'DB-RES-004'],
    [{ documentCode: 'lạ' }, 'DB-RES-005'],
    [{ documentCode: 'KHAC' }, 'DB-RES-006'],
    [{ documentCode: 'CU' }, 'DB-RES-007'],
    [{ documentCode: 'SAI' }, 'DB-RES-008'],
    [{ link: '/kq.pdf' }, 'DB-RES-009'],
    [{ link: 'file:///kq.pdf' }, 'DB-RES-010'],
    [{ componentCode: 'lạ' }, 'DB-RES-011'],
    [{ componentCode: 'KHAC' }, 'DB-RES-012'],
    [{ componentCode: 'CU' }, 'DB-RES-013'],
    [{ componentCode: 'SAI' }, 'DB-RES-014'],
  ])('%j: %s, and only that one stays behind', (change, code) => {
    const { dossier, held } = read({ results: [aResult({ id: 'ok' }), aResult(change)] });
    expect(held.map((fault) => [fault.code, fault.scope, fault.blocking])).toEqual([[code, 'result', false]]);
    expect(dossier?.results.map((result) => result.id)).toEqual(['ok']);
  });

  it('are never made of components', () => {
    expect(read({ components: [aComponent()] }).dossier?.results).toEqual([]);
  });
});

describe('fees', () => {
  it.each<[Parameters<typeof aFee>[0], string]>([
    [{ id: '' }, 'DB-FEE-001'],
    [{ id: 'ok' }, 'DB-FEE-002'],
    [{ name: null }, 'DB-FEE-003'],
    [{ amount: null }, 'DB-FEE-004'],
    [{ amount: 'năm mươi' }, 'DB-FEE-005'],
    [{ amount: '-5' }, 'DB-FEE-006'],
    [{ collection: '3' }, 'DB-FEE-007'],
    [{ kind: 'x' }, 'DB-FEE-008'],
    [{ feeCode: 'P'.repeat(51) }, 'DB-FEE-009'],
  ])('%j: %s, and only that one stays behind', (change, code) => {
    const { dossier, held } = read({ fees: [aFee({ id: 'ok' }), aFee(change)] });
    expect(held.map((fault) => [fault.code, fault.scope, fault.blocking])).toEqual([[code, 'fee', false]]);
    expect(dossier?.fees.map((fee) => fee.id)).toEqual(['ok']);
  });

  it('go in whole đồng, with what is not recorded left empty', () => {
    const { dossier } = read({ fees: [aFee({ amount: '50.000 đ', collection: null, kind: 'le phi' })] });
    expect(dossier?.fees).toEqual([
      { id: '5', name: 'Lệ phí', code: '', collection: '', amountDong: 50_000, kind: '1' },
    ]);
  });
});

describe('supplements', () => {
  it.each<[Parameters<typeof aSupplement>[0], string]>([
    [{ id: '' }, 'DB-SUP-001'],
    [{ id: 'ok' }, 'DB-SUP-002'],
    [{ requestedAt: 'x' }, 'DB-SUP-003'],
    [{ completedAt: '2026-02-30' }, 'DB-SUP-004'],
  ])('%j: %s, and only that one stays behind', (change, code) => {
    const { dossier, held } = read({ supplements: [aSupplement({ id: 'ok' }), aSupplement(change)] });
    expect(held).toMatchObject([{ code, scope: 'dossier', blocking: false }]);
    expect(dossier?.supplements.map((supplement) => supplement.id)).toEqual(['ok']);
  });
});

describe('steps', () => {
  it.each<[Parameters<typeof aStep>[0], string]>([
    [{ id: '' }, 'DB-STP-001'],
    [{ id: 'ok' }, 'DB-STP-002'],
    [{ at: null }, 'DB-STP-003'],
    [{ at: 'x' }, 'DB-STP-004'],
    [{ at: '2026-02-30' }, 'DB-STP-005'],
    [{ processor: null }, 'DB-STP-006'],
    [{ status: null }, 'DB-STP-007'],
    [{ status: 'x' }, 'DB-STP-008'],
    [{ dueAt: 'x' }, 'DB-STP-009'],
    [{ startedAt: '2026-02-30' }, 'DB-STP-010'],
  ])('%j: %s, and only that one stays behind', (change, code) => {
    const { steps, held, dossier } = read({ steps: [aStep({ id: 'ok' }), aStep(change)] });
    expect(held.map((fault) => [fault.code, fault.scope, fault.blocking])).toEqual([[code, 'step', false]]);
    expect(steps.map((step) => step.id)).toEqual(['ok']);
    expect(dossier).not.toBeNull();
  });

  it('go in the order in which they happened: time, then id as a number', () => {
    const at = '2026-01-02 09:00:00';
    const ids = ['10', 'b', '9', 'a1'].map((id) => aStep({ id, at }));
    const { steps } = read({ steps: [...ids, aStep({ id: '99', at: '02/01/2026 08:59' })] });
    expect(steps.map((step) => step.id)).toEqual(['99', '9', '10', 'a1', 'b']);
  });

  it('of one moment go in the order in which the source has them', () => {
    const id = fc.oneof(fc.stringMatching(/^0{0,2}[0-9]{1,3}$/), fc.stringMatching(/^[?a-b0-9-]{1,3}$/));
    fc.assert(
      fc.property(fc.uniqueArray(id), (ids) => {
        const { steps } = read({ steps: ids.map((name) => aStep({ id: name })) });
        expect(steps.map((step) => step.id)).toEqual(ids.toSorted(compareIds));
      }),
    );
  });

  it('wait with a held dossier, and none is made where the code is at fault', () => {
    const book = new SmallCodebook();
    const options = { fileBaseUrl: null, holdPolicy: 'part' } as const;
    const steps = [aStep()];
    expect(normalize(aDossier({ channel: 'x' }, { steps }), book, options)).toMatchObject({
      dossier: null,
      steps: [{ id: '1', dossierCode: 'H19.12-260102-0001', status: '2' }],
    });
    expect(normalize(aDossier({ code: null }, { steps }), book, options).steps).toEqual([]);
    expect(normalize(aDossier({ finishedAt: '2026-01-03' }), book, options).steps).toEqual([]);
  });
});
