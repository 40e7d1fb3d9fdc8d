/**
 * Says beside CSV copies from which content they were made, as the list sheet of a workbook does.
 * Guarantees: an import of old copies is known to be old, whether the folder comes back or one file.
 * Must not: be needed; copies without it are taken as they are.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TableOnDisk } from './table-file.ts';
import { isTableFile, type TableFile } from './table-shape.ts';

/** The file beside the copies. */
export const ORIGIN_FILE = 'dongbo-export.txt';

const LINE = /^([0-9a-f]{64}) {2}(\S+)$/;
const HEAD = [
  '# Dongbo dùng tệp này để biết bảng có bị sửa sau khi xuất hay không; hãy để nguyên bên cạnh các tệp CSV.',
  '# By this file Dongbo knows whether a table changed after the export; leave it beside the CSV files.',
];

/** The text of the file: the hash of each table as it lay in the mappings folder. */
export function originText(tables: readonly TableOnDisk[]): string {
  const known = tables.flatMap(({ file, hash }) => (hash === null ? [] : [`${hash}  ${file}`]));
  return `\uFEFF${[...HEAD, ...known].join('\r\n')}\r\n`;
}

/** What the file of this folder says; nothing where there is none, or none that can be read. */
export function originOf(folder: string): ReadonlyMap<TableFile, string> {
  const hashes = new Map<TableFile, string>();
  for (const line of textOf(join(folder, ORIGIN_FILE)).split(/\r\n?|\n/)) {
    const [, hash = '', file = ''] = LINE.exec(line) ?? [];
    if (isTableFile(file)) hashes.set(file, hash);
  }
  return hashes;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // It only adds a question before old copies are written: without it the import is as it was.
    return '';
  }
}
