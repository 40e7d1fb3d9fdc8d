/**
 * What the indicators ask of a procedure: does it cost anything, and is it for citizens.
 * Guarantees: pure; an amount that the catalogue leaves out, or writes in words alone, is not known: neither 0 nor a
 * fee (of 365 real procedures of July 2026, 85 list fees without any amount).
 * Must not: read amounts out of descriptions.
 */

/** An amount at the beginning: `50.000`, `50.000 đồng/lần`, `0,5%`; words like `Theo Nghị quyết số 12` hold none. */
const AMOUNT = /^\+?(\d[\d.,\s]*)/;

/**
 * Is some amount more than 0? `null` = none is, and of some it is not known.
 * @param amounts of all ways of filing; none listed at all means that nothing is charged.
 */
export function chargesOf(amounts: readonly string[]): boolean | null {
  const read = amounts.map((amount) => AMOUNT.exec(amount)?.[1]);
  if (read.some((digits) => digits !== undefined && /[1-9]/.test(digits))) return true;
  return read.includes(undefined) ? null : false;
}

/** `Công dân Việt Nam`, and those of them without a known residence. */
const CITIZEN_CODES: ReadonlySet<string> = new Set(['ĐT1', 'ĐT14']);
/** Older lists call a citizen an individual. */
const CITIZEN_NAMES = /^(công dân|cá nhân|người dân)(?![\p{L}\p{N}])/iu;

/**
 * Are citizens among them? `null` = the catalogue names nobody. Vietnamese living abroad are not taken for citizens:
 * the name covers people of Vietnamese origin without the nationality (Luật Quốc tịch Việt Nam 2008, điều 3);
 * neither are officials and party members, who stand for their office there.
 */
export function isForCitizens(
  subjects: readonly { readonly code: string; readonly name: string }[],
): boolean | null {
  const said = subjects
    .map(({ code, name }) => ({ code: code.normalize('NFC').trim(), name: name.normalize('NFC').trim() }))
    .filter(({ code, name }) => code !== '' || name !== '');
  if (said.length === 0) return null;
  return said.some(({ code, name }) => CITIZEN_CODES.has(code) || CITIZEN_NAMES.test(name));
}
