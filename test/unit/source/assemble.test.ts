/** Rows into dossiers: none lost, and the same whatever order they came in. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  assembleDossiers,
  compareIds,
  orderingParts,
  type PartRows,
  type Row,
} from '../../../src/source/rows/assemble.ts';

const NO_PARTS: PartRows = { components: [], results: [], steps: [], fees: [], supplements: [] };
const STEP_FIELDS = ['id', 'at', 'content'];
const text = fc.constantFrom(null, '', ' ', '1', '2', '10', '007', 'b', 'Đã nhận');
const stepRow = fc.record({ dossierCode: fc.constant('A'), id: text, at: text, content: text });
const shuffled = fc
  .array(stepRow, { maxLength: 12 })
  .chain((rows) => fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })));

describe('parts', () => {
  it('are all there, in one order, whatever order they came in', () => {
    fc.assert(
      fc.property(shuffled, ([rows, others]) => {
        const ordered = orderingParts(STEP_FIELDS)(rows);
        expect(orderingParts(STEP_FIELDS)(others)).toEqual(ordered);
        const contents = (list: readonly Row[]): string[] =>
          list.map((row) => `${row.at}|${row.content}`).sort();
        expect(contents(ordered)).toEqual(contents(rows));
        const ids = ordered.map((part) => part.id ?? '');
        expect([...ids].sort(compareIds)).toEqual(ids);
      }),
    );
  });

  it('without id keep their stand-in when another row is added', () => {
    const one = { dossierCode: 'A', id: null, at: '2026-11-24', content: 'Tiếp nhận' };
    const [alone] = orderingParts(STEP_FIELDS)([one]);
    const other = { dossierCode: 'A', id: null, at: '2026-11-23', content: 'Nộp' };
    const both = orderingParts(STEP_FIELDS)([other, one, one]).map((part) => part.id);
    expect(alone?.id).toMatch(/^\?[0-9a-f]{16}$/);
    expect(both).toContain(alone?.id);
    expect(both).toContain(`${alone?.id}-2`);
    expect(new Set(both).size).toBe(3);
  });

  it('go in the order of whole numbers where ids are numbers', () => {
    const rows = ['10', '9', 'b', '1', 'a'].map((id) => ({ id }));
    expect(orderingParts(['id'])(rows).map((part) => part.id)).toEqual(['1', '9', '10', 'a', 'b']);
  });

  it('come with every field, absent ones as null', () => {
    expect(orderingParts(STEP_FIELDS)([{ dossierCode: 'A', id: '1' }])).toEqual([
      { id: '1', at: null, content: null },
    ]);
  });
});

describe('dossiers', () => {
  it('that occur twice are one: the later row, and among equals always the same one', () => {
    const old = { code: 'A', changedAt: '2026-11-24 10:00:00+07', status: '1' };
    const late = { code: 'A', changedAt: '2026-11-24 11:00:00+07', status: '2' };
    const twin = { ...late, status: '3' };
    const statusOf = (rows: readonly Row[]): unknown =>
      assembleDossiers(rows, NO_PARTS).map(({ fields }) => fields.status);
    expect(statusOf([old, late])).toEqual(['2']);
    expect(statusOf([old, late, twin])).toEqual(['3']);
    expect(statusOf([old, twin, late])).toEqual(['3']);
    // Asked for by key they come in any order, and a later clock may be written in another zone.
    expect(statusOf([twin, late, old])).toEqual(['3']);
    const abroad = { ...old, changedAt: '2026-11-24 05:00:00.5Z', status: '4' };
    for (const rows of [
      [abroad, twin, old],
      [old, twin, abroad],
    ])
      expect(statusOf(rows)).toEqual(['4']);
    const none = { ...old, changedAt: null, status: '5' };
    expect(statusOf([late, none])).toEqual(['2']);
  });

  it('whose parts have a time of change of their own changed when the last of all did', () => {
    const row = { code: 'A', changedAt: '2026-01-01 08:00:00+07' };
    const step = (id: string, changedAt: string | null): Row => ({ dossierCode: 'A', id, changedAt });
    const timeOf = (...steps: readonly Row[]): unknown =>
      assembleDossiers([row], { ...NO_PARTS, steps }, Date.parse('2026-12-01T00:00:00Z'))[0]?.changedAt;
    expect(timeOf(step('1', '2026-11-24 10:00:00.123456'), step('2', '2026-03-01 10:00:00'))).toBe(
      '2026-11-24T10:00:00.123456+07:00',
    );
    expect(timeOf(step('1', '2025-01-01 00:00:00'), step('2', null))).toBe('2026-01-01T08:00:00+07:00');
    // One that is yet to come, or means "for good", is no change.
    expect(timeOf(step('1', '9999-12-31 00:00:00'))).toBe('2026-01-01T08:00:00+07:00');
  });

  it('without code keep apart, get a stable key and nobody else’s parts', () => {
    const rows = [
      { code: null, changedAt: '2026-11-24 10:00:00+07', subject: 'một' },
      { code: ' ', changedAt: null, subject: 'hai' },
      { code: null, changedAt: '2026-11-24 10:00:00+07', subject: 'một' },
    ];
    const parts = {
      ...NO_PARTS,
      steps: [
        { dossierCode: null, id: '1' },
        { dossierCode: ' ', id: '2' },
      ],
    };
    const found = assembleDossiers(rows, parts);
    const keys = (list: readonly { key: string }[]): string[] => list.map(({ key }) => key).sort();
    expect(keys(assembleDossiers([...rows].reverse(), parts))).toEqual(keys(found));
    expect(new Set(found.map(({ key }) => key)).size).toBe(3);
    for (const dossier of found) {
      expect(dossier.key).toMatch(/^#[0-9a-f]{16}(-2)?$/);
      expect(dossier.steps).toEqual([]);
    }
    expect(found[1]?.changedAt).toBeNull();
    expect(found[1]?.fields.code).toBe(' ');
  });

  it('without code keep their key when they are only touched', () => {
    const row = { code: null, changedAt: '2026-11-24 10:00:00+07', subject: 'một' };
    const keys = (rows: readonly Row[]): string[] => assembleDossiers(rows, NO_PARTS).map(({ key }) => key);
    expect(keys([{ ...row, changedAt: '2026-11-25 10:00:00+07' }])).toEqual(keys([row]));
    expect(keys([{ ...row, subject: 'hai' }])).not.toEqual(keys([row]));
  });

  it('meet their parts, and each other, whatever the spelling of the code', () => {
    const spelled = [
      'H19-Đ\u1ea4T'.normalize('NFC'),
      ' H19-Đ\u1ea4T',
      'H19-Đ\u1ea4T'.normalize('NFD').padEnd(30),
    ];
    const steps = [...spelled, 'H19-ĐAT'].map((dossierCode, n) => ({ dossierCode, id: String(n) }));
    for (const code of spelled) {
      const [dossier] = assembleDossiers([{ code, changedAt: null }], { ...NO_PARTS, steps });
      expect([dossier?.key, dossier?.steps.map(({ id }) => id)]).toEqual([code, ['0', '1', '2']]);
    }
    const rows = spelled.map((code, n) => ({ code, changedAt: `2026-11-24 1${n}:00:00+07` }));
    expect(assembleDossiers(rows, NO_PARTS).map(({ key }) => key)).toEqual([spelled[2]]);
  });

  it('and parts with names that no index takes go under stand-ins, with the names in their fields', () => {
    const long = 'Ấ'.repeat(501);
    const parts = { ...NO_PARTS, fees: [{ dossierCode: long, id: long, name: 'Lệ phí' }] };
    const [dossier, other] = assembleDossiers(
      [
        { code: long, changedAt: null },
        { code: `${long}B`, changedAt: null },
      ],
      parts,
    );
    expect(dossier?.key).toMatch(/^#[0-9a-f]{16}$/);
    expect(other?.key).not.toBe(dossier?.key);
    expect(dossier?.fields.code).toBe(long);
    expect(dossier?.fees.map(({ id }) => id)).toEqual([expect.stringMatching(/^\?[0-9a-f]{16}$/)]);
    const [kept] = assembleDossiers([{ code: 'x'.repeat(500), changedAt: null }], NO_PARTS);
    expect(kept?.key).toBe('x'.repeat(500));
  });
});
