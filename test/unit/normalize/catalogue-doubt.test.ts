/** `CATALOGUE_STRICT=false`: what would have been held goes, and the trace says which code would have held it. */
import { describe, expect, it } from 'vitest';
import { normalize } from '../../../src/normalize/normalize.ts';
import { aComponent, aDossier, aResult } from '../../support/source-rows.ts';
import { CATALOGUE, codebookOf } from '../codebook/codebook-fixture.ts';

const OPTIONS = { fileBaseUrl: null, holdPolicy: 'part' } as const;
/** Everything that the catalogue can speak against. */
const DOUBTFUL = aDossier(
  { procedureCode: '1.000009', ownerIdType: '1' },
  {
    components: [aComponent({ documentCode: 'TP.X' })],
    results: [aResult({ documentCode: 'KQ.G15.000032', componentCode: 'TP.X' })],
  },
);
const read = (strict: boolean, source = DOUBTFUL) =>
  normalize(source, codebookOf({}, CATALOGUE, strict), OPTIONS);
const warnings = (strict: boolean, source = DOUBTFUL) =>
  read(strict, source).trace.flatMap(({ field, to, warning }) =>
    warning ? [`${warning} ${field} ${to}`] : [],
  );

describe('a code that the catalogue speaks against', () => {
  it('holds where the catalogue is taken strictly, and warns of nothing', () => {
    const { dossier, held } = read(true);
    expect(dossier).toBeNull();
    expect(held.map(({ code }) => code)).toEqual(['DB-DOS-005']);
    expect(warnings(true)).toEqual([]);
  });

  it('goes with a warning where it is not', () => {
    const { dossier, held } = read(false);
    expect(held).toEqual([]);
    expect(dossier).toMatchObject({
      procedureCode: '1.000009',
      components: [{ code: 'TP.X' }],
      results: [{ code: 'KQ.G15.000032', componentCode: 'TP.X' }],
    });
    expect(warnings(false).sort()).toEqual([
      'DB-CMP-006 components[7].code TP.X',
      'DB-DOS-005 procedureCode 1.000009',
      'DB-RES-006 results[3].code KQ.G15.000032',
      'DB-RES-012 results[3].componentCode TP.X',
    ]);
  });

  it('is no reason to let through what the catalogue does not have', () => {
    const components = [aComponent({ documentCode: 'khong-co' })];
    const source = aDossier(
      { ownerIdType: '1' },
      { components, results: [aResult({ documentCode: 'KQ.G15.000031' })] },
    );
    expect(read(false, source).held.map(({ code }) => code)).toEqual(['DB-CMP-005']);
    expect(warnings(false, source)).toEqual([]);
  });
});
