/**
 * A procedure as `LayThuTuc` gives it (1-portal-contract.md, section 2.1), in our words.
 * Guarantees: codes and names keep the national database's spelling, dirt and all; a code listed
 * twice stands once; pure.
 * Must not: judge codes by their shape.
 */
import type { ProcedureCode } from '../domain/codes.ts';
import type { CatalogueItem, CatalogueProcedure } from '../domain/ports.ts';
import { firstText, isRecord } from './body.ts';
import { chargesOf, isForCitizens } from './procedure-traits.ts';

type Row = Readonly<Record<string, unknown>>;

/** `null` where the row has no procedure code. */
export function decodeProcedure(row: Row): CatalogueProcedure | null {
  const code = rawText(row, 'MATTHC');
  if (code.trim() === '') return null;
  const sector = rowsOf(row.LINHVUCTHUCHIEN)[0] ?? {};
  const terms = rowsOf(row.CACHTHUCTHUCHIEN).map((way) => ({ way, times: rowsOf(way.THOIGIAN) }));
  const fees = terms.flatMap(({ times }) => times.flatMap((time) => rowsOf(time.PHILEPHI)));
  return {
    code: code as ProcedureCode,
    name: rawText(row, 'TENTTHC'),
    published: firstText(row, ['TRANGTHAI']) === '1',
    sectorCode: rawText(sector, 'MALINHVUC'),
    sectorName: rawText(sector, 'TENLINHVUC'),
    components: itemsOf(
      rowsOf(row.THANHPHANHOSO).flatMap((part) => rowsOf(part.GIAYTO)),
      'MAGIAYTO',
      ['TENGIAYTO'],
    ),
    results: itemsOf(rowsOf(row.KETQUATHUCHIEN), 'MAKETQUA', ['TENKETQUA']),
    terms: longestTerms(
      terms.flatMap(({ way, times }) =>
        times.map((time) => ({
          channel: firstText(way, ['KENH']),
          time: firstText(time, ['THOIGIANGIAIQUYET']),
          unit: firstText(time, ['DONVITINH']),
        })),
      ),
    ),
    fees: itemsOf(fees, 'MAPHILEPHI', ['TENPHILEPHI', 'MOTA']),
    // Fees hang on the ways of filing: where no way is listed, nothing is said of them.
    charges: terms.length === 0 ? null : chargesOf(fees.map((fee) => firstText(fee, ['SOTIEN']))),
    forCitizens: isForCitizens(
      rowsOf(row.DOITUONGTHUCHIEN).map((subject) => ({
        code: firstText(subject, ['MADOITUONG']),
        name: firstText(subject, ['TENDOITUONG']),
      })),
    ),
  };
}

type Term = CatalogueProcedure['terms'][number];

function amountOf({ time }: Term): number {
  const amount = Number(time.replace(',', '.'));
  return Number.isFinite(amount) ? amount : 0;
}

/**
 * The longest term of each channel and unit; those without a time are left out. Which of two units is longer hangs on the
 * day of receipt and the days off: 17 working days over the new year are more than 25 days.
 */
export function longestTerms(terms: readonly Term[]): Term[] {
  const longest = new Map<string, Term>();
  for (const term of terms) {
    const unit = term.unit.normalize('NFC').toLowerCase().trim().replace(/\s+/g, ' ');
    const key = `${term.channel} ${unit}`;
    const known = longest.get(key);
    if (term.time !== '' && (!known || amountOf(term) > amountOf(known))) longest.set(key, term);
  }
  return [...longest.values()];
}

/** Rows as code and name; rows without a code are no entries of a code list. */
export function itemsOf(
  rows: readonly Row[],
  codeName: string,
  nameNames: readonly string[],
): CatalogueItem[] {
  const items = new Map<string, CatalogueItem>();
  for (const row of rows) {
    const code = rawText(row, codeName);
    const nameKey = nameNames.find((name) => rawText(row, name) !== '');
    if (code.trim() !== '' && !items.has(code)) {
      items.set(code, { code, name: nameKey === undefined ? '' : rawText(row, nameKey) });
    }
  }
  return [...items.values()];
}

/** A field as text, untrimmed: a leading blank is part of a real national code. */
export function rawText(row: Row, name: string): string {
  const value = row[name];
  return typeof value === 'string' ? value : firstText(row, [name]);
}

/** The objects of a list; one object alone counts as a list of one. */
export function rowsOf(value: unknown): readonly Row[] {
  if (Array.isArray(value)) return value.filter(isRecord);
  return isRecord(value) ? [value] : [];
}
