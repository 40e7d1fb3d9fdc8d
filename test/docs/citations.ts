/** Tests that documents cite, as `file` "title": whether they are there. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './markdown.ts';

/** `test/….test.ts` "title", several of them apart by a semicolon. */
export function citationsOf(shown: string): { readonly file: string; readonly title: string }[] {
  return shown.split(/;\s+(?=`)/).map((citation) => {
    const [, file = '', title = ''] = /^`(test\/[\w./-]+\.test\.ts)` "(.+)"$/.exec(citation.trim()) ?? [];
    return { file, title };
  });
}

const textOf = new Map<string, string>();
/** Does a test of this file, or a row of its table of cases, bear this title? */
export function hasTitle(file: string, title: string): boolean {
  const text =
    textOf.get(file) ?? (existsSync(join(ROOT, file)) ? readFileSync(join(ROOT, file), 'utf8') : '');
  textOf.set(file, text);
  return ["'", '"', '`'].some((quote) => text.includes(`${quote}${title}${quote},`));
}
