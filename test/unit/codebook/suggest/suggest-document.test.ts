/** The procedure's own list comes first unless it is clearly worse. */
import { describe, expect, it } from 'vitest';
import { NameIndex } from '../../../../src/codebook/suggest/name-index.ts';
import { suggestDocument } from '../../../../src/codebook/suggest/suggest-document.ts';

const OWN = [
  { code: 'own-1', name: 'Giấy chứng nhận đã cấp (bản gốc)' },
  { code: 'own-2', name: 'Đơn đề nghị theo Mẫu số 1' },
];
const OTHERS = [
  { code: 'other-1', name: 'Giấy chứng nhận đã cấp' },
  { code: 'other-2', name: 'Hộ chiếu còn giá trị sử dụng' },
  { code: 'other-3', name: 'Giấy chứng nhận kết hôn' },
];
const own = new NameIndex(OWN);
const all = new NameIndex([...OWN, ...OTHERS]);
const codes = (name: string, list: NameIndex | null, limit?: number) =>
  suggestDocument(name, list, all, limit).map(({ code }) => code);

describe('a paper of a procedure', () => {
  it('is looked for in its own list first, even where another has the very name', () => {
    expect(codes('Giấy chứng nhận đã cấp', own).slice(0, 2)).toEqual(['own-1', 'other-1']);
  });

  it('is found elsewhere where its own list has nothing near', () => {
    expect(codes('Hộ chiếu', own)[0]).toBe('other-2');
  });

  it('is looked for everywhere where the procedure is not known', () => {
    expect(codes('Giấy chứng nhận đã cấp', null)).toEqual(
      all.find('Giấy chứng nhận đã cấp').map(({ code }) => code),
    );
  });

  it('comes once, and no more than asked for', () => {
    const found = codes('Giấy chứng nhận', own, 3);
    expect(new Set(found).size).toBe(found.length);
    expect(found).toHaveLength(3);
  });
});
