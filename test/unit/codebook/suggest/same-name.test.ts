/** A name once, with every code that bears it. */
import { expect, it } from 'vitest';
import { bySameName } from '../../../../src/codebook/suggest/same-name.ts';

const found = [
  { code: 'a', name: 'Bản sao', score: 1, own: true },
  { code: 'b', name: '1. BẢN SAO.', score: 1, own: false },
  { code: 'c', name: 'Bản chính', score: 0.6, own: true },
  { code: 'd', name: 'ban sao', score: 0.5, own: true },
  { code: 'e', name: 'Bản sao', score: 0.5, own: true },
];

it('gathers codes of exactly one name, in order', () => {
  const told = bySameName(found, 5).map(({ code, sameName }) => [code, ...sameName]);
  expect(told).toEqual([['a', 'b', 'e'], ['c'], ['d']]);
  expect(bySameName(found, 1)).toHaveLength(1);
});

it('keeps apart what is to be kept apart', () => {
  const told = bySameName(found, 5, ({ own }) => String(own)).map(({ code, sameName }) => [
    code,
    ...sameName,
  ]);
  expect(told).toEqual([['a', 'e'], ['b'], ['c'], ['d']]);
});
