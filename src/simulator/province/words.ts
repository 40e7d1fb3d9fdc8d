/**
 * The province's words for national values, the other way round than the tables read them.
 * Guarantees: what it writes is a row of `own-codes.ts` or the national value itself.
 */
import type { ValueField } from '../../domain/dossier.ts';
import { pick, type Random } from '../random.ts';
import { dirtyCode } from './dirt.ts';
import { OWN_STATUSES, OWN_VALUES } from './own-codes.ts';

/** A word for a national value: mostly the province's own, sometimes the national one. */
export function wordFor(random: Random, field: ValueField, national: string): string {
  const own = OWN_VALUES.filter(([name, value, to]) => name === field && to === national && value !== '');
  const words = own.map(([, value]) => value);
  return dirtyCode(random, random() < 0.15 || words.length === 0 ? national : pick(random, words));
}

/** A word for "no": also nothing at all, where the table says that nothing means no. */
export function wordForNo(random: Random, field: ValueField): string | null {
  return random() < 0.5 ? pick(random, [null, '', ' ']) : wordFor(random, field, '0');
}

/** Word, and word beside it, of a dossier's status. */
export function statusWords(
  random: Random,
  national: string,
): readonly [status: string, substatus: string | null] {
  const rows = OWN_STATUSES.filter(([, , to]) => to === national);
  const [status, substatus] = pick(random, rows);
  return [dirtyCode(random, status), substatus === '' ? null : dirtyCode(random, substatus)];
}

/** The word of a step's status, which has no word beside it. */
export function stepStatusWord(random: Random, national: string): string {
  const rows = OWN_STATUSES.filter(([, substatus, to]) => to === national && substatus === '');
  return dirtyCode(random, pick(random, rows)[0]);
}
