/**
 * Finds everything that a file imports.
 * Guarantees: static, type-only, re-exporting, dynamic and `require`d imports all count, as do
 * `import('…')` types; nothing in a comment or a string counts.
 * Must not: judge them; that is import-rules.ts.
 */
import { posix } from 'node:path';
import { lineAt, type ScannedSource } from './scan-source.ts';

/** One import. */
export interface Import {
  /** As written; `null` where it is computed when the program runs. */
  readonly specifier: string | null;
  /** `import type` or `export type`: gone when the program runs. */
  readonly typeOnly: boolean;
  /** `import(…)` and the like: not before the program comes there. */
  readonly lazy: boolean;
  readonly line: number;
}

/** `import x, { y } from '` … `import '`; the quote ends the match. */
const STATIC_IMPORT = /(?<![\w$.#])import\b(\s+type\b)?(?:[\w$\s{},*]*?\bfrom)?\s*['"]/g;
/** `export { x } from '`, `export * as y from '`. */
const RE_EXPORT = /(?<![\w$.#])export\b(\s+type\b)?\s*(?:\*(?:\s*as\s+[\w$]+)?|\{[\w$\s,]*\})\s*from\s*['"]/g;
/** `import(`, `require(`, `require.resolve(`, `import.meta.resolve(`; with the quote, where one follows. */
const CALL = /(?<![\w$.#])(?:import|require|require\s*\.\s*resolve|import\.meta\.resolve)\s*\(\s*(['"`])?/g;

/** Every import of a scanned file, in order of place. */
export function findImports(source: ScannedSource): readonly Import[] {
  const valueAt = new Map(source.strings.map((string) => [string.start, string.value]));
  const found: (Omit<Import, 'line'> & { at: number })[] = [];
  for (const pattern of [STATIC_IMPORT, RE_EXPORT, CALL]) {
    for (const match of source.code.matchAll(pattern)) {
      const quote = match.index + match[0].length - 1;
      const isCall = pattern === CALL;
      const specifier = isCall && match[1] === undefined ? null : readSpecifier(source.code, quote, valueAt);
      found.push({ at: match.index, specifier, typeOnly: !isCall && match[1] !== undefined, lazy: isCall });
    }
  }
  return found
    .sort((a, b) => a.at - b.at)
    .map(({ at, ...found }) => ({ ...found, line: lineAt(source.code, at) }));
}

/** The text of the string at `quote`; `null` where it is only the first piece of something computed. */
function readSpecifier(code: string, quote: number, valueAt: ReadonlyMap<number, string>): string | null {
  const value = valueAt.get(quote);
  if (value === undefined) return null;
  const end = quote + 1 + value.length;
  return code.charAt(end) === code.charAt(quote) && !/^\s*\+/.test(code.slice(end + 1)) ? value : null;
}

/** Path of the file that a relative specifier means, from the root; `null` for packages and builtins. */
export function resolveRelative(file: string, specifier: string): string | null {
  return specifier.startsWith('.') ? posix.normalize(posix.join(posix.dirname(file), specifier)) : null;
}

/** Name of the package that a specifier means: `@a/b/c` → `@a/b`; `null` for relative ones and builtins. */
export function packageOf(specifier: string): string | null {
  if (specifier.startsWith('.') || specifier.startsWith('/') || isBuiltin(specifier)) return null;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** A module of Node itself; this house writes them `node:fs`. */
export function isBuiltin(specifier: string): boolean {
  return specifier.startsWith('node:');
}
