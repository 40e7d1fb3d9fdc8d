/**
 * The harmless dirt of real sources (3-source-contract.md): what cleaning must see through.
 * Guarantees: nothing here changes what a text means; the faults are made elsewhere, one at a time.
 */
import { pick, type Random } from '../random.ts';

const NBSP = '\u00a0';
const ZERO_WIDTH = '\u200b';

const TEXT_DIRT: readonly ((text: string) => string)[] = [
  (text) => text.normalize('NFD'),
  (text) => text.replace(' ', NBSP),
  (text) => text.replace(' ', '  '),
  (text) => `${ZERO_WIDTH}${text}`,
  (text) => `${text}\u0007`,
  (text) => ` ${text}\t`,
];

const CODE_DIRT: readonly ((code: string) => string)[] = [
  (code) => ` ${code}`,
  // A CHAR column pads with blanks.
  (code) => code.padEnd(code.length + 6),
  (code) => `${code}${NBSP}`,
  (code) => `${code}${ZERO_WIDTH}`,
  (code) => code.toLowerCase(),
  (code) => code.normalize('NFD'),
  (code) => code.replace(' ', NBSP),
];

/** Text that reads the same after cleaning; one in three is dirty. */
export function dirtyText(random: Random, text: string): string {
  return random() < 1 / 3 ? pick(random, TEXT_DIRT)(text) : text;
}

/** A code that is the same after cleaning; one in three is dirty. */
export function dirtyCode(random: Random, code: string): string {
  return random() < 1 / 3 ? pick(random, CODE_DIRT)(code) : code;
}

/** A procedure code as older provincial forms have it, `1.001193.000.00.00.H99`; one in four. */
export function withAgency(random: Random, code: string): string {
  return /^\d\.\d{6}$/.test(code) && random() < 1 / 4 ? `${code}.000.00.00.H99` : code;
}

/** An amount as people write it. */
export function dirtyAmount(random: Random, dong: number): string {
  const grouped = String(dong).replace(/\B(?=(\d{3})+$)/g, '.');
  return pick(random, [String(dong), String(dong), grouped, `${grouped} đ`, `${dong}.00`]);
}
