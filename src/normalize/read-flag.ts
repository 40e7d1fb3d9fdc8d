/**
 * Reads a yes or no that no mapping table covers, and the literal booleans of databases.
 * Must not: take a word it does not know for a no.
 */
import type { Flag } from '../domain/dossier.ts';
import type { SourceText } from '../domain/source-dossier.ts';
import { cleanText } from './clean-text.ts';
import { readingsOf } from './code-text.ts';

const WORDS: ReadonlyMap<string, Flag> = new Map([
  ['1', '1'],
  ['true', '1'],
  ['t', '1'],
  ['yes', '1'],
  ['y', '1'],
  ['có', '1'],
  ['0', '0'],
  ['false', '0'],
  ['f', '0'],
  ['no', '0'],
  ['n', '0'],
  ['không', '0'],
]);

/** @returns '' absent, `null` unreadable. */
export function readFlag(raw: SourceText): Flag | '' | null {
  const text = cleanText(raw);
  if (text === '') return '';
  const flag = WORDS.get(text.toLowerCase()) ?? inOldFont(raw);
  return flag ?? null;
}

/** The one word that it reads as. */
function inOldFont(raw: SourceText): Flag | undefined {
  const flags = readingsOf(raw).readings.map(({ text }) => WORDS.get(text.toLowerCase()));
  const [only, ...others] = flags.filter((flag) => flag !== undefined);
  return others.length > 0 ? undefined : only;
}
