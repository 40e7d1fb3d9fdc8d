/**
 * Dossiers that something in front of the portal cannot bear.
 * Guarantees: the same seed poisons the same share of codes, whatever the order of calls; nothing
 * of a call with a poisoned dossier is stored. Looking a dossier up is never poisoned: its content
 * is what offends, not its code.
 */
import { createHash } from 'node:crypto';
import { DongboError } from '../../domain/errors.ts';
import { isRecord } from './check-fields.ts';
import type { FaultName } from './fault-meanings.ts';
import type { Fields } from './portal-store.ts';

/** How a call with a poisoned dossier is answered; `invalid` refuses the whole call and names nobody. */
export const POISON_ANSWERS = ['html200', 'http502', 'hang', 'invalid'] as const;
/** See {@link POISON_ANSWERS}. */
export type PoisonAnswer = (typeof POISON_ANSWERS)[number] & (FaultName | 'invalid');

/** Which dossiers are poisoned. */
export interface Poison {
  readonly codes?: readonly string[];
  /** Share of all codes, 0..1, chosen by the seed. */
  readonly share?: number;
  /** `html200` where it is not told. */
  readonly answer?: PoisonAnswer;
}

function inShare(code: string, share: number, seed: number): boolean {
  const hash = createHash('sha256').update(`${seed}:${code}`).digest();
  return hash.readUInt32BE(0) / 2 ** 32 < share;
}

/** Is a dossier of this code poisoned? */
export function isPoisoned(poison: Poison, seed: number, code: string): boolean {
  return poison.codes?.includes(code) === true || inShare(code, poison.share ?? 0, seed);
}

/** How a call is answered because of what it carries; `null` = it carries nothing poisoned. */
export function poisonOf(poison: Poison, seed: number, body: Fields): PoisonAnswer | null {
  if (!Array.isArray(body.data)) return null;
  const found = body.data.some(
    (record: unknown) => isRecord(record) && isPoisoned(poison, seed, String(record.MaHoSo)),
  );
  return found ? (poison.answer ?? 'html200') : null;
}

/** Checks what came from outside. Throws DongboError DB-CFG-003. */
export function checkPoison(value: unknown): Poison {
  const { codes = [], share = 0, answer = 'html200', ...others } = isRecord(value) ? value : { none: true };
  const good =
    Object.keys(others).length === 0 &&
    Array.isArray(codes) &&
    codes.every((code) => typeof code === 'string' && code !== '') &&
    typeof share === 'number' &&
    share >= 0 &&
    share <= 1 &&
    POISON_ANSWERS.some((one) => one === answer);
  if (good) return { codes, share, answer: answer as PoisonAnswer };
  const expected = `{"codes": ["…"], "share": 0..1, "answer": ${POISON_ANSWERS.join('|')}}`;
  throw new DongboError('DB-CFG-003', { option: 'poison', value: JSON.stringify(value), expected });
}

/**
 * Reads `0.02` (a share) or dossier codes, comma separated; '' = none.
 * @throws DongboError DB-CFG-003.
 */
export function parsePoison(text: string, answer: string): Poison {
  const words = text.split(',').flatMap((word) => (word.trim() === '' ? [] : [word.trim()]));
  const [first = ''] = words;
  const isShare = words.length === 1 && /^\d*\.?\d+$/.test(first) && Number(first) <= 1;
  return checkPoison(isShare ? { share: Number(first), answer } : { codes: words, answer });
}
