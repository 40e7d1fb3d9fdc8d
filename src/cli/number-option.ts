/** Numbers among the words of a call. Guarantees: what is none is wrong use (DB-CFG-003, exit 2), never a default. */
import { DongboError } from '../domain/errors.ts';

function refuse(option: string, text: string, min: number, max: number): never {
  throw new DongboError('DB-CFG-003', { option, value: text, expected: `${min}..${max}` });
}

/** The number of `option`, from `min` to `max`. Throws DB-CFG-003. */
export function numberOf(option: string, text: string, min: number, max: number): number {
  const value = Number(text);
  return text.trim() !== '' && value >= min && value <= max ? value : refuse(option, text, min, max);
}

/** The whole number of `option`, from `min` to `max`. Throws DB-CFG-003. */
export function wholeNumberOf(option: string, text: string, min: number, max: number): number {
  const value = numberOf(option, text, min, max);
  return Number.isInteger(value) ? value : refuse(option, text, min, max);
}
