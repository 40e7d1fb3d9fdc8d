/**
 * Reads `lost=0.1,http503=0.05`, the words of `--faults`.
 * Guarantees: a wrong name, a number outside 0..1 or a sum over 1 is told, never dropped.
 */
import { DongboError } from '../../domain/errors.ts';
import { FAULT_NAMES, type FaultName, type FaultRates } from './fault-plan.ts';

function refuse(value: string): never {
  const expected = `name=0..1,… (${FAULT_NAMES.join(', ')}); sum <= 1`;
  throw new DongboError('DB-CFG-003', { option: '--faults', value, expected });
}

function isFaultName(text: string): text is FaultName {
  return (FAULT_NAMES as readonly string[]).includes(text);
}

/** Checks rates that came from outside, as an object. Throws DongboError DB-CFG-003. */
export function checkFaultRates(rates: Readonly<Record<string, unknown>>): FaultRates {
  const checked: Partial<Record<FaultName, number>> = {};
  let sum = 0;
  for (const [name, rate] of Object.entries(rates)) {
    if (!isFaultName(name) || typeof rate !== 'number' || !(rate >= 0 && rate <= 1)) {
      refuse(`${name}=${String(rate)}`);
    }
    checked[name] = rate;
    if (name !== 'login503') sum += rate;
  }
  // A little slack, because 0.1 + 0.2 + 0.7 is more than 1 in floating point.
  if (sum > 1 + 1e-9) refuse(String(sum));
  return checked;
}

/**
 * @param text `name=probability`, comma separated; '' = no faults.
 * @throws DongboError DB-CFG-003.
 */
export function parseFaults(text: string): FaultRates {
  const rates: Record<string, number> = {};
  for (const part of text.split(',').filter((piece) => piece.trim() !== '')) {
    const [name = '', rate = '', ...rest] = part.split('=').map((piece) => piece.trim());
    if (rate === '' || rest.length > 0 || Object.hasOwn(rates, name)) refuse(part.trim());
    rates[name] = Number(rate);
  }
  return checkFaultRates(rates);
}
