/**
 * A vendor's tables as SQL Server and Oracle would have them: what is asked of them is looked at, word for word.
 */
import type { FieldRule, SourceMap, ViewMap } from '../../src/domain/source-map.ts';
import type { ReadableView, ReadableViews } from '../../src/source/sql/readable-views.ts';
import type { TypeOf } from './compiled-views.ts';

const column = (name: string, of = ''): FieldRule => ({ kind: 'place', place: { of, name } });
const RAW: ViewMap<string> = {
  from: '',
  query: null,
  joins: [],
  where: [],
  key: null,
  changedAt: null,
  fields: {},
  stated: [],
};

/** A vendor's tables: dossiers with a key of their own, their agency in a table beside them, steps with a time of their own. */
export function vendorMap(name: (plain: string) => string): SourceMap {
  const dossiers: ViewMap<string> = {
    ...RAW,
    from: name('ho_so'),
    key: { of: '', name: name('id') },
    joins: [
      {
        alias: name('dv'),
        from: name('don_vi'),
        on: [{ column: name('ma'), equals: { of: '', name: name('ma_dv') } }],
      },
    ],
    where: [{ place: { of: '', name: name('loai') }, anyOf: ['MC', null], not: false }],
    fields: {
      code: column(name('so')),
      agencyName: column(name('ten'), name('dv')),
      changedAt: column(name('sua_luc')),
    },
  };
  const steps: ViewMap<string> = {
    ...RAW,
    from: name('buoc'),
    key: { of: '', name: name('ho_so_id') },
    changedAt: { of: '', name: name('luc') },
    fields: { id: column(name('id')), at: column(name('luc')) },
  };
  return { dossiers, components: null, results: null, steps, fees: null, supplements: null } as SourceMap;
}

/** Types of their columns. */
export const TYPES: Readonly<Record<'mssql' | 'oracle', TypeOf>> = {
  mssql: (name) =>
    /luc$/.test(name)
      ? ['datetime', 'time']
      : /id$/.test(name)
        ? ['bigint', 'number']
        : ['varchar(50)', 'text'],
  oracle: (name) =>
    name === 'sua_luc'
      ? ['DATE', 'time']
      : name === 'luc'
        ? ['TIMESTAMP(6) WITH TIME ZONE', 'time']
        : /id$/.test(name)
          ? ['NUMBER', 'number']
          : ['VARCHAR2', 'text'],
};

/** The one view of parts that they have. */
export const partsOf = (views: ReadableViews): ReadableView => {
  const { steps } = views.parts;
  if (!steps) throw new Error('the map has steps');
  return steps;
};
