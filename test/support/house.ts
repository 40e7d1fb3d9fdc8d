/**
 * A set of source files, read once, and how faults in it are told.
 * Guarantees: works on any set of files, made-up ones as well, so that the rules can be tried on
 * houses that are wrong.
 * Must not: know a rule.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { PLACES, type Place } from './house-plan.ts';
import { findImports, type Import, resolveRelative } from './imports.ts';
import { type ScannedSource, scanSource } from './scan-source.ts';

/** One file of the house. */
export interface HouseFile {
  /** From the root, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly scanned: ScannedSource;
  readonly imports: readonly Import[];
  /** `null`: it stands where the plan has no room. */
  readonly place: Place | null;
}

/** A house: its files by path. */
export type House = ReadonlyMap<string, HouseFile>;

/** A rule that is broken, and what to do. */
export interface Fault {
  readonly rule: string;
  readonly path: string;
  /** 0 = the file as a whole. */
  readonly line: number;
  readonly what: string;
  readonly why: string;
  readonly remedy: string;
}

/** One fault for people. */
export function tellFault({ path, line, what, why, remedy }: Fault): string {
  return `${path}${line > 0 ? `:${line}` : ''} ${what}.\n    Why: ${why}.\n    Do: ${remedy}.`;
}

/** Where `path` belongs by the plan. */
export function placeOf(path: string): Place | null {
  return (
    PLACES.find(({ paths }) =>
      paths.some((part) => path === part || (part.endsWith('/') && path.startsWith(part))),
    ) ?? null
  );
}

/** Makes a house of texts by path; throws an Error that names the file which cannot be read. */
export function buildHouse(texts: Readonly<Record<string, string>>): House {
  const house = new Map<string, HouseFile>();
  for (const [path, text] of Object.entries(texts)) {
    try {
      const scanned = scanSource(text);
      house.set(path, { path, text, scanned, imports: findImports(scanned), place: placeOf(path) });
    } catch (error) {
      throw new Error(`${path}: ${String(error)}`);
    }
  }
  return house;
}

/** Every TypeScript file under `folders` of the project at `root`, as texts by path. */
export function readTexts(root: string, folders: readonly string[]): Record<string, string> {
  const texts: Record<string, string> = {};
  const visit = (folder: string): void => {
    for (const entry of readdirSync(posix.join(root, folder), { withFileTypes: true })) {
      const path = posix.join(folder, entry.name);
      if (entry.isDirectory()) visit(path);
      else if (/\.[cm]?[jt]sx?$/.test(entry.name)) texts[path] = readFileSync(posix.join(root, path), 'utf8');
    }
  };
  folders.forEach(visit);
  return texts;
}

/** The files of the house that `file` imports, with the import. */
export function neighboursOf(
  house: House,
  file: HouseFile,
): readonly { readonly target: HouseFile; readonly imported: Import }[] {
  return file.imports.flatMap((imported) => {
    const path = imported.specifier === null ? null : resolveRelative(file.path, imported.specifier);
    const target = path === null ? undefined : house.get(path);
    return target === undefined ? [] : [{ target, imported }];
  });
}
