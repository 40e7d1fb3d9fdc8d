/**
 * From what a person types (`--procedure`, `--agency`) to the questions that the meant dossiers asked.
 * Guarantees: pure; a code of the province, a national one or, of an agency, its name; a national code
 * means the dossiers that go under it by the present tables on their day of receipt, and those that were
 * last normalized under it.
 * Must not: guess; a spelling that differs by more than case, blanks and Unicode form is another code.
 */
import { cleanCode } from '../codebook/clean-code.ts';
import { ask, type ChangeDays } from '../codebook/lookup-fingerprint.ts';
import { exactKey } from '../codebook/suggest/exact-name.ts';
import type { Codebook } from '../domain/codebook.ts';
import type { IsoDay } from '../domain/codes.ts';
import type { KnownKey } from '../ledger/code-use.ts';
import type { AskedOn } from '../ledger/resync-selection.ts';

const FIRST_DAY = '0001-01-01' as IsoDay;
const LAST_DAY = '9999-12-31' as IsoDay;

/** With which a question is held against what was typed. */
export interface Tables {
  readonly codebook: Codebook;
  readonly days: ChangeDays;
  /** Every question that the ledger knows. */
  readonly keys: readonly KnownKey[];
}

/** The questions of dossiers of this procedure. Empty: nothing in the ledger asks for it. */
export function askedOfProcedure(written: string, tables: Tables): AskedOn[] {
  const code = cleanCode(written);
  return tables.keys.flatMap((key) => {
    if (key.kind === 'component' || key.kind === 'result') {
      return cleanCode(key.scope) === code ? [always(key)] : [];
    }
    if (key.kind !== 'procedure') return [];
    if (cleanCode(key.code) === code) return [always(key)];
    return daysWhere(key, tables, (value) => cleanCode((value as { code: string }).code) === code);
  });
}

/** The questions of dossiers of this agency. Empty: nothing in the ledger asks for it. */
export function askedOfAgency(written: string, tables: Tables): AskedOn[] {
  const [code, name] = [cleanCode(written), exactKey(written)];
  return tables.keys.flatMap((key) => {
    if (key.kind !== 'agency') return [];
    if (cleanCode(key.code) === code || (!key.severalNames && isName(key.name, name))) return [always(key)];
    return daysWhere(key, tables, (value) => {
      const agency = value as { code: string; name: string };
      return (agency.code !== '' && cleanCode(agency.code) === code) || isName(agency.name, name);
    });
  });
}

function isName(one: string, key: string): boolean {
  return key !== '' && exactKey(one) === key;
}

const always = ({ id }: KnownKey): AskedOn => ({ key: id, from: FIRST_DAY, to: LAST_DAY });

/** The days of receipt on which the question is answered so. */
function daysWhere(
  key: KnownKey,
  { codebook, days }: Tables,
  isMeant: (value: unknown) => boolean,
): AskedOn[] {
  const turns = [FIRST_DAY, ...[...(days.get(cleanCode(key.code)) ?? [])].sort()];
  return turns.flatMap((from, place) => {
    const answer = ask(codebook, key, from);
    return answer.found && isMeant(answer.value)
      ? [{ key: key.id, from, to: turns[place + 1] ?? LAST_DAY }]
      : [];
  });
}
