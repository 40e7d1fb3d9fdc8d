/** Links and paths of the documents lead somewhere. */
import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DECISIONS, type Document, GUIDES, ROOT, readDocument } from './markdown.ts';

const HOUSE = readDocument('src/README.md');
/** Folders whose paths the documents name. */
const ROOMS = ['src', 'jobs', 'mappings', 'migrations', 'test', 'docs', 'bin', 'bench', 'deploy', '.ci'];

function deadLinks({ path, links, anchors }: Document): string[] {
  return links.filter((link) => {
    if (/^https?:/.test(link)) return false;
    const [file = '', anchor] = link.split('#');
    const target = file === '' ? path : normalize(join(dirname(path), file));
    if (!existsSync(join(ROOT, target))) return true;
    if (anchor === undefined) return false;
    const there = file === '' ? anchors : readDocument(target).anchors;
    return !there.includes(decodeURIComponent(anchor));
  });
}

describe.each([...GUIDES, ...DECISIONS, HOUSE])('$path', (document) => {
  it('has no dead link', () => {
    expect(deadLinks(document)).toEqual([]);
  });
});

describe.each([...GUIDES, HOUSE])('$path', ({ codes, fences }) => {
  it('names only files and folders that exist', () => {
    const words = [...codes, ...fences.flatMap(({ text }) => text.split(/[\s"'=]+/))];
    const paths = words.filter(
      (word) => /^\.{0,2}\/?[\w.-]+(\/[\w.-]*)+$/.test(word) && ROOMS.includes(word.split('/')[0] ?? ''),
    );
    expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
});
