/**
 * Counts what a part of a workbook makes the library hold, before the library sees it.
 * Guarantees: cells without content count, and so do those that only a range names: the library makes
 * an object of each.
 * Must not: parse; a count that is somewhat too high refuses what no table of a province comes near.
 */

/** Rows of all sheets. */
export const MAX_ROWS = 200_000;
/** Cells of all sheets, ten a row. */
export const MAX_CELLS = 2_000_000;

/** A file in the zip. */
export interface Part {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Rows, and cells or texts of cells. */
export interface Size {
  readonly rows: number;
  readonly cells: number;
}

/** What may follow the name of an element: blanks, `>`, `/`. */
const NAME_ENDS = [0x20, 0x09, 0x0a, 0x0d, 0x3e, 0x2f];
const RANGE = /\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})/gi;
const MERGED = /<mergeCell\s[^>]{0,200}?ref\s*=\s*["']([^"']*)/g;
const NAMED = /<definedName\s[^>]{0,2000}>([^<]*)/g;
/** As the library finds sheets: wherever the folder lies. */
const IS_SHEET = /xl\/worksheets\/.*\.xml$/;

/** How often an element of this name begins; counting stops beyond `most`. */
function countOf(name: string, bytes: Buffer, most: number): number {
  const start = Buffer.from(`<${name}`);
  let count = 0;
  let at = bytes.indexOf(start);
  while (at >= 0 && count <= most) {
    if (NAME_ENDS.includes(bytes[at + start.length] ?? 0)) count += 1;
    at = bytes.indexOf(start, at + start.length);
  }
  return count;
}

const columnNumber = (letters: string): number =>
  [...letters.toUpperCase()].reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0);

function cellsInRanges(bytes: Buffer, element: RegExp): number {
  let cells = 0;
  for (const [, ranges = ''] of bytes.toString('latin1').matchAll(element)) {
    for (const [, left = '', top, right = '', bottom] of ranges.matchAll(RANGE)) {
      const columns = Math.abs(columnNumber(right) - columnNumber(left)) + 1;
      cells += columns * (Math.abs(Number(bottom) - Number(top)) + 1);
    }
  }
  return cells;
}

/** Measures a part; most say nothing about cells. */
export function sizeOf({ name, bytes }: Part): Size {
  if (name === 'xl/workbook.xml') return { rows: 0, cells: cellsInRanges(bytes, NAMED) };
  if (name === 'xl/sharedStrings.xml') return { rows: 0, cells: countOf('si', bytes, MAX_CELLS) };
  if (!IS_SHEET.test(name)) return { rows: 0, cells: 0 };
  const merges = bytes.indexOf('<mergeCell');
  const merged = merges < 0 ? 0 : cellsInRanges(bytes.subarray(merges), MERGED);
  return { rows: countOf('row', bytes, MAX_ROWS), cells: countOf('c', bytes, MAX_CELLS) + merged };
}
