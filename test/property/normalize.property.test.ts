/** What normalization promises of any source dossier whatever, garbage included. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DOSSIER_STATUSES, type Dossier, NATIONAL_VALUES } from '../../src/domain/dossier.ts';
import { explainError } from '../../src/domain/errors.ts';
import { normalize } from '../../src/normalize/normalize.ts';
import { anySource } from '../support/arbitrary-source.ts';
import { KNOWN_CODES, SmallCodebook } from '../support/small-codebook.ts';

const book = new SmallCodebook();
const options = fc.record({
  fileBaseUrl: fc.constantFrom(null, 'https://tep.example.vn/'),
  holdPolicy: fc.constantFrom('part' as const, 'whole' as const),
});
const RUNS = { numRuns: 250 };
const LOCAL_TIME = /^(?:20|19)\d\d-(?:0\d|1[0-2])-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d$/;

describe('normalize, of anything', () => {
  it('answers, the same every time, and leaves the source alone', () => {
    fc.assert(
      fc.property(anySource, options, (source, opts) => {
        const before = structuredClone(source);
        const first = normalize(source, book, opts);
        expect(normalize(source, book, opts)).toEqual(first);
        expect(source).toEqual(before);
      }),
      { numRuns: 200 },
    );
  });

  it('sends no dossier exactly when a fault blocks it; under `whole` every fault does', () => {
    let gone = 0;
    fc.assert(
      fc.property(anySource, options, (source, opts) => {
        const { dossier, held } = normalize(source, book, opts);
        expect(dossier === null).toBe(held.some((fault) => fault.blocking));
        if (opts.holdPolicy === 'whole') expect(dossier === null).toBe(held.length > 0);
        if (dossier !== null) gone += 1;
      }),
      RUNS,
    );
    expect(gone).toBeGreaterThan(RUNS.numRuns / 20);
  });

  it('sends only codes of the codebook and values of the contract', () => {
    fc.assert(
      fc.property(anySource, options, (source, opts) => {
        const { dossier, steps } = normalize(source, book, opts);
        for (const step of steps) expect(DOSSIER_STATUSES).toContain(step.status);
        if (dossier !== null) expectNational(dossier);
      }),
      RUNS,
    );
  });

  it('keeps every limit, and every time is a time', () => {
    fc.assert(
      fc.property(anySource, options, (source, opts) => {
        const { dossier, steps } = normalize(source, book, opts);
        for (const step of steps) {
          expect(step.processor.length).toBeLessThanOrEqual(50);
          expect(step.processor).not.toBe('');
          for (const time of [step.at, step.startedAt, step.dueAt])
            if (time !== '') expect(time).toMatch(LOCAL_TIME);
        }
        if (dossier === null) return;
        expect(dossier.code.length).toBeLessThanOrEqual(50);
        expect(dossier.subject.length).toBeLessThanOrEqual(1000);
        for (const detail of [dossier.email, dossier.phone, dossier.fax, dossier.note]) {
          expect(detail.length).toBeLessThanOrEqual(500);
        }
        for (const { name } of dossier.components) expect(name.length).toBeLessThanOrEqual(4000);
        for (const { name } of dossier.results) expect(name.length).toBeLessThanOrEqual(2000);
        for (const fee of dossier.fees) {
          expect(fee.code.length).toBeLessThanOrEqual(50);
          expect(Number.isSafeInteger(fee.amountDong) && fee.amountDong >= 0).toBe(true);
        }
        expect(dossier.receivedAt).toMatch(LOCAL_TIME);
      }),
      RUNS,
    );
  });

  it('gives parts and steps ids that do not repeat, steps in order', () => {
    fc.assert(
      fc.property(anySource, options, (source, opts) => {
        const { dossier, steps } = normalize(source, book, opts);
        const lists =
          dossier === null ? [] : [dossier.components, dossier.results, dossier.fees, dossier.supplements];
        for (const list of [...lists, steps])
          expect(new Set(list.map((part) => part.id)).size).toBe(list.length);
        const times = steps.map((step) => step.at);
        expect(times).toEqual([...times].sort());
      }),
      RUNS,
    );
  });

  it('accounts for every part: it goes or is held by name', () => {
    fc.assert(
      fc.property(anySource, options, (source, opts) => {
        const { dossier, steps, held } = normalize(source, book, opts);
        if (dossier === null) return;
        for (const [scope, rows, sent] of [
          ['component', source.components, dossier.components],
          ['result', source.results, dossier.results],
          ['fee', source.fees, dossier.fees],
          ['step', source.steps, steps],
        ] as const) {
          const stayed = new Set(held.filter((fault) => fault.scope === scope).map((fault) => fault.part));
          if (stayed.size === 0) expect(sent.length).toBeGreaterThanOrEqual(rows.length);
          if (rows.length > 0) expect(sent.length + stayed.size).toBeGreaterThan(0);
        }
      }),
      RUNS,
    );
  });

  it('can say every fault in both languages, nothing left unfilled, and all of it can be stored', () => {
    fc.assert(
      fc.property(anySource, options, (source, opts) => {
        const normalized = normalize(source, book, opts);
        for (const { code, params, field, value } of normalized.held) {
          for (const language of ['vi', 'en'] as const) {
            // The value itself may hold braces: a plain one stands for it.
            const shown = { ...params, field, value: value === '' ? '' : 'v' };
            const { message, remedy } = explainError(code, language, shown);
            expect(`${message} ${remedy}`.replace(shown.value, '')).not.toMatch(/\{\w+\}/);
          }
        }
        const written = JSON.stringify({
          held: normalized.held,
          trace: normalized.trace,
          dossier: normalized.dossier,
        });
        expect(written).not.toMatch(/\\u0000|\\ud[89a-f]/i);
      }),
      RUNS,
    );
  });
});

function expectNational(dossier: Dossier): void {
  expect(KNOWN_CODES.has(dossier.procedureCode)).toBe(true);
  expect(DOSSIER_STATUSES).toContain(dossier.status);
  expect(NATIONAL_VALUES.channel).toContain(dossier.channel);
  expect(NATIONAL_VALUES.subject_type).toContain(dossier.subjectType);
  expect(NATIONAL_VALUES.return_method).toContain(dossier.returnMethod);
  expect(NATIONAL_VALUES.filing_place).toContain(dossier.filingPlace);
  expect(NATIONAL_VALUES.payment).toContain(dossier.payment);
  expect(dossier.agencyName).not.toBe('');
  for (const { type, number } of dossier.ownerIds) {
    if (type === '1') expect(number).toMatch(/^\d{12}$/);
    if (type === '2') expect(number).toMatch(/^\d{9}$/);
  }
  for (const component of dossier.components) {
    expect(KNOWN_CODES.has(component.code)).toBe(true);
    expect(NATIONAL_VALUES.digitized).toContain(component.digitized);
    expect(NATIONAL_VALUES.reuse).toContain(component.reuse);
    expect(NATIONAL_VALUES.from_store).toContain(component.fromStore);
    expect(component.replacesResult !== '').toBe(component.reuse === '2');
    expect(component.link).toMatch(/^(?:https?:\/\/.+)?$/iu);
  }
  for (const result of dossier.results) {
    expect(KNOWN_CODES.has(result.code)).toBe(true);
    if (result.componentCode !== '') expect(KNOWN_CODES.has(result.componentCode)).toBe(true);
  }
  for (const fee of dossier.fees) {
    expect(['', ...NATIONAL_VALUES.fee_collection]).toContain(fee.collection);
    expect(['', ...NATIONAL_VALUES.fee_kind]).toContain(fee.kind);
  }
}
