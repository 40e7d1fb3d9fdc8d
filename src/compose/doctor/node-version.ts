/** Is this Node.js one that Dongbo runs on, and does it still get security fixes? */
import { plain, well, words, wrong } from './finding.ts';
import type { Check } from './room.ts';

const OLDEST: readonly [number, number] = [20, 19];

/** When a line of Node.js gets no more fixes, as its release plan says; odd ones live half a year and are not meant for this. */
const END_OF_LIFE: Readonly<Record<number, string>> = {
  20: '2026-04-30',
  21: '2024-06-01',
  22: '2027-04-30',
  23: '2025-06-01',
  24: '2028-04-30',
  25: '2026-06-01',
};

/** Judges `version` (`20.19.4`) on the day `now`. */
export function judgeNode(version: string, now: number) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const found = plain(version);
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]))
    return wrong('failed', 'DB-DOC-003', found, { params: { version } });
  const end = END_OF_LIFE[major];
  if (end !== undefined && now > Date.parse(end))
    return wrong('warning', 'DB-DOC-004', found, { params: { version, date: end } });
  return well(found);
}

/** See the file's head. */
export const nodeCheck: Check = {
  name: 'node',
  title: words('Phiên bản Node.js', 'Node.js version'),
  offline: true,
  run: async ({ settings }) => judgeNode(process.versions.node, settings.now()),
};
