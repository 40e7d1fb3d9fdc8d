/**
 * A dossier shown back as a portal may show it, in any form, differs in nothing; one thing changed in it
 * is found, and under its name.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Dossier } from '../../src/domain/dossier.ts';
import { compareFields } from '../../src/portal/compare-fields.ts';
import { encodeDossier } from '../../src/portal/wire/encode-dossier.ts';
import { anyDossier } from '../support/arbitrary-dossier.ts';

type Row = Record<string, unknown>;

const isTime = (text: string): boolean => /^20\d{12}$/.test(text);
const split = (text: string): string[] =>
  /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text)?.slice(1) ?? [];
const TIMES: readonly ((wire: string) => string)[] = [
  (wire) => wire,
  (wire) => {
    const [year, month, day, hour, minute, second] = split(wire);
    return `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  },
  (wire) => {
    const [year, month, day, hour, minute, second] = split(wire);
    return `${day}/${month}/${year} ${hour}:${minute}:${second}`;
  },
  (wire) => wire.slice(0, 8),
  (wire) => wire.slice(0, 12),
  (wire) => {
    const [year, month, day] = split(wire);
    return `${day}/${month}/${year}`;
  },
  // Not to be read: so nothing is said.
  (wire) => String(Date.parse(`${wire.slice(0, 4)}-01-01`)),
];
const NAMES: readonly ((name: string) => string)[] = [
  (name) => name,
  (name) => name.toUpperCase(),
  (name) => name.toLowerCase(),
  (name) => name.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase(),
];

/** How a portal shows things: one number for each choice, so that a run can be told again. */
function dirty(value: unknown, choose: (of: number) => number, name = ''): unknown {
  if (Array.isArray(value)) {
    const all = value.map((one: unknown) => dirty(one, choose));
    return choose(2) === 0 ? all : all.reverse();
  }
  if (typeof value === 'object' && value !== null) {
    const naming = NAMES[choose(NAMES.length)] ?? ((same: string) => same);
    const kept = Object.entries(value).filter(() => choose(8) > 0);
    return {
      CuaCong: 'x',
      ...Object.fromEntries(kept.map(([key, one]) => [naming(key), dirty(one, choose, key)])),
    };
  }
  const text = String(value);
  if (text === '') return choose(2) === 0 ? null : '';
  if (isTime(text)) return TIMES[choose(TIMES.length)]?.(text);
  if (name === 'IsDeleted')
    return [text, text.toLowerCase(), text === 'True', text === 'True' ? 1 : '0'][choose(4)];
  if (name === 'Gia')
    return [text, Number(text), `${text}.00`, Number(text).toLocaleString('vi-VN')][choose(4)];
  if (/^[1-9]\d{0,5}$|^0$/.test(text) && choose(2) === 0) return Number(text);
  return [text, text.normalize('NFD'), ` ${text.replaceAll(' ', '  ')}\n`][choose(3)];
}

const choices = fc.infiniteStream(fc.nat(1000));
const chooserOf = (stream: Iterator<number>) => (of: number) => (stream.next().value ?? 0) % of;

describe('a dossier shown back', () => {
  it('in whatever form differs in nothing', () => {
    fc.assert(
      fc.property(anyDossier, choices, (dossier, stream) => {
        const shown = dirty(encodeDossier(dossier), chooserOf(stream)) as Row;
        expect(compareFields(dossier, shown)).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  const CHANGES: readonly (readonly [field: string, (dossier: Dossier) => Dossier | null])[] = [
    ['status', (dossier) => ({ ...dossier, status: dossier.status === '9' ? '10' : '9' })],
    ['ownerName', (dossier) => ({ ...dossier, ownerName: `${dossier.ownerName} Khác` })],
    ['receivedAt', (dossier) => ({ ...dossier, receivedAt: '2001-01-01T08:00:00' as Dossier['receivedAt'] })],
    [
      'vneidVerified',
      (dossier) => ({ ...dossier, vneidVerified: dossier.vneidVerified === '0' ? '1' : '0' }),
    ],
    ['databases', (dossier) => ({ ...dossier, databases: [...dossier.databases, 'KHAC'] })],
    ['ownerIds', (dossier) => ({ ...dossier, ownerIds: [...dossier.ownerIds, { type: '1', number: '1' }] })],
    [
      'components[p1].code',
      ({ components: [first, ...rest], ...dossier }) =>
        first === undefined
          ? null
          : { ...dossier, components: [{ ...first, code: 'KHAC' as never }, ...rest] },
    ],
    [
      'components[p1]',
      ({ components: [first, ...rest], ...dossier }) =>
        first === undefined || first.deleted ? null : { ...dossier, components: rest },
    ],
    [
      'results[p99]',
      (dossier) => ({
        ...dossier,
        results: [
          ...dossier.results,
          { id: 'p99', name: 'x', code: 'KQ.9' as never, componentCode: '', link: '' },
        ],
      }),
    ],
    [
      'fees[p1].amountDong',
      ({ fees: [first, ...rest], ...dossier }) =>
        first === undefined || rest.length > 0
          ? null
          : { ...dossier, fees: [{ ...first, amountDong: 9_999_999 }] },
    ],
  ];
  it.each(CHANGES)('shows a change of %s, and nothing else', (field, change) => {
    fc.assert(
      fc.property(anyDossier, (dossier) => {
        const changed = change(dossier);
        fc.pre(changed !== null);
        if (changed === null) return;
        const found = compareFields(dossier, encodeDossier(changed));
        expect(found.map((one) => one.field)).toEqual([field]);
        expect(found[0]?.ours).not.toBe(found[0]?.shown);
      }),
      { numRuns: 100 },
    );
  });
});
