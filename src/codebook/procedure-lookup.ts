/**
 * Province's procedure code → national procedure.
 * Guarantees: a row valid on the day wins over the catalogue; a row for the code as written wins
 * over one for the code without its agency; only published procedures are answered. Where the
 * catalogue's word is not taken strictly, one that is listed and not published is answered with that doubt.
 */
import type { Lookup, Procedure } from '../domain/codebook.ts';
import type { IsoDay } from '../domain/codes.ts';
import type { CataloguedProcedure, CatalogueIndex } from './catalogue-index.ts';
import { cleanCode, withoutAgency } from './clean-code.ts';
import { BY_CATALOGUE, found, foundInDoubt, groupBy, isValidOn, notFound, ruleOf } from './dated-rows.ts';
import type { ProcedureRow } from './mapping-tables.ts';

/** See the head of this file. */
export class ProcedureLookup {
  readonly #catalogue: CatalogueIndex;
  readonly #strict: boolean;
  readonly #rows: ReadonlyMap<string, readonly ProcedureRow[]>;

  constructor(rows: readonly ProcedureRow[], catalogue: CatalogueIndex, strict: boolean) {
    this.#catalogue = catalogue;
    this.#strict = strict;
    this.#rows = groupBy(rows, (row) => cleanCode(row.provinceCode));
  }

  find(written: string, on: IsoDay): Lookup<Procedure> {
    if (this.#catalogue.empty) return notFound('unknown', BY_CATALOGUE);
    const bare = withoutAgency(written);
    const rows = [written, ...(bare === null ? [] : [bare])].map(
      (code) => this.#rows.get(cleanCode(code)) ?? [],
    );
    for (const group of rows) {
      const row = group.find((candidate) => isValidOn(candidate, on));
      if (row === undefined) continue;
      const rule = ruleOf('procedures.csv', row);
      const target = this.#catalogue.procedure(row.nationalCode);
      return target === null ? notFound('target-unknown', rule) : this.#answer(target, rule);
    }
    const own = this.#catalogue.procedure(written);
    if (own?.published) return found(own.procedure, BY_CATALOGUE);
    const outOfTime = rows.flat()[0];
    if (outOfTime !== undefined) return notFound('not-valid-on-day', ruleOf('procedures.csv', outOfTime));
    return own === null ? notFound('unknown', BY_CATALOGUE) : this.#answer(own, BY_CATALOGUE);
  }

  #answer({ procedure, published, listed }: CataloguedProcedure, rule: string): Lookup<Procedure> {
    if (published) return found(procedure, rule);
    return this.#strict || !listed
      ? notFound('not-published', rule)
      : foundInDoubt(procedure, rule, 'not-published');
  }
}
