/**
 * The owner's id and contact.
 * Guarantees: a number that does not fit its type is held, the dossier goes without it.
 * Must not: make up an id, nor a type: where the province gives none, 12 digits are a personal id and
 * 9 an old card because that is what the two types are; every other id is known by its type alone.
 */
import type { OwnerId } from '../domain/dossier.ts';
import { cleanText } from './clean-text.ts';
import type { PartName } from './notes.ts';
import { readPhoneNumber } from './phone-number.ts';
import type { Reading } from './reading.ts';
import { LIMITS, readPlainText } from './text-field.ts';
import { lookUpWritten } from './value-field.ts';

const ID: PartName = { scope: 'id', id: '', label: 'ownerIds' };
/** Digits of the types that the portal's contract defines. */
const DIGITS_OF_TYPE: ReadonlyMap<string, number> = new Map([
  ['1', 12],
  ['2', 9],
]);
const SEPARATORS = /[ .-]/g;
const ALL_DIGITS = /^\d+$/;
/** One digit throughout, or hardly more than zeros: what clerks type where there is no number. */
const STAND_IN = /^(?:(\d)\1+|0{6}\d*)$/;
const EMAIL = /^[^\s@<>()[\],;:"\\]+@[^\s@<>()[\],;:"\\.]+(?:\.[^\s@<>()[\],;:"\\.]+)+$/u;
/**
 * A tax code, of a branch with its number: blanks and dots inside are the typist's, and so are dashes of
 * other kinds. Not verified by its check digit: no national type of id is known to mean a tax code alone.
 */
const TAX_CODE = /^\d{10}(?:-\d{3})?$/;
const DASHES = /[\u2010-\u2015\u2212]/g;

/** At most one id; none after a fault. */
export function readOwnerIds(reading: Reading): OwnerId[] {
  const { source, notes } = reading;
  const { ownerIdNumber, ownerIdType } = source.fields;
  const written = cleanText(ownerIdNumber);
  if (written === '') return [];
  const bare = written.replace(SEPARATORS, '');

  const typeText = cleanText(ownerIdType);
  let found: { readonly value: string; readonly rule: string } | null = lookUpWritten(
    reading,
    'id_type',
    'ownerIds.type',
    ownerIdType,
  );
  if (found === null && typeText !== '') {
    notes.holdPart(ID, 'DB-OWN-001', 'ownerIdType', ownerIdType);
    return [];
  }
  found ??= typeByShape(bare);
  if (found === null) {
    notes.holdPart(ID, 'DB-OWN-003', 'ownerIdNumber', ownerIdNumber);
    return [];
  }

  const digits = DIGITS_OF_TYPE.get(found.value);
  if (digits !== undefined && (bare.length !== digits || !ALL_DIGITS.test(bare))) {
    notes.holdPart(ID, 'DB-OWN-002', 'ownerIdNumber', ownerIdNumber, { digits });
    return [];
  }
  if (STAND_IN.test(bare)) {
    notes.holdPart(ID, 'DB-OWN-004', 'ownerIdNumber', ownerIdNumber);
    return [];
  }
  const number = digits === undefined ? tidyTaxCode(written) : bare;
  notes.note('ownerIds.type', ownerIdType, found.value, found.rule);
  if (number !== ownerIdNumber?.trim()) notes.note('ownerIds.number', ownerIdNumber, number, 'cleaned');
  else notes.pass('ownerIds.number', ownerIdNumber, number);
  return [{ type: found.value, number }];
}

/** A tax code without what stands between its digits; every other number of a type of its own as it is. */
function tidyTaxCode(written: string): string {
  const tidy = written.replace(DASHES, '-').replace(/[ .]/g, '');
  return TAX_CODE.test(tidy) ? tidy : written;
}

function typeByShape(number: string): { readonly value: string; readonly rule: string } | null {
  if (!ALL_DIGITS.test(number)) return null;
  for (const [type, digits] of DIGITS_OF_TYPE) {
    if (number.length === digits) return { value: type, rule: `${digits} digits` };
  }
  return null;
}

/** '' where absent or after a fault. */
export function readEmail({ source, notes }: Reading): string {
  const email = readPlainText(notes, 'email', source.fields.email);
  if (email === '' || (email.length <= LIMITS.detail && EMAIL.test(email))) return email;
  notes.without('DB-OWN-005', 'email', source.fields.email);
  return '';
}

/** One number without separators; '' where absent or after a fault. */
export function readPhone({ source, notes }: Reading): string {
  const raw = source.fields.phone;
  const written = cleanText(raw);
  if (written === '') return '';
  const found = readPhoneNumber(written);
  if (found === null) {
    notes.without('DB-OWN-006', 'phone', raw);
    return '';
  }
  if (found.number === written) notes.pass('phone', raw, found.number);
  else notes.note('phone', raw, found.number, found.rule);
  return found.number;
}

/** The account on the national portal exists only for dossiers filed online (channel 2). */
export function readOwnerAccount({ source, notes }: Reading, channel: string): string {
  const account = readPlainText(notes, 'ownerAccountId', source.fields.ownerAccountId);
  if (account === '' || channel === '2') return account;
  notes.note('ownerAccountId', source.fields.ownerAccountId, '', 'only for dossiers filed online');
  return '';
}
