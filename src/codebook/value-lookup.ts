/**
 * Province's statuses and values → those of the portal's contract.
 * Guarantees: a row wins; without one only what already is a national value is answered.
 */
import type { Lookup } from '../domain/codebook.ts';
import { DOSSIER_STATUSES, type DossierStatus, NATIONAL_VALUES, type ValueField } from '../domain/dossier.ts';
import { cleanCode } from './clean-code.ts';
import { BY_NATIONAL_VALUE, found, notFound, ruleOf } from './dated-rows.ts';
import type { StatusRow, ValueRow } from './mapping-tables.ts';

const SEAM = '\u0000';

/**
 * What counts as national without a row where the whole list has not been seen
 * (1-portal-contract.md, 2.2): 12-digit personal id and 9-digit id card; the population database.
 * Every other value of these two needs a row, since a number alone says nothing of whose it is.
 */
const SEEN: Readonly<Record<'id_type' | 'database', readonly string[]>> = {
  id_type: ['1', '2'],
  database: ['1'],
};

/** Statuses with substatus. */
export class StatusLookup {
  readonly #rows: ReadonlyMap<string, StatusRow>;

  constructor(rows: readonly StatusRow[]) {
    this.#rows = new Map(rows.map((row) => [keyOf(row.provinceStatus, row.provinceSubstatus), row]));
  }

  /** A row with the substatus wins over one for any. */
  find(status: string, substatus: string): Lookup<DossierStatus> {
    const row = this.#rows.get(keyOf(status, substatus)) ?? this.#rows.get(keyOf(status, ''));
    if (row !== undefined) return found(row.nationalStatus, ruleOf('statuses.csv', row));
    const own = DOSSIER_STATUSES.find((national) => national === cleanCode(status));
    return own === undefined ? notFound('unknown', BY_NATIONAL_VALUE) : found(own, BY_NATIONAL_VALUE);
  }
}

/** Values by field. */
export class ValueLookup {
  readonly #rows: ReadonlyMap<string, ValueRow>;

  constructor(rows: readonly ValueRow[]) {
    this.#rows = new Map(rows.map((row) => [keyOf(row.field, row.provinceValue), row]));
  }

  find(field: ValueField, written: string): Lookup<string> {
    const row = this.#rows.get(keyOf(field, written));
    if (row !== undefined) return found(row.nationalValue, ruleOf('values.csv', row));
    const national: readonly string[] =
      field === 'id_type' || field === 'database' ? SEEN[field] : NATIONAL_VALUES[field];
    const own = cleanCode(written);
    return national.includes(own) ? found(own, BY_NATIONAL_VALUE) : notFound('unknown', BY_NATIONAL_VALUE);
  }
}

function keyOf(first: string, second: string): string {
  return cleanCode(first) + SEAM + cleanCode(second);
}
