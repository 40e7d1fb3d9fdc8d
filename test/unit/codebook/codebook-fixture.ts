/** Tables from CSV text and a small catalogue, for tests of lookups. */
import { buildCodebook } from '../../../src/codebook/build-codebook.ts';
import { loadMappings } from '../../../src/codebook/load-mappings.ts';
import type { MappingFile, MappingTables } from '../../../src/codebook/mapping-tables.ts';
import type { CatalogueSnapshot, SnapshotProcedure } from '../../../src/domain/catalogue-snapshot.ts';
import type { Codebook, Lookup } from '../../../src/domain/codebook.ts';
import type { IsoDay, ProcedureCode } from '../../../src/domain/codes.ts';
import { mappingsFolder, VALID_FILES } from './mappings-folder.ts';

export const day = (text: string) => text as IsoDay;
export const procedureCode = (text: string) => text as ProcedureCode;

/** The named files get these rows below their header; line 2 is the first. */
export function tablesOf(rows: Partial<Record<MappingFile, readonly string[]>> = {}): MappingTables {
  const files = Object.entries(rows).map(([file, lines]) => [
    file,
    `${VALID_FILES[file as MappingFile]}${lines.join('\n')}\n`,
  ]);
  return loadMappings(mappingsFolder(Object.fromEntries(files)));
}

export function procedure(code: string, more: Partial<SnapshotProcedure> = {}): SnapshotProcedure {
  const sector = { sectorCode: 'G15-TP07', sectorName: 'Hộ tịch' };
  return { code, name: `Thủ tục ${code}`, published: true, ...sector, components: [], results: [], ...more };
}

const items = (...codes: string[]) => codes.map((code) => ({ code, name: `Giấy ${code}` }));

export const CATALOGUE: CatalogueSnapshot = {
  procedures: [
    procedure('1.001193', {
      components: items('000.00.00.G15-KQ004389', 'H38-kq 0001'),
      results: items('KQ.G15.000031'),
    }),
    procedure('2.000002', { components: items('TP.X'), results: items('KQ.H37 0002', 'KQ.G15.000032') }),
    procedure('1.014955-Xoa'),
    procedure('1.000009', { published: false }),
    procedure(' 1.014325', { name: 'with a blank' }),
    procedure('1.014325'),
    procedure('3.00000A', { published: false }),
    procedure('3.00000a'),
  ],
  agencies: [
    { code: 'H19.12', name: 'Sở Tư pháp' },
    { code: '000.00.00.H19', name: 'UBND tỉnh' },
  ],
  hash: 'test',
};

export function codebookOf(
  rows: Partial<Record<MappingFile, readonly string[]>> = {},
  catalogue: CatalogueSnapshot = CATALOGUE,
  strict = true,
): Codebook {
  return buildCodebook(tablesOf(rows), catalogue, { strict });
}

/** `value <- rule`, `value (doubt) <- rule`, or `why <- rule` with the national code and its end where they are known. */
export function told(lookup: Lookup<unknown>): string {
  if (!lookup.found) {
    const { why, code = '', since = '', rule } = lookup;
    return `${[why, code, since].filter((word) => word !== '').join(' ')} <- ${rule}`;
  }
  const { value } = lookup;
  const text =
    typeof value === 'object' && value !== null && 'code' in value ? String(value.code) : String(value);
  return `${text}${lookup.doubt === undefined ? '' : ` (${lookup.doubt})`} <- ${lookup.rule}`;
}
