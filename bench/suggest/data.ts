/**
 * The national data the bench reads: procedures, and the papers and results of some of them in detail.
 * Guarantees: names are as the national database writes them; entries without code or name are left out.
 * Must not: be there in every checkout: `null` says that it is not.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';

export interface Item {
  readonly code: string;
  readonly name: string;
}

export interface NationalData {
  readonly procedures: readonly Item[];
  /** Of each procedure in detail: its components and its results, each code once. */
  readonly components: readonly (readonly Item[])[];
  readonly results: readonly (readonly Item[])[];
}

interface Detail {
  readonly components: readonly { readonly items: readonly Item[] }[];
  readonly results: readonly Item[];
}

export const PROCEDURES_FILE = 'national-procedures.csv';
export const DETAILS_FILE = 'national-procedure-details.jsonl';

/** `null` where one of the two files is not in the folder. */
export function readNationalData(folder: string): NationalData | null {
  const files = [PROCEDURES_FILE, DETAILS_FILE].map((file) => join(folder, file));
  if (!files.every((file) => existsSync(file))) return null;
  const [procedures = '', details = ''] = files.map((file) => readFileSync(file, 'utf8'));
  const read = details
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Detail);
  return {
    procedures: once(parse(procedures, { columns: true }) as Item[]),
    components: read.map(({ components }) => once(components.flatMap(({ items }) => items))),
    results: read.map(({ results }) => once(results)),
  };
}

function once(items: readonly Item[]): readonly Item[] {
  const named = items.filter(({ code, name }) => code.trim() !== '' && /\p{L}/u.test(name));
  return [...new Map(named.map(({ code, name }) => [code, { code, name }])).values()];
}
