/**
 * A procedure as the public catalogue gives it (1-portal-contract.md, section 4), in our words.
 * Guarantees: codes and names keep the national database's spelling (decomposed letters, blanks and
 * all); a code that several cases list stands once; pure.
 * Must not: judge codes by their shape, or make up codes for fees, which come without.
 */
import type { ProcedureCode } from '../../domain/codes.ts';
import { ANY_CHANNEL, type CatalogueProcedure } from '../../domain/ports.ts';
import { firstText, isRecord } from '../body.ts';
import { itemsOf, longestTerms, rawText, rowsOf } from '../decode-procedure.ts';
import { chargesOf, isForCitizens } from '../procedure-traits.ts';

type Row = Readonly<Record<string, unknown>>;

/**
 * States that mean "in force". All 5,670 procedures that the public pages listed in July 2026 were in one
 * of these two: 2,329 ACTIVE, as first published, 3,341 UPDATED, changed since (birth registration is one).
 * A state that is not among them is unseen and taken for not published, so that nothing is sent under it.
 */
const IN_FORCE: ReadonlySet<string> = new Set(['ACTIVE', 'UPDATED']);

/** Our words for the ways of filing, those of `KENH`. */
const CHANNELS: Readonly<Record<string, string>> = { DIRECT: '1', ONLINE: '2', POSTAL: '3' };
/** Our words for units of time, those of `DONVITINH`; any other stays as it is written. */
const UNITS: Readonly<Record<string, string>> = {
  WORKING_DAY: 'Ngày làm việc',
  DAY: 'Ngày',
  HOUR: 'Giờ',
  MONTH: 'Tháng',
};

/** Is a procedure in this state in force? */
export function isInForce(state: string): boolean {
  return IN_FORCE.has(state);
}

/** `null` where the row has no procedure code. */
export function decodePublicProcedure(row: Row): CatalogueProcedure | null {
  const code = rawText(row, 'code');
  if (code.trim() === '') return null;
  const [first] = rowsOf(row.categoriesDetails);
  const sector = isRecord(row.category) ? row.category : (first ?? {});
  const methods = rowsOf(row.executionMethods);
  const fees = [...rowsOf(row.fees), ...methods.flatMap((method) => rowsOf(method.fees))];
  // Papers stand under what the portal calls execution cases; the other two lists were empty wherever seen.
  const papers = [...rowsOf(row.executionCases), ...rowsOf(row.cases), row].flatMap((part) =>
    rowsOf(part.profileComponents),
  );
  return {
    code: code as ProcedureCode,
    name: rawText(row, 'name'),
    published: isInForce(firstText(row, ['state'])),
    sectorCode: rawText(sector, 'code'),
    sectorName: rawText(sector, 'name'),
    components: itemsOf(papers, 'code', ['name']),
    results: itemsOf(rowsOf(row.resultsDetails), 'code', ['name']),
    terms: longestTerms([
      ...methods.map((method) => ({
        channel: translated(CHANNELS, firstText(method, ['submissionMethod'])),
        time: firstText(method, ['processingTime']),
        unit: translated(UNITS, firstText(method, ['processingTimeUnit'])),
      })),
      ...rowsOf(row.cases).flatMap(termOfCase),
    ]),
    fees: itemsOf(fees, 'code', ['name', 'description']),
    charges:
      methods.length + fees.length === 0 ? null : chargesOf(fees.map((fee) => firstText(fee, ['value']))),
    forCitizens: isForCitizens(
      rowsOf(row.subjectTypesDetails).map((subject) => ({
        code: firstText(subject, ['code']),
        name: firstText(subject, ['name']),
      })),
    ),
  };
}

/**
 * The term of a case, whatever the way of filing. Ways often say `OTHER` where the case has a unit, so that it
 * alone is a term (38 of 365 real procedures of July 2026). Cases of unit `OTHER`, or without a time, say nothing.
 */
function termOfCase(one: Row): CatalogueProcedure['terms'] {
  const day = isRecord(one.processingDay) ? one.processingDay : {};
  const time = firstText(day, ['qty']);
  const unit = firstText(day, ['type']);
  return Number(time) > 0 && Object.hasOwn(UNITS, unit)
    ? [{ channel: ANY_CHANNEL, time, unit: translated(UNITS, unit) }]
    : [];
}

function translated(words: Readonly<Record<string, string>>, text: string): string {
  return Object.hasOwn(words, text) ? (words[text] ?? text) : text;
}
