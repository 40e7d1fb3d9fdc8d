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
  /** Answers, made once: they are asked for some ten times a dossier. */
  readonly #rows: ReadonlyMap<string, Lookup<DossierStatus>>;
  readonly #own = new Map<string, Lookup<DossierStatus>>(
    DOSSIER_STATUSES.map((status) => [status, found(status, BY_NATIONAL_VALUE)]),
  );

  constructor(rows: readonly StatusRow[]) {
    this.#rows = new Map(
      rows.map((row) => [
        keyOf(row.provinceStatus, row.provinceSubstatus),
        found(row.nationalStatus, ruleOf('statuses.csv', row)),
      ]),
    );
  }

  /** A row with the substatus wins over one for any. */
  find(status: string, substatus: string): Lookup<DossierStatus> {
    const code = cleanCode(status);
    const exact = this.#rows.get(code + SEAM + cleanCode(substatus));
    return exact ?? this.#rows.get(code + SEAM) ?? this.#own.get(code) ?? UNKNOWN;
  }
}

/** Values by field. */
export class ValueLookup {
  readonly #rows: ReadonlyMap<string, Lookup<string>>;
  readonly #own: ReadonlyMap<string, Lookup<string>>;

  constructor(rows: readonly ValueRow[]) {
    this.#rows = new Map(
      rows.map((row) => [
        keyOf(row.field, row.provinceValue),
        found(row.nationalValue, ruleOf('values.csv', row)),
      ]),
    );
    const national = { ...NATIONAL_VALUES, ...SEEN };
    this.#own = new Map(
      Object.entries(national).flatMap(([field, values]) =>
        values.map((value) => [keyOf(field, value), found<string>(value, BY_NATIONAL_VALUE)] as const),
      ),
    );
  }

  find(field: ValueField, written: string): Lookup<string> {
    const key = field + SEAM + cleanCode(written);
    return this.#rows.get(key) ?? this.#own.get(key) ?? UNKNOWN;
  }
}

const UNKNOWN: Lookup<never> = notFound('unknown', BY_NATIONAL_VALUE);

function keyOf(first: string, second: string): string {
  return cleanCode(first) + SEAM + cleanCode(second);
}
