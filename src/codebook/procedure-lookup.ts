/**
 * Province's procedure code → national procedure.
 * Guarantees: a row valid on the day wins over the catalogue; a row for the code as written wins
 * over one for the code without its agency; only what is published is answered, or was on a day before
 * the ministry ended it. Where the catalogue's word is not taken strictly, one that is listed and not
 * published is answered with that doubt.
 */
import type { Lookup, Procedure } from '../domain/codebook.ts';
import type { IsoDay } from '../domain/codes.ts';
import type { CataloguedProcedure, CatalogueIndex } from './catalogue-index.ts';
import { cleanCode, withoutAgency } from './clean-code.ts';
import {
  BY_CATALOGUE,
  byCatalogue,
  found,
  foundInDoubt,
  groupBy,
  isValidOn,
  notFound,
  ruleOf,
} from './dated-rows.ts';
import type { ProcedureRow } from './mapping-tables.ts';

/** Published, or not yet seen to be unpublished. When it began is not asked: the catalogue only knows when it first looked. */
function isPublishedOn({ published, unpublishedOn }: CataloguedProcedure, on: IsoDay): boolean {
  return published || (unpublishedOn !== null && on < unpublishedOn);
}

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
      if (target === null) return notFound('target-unknown', rule);
      return isPublishedOn(target, on) ? found(target.procedure, rule) : this.#refused(target, rule);
    }
    const own = this.#catalogue.procedure(written);
    if (own !== null && isPublishedOn(own, on)) {
      return found(own.procedure, byCatalogue(own.published ? null : own.unpublishedOn));
    }
    const outOfTime = rows.flat()[0];
    if (outOfTime !== undefined) return notFound('not-valid-on-day', ruleOf('procedures.csv', outOfTime));
    return own === null ? notFound('unknown', BY_CATALOGUE) : this.#refused(own, BY_CATALOGUE);
  }

  #refused({ procedure, endedOn }: CataloguedProcedure, rule: string): Lookup<Procedure> {
    const { code } = procedure;
    if (endedOn !== null) return notFound('ended', rule, { code, since: endedOn });
    return this.#strict
      ? notFound('not-published', rule, { code })
      : foundInDoubt(procedure, rule, 'not-published');
  }
}
