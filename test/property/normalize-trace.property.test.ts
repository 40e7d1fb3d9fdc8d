/** The full trace: every value that goes is accounted for by its label, and telling it changes nothing. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Dossier, Step } from '../../src/domain/dossier.ts';
import type { Trace } from '../../src/domain/normalized.ts';
import { normalize } from '../../src/normalize/normalize.ts';
import { anySource } from '../support/arbitrary-source.ts';
import { SmallCodebook } from '../support/small-codebook.ts';
import { aComponent, aDossier, aFee, aResult, aStep, aSupplement } from '../support/source-rows.ts';

const book = new SmallCodebook({ digitized: '1' });
const OPTIONS = { fileBaseUrl: 'https://tep.example.vn/', holdPolicy: 'part' } as const;
const PARTS = ['components', 'results', 'fees', 'supplements'] as const;

/** A value that goes, by the label that notes.ts gives it. */
interface Leaf {
  readonly label: string;
  readonly value: string;
}

function leavesOf(fields: object, prefix: string): Leaf[] {
  return Object.entries(fields).flatMap(([name, value]) => {
    if (Array.isArray(value)) return [];
    const text = typeof value === 'boolean' ? (value ? '1' : '0') : String(value);
    return text === '' ? [] : [{ label: prefix + name, value: text }];
  });
}

function leaves(dossier: Dossier | null, steps: readonly Step[]): Leaf[] {
  const parts = (list: string, rows: readonly { readonly id: string }[]) =>
    rows.flatMap((row) => leavesOf(row, `${list}[${row.id}].`));
  const ofSteps = parts('steps', steps);
  if (dossier === null) return ofSteps;
  return [
    ...leavesOf(dossier, ''),
    ...dossier.ownerIds.flatMap((ownerId) => leavesOf(ownerId, 'ownerIds.')),
    ...dossier.databases.map((value) => ({ label: 'databases', value })),
    ...PARTS.flatMap((list) => parts(list, dossier[list])),
    ...ofSteps,
  ];
}

function untold(all: readonly Leaf[], trace: readonly Trace[]): Leaf[] {
  const told = new Set(trace.map(({ field, to }) => JSON.stringify([field, to])));
  return all.filter(({ label, value }) => !told.has(JSON.stringify([label, value])));
}

describe('the full trace', () => {
  it('tells where every value of any dossier and of its steps came from', () => {
    let values = 0;
    fc.assert(
      fc.property(anySource, (source) => {
        const { dossier, steps, trace } = normalize(source, book, { ...OPTIONS, trace: 'full' });
        const all = leaves(dossier, steps);
        values += all.length;
        expect(untold(all, trace)).toEqual([]);
        for (const { rule } of trace) expect(rule).not.toBe('');
      }),
      { numRuns: 400 },
    );
    expect(values).toBeGreaterThan(5_000);
  });

  it('changes nothing but the trace, and holds all that the short one has', () => {
    fc.assert(
      fc.property(anySource, (source) => {
        const { trace, ...short } = normalize(source, book, OPTIONS);
        const { trace: full, ...rest } = normalize(source, book, { ...OPTIONS, trace: 'full' });
        expect(rest).toEqual(short);
        const told = new Set(full.map((entry) => JSON.stringify(entry)));
        expect(trace.filter((entry) => !told.has(JSON.stringify(entry)))).toEqual([]);
        expect(normalize(source, book, { ...OPTIONS, trace: 'changes' }).trace).toEqual(trace);
      }),
      { numRuns: 300 },
    );
  });

  it('names what passed through `as written`, and each file of a component by its own id', () => {
    const source = aDossier(
      { note: 'Ghi chú' },
      {
        components: [aComponent({ link: 'https://x.vn/a.pdf##b.pdf', name: ' Tờ  khai' })],
        results: [aResult()],
        fees: [aFee()],
        steps: [aStep()],
        supplements: [aSupplement()],
      },
    );
    const { trace } = normalize(source, book, { ...OPTIONS, trace: 'full' });
    const entry = (field: string, from: string, to: string, rule: string) => ({ field, from, to, rule });
    const file = 'https://tep.example.vn/b.pdf';
    for (const expected of [
      entry('note', 'Ghi chú', 'Ghi chú', 'as written'),
      entry('receivedAt', '2026-01-02T08:00:00+07:00', '2026-01-02T08:00:00', 'local time'),
      entry('procedureName', '1.001193', 'Thủ tục đăng ký khai sinh', 'catalogue'),
      entry('hasDigitizedComponent', 'components[7].digitized', '1', 'from the components'),
      entry('components[7].link', 'https://x.vn/a.pdf', 'https://x.vn/a.pdf', 'as written'),
      entry('components[7-2].id', '7', '7-2', 'file 2 of 7'),
      entry('components[7-2].name', ' Tờ  khai', 'Tờ khai', 'cleaned'),
      entry('components[7-2].link', 'b.pdf', file, 'file base address'),
      entry('components[7].deleted', '0', '0', 'yes or no'),
      entry('steps[1].dossierCode', 'H19.12-260102-0001', 'H19.12-260102-0001', 'code of the dossier'),
      entry('steps[1].content', 'Tiếp nhận', 'Tiếp nhận', 'as written'),
      entry('fees[5].amountDong', '50000', '50000', 'as written'),
      entry('supplements[9].requestedAt', '2026-01-03 08:00:00', '2026-01-03T08:00:00', 'local time'),
    ]) {
      expect(trace).toContainEqual(expected);
    }
    expect(trace.filter(({ field }) => field === 'components[7-2].link')).toHaveLength(1);
  });
});
