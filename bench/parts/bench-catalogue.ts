/**
 * The national catalogue for the part that loads a codebook: the real one where its data is, else the simulator's.
 * Guarantees: says which it is; real codes and names. Of the real procedures few are known in detail: their papers and
 * results are dealt out to all in turn, so that the catalogue is as large as it is in truth.
 */
import { resolve } from 'node:path';
import type { ProcedureCode } from '../../src/domain/codes.ts';
import type { CatalogueItem, CatalogueProcedure, CatalogueService } from '../../src/domain/ports.ts';
import { readNationalData } from '../suggest/data.ts';
import { MADE_PROCEDURES } from './made-dossiers.ts';

/** A catalogue to pull from. */
export interface BenchCatalogue {
  readonly procedures: readonly CatalogueProcedure[];
  /** A sentence for the notes. */
  readonly what: string;
}

/** Where the data is, unless BENCH_NATIONAL_DATA says so. */
const USUAL_FOLDER = resolve(import.meta.dirname, '../../../shared/data');

type Parts = Pick<CatalogueProcedure, 'code' | 'name' | 'components' | 'results'> &
  Partial<CatalogueProcedure>;

const whole = (parts: Parts): CatalogueProcedure => ({
  published: true,
  sectorCode: 'BENCH',
  sectorName: 'BENCH',
  terms: [],
  fees: [],
  charges: null,
  forCitizens: null,
  ...parts,
});

function sizeOf(procedures: readonly CatalogueProcedure[]): string {
  const papers = procedures.reduce(
    (sum, { components, results }) => sum + components.length + results.length,
    0,
  );
  return `${procedures.length.toLocaleString('en-US')} procedures with ${papers.toLocaleString('en-US')} components and results`;
}

/** Reads it. */
export function benchCatalogue(folder = process.env.BENCH_NATIONAL_DATA ?? USUAL_FOLDER): BenchCatalogue {
  const data = readNationalData(folder);
  if (data === null) {
    const procedures = MADE_PROCEDURES.map((one) => whole({ ...one, code: one.code as ProcedureCode }));
    const what = `Catalogue: the simulator's ${sizeOf(procedures)}; no national data in ${folder} (BENCH_NATIONAL_DATA names another folder).`;
    return { procedures, what };
  }
  const { components, results } = data;
  const nth = (lists: readonly (readonly CatalogueItem[])[], at: number) => lists[at % lists.length] ?? [];
  const procedures = data.procedures.map(({ code, name }, at) =>
    whole({
      code: code as ProcedureCode,
      name,
      components: nth(components, at),
      results: nth(results, at),
    }),
  );
  const what = `Catalogue: all ${sizeOf(procedures)}; papers of the ${components.length} that are known in detail, dealt out to all.`;
  return { procedures, what };
}

/** Serves it as the portal does. */
export function serviceOf({ procedures }: BenchCatalogue): CatalogueService {
  const byCode = new Map<string, CatalogueProcedure>(procedures.map((one) => [one.code, one]));
  return {
    listProcedures: () => Promise.resolve(procedures.map(({ code, name }) => ({ code, name }))),
    procedure: (code) => Promise.resolve(byCode.get(code) ?? null),
    list: () => Promise.resolve([]),
  };
}
