/**
 * Reads `lost=0.1,http503@steps=0.05`, the words of `--faults`.
 * Guarantees: a wrong name or scope, a number outside 0..1 or a sum over 1 is told, never dropped.
 */
import { DongboError } from '../../domain/errors.ts';
import { FAULT_MEANINGS, FAULT_NAMES, type FaultName, isFaultName } from './fault-meanings.ts';
import { type FaultRates, partsOf, rateFor } from './fault-plan.ts';
import { KINDS_OF_CALL, SCOPES } from './fault-scope.ts';

function refuse(value: string): never {
  const expected = `name=0..1,… (${FAULT_NAMES.join(', ')}); sum <= 1; name@scope=0..1 (${SCOPES.join(', ')})`;
  throw new DongboError('DB-CFG-003', { option: '--faults', value, expected });
}

const namesOn = (on: 'call' | 'login'): FaultName[] =>
  FAULT_NAMES.filter((name) => FAULT_MEANINGS[name].on === on);

/** The largest sum that any kind of call meets. A little slack, because 0.1 + 0.2 + 0.7 is more than 1. */
function checkSums(rates: FaultRates): void {
  const sums = KINDS_OF_CALL.map((service) =>
    namesOn('call').reduce((sum, name) => sum + rateFor(rates, name, service), 0),
  );
  const logins = namesOn('login').reduce((sum, name) => sum + (rates[name] ?? 0), 0);
  const most = Math.max(logins, ...sums);
  if (most > 1 + 1e-9) refuse(String(most));
}

/** Checks rates that came from outside, as an object. Throws DongboError DB-CFG-003. */
export function checkFaultRates(rates: Readonly<Record<string, unknown>>): FaultRates {
  for (const [key, rate] of Object.entries(rates)) {
    const { name, scope } = partsOf(key);
    const known = isFaultName(name) && (scope === undefined || SCOPES.includes(scope));
    const scoped = scope !== undefined && isFaultName(name) && FAULT_MEANINGS[name].on === 'login';
    if (!known || scoped || typeof rate !== 'number' || !(rate >= 0 && rate <= 1)) {
      refuse(`${key}=${String(rate)}`);
    }
  }
  const checked = rates as FaultRates;
  checkSums(checked);
  return checked;
}

/**
 * @param text `name=probability` or `name@scope=probability`, comma separated; '' = no faults.
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

/** The words of `rates`, as {@link parseFaults} reads them. */
export function faultWords(rates: FaultRates): string {
  return Object.entries(rates)
    .map(([key, rate]) => `${key}=${rate}`)
    .join(',');
}
