/** Less and other are told apart: what tables or catalogue lost stays at the portal, what they set right goes. */
import { describe, expect, test } from 'vitest';
import type { Codebook } from '../../src/domain/codebook.ts';
import type { LocalTime, ResultCode } from '../../src/domain/codes.ts';
import type { Dossier } from '../../src/domain/dossier.ts';
import type { SourceDossier, SourceFields } from '../../src/domain/source-dossier.ts';
import { normalize } from '../../src/normalize/normalize.ts';
import { saysLess } from '../../src/pipeline/says-less.ts';
import { SmallCodebook } from '../support/small-codebook.ts';
import { aComponent, aDossier, aFee, aResult } from '../support/source-rows.ts';

const SETTINGS = { fileBaseUrl: null, holdPolicy: 'part' as const };
const SOURCE = aDossier(
  {
    agencyName: 'UBND phường',
    databases: 'DANCU',
    payment: 'da nop',
    ownerIdType: 'CMND',
    ownerIdNumber: '271234567',
  },
  {
    components: [
      aComponent({ id: '1', documentCode: 'TKKS', digitized: 'X' }),
      aComponent({ id: '2', documentCode: 'h38-kq 01/a' }),
    ],
    results: [aResult({ documentCode: 'GKS' })],
    fees: [aFee({ kind: 'le phi' })],
  },
);

/** The small codebook with some of its answers gone or others. */
function book(change: Partial<Codebook>): Codebook {
  const small = new SmallCodebook();
  return {
    version: 'changed',
    procedure: (code, on) => small.procedure(code, on),
    component: (procedure, code, on) => small.component(procedure, code, on),
    result: (procedure, code, on) => small.result(procedure, code, on),
    anyResult: (code, on) => small.anyResult(code, on),
    agency: (code, on) => small.agency(code, on),
    status: (status, substatus) => small.status(status, substatus),
    value: (field, value) => small.value(field, value),
    fingerprint: () => '',
    ...change,
  };
}

const unknown = () => ({ found: false, why: 'unknown', rule: 'table.csv' }) as const;
const without = (field: string): Partial<Codebook> => ({
  value: (asked, value) => (asked === field ? unknown() : new SmallCodebook().value(asked, value)),
});

function less(before: Codebook, after: Codebook, source: SourceDossier = SOURCE): boolean {
  const { dossier } = normalize(source, before, SETTINGS);
  if (dossier === null) throw new Error('nothing was said before');
  return saysLess(dossier, { source, normalized: normalize(source, after, SETTINGS) });
}

describe('a row that is gone', () => {
  test.each<[string, Partial<Codebook>]>([
    ['the procedure', { procedure: unknown }],
    ['the status', { status: unknown }],
    ['the channel', without('channel')],
    [
      'a component',
      {
        component: (_, code) =>
          code === 'TKKS' ? unknown() : new SmallCodebook().component('' as never, code, '' as never),
      },
    ],
    ['a result', { result: unknown }],
    ["a component's mark", without('digitized')],
    ['the kind of a fee', without('fee_kind')],
    ['the type of an id', without('id_type')],
    ['a database', without('database')],
    ['payment', without('payment')],
    ['the agency, whose own name would go', { agency: unknown }],
    [
      'one thing, while another is set right',
      {
        ...without('database'),
        result: () => ({ found: true, value: 'KQ.X' as ResultCode, rule: 'table.csv:3' }),
      },
    ],
  ])('says less: %s', (_, change) => {
    expect(less(book({}), book(change))).toBe(true);
    // Once it is back, there is nothing to lose.
    expect(less(book({}), book({}))).toBe(false);
  });

  test.each([
    ['a component', { component: unknown }],
    ['payment', without('payment')],
    ['the agency', { agency: unknown }],
    ['a database', without('database')],
  ])('and never was there says no less: %s', (_, change) => {
    expect(less(book(change), book(change))).toBe(false);
    expect(less(book(change), book({}))).toBe(false);
  });
});

/** The same row under the rules of before: what it said then. */
function saidBefore(fields: Partial<Dossier>): Dossier {
  const { dossier } = normalize(SOURCE, book({}), SETTINGS);
  if (dossier === null) throw new Error('nothing was said before');
  return { ...dossier, ...fields };
}

describe('rules that read less than those before', () => {
  // Each cannot be read today: it stays behind, and the dossier goes.
  test.each<[string, Partial<SourceFields>, Partial<Dossier>]>([
    ['an owner', { ownerName: 'Nguyễn Vaên A' }, { ownerName: 'Nguyễn Văn A' }],
    ['a note', { note: 'Nguyễn Vaên A' }, { note: 'x' }],
    ['a time promised', { dueAt: 'hôm qua' }, { dueAt: '2026-01-02T00:00:00' as LocalTime }],
    ['a time of filing', { submittedAt: '2026-02-30' }, { submittedAt: '2026-02-28T00:00:00' as LocalTime }],
    ['an e-mail', { email: 'an@' }, { email: 'an@vidu.vn' }],
    ['a phone', { phone: '0912' }, { phone: '0912345678' }],
    ['a mark of the owner', { vneidVerified: 'có lẽ' }, { vneidVerified: '1' }],
  ])('say less: %s', (_, fields, said) => {
    const source = { ...SOURCE, fields: { ...SOURCE.fields, ...fields } };
    const again = { source, normalized: normalize(source, book({}), SETTINGS) };
    expect(again.normalized.dossier).not.toBeNull();
    expect(saysLess(saidBefore(said), again)).toBe(true);
    // What was not said before is not lost.
    const [field = ''] = Object.keys(said);
    expect(saysLess(saidBefore({ [field]: field === 'vneidVerified' ? '0' : '' }), again)).toBe(false);
  });

  test('an agency whose own name is in an old font', () => {
    const source = { ...SOURCE, fields: { ...SOURCE.fields, agencyName: 'UBND ph\u00adêng' } };
    const again = (change: Partial<Codebook>) => ({
      source,
      normalized: normalize(source, book(change), SETTINGS),
    });
    const forgotten = again({ agency: unknown });
    expect(forgotten.normalized.dossier).toMatchObject({ agencyCode: '', agencyName: 'UBND phường' });
    expect(saysLess(saidBefore({}), forgotten)).toBe(true);
    expect(saysLess(saidBefore({ agencyCode: '', agencyName: 'Ủy ban' }), forgotten)).toBe(true);
    // It went as it was written, by rules that could not read it.
    expect(saysLess(saidBefore({ agencyCode: '', agencyName: 'UBND phêng' }), forgotten)).toBe(false);
    expect(saysLess(saidBefore({ agencyCode: '', agencyName: 'UBND phường' }), forgotten)).toBe(false);
  });
});

describe('a row that says something else', () => {
  test.each<[string, Partial<Codebook>]>([
    ['another result', { result: () => ({ found: true, value: 'KQ.X' as ResultCode, rule: 'table.csv:3' }) }],
    ['another status', { status: () => ({ found: true, value: '9', rule: 'table.csv:3' }) }],
    [
      'not paid',
      {
        value: (field, value) =>
          field === 'payment'
            ? { found: true, value: '0', rule: 'values.csv:3' }
            : new SmallCodebook().value(field, value),
      },
    ],
    [
      'another database',
      {
        value: (field, value) =>
          field === 'database'
            ? { found: true, value: '3', rule: 'values.csv:3' }
            : new SmallCodebook().value(field, value),
      },
    ],
    [
      'an agency by name alone',
      { agency: () => ({ found: true, value: { code: '', name: 'Ủy ban' }, rule: 'agencies.csv:3' }) },
    ],
  ])('goes: %s', (_, change) => {
    expect(less(book({}), book(change))).toBe(false);
  });
});
