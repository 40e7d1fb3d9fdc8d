/**
 * Province's document-type code → national code of a component or a result.
 * Guarantees: a row for the procedure wins over one for any, a row over the catalogue; what is
 * answered belongs to the procedure by the catalogue's own word. Where that is not taken strictly,
 * a code that a listed procedure has, and this one has not, is answered with that doubt.
 * Must not: take a row for one procedure as meant for another, strictly or not.
 */
import type { Lookup } from '../domain/codebook.ts';
import type { IsoDay, ProcedureCode } from '../domain/codes.ts';
import type { CatalogueIndex } from './catalogue-index.ts';
import { cleanCode } from './clean-code.ts';
import { BY_CATALOGUE, found, foundInDoubt, groupBy, isValidOn, notFound, ruleOf } from './dated-rows.ts';
import type { DocumentKind, DocumentTypeRow } from './mapping-tables.ts';
import type { SpellingIndex } from './spelling-index.ts';

const FILE = 'document-types.csv';
const ANY = '';
const NO_ROWS: ReadonlyMap<string, readonly DocumentTypeRow[]> = new Map();

/** Lookups of one kind; `Code` is its branded code. */
export class DocumentLookup<Code extends string> {
  readonly #kind: DocumentKind;
  readonly #catalogue: CatalogueIndex;
  readonly #strict: boolean;
  /** Province code → procedure ('' = any) → rows: one local code may have a row for each procedure. */
  readonly #rows = new Map<string, ReadonlyMap<string, readonly DocumentTypeRow[]>>();

  constructor(
    kind: DocumentKind,
    rows: readonly DocumentTypeRow[],
    catalogue: CatalogueIndex,
    strict: boolean,
  ) {
    this.#kind = kind;
    this.#catalogue = catalogue;
    this.#strict = strict;
    const ofKind = rows.filter((row) => row.kind === kind);
    for (const [code, group] of groupBy(ofKind, (row) => cleanCode(row.provinceCode))) {
      this.#rows.set(
        code,
        groupBy(group, (row) => cleanCode(row.procedure)),
      );
    }
  }

  /** The code as one of `procedure`. */
  find(procedure: ProcedureCode, written: string, on: IsoDay): Lookup<Code> {
    if (this.#catalogue.empty) return notFound('unknown', BY_CATALOGUE);
    const rows = this.#rows.get(cleanCode(written)) ?? NO_ROWS;
    const candidates = [...(rows.get(cleanCode(procedure)) ?? []), ...(rows.get(ANY) ?? [])];
    const row = candidates.find((candidate) => isValidOn(candidate, on));
    const own = this.#catalogue.of(this.#kind, procedure);
    const known = this.#catalogue.any[this.#kind];
    if (row !== undefined) {
      const rule = ruleOf(FILE, row);
      const target = own.resolve(row.nationalCode);
      if (target !== null) return found(target as Code, rule);
      const foreign = this.#ofAnother(own, row.nationalCode);
      if (foreign !== null) return foundInDoubt(foreign, rule, 'not-of-procedure');
      return notFound(
        known.spellings(row.nationalCode).length > 0 ? 'not-of-procedure' : 'target-unknown',
        rule,
      );
    }
    const target = own.resolve(written);
    if (target !== null) return found(target as Code, BY_CATALOGUE);
    const [outOfTime] = candidates;
    if (outOfTime !== undefined) return notFound('not-valid-on-day', ruleOf(FILE, outOfTime));
    // Two spellings of the procedure's own that cannot be told apart: it does belong, so "unknown".
    if (own.spellings(written).length > 0) return notFound('unknown', BY_CATALOGUE);
    const foreign = this.#ofAnother(own, written);
    if (foreign !== null) return foundInDoubt(foreign, BY_CATALOGUE, 'not-of-procedure');
    const [elsewhere] = [...rows.values()].flat();
    if (elsewhere !== undefined) return notFound('not-of-procedure', ruleOf(FILE, elsewhere));
    return notFound(known.spellings(written).length > 0 ? 'not-of-procedure' : 'unknown', BY_CATALOGUE);
  }

  /** What may go with a doubt: in the catalogue now, of another procedure, and no telling spellings apart. */
  #ofAnother(own: SpellingIndex, code: string): Code | null {
    if (this.#strict || own.spellings(code).length > 0) return null;
    return this.#catalogue.listed(this.#kind).resolve(code) as Code | null;
  }

  /**
   * The code as one of any procedure, for a document of another dossier whose procedure is not
   * known here. All that could be meant must be one and the same, or nothing is answered.
   */
  findAny(written: string, on: IsoDay): Lookup<Code> {
    if (this.#catalogue.empty) return notFound('unknown', BY_CATALOGUE);
    const known = this.#catalogue.any[this.#kind];
    const byProcedure = this.#rows.get(cleanCode(written)) ?? NO_ROWS;
    const all = [...byProcedure.values()].flat();
    const valid = all.filter((row) => isValidOn(row, on));
    const meant = new Map<string, string>();
    for (const row of valid) {
      const target = known.resolve(row.nationalCode);
      if (target === null) return notFound('target-unknown', ruleOf(FILE, row));
      if (!meant.has(target)) meant.set(target, ruleOf(FILE, row));
    }
    // A row for any procedure wins over the catalogue; rows for some procedures leave the others to it.
    const own = known.resolve(written);
    if (own !== null && !meant.has(own) && !valid.some((row) => cleanCode(row.procedure) === ANY)) {
      meant.set(own, BY_CATALOGUE);
    }
    const [only, second] = meant;
    if (only !== undefined && second === undefined) return found(only[0] as Code, only[1]);
    if (only !== undefined) return notFound('unknown', [...meant.values()].join(', '));
    const [outOfTime] = all;
    if (outOfTime !== undefined) return notFound('not-valid-on-day', ruleOf(FILE, outOfTime));
    return notFound('unknown', BY_CATALOGUE);
  }
}
