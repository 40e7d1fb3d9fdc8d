/**
 * Makes the portal refuse what normalization lets pass, as happens when the national catalogue
 * changes between two pulls; and mapping folders with a row more or less.
 * Guarantees: the shipped tables stay as they are, a copy is changed.
 */
import { appendFile, cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SHIPPED_MAPPINGS, type World } from './world.ts';

/** A copy of the shipped folder of mapping tables. */
export interface MappingsCopy {
  readonly dir: string;
  /** Appends rows to a table. */
  add(file: string, rows: readonly string[]): Promise<void>;
  /** Replaces a file. */
  write(file: string, text: string): Promise<void>;
  remove(): Promise<void>;
}

/** Copies the shipped tables and appends `rows` to one of them. */
export async function mappingsWith(file: string, rows: readonly string[]): Promise<MappingsCopy> {
  const dir = await mkdtemp(join(tmpdir(), 'dongbo-mappings-'));
  await cp(SHIPPED_MAPPINGS, dir, { recursive: true });
  const copy: MappingsCopy = {
    dir,
    add: (name, more) => appendFile(join(dir, name), more.map((row) => `${row}\n`).join('')),
    write: (name, text) => writeFile(join(dir, name), text),
    remove: () => rm(dir, { recursive: true, force: true }),
  };
  if (rows.length > 0) await copy.add(file, rows);
  return copy;
}

/** Gives every procedure in the ledger's catalogue a component that the portal's does not have (any more). */
export async function withdrawnComponent(world: World, code: string): Promise<void> {
  await world.ledger(
    `INSERT INTO component (procedure, code, name) SELECT code, $1, 'Giấy tờ đã bãi bỏ' FROM procedure`,
    [code],
  );
}
