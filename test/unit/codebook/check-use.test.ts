import { describe, expect, it } from 'vitest';
import { findUnused } from '../../../src/codebook/check-use.ts';
import type { LookupKey, LookupKind } from '../../../src/domain/codebook.ts';
import { tablesOf } from './codebook-fixture.ts';

const key = (kind: LookupKind, scope: string, code: string): LookupKey => ({ kind, scope, code });
const tables = tablesOf({
  'procedures.csv': ['HT-1,1.001193,,,', 'HT-2,1.001193,,,', '1.000009,1.001193,,,'],
  'document-types.csv': [
    'component,,GT-1,X,,,',
    'component,1.001193,GT-2,X,,,',
    'component,2.000002,GT-2,X,,,',
    'result,,GT-1,X,,,',
    'result,1.001193,KQ-9,X,,,',
  ],
  'agencies.csv': ['A,H19.12,,,,'],
  'statuses.csv': ['DANG,,4,', 'DANG,CHO,5,'],
  'values.csv': ['channel,TT,1,', 'payment,,0,', 'channel,,1,'],
});

const KEYS = [
  key('procedure', '', 'ht-1'),
  key('procedure', '', '1.000009.000.00.00.H35'),
  key('component', '1.001193', 'gt-1'),
  key('component', '1.001193', 'GT-2'),
  key('any-result', '', 'kq-9'),
  key('status', '', 'dang'),
  key('value', 'channel', 'tt'),
  key('value', 'payment', ''),
];
const unused = (seen: { readonly papers: boolean }) =>
  findUnused(tables, KEYS, seen).map(({ file, line, code }) => `${file}:${line} ${code}`);

describe('rows that no dossier met', () => {
  it('are told, and no others', () => {
    expect(unused({ papers: true })).toEqual([
      'procedures.csv:3 DB-MAP-032',
      'document-types.csv:4 DB-MAP-032',
      'document-types.csv:5 DB-MAP-032',
      'agencies.csv:2 DB-MAP-032',
      'statuses.csv:3 DB-MAP-032',
      'values.csv:4 DB-MAP-032',
    ]);
  });

  it('are not told of papers while some dossiers have not been asked for theirs', () => {
    const papers = (place: string) => place.startsWith('document-types');
    expect(unused({ papers: false })).toEqual(unused({ papers: true }).filter((place) => !papers(place)));
  });

  it('are not looked for where no dossier has been read', () => {
    expect(findUnused(tables, [], { papers: true })).toEqual([]);
  });
});
