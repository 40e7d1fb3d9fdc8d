/**
 * Province's agency code → national agency.
 * Guarantees: a row valid on the day wins; the code, where there is one, is the catalogue's. The
 * row's name wins over the catalogue's.
 */
import type { Agency, Lookup } from '../domain/codebook.ts';
import type { IsoDay } from '../domain/codes.ts';
import type { CatalogueIndex } from './catalogue-index.ts';
import { cleanCode, tidyCode } from './clean-code.ts';
import { BY_CATALOGUE, found, groupBy, isValidOn, notFound, ruleOf } from './dated-rows.ts';
import type { AgencyRow } from './mapping-tables.ts';

/** See the head of this file. */
export class AgencyLookup {
  readonly #catalogue: CatalogueIndex;
  readonly #rows: ReadonlyMap<string, readonly AgencyRow[]>;

  constructor(rows: readonly AgencyRow[], catalogue: CatalogueIndex) {
    this.#catalogue = catalogue;
    this.#rows = groupBy(rows, (row) => cleanCode(row.provinceCode));
  }

  find(written: string, on: IsoDay): Lookup<Agency> {
    if (this.#catalogue.empty) return notFound('unknown', BY_CATALOGUE);
    const rows = this.#rows.get(cleanCode(written)) ?? [];
    const row = rows.find((candidate) => isValidOn(candidate, on));
    if (row !== undefined) return this.#byRow(row);
    const own = this.#catalogue.agency(written);
    if (own !== null) return found(own, BY_CATALOGUE);
    const [outOfTime] = rows;
    return outOfTime === undefined
      ? notFound('unknown', BY_CATALOGUE)
      : notFound('not-valid-on-day', ruleOf('agencies.csv', outOfTime));
  }

  #byRow(row: AgencyRow): Lookup<Agency> {
    const rule = ruleOf('agencies.csv', row);
    const name = tidyCode(row.name);
    if (row.nationalCode === '') return found({ code: '', name }, rule);
    const target = this.#catalogue.agency(row.nationalCode);
    if (target !== null) return found({ code: target.code, name: name === '' ? target.name : name }, rule);
    // Where the portal has no list of agencies the code cannot be checked and is not sent; the name,
    // which the portal asks for, is the province's own statement.
    if (!this.#catalogue.listsAgencies && name !== '') return found({ code: '', name }, rule);
    return notFound('target-unknown', rule);
  }
}
