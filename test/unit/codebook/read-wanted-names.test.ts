/** A province's own list of names, as people save it. */
import { describe, expect, it } from 'vitest';
import { readWantedNames, spellProcedures } from '../../../src/codebook/read-wanted-names.ts';
import type { DongboError } from '../../../src/domain/errors.ts';

const HEADER = 'kind,procedure,province_code,name';
const TEXT = `${HEADER}\ncomponent,1.001193,GT-1,Giấy chứng sinh\nagency,,XA-1,UBND xã Một\n`;
const read = (bytes: Uint8Array) => readWantedNames('ds.csv', bytes, 'vi');
const utf8 = (text: string) => Buffer.from(text);

function faultsOf(work: () => unknown): { readonly code: string; readonly details: readonly string[] } {
  try {
    work();
  } catch (error) {
    const { code, details } = error as DongboError;
    return { code, details: details ?? [] };
  }
  return { code: '', details: [] };
}

describe('a list of names', () => {
  it.each([
    ['plain', utf8(TEXT)],
    ['with Windows line ends', utf8(TEXT.replaceAll('\n', '\r\n'))],
    ['with semicolons', utf8(TEXT.replaceAll(',', ';'))],
    ['with tabs, UTF-16 and a mark', Buffer.from(`\uFEFF${TEXT.replaceAll(',', '\t')}`, 'utf16le')],
    [
      'with a column more, in another order',
      utf8(TEXT.replaceAll(/^(\w+),([^,]*),/gm, '$2,x,$1,').replace('x', 'stt')),
    ],
  ])('is read %s', (_how, bytes) => {
    const { names } = read(bytes);
    expect(names).toMatchObject([
      { kind: 'component', procedure: '1.001193', provinceCode: 'GT-1', name: 'Giấy chứng sinh' },
      { kind: 'agency', procedure: '', provinceCode: 'XA-1', name: 'UBND xã Một' },
    ]);
  });

  it.each([
    [
      'other kinds and empty cells',
      `${HEADER}\nform,,A,B\nagency,,,B\n`,
      ['ds.csv:2:1 DB-MAP-017', 'ds.csv:3:9 DB-MAP-014'],
    ],
    ['a column that is missing', 'kind,province_code,name\nagency,A,B\n', ['ds.csv:1:20 DB-MAP-007']],
    ['a row that is too short', `${HEADER}\nagency,,A\n`, ['ds.csv:2:1 DB-MAP-013']],
    ['nothing at all', '', ['ds.csv:1:1 DB-MAP-006']],
  ])('tells %s, each with its place', (_what, text, places) => {
    const { code, details } = faultsOf(() => read(utf8(text)));
    expect(code).toBe('DB-MAP-033');
    expect(details.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual(places);
  });

  it('is refused in an older encoding', () => {
    expect(faultsOf(() => read(Buffer.from([0x6b, 0xe9, 0x0a]))).details[0]).toContain('DB-MAP-005');
  });

  it('takes procedures as the catalogue spells them, and tells those that it does not have', () => {
    const list = read(utf8(`${HEADER}\nresult,1.014325,KQ,Văn bản\ncomponent,HT-1,GT,Giấy\n`));
    expect(spellProcedures(list, (code) => ` ${code}`)[0]).toMatchObject({ procedure: ' 1.014325' });
    const { code, details } = faultsOf(() => spellProcedures(list, (one) => (one === 'HT-1' ? null : one)));
    expect(code).toBe('DB-MAP-033');
    expect(details).toMatchObject([expect.stringMatching(/^ds\.csv:3:11 DB-MAP-034 .*HT-1/)]);
  });
});
