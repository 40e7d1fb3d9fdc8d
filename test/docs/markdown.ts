/** The documents of this checkout, taken apart: fenced blocks, inline code, links, headings. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The checkout. */
export const ROOT = join(import.meta.dirname, '../..');

/** A fenced block: its language and what stands behind it (`sh rehearsal`). */
export interface Fence {
  readonly language: string;
  readonly mark: string;
  readonly text: string;
}

/** One document. */
export interface Document {
  /** From the root, `docs/mappings.md`. */
  readonly path: string;
  readonly text: string;
  readonly fences: readonly Fence[];
  /** Contents of `…` outside fences. */
  readonly codes: readonly string[];
  readonly links: readonly string[];
  /** Anchors of its headings, as GitHub makes them. */
  readonly anchors: readonly string[];
}

const FENCE = /^( *)```(\S*)[ ]?(.*)\n([\s\S]*?)^ *```$/gm;

function unindent(text: string, indent: string): string {
  return text
    .split('\n')
    .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line))
    .join('\n');
}

export function anchorOf(heading: string): string {
  const plain = heading.replace(/[`*]/g, '').trim().toLowerCase();
  return plain.replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/\s/g, '-');
}

/** Reads a document. @param path from the root. */
export function readDocument(path: string): Document {
  const text = readFileSync(join(ROOT, path), 'utf8');
  const fences = [...text.matchAll(FENCE)].map(([, indent = '', language = '', mark = '', body = '']) => ({
    language,
    mark: mark.trim(),
    text: unindent(body, indent),
  }));
  const prose = text.replace(FENCE, '');
  return {
    path,
    text,
    fences,
    codes: [...prose.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code),
    links: [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link),
    anchors: [...prose.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading)),
  };
}

const markdownIn = (folder: string): string[] =>
  readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));

/** What people read to use Dongbo. */
export const GUIDES: readonly Document[] = [
  'README.md',
  'README.vi.md',
  'CHANGELOG.md',
  'SECURITY.md',
  'deploy/README.md',
  ...markdownIn('docs'),
].map(readDocument);

/** Decisions, never edited: their commands may be of their time. */
export const DECISIONS: readonly Document[] = markdownIn('docs/decisions').map(readDocument);

/** Rows of the table that stands first behind `heading` and has these first header cells. */
export function tableBehind(document: Document, heading: string, firstCell: string): string[][] {
  const section = document.text.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
  const lines = section.split('\n');
  const start = lines.findIndex((line) => line.startsWith('|') && cellsOf(line)[0] === firstCell);
  const rows: string[][] = [];
  for (const line of start < 0 ? [] : lines.slice(start + 2)) {
    if (!line.startsWith('|')) break;
    rows.push(cellsOf(line));
  }
  return rows;
}

const cellsOf = (line: string): string[] =>
  line
    .replace(/^\||\|\s*$/g, '')
    .split('|')
    .map((cell) => cell.trim());

/** Lines of a shell block, comments and empty lines left out. */
export function shellLines(fence: Fence): string[] {
  return fence.text
    .split('\n')
    .map((line) => line.replace(/\s+#.*$/, '').trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}
