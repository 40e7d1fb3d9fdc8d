/**
 * Names that the national catalogue has for codes, for people who review rows.
 * Guarantees: '' where the catalogue does not know the code; the exact spelling wins over the cleaned.
 * Must not: decide anything; lookups do (`catalogue-index.ts`).
 */
import type { CatalogueSnapshot } from '../../domain/catalogue-snapshot.ts';
import { cleanCode } from '../clean-code.ts';
import type { TableFile, TableRow } from './table-shape.ts';

/** A column that is there to be read: header without its mark, and the cell of a row. */
export interface ReviewColumn {
  readonly label: string;
  readonly width: number;
  readonly cell: (row: TableRow) => string | number;
}

class Names {
  readonly #exact = new Map<string, string>();
  readonly #clean = new Map<string, string>();

  add(code: string, name: string): void {
    const clean = cleanCode(code);
    if (clean === '') return;
    this.#exact.set(code, name);
    if (!this.#clean.has(clean)) this.#clean.set(clean, name);
  }

  of(code: string): string {
    return this.#exact.get(code) ?? this.#clean.get(cleanCode(code)) ?? '';
  }
}

const WIDTH = 60;
const NATIONAL = 'tên quốc gia';

/** Columns with the national names, by table. Reads the snapshot once. */
export function nameColumns(
  catalogue: CatalogueSnapshot,
): Readonly<Partial<Record<TableFile, readonly ReviewColumn[]>>> {
  const procedures = new Names();
  const agencies = new Names();
  const documents: Readonly<Record<string, Names>> = { component: new Names(), result: new Names() };
  for (const { code, name, components, results } of catalogue.procedures) {
    procedures.add(code, name);
    for (const item of components) documents.component?.add(item.code, item.name);
    for (const item of results) documents.result?.add(item.code, item.name);
  }
  for (const { code, name } of catalogue.agencies) agencies.add(code, name);

  const column = (
    names: (row: TableRow) => Names | undefined,
    code: string,
    label: string,
  ): ReviewColumn => ({
    label,
    width: WIDTH,
    cell: (row) => names(row)?.of(row[code] ?? '') ?? '',
  });
  return {
    'procedures.csv': [column(() => procedures, 'national_code', NATIONAL)],
    'document-types.csv': [
      column((row) => documents[cleanCode(row.kind ?? '')], 'national_code', NATIONAL),
      column(() => procedures, 'procedure', 'tên thủ tục'),
    ],
    'agencies.csv': [column(() => agencies, 'national_code', NATIONAL)],
  };
}
