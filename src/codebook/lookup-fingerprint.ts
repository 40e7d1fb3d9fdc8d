/**
 * What a question to the codebook is answered on every day, as one short text.
 * Guarantees: the same text, the same answers: a table that changed touches only the dossiers whose
 * questions got another text. Line numbers of rows that answer do not count, so that sorting a table
 * touches nothing; where a row stands in the way its place does, because the held part names it.
 * Must not: know the lookups' rules; it asks them, on each day on which an answer may begin.
 */
import { createHash } from 'node:crypto';
import type { Codebook, Lookup, LookupKey } from '../domain/codebook.ts';
import type { IsoDay, ProcedureCode } from '../domain/codes.ts';
import type { ValueField } from '../domain/dossier.ts';
import type { CatalogueIndex } from './catalogue-index.ts';
import { cleanCode, withoutAgency } from './clean-code.ts';
import type { CodeTables, Dated } from './mapping-tables.ts';

/** Before every day that a row can name. */
const FIRST_DAY = '0001-01-01' as IsoDay;

/** Days on which answers to a code may turn: rows begin or cease to count, national codes end. By the code as lookups compare it. */
export type ChangeDays = ReadonlyMap<string, ReadonlySet<IsoDay>>;

/** The last day that can be written: what ends then never ends. */
const LAST_DAY = '9999-12-31';

/** The first day that no longer belongs to a row; none where it is open or ends on the last day. */
function endOf(validTo: IsoDay | ''): IsoDay[] {
  if (validTo === '' || validTo === LAST_DAY) return [];
  return [new Date(Date.parse(`${validTo}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10) as IsoDay];
}

/** All tables in one: a day too many costs a lookup, no more. */
export function changeDays(tables: CodeTables, { endDays }: Pick<CatalogueIndex, 'endDays'>): ChangeDays {
  const days = new Map([...endDays].map(([code, ends]) => [code, new Set(ends)]));
  const rows: (Dated & { readonly provinceCode: string; readonly nationalCode: string })[] = [
    ...tables.procedures,
    ...tables.documentTypes,
    ...tables.agencies,
  ];
  for (const { provinceCode, nationalCode, validFrom, validTo } of rows) {
    const turns = [
      ...(validFrom === '' ? [] : [validFrom]),
      ...endOf(validTo),
      ...(endDays.size === 0 ? [] : endsOf(nationalCode, endDays)),
    ];
    if (turns.length === 0) continue;
    const key = cleanCode(provinceCode);
    const known = days.get(key) ?? new Set<IsoDay>();
    days.set(key, known);
    for (const day of turns) known.add(day);
  }
  return days;
}

/** A row ends with the code that it leads to, also where that is written with an agency. */
function endsOf(nationalCode: string, endDays: CatalogueIndex['endDays']): IsoDay[] {
  const bare = withoutAgency(nationalCode);
  return [nationalCode, ...(bare === null ? [] : [bare])].flatMap((code) => [
    ...(endDays.get(cleanCode(code)) ?? []),
  ]);
}

/** Puts `key` to the codebook as normalization would, on one day. */
export function ask(codebook: Codebook, key: LookupKey, on: IsoDay): Lookup<unknown> {
  switch (key.kind) {
    case 'procedure':
      return codebook.procedure(key.code, on);
    case 'component':
      return codebook.component(key.scope as ProcedureCode, key.code, on);
    case 'result':
      return codebook.result(key.scope as ProcedureCode, key.code, on);
    case 'any-result':
      return codebook.anyResult(key.code, on);
    case 'agency':
      return codebook.agency(key.code, on);
    case 'status':
      return codebook.status(key.code, key.scope);
    case 'value':
      return codebook.value(key.scope as ValueField, key.code);
  }
}

function told(answer: Lookup<unknown>): unknown {
  if (!answer.found) {
    const { why, rule, code, since } = answer;
    return { why, rule, code, since };
  }
  return answer.doubt === undefined
    ? { value: answer.value }
    : { value: answer.value, doubt: answer.doubt, rule: answer.rule };
}

/** 128 bits in hexadecimal; see `Codebook.fingerprint`. */
export function fingerprintOf(codebook: Codebook, key: LookupKey, days: ChangeDays): string {
  const bare = key.kind === 'procedure' ? withoutAgency(key.code) : null;
  const own = [key.code, ...(bare === null ? [] : [bare])];
  const turns = new Set(own.flatMap((code) => [...(days.get(cleanCode(code)) ?? [])]));
  const answers = [FIRST_DAY, ...[...turns].sort()].map(
    (day) => [day, JSON.stringify(told(ask(codebook, key, day)))] as const,
  );
  // A day on which nothing changes (a row ends, an equal one begins) does not count.
  const lines = answers.filter(([, answer], place) => answer !== answers[place - 1]?.[1]);
  return createHash('sha256').update(JSON.stringify(lines)).digest('hex').slice(0, 32);
}
