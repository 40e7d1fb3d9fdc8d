/** Proposals by name, whatever the names: total, deterministic, sorted, and sure only of the same name. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactKey } from '../../src/codebook/suggest/exact-name.ts';
import { NameIndex } from '../../src/codebook/suggest/name-index.ts';

const WORDS =
  'giấy chứng nhận quyền sử dụng đất đơn đăng ký GCN QSDĐ UBND & hoà thuỷ quý 1 02 a) (mẫu) - đ. kí TN&MT';
const word = fc.constantFrom(...WORDS.split(' '));
const vietnamese = fc.array(word, { minLength: 1, maxLength: 12 }).map((words) => words.join(' '));
const anything = fc.oneof(
  vietnamese,
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.string({ maxLength: 40 }),
);
const items = fc
  .uniqueArray(fc.record({ code: fc.string({ minLength: 1, maxLength: 4 }), name: anything }), {
    selector: ({ code }) => code,
    maxLength: 25,
  })
  .map((all) => all.filter(({ code }) => code.trim() !== ''));

describe('the exact key', () => {
  it('is idempotent', () => {
    fc.assert(
      fc.property(anything, (text) => {
        expect(exactKey(exactKey(text))).toBe(exactKey(text));
      }),
      { numRuns: 1000 },
    );
  });

  it('is blind to Unicode form, case and blanks', () => {
    fc.assert(
      fc.property(vietnamese, (text) => {
        for (const other of [
          text.normalize('NFD'),
          text.toUpperCase(),
          text.toLowerCase(),
          ` ${text.replaceAll(' ', '\u00a0\t')}\u200b`,
        ]) {
          expect(exactKey(other)).toBe(exactKey(text));
        }
      }),
    );
  });
});

describe('find', () => {
  it('answers any name on any list: scores from 0 to 1 that fall, each code once, the same again', () => {
    fc.assert(
      fc.property(items, anything, (list, asked) => {
        const found = new NameIndex(list).find(asked);
        const scores = found.map(({ score }) => score);
        expect(scores).toEqual([...scores].sort((a, b) => b - a));
        expect(scores.every((score) => score > 0 && score <= 1)).toBe(true);
        expect(new Set(found.map(({ code }) => code)).size).toBe(found.length);
        expect(found.length).toBeLessThanOrEqual(5);
        expect(new NameIndex([...list].reverse()).find(asked)).toEqual(found);
      }),
    );
  });

  it('finds a name of the list first with 1, however spelled, and gives 1 to no other name', () => {
    fc.assert(
      fc.property(items, fc.nat(), (list, pick) => {
        const item = list[pick % Math.max(list.length, 1)];
        const key = item === undefined ? '' : exactKey(item.name);
        if (item === undefined || key === '') return;
        const index = new NameIndex(list);
        for (const asked of [item.name, item.name.normalize('NFD')]) {
          const found = index.find(asked, list.length);
          expect(found[0]?.score).toBe(1);
          expect(
            found
              .filter(({ score }) => score === 1)
              .map(({ code }) => code)
              .sort(),
          ).toEqual(
            list
              .filter(({ name }) => exactKey(name) === key)
              .map(({ code }) => code)
              .sort(),
          );
        }
      }),
    );
  });
});
