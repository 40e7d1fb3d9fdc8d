/**
 * Maps of the tests' own, and a vendor's tables with numbers for keys and nothing called as in the contract.
 */
import { DEFAULT_SOURCE_MAP } from '../../src/codebook/source-map/default-source-map.ts';
import type { FieldRule, SourceMap, ViewMap } from '../../src/domain/source-map.ts';
import type { ProvinceDatabase } from './either-database.ts';

/** The rule that is a column. */
export const column = (name: string, of = ''): FieldRule => ({ kind: 'place', place: { of, name } });

/** The contract's map, one of its views with other words. */
export function mapWith<Name extends keyof SourceMap>(
  name: Name,
  change: Partial<NonNullable<SourceMap[Name]>>,
  map: SourceMap = DEFAULT_SOURCE_MAP,
): SourceMap {
  return { ...map, [name]: { ...(map[name] as ViewMap<string>), ...change } };
}

/** A vendor's tables, with numbers for keys and nothing called as in the contract. */
export const VENDOR_TABLES = [
  `CREATE TABLE don_vi (id bigint PRIMARY KEY, ma varchar(20), ten varchar(100))`,
  `CREATE TABLE ho_so (id bigint PRIMARY KEY, so varchar(50), don_vi_id bigint, loai varchar(10), tt int, kenh varchar(5),
    thu_tuc varchar(30), nhan_luc TIME_TYPE, sua_luc TIME_TYPE, xoa int)`,
  `CREATE TABLE buoc (id bigint PRIMARY KEY, ho_so_id bigint, luc TIME_TYPE, can_bo varchar(50), tt int, sua_luc TIME_TYPE)`,
];

/** What of the vendor's tables is read. */
export const vendorMap = (system: ProvinceDatabase['system']): SourceMap => {
  const stated = <Field extends string>(fields: Partial<Record<Field, FieldRule>>) => ({
    fields,
    stated: Object.keys(fields) as Field[],
  });
  const dossiers = mapWith('dossiers', {
    from: 'ho_so',
    key: { of: '', name: 'id' },
    joins: [{ alias: 'dv', from: 'don_vi', on: [{ column: 'id', equals: { of: '', name: 'don_vi_id' } }] }],
    where: [
      { place: { of: '', name: 'loai' }, anyOf: ['MC', null], not: false },
      { place: { of: '', name: 'xoa' }, anyOf: ['1'], not: true },
    ],
    ...stated({
      code: column('so'),
      agencyCode: column('ma', 'dv'),
      agencyName: { kind: 'call', name: 'upper', args: [column('ten', 'dv')] },
      procedureCode: column('thu_tuc'),
      channel: {
        kind: 'map',
        of: column('kenh'),
        values: { on: '1' },
        otherwise: { kind: 'say', text: '2' },
      },
      status: column('tt'),
      receivedAt: column('nhan_luc'),
      changedAt: column('sua_luc'),
    }),
  });
  const text = system === 'PostgreSQL' ? 'id::text' : 'id';
  const steps = mapWith(
    'steps',
    {
      from: '',
      query: `SELECT ${text} AS ma_buoc, ho_so_id, luc, can_bo, tt, sua_luc FROM buoc WHERE can_bo <> 'máy?'`,
      key: { of: '', name: 'ho_so_id' },
      changedAt: { of: '', name: 'sua_luc' },
      ...stated({
        id: column('ma_buoc'),
        at: column('luc'),
        processor: column('can_bo'),
        status: column('tt'),
      }),
    },
    dossiers,
  );
  return { ...steps, components: null, results: null, fees: null, supplements: null };
};
