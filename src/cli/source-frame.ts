/**
 * A frame of a stack of the built program as the sources have it.
 * Guarantees: a map is read when an error is told and at no other time: kept for every file, as the runtime would, they take
 * a twentieth of the daemon's memory. A frame whose map is lacking or torn stays as it is.
 */
import { existsSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const PLACE = /(file:\/\/[^\s()]+\.js|\/[^\s():]+\.js):(\d+):(\d+)/;

/** `at deliver (…/dist/src/pipeline/deliver.js:20:11)` → `at deliver (…/src/pipeline/deliver.ts:31:9)`. */
export function sourceFrame(frame: string): string {
  const [place = '', file = '', line = '', column = ''] = PLACE.exec(frame) ?? [];
  if (place === '' || file.includes('/node_modules/')) return frame;
  try {
    const path = file.startsWith('file:') ? fileURLToPath(file) : file;
    if (!existsSync(`${path}.map`)) return frame;
    const map = new SourceMap(JSON.parse(readFileSync(`${path}.map`, 'utf8')));
    const entry = map.findEntry(Number(line) - 1, Number(column) - 1);
    if (!('originalSource' in entry)) return frame;
    const source = resolve(dirname(path), entry.originalSource);
    return frame.replace(place, () => `${source}:${entry.originalLine + 1}:${entry.originalColumn + 1}`);
  } catch {
    // While an error is told, nothing may hide it.
    return frame;
  }
}
