/** Which names a row gives the codes that it asks about. */
import { expect, it } from 'vitest';
import type { LookupKey } from '../../../src/domain/codebook.ts';
import { ownNames } from '../../../src/pipeline/own-names.ts';
import { aDossier } from '../../support/source-rows.ts';

const component = (documentCode: string, name: string | null) => ({ documentCode, name }) as never;
const key = (kind: LookupKey['kind'], code: string): LookupKey => ({ kind, scope: '', code });
const namesOf = (keys: readonly LookupKey[], components: readonly never[]) =>
  ownNames()(keys, { ...aDossier({}), components });

it('tells every name of a code, and each question at least once', () => {
  const rows = [
    component('KHAC', 'Giấy chứng sinh'),
    component(' KHAC ', 'Đơn đề nghị'),
    component('GT-1', null),
    component('GT-2', ' ... '),
  ];
  const keys = [
    key('component', 'KHAC'),
    key('component', 'GT-1'),
    key('component', 'GT-2'),
    key('status', 'X'),
  ];
  expect(namesOf(keys, rows).map(({ code, name }) => [code, name])).toEqual([
    ['KHAC', 'Giấy chứng sinh'],
    ['KHAC', 'Đơn đề nghị'],
    ['GT-1', ''],
    ['GT-2', ''],
    ['X', ''],
  ]);
});

it('has one key for two spellings of a name, another for another name, none for no name', () => {
  const rows = ['1. GIẤY CHỨNG SINH', 'Giấy chứng sinh', 'Giấy chứng tử', '–'].map((name) =>
    component('A', name),
  );
  const [one, two, three, ...more] = namesOf([key('component', 'A')], rows).map(({ nameKey }) => nameKey);
  expect(one).toBe(two);
  expect(three).not.toBe(one);
  expect(more).toEqual([]);
  expect(namesOf([key('component', 'A')], [component('A', '–')])).toMatchObject([{ name: '', nameKey: '' }]);
});
