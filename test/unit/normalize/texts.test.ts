/** Texts, amounts, links: what is cleaned, what is kept, what is refused. */
import { describe, expect, it } from 'vitest';
import { cleanLines, cleanText, cutAtWord, storable } from '../../../src/normalize/clean-text.ts';
import { readAmount } from '../../../src/normalize/read-amount.ts';
import { readFlag } from '../../../src/normalize/read-flag.ts';

describe('cleanText', () => {
  it.each([
    [null, ''],
    ['  a  b ', 'a b'],
    ['Nguye\u0302\u0303n', 'Nguyễn'],
    ['a\u00a0\u3000b', 'a b'],
    ['a\u200bb\ufeff\u00ad', 'ab'],
    // Letter and mark kept apart by a zero-width blank compose once it is gone.
    ['e\u200b\u0301', 'é'],
    ['a\u0000b\u0007', 'ab'],
    ['a\u034fb\u061cc\ufe0fd\u{e0041}', 'abcd'],
    ['a\u1160\uffa0b\u2800c\u1680d\u202fe\u205ff', 'a b c d e f'],
    ['a\ud800b', 'ab'],
    ['dòng một\r\n\r\n  dòng hai\u0085ba', 'dòng một dòng hai ba'],
    ['😀 ok', '😀 ok'],
  ])('makes %j into %j', (raw, clean) => {
    expect(cleanText(raw)).toBe(clean);
  });

  it('keeps lines where lines make sense', () => {
    expect(cleanLines(' dòng  một \r\n\r\n\tdòng hai\u2028ba ')).toBe('dòng một\ndòng hai\nba');
  });

  it('changes nothing but what cannot be stored in what people are shown', () => {
    expect(storable(' Nguye\u0302\u0303n\u0000 \udc00')).toBe(' Nguye\u0302\u0303n ');
  });
});

describe('cutAtWord', () => {
  it.each([
    ['một hai ba', 10, 'một hai ba'],
    ['một hai ba', 9, 'một hai…'],
    ['một hai ba', 8, 'một hai…'],
    ['một hai ba', 7, 'một…'],
    ['abcdefghij', 5, 'abcd…'],
    ['abc😀defg', 5, 'abc…'],
  ])('cuts %j at %i to %j', (text, limit, cut) => {
    expect(cutAtWord(text, limit)).toBe(cut);
  });
});

describe('readAmount', () => {
  it.each([
    ['50000', 50_000],
    ['50.000', 50_000],
    ['50,000 đ', 50_000],
    ['50.000 VNĐ', 50_000],
    ['50000₫', 50_000],
    ['50000.00', 50_000],
    ['50000.0000', 50_000],
    ['50000.000', 50_000],
    ['1.234.567,00', 1_234_567],
    ['1,234,567.00 đồng', 1_234_567],
    ['1 234 567', 1_234_567],
    ['0', 0],
    ['0.00', 0],
  ])('reads %j as %i đồng', (written, dong) => {
    expect(readAmount(written)).toEqual({ ok: true, dong });
  });

  it.each([
    [null, 'absent'],
    ['  ', 'absent'],
    ['-50000', 'negative'],
    ['(50.000)', 'negative'],
    ['50000.5', 'unreadable'],
    ['5e4', 'unreadable'],
    ['50.00.000', 'unreadable'],
    ['1.234,567', 'unreadable'],
    ['miễn phí', 'unreadable'],
    ['đ', 'unreadable'],
    ['99999999999999999999', 'unreadable'],
    ['50 USD', 'unreadable'],
  ])('does not read %j: %s', (written, why) => {
    expect(readAmount(written)).toEqual({ ok: false, why });
  });
});

describe('readFlag', () => {
  it.each([
    [null, ''],
    ['1', '1'],
    [' TRUE ', '1'],
    ['co\u0301', '1'],
    ['f', '0'],
    ['Không', '0'],
    ['2', null],
    ['có lẽ', null],
  ])('reads %j as %j', (raw, flag) => {
    expect(readFlag(raw)).toBe(flag);
  });
});
