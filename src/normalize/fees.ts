/**
 * Fees of a dossier.
 * Must not: round an amount, nor send one that could not be read as 0: a fee of 0 is no duty.
 */
import type { Fee } from '../domain/dossier.ts';
import type { SourceFee } from '../domain/source-dossier.ts';
import { PartIds, type PartKind } from './part-ids.ts';
import { readAmount } from './read-amount.ts';
import type { Reading } from './reading.ts';
import { LIMITS, readPartText, readPlainText } from './text-field.ts';
import { readOptionalValue } from './value-field.ts';

const KIND: PartKind = { scope: 'fee', field: 'fees', idMissing: 'DB-FEE-001', idTwice: 'DB-FEE-002' };
const AMOUNT_FAULTS = {
  absent: 'DB-FEE-004',
  unreadable: 'DB-FEE-005',
  negative: 'DB-FEE-006',
} as const;

/** Fees without fault, in the source's order. */
export function readFees(reading: Reading): Fee[] {
  const rows = reading.source.fees;
  const ids = new PartIds(reading.notes, KIND, rows);
  return rows.flatMap((row) => {
    const fee = readFee(reading, row, ids);
    return fee === null ? [] : [fee];
  });
}

function readFee(reading: Reading, row: SourceFee, ids: PartIds): Fee | null {
  const { notes } = reading;
  const part = ids.claim(row.id);
  if (part === null) return null;
  const { label } = part;
  const faultsBefore = notes.held.length;

  const name = readPartText(notes, part, 'fees.name', row.name, { missing: 'DB-FEE-003' });
  const code = readPlainText(notes, `${label}.code`, row.feeCode);
  if (code.length > LIMITS.code) {
    const params = { length: code.length, limit: LIMITS.code };
    notes.holdPart(part, 'DB-FEE-009', 'fees.code', row.feeCode, params);
  } else if (code !== '') {
    notes.note(`${label}.code`, row.feeCode, code, 'as the source has it');
  }
  const amount = readAmount(row.amount);
  if (!amount.ok) notes.holdPart(part, AMOUNT_FAULTS[amount.why], 'fees.amountDong', row.amount);
  const collection = readOptionalValue(
    reading,
    part,
    'fee_collection',
    'fees.collection',
    `${label}.collection`,
    row.collection,
    'DB-FEE-007',
  );
  const kind = readOptionalValue(
    reading,
    part,
    'fee_kind',
    'fees.kind',
    `${label}.kind`,
    row.kind,
    'DB-FEE-008',
  );

  if (!amount.ok || notes.held.length > faultsBefore) return null;
  const dong = String(amount.dong);
  if (dong === row.amount?.trim()) notes.passPart(part, 'fees.amountDong', row.amount, dong);
  else notes.note(`${label}.amountDong`, row.amount, dong, 'whole đồng');
  return { id: part.id, name, code, collection, amountDong: amount.dong, kind };
}
