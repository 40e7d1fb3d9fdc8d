/**
 * Province's document-type code → national code of a component or a result.
 * Guarantees: a row for the procedure wins over one for any, a row over the catalogue; what is
 * answered belongs to the procedure by the catalogue's own word, or did on a day before the ministry
 * took it out. Where that is not taken strictly, a code that a listed procedure has, and this one has
 * not, is answered with that doubt.
 * Must not: take a row for one procedure as meant for another, strictly or not.
 */
import type { Lookup } from '../domain/codebook.ts';
import type { IsoDay, ProcedureCode } from '../domain/codes.ts';
import type { CatalogueIndex } from './catalogue-index.ts';
import { cleanCode } from './clean-code.ts';
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
import type { DocumentKind, DocumentTypeRow } from './mapping-tables.ts';
import { SpellingIndex } from './spelling-index.ts';

const FILE = 'document-types.csv';
const ANY = '';
const NO_ROWS: ReadonlyMap<string, readonly DocumentTypeRow[]> = new Map();

/** What a procedure has to do with a code. */
type Belonging =
  /** On the day asked for; `until` = first day without, `null` = has it. */
  | { readonly kind: 'has'; readonly code: string; readonly until: IsoDay | null }
  /** Not any more on that day. */
  | { readonly kind: 'had'; readonly code: string; readonly since: IsoDay }
  /** In spellings that cannot be told apart. */
  | { readonly kind: 'unclear' }
  | { readonly kind: 'never' };

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
    const known = this.#catalogue.any[this.#kind];
    if (row !== undefined) {
      const rule = ruleOf(FILE, row);
      const own = this.#belonging(procedure, row.nationalCode, on);
      if (own.kind === 'has') return found(own.code as Code, rule);
      return (
        this.#doubtful(own, row.nationalCode, rule) ??
        this.#ended(own, rule) ??
        notFound(known.spellings(row.nationalCode).length > 0 ? 'not-of-procedure' : 'target-unknown', rule)
      );
    }
    const own = this.#belonging(procedure, written, on);
    if (own.kind === 'has') return found(own.code as Code, byCatalogue(own.until));
    const [outOfTime] = candidates;
    if (outOfTime !== undefined) return notFound('not-valid-on-day', ruleOf(FILE, outOfTime));
    // Two spellings of the procedure's own that cannot be told apart: it does belong, so "unknown".
    if (own.kind === 'unclear') return notFound('unknown', BY_CATALOGUE);
    const answer = this.#doubtful(own, written, BY_CATALOGUE) ?? this.#ended(own, BY_CATALOGUE);
    if (answer !== null) return answer;
    const [elsewhere] = [...rows.values()].flat();
    if (elsewhere !== undefined) return notFound('not-of-procedure', ruleOf(FILE, elsewhere));
    return notFound(known.spellings(written).length > 0 ? 'not-of-procedure' : 'unknown', BY_CATALOGUE);
  }

  /** What it has now goes before what it had: of two spellings of one code the portal knows the present one. */
  #belonging(procedure: ProcedureCode, written: string, on: IsoDay): Belonging {
    const own = this.#catalogue.of(this.#kind, procedure);
    const now = own.resolve(written);
    if (now !== null) return { kind: 'has', code: now, until: null };
    if (own.spellings(written).length > 0) return { kind: 'unclear' };
    const past = this.#catalogue.ended(this.#kind, procedure, written);
    const [last] = [...past].sort((a, b) => (a.endedOn < b.endedOn ? 1 : -1));
    if (last === undefined) return { kind: 'never' };
    const then = past.filter(({ endedOn }) => on < endedOn);
    if (then.length === 0) return { kind: 'had', code: last.code, since: last.endedOn };
    const code = new SpellingIndex(then.map((item) => item.code)).resolve(written);
    const until = then.find((item) => item.code === code)?.endedOn ?? null;
    return code === null ? { kind: 'unclear' } : { kind: 'has', code, until };
  }

  #ended(own: Belonging, rule: string): Lookup<Code> | null {
    return own.kind === 'had' ? notFound('ended', rule, { code: own.code, since: own.since }) : null;
  }

  /** What may go with a doubt: in the catalogue now, of another procedure, and no telling spellings apart. */
  #doubtful(own: Belonging, code: string, rule: string): Lookup<Code> | null {
    if (this.#strict || own.kind === 'unclear') return null;
    const foreign = this.#catalogue.listed(this.#kind).resolve(code);
    return foreign === null ? null : foundInDoubt(foreign as Code, rule, 'not-of-procedure');
  }

  /**
   * The code as one of any procedure, for a document of another dossier whose procedure is not
   * known here. All that could be meant must be one and the same, or nothing is answered.
   */
  findAny(written: string, on: IsoDay): Lookup<Code> {
    if (this.#catalogue.empty) return notFound('unknown', BY_CATALOGUE);
    const resolve = (code: string) => this.#catalogue.resolveAny(this.#kind, code);
    const byProcedure = this.#rows.get(cleanCode(written)) ?? NO_ROWS;
    const all = [...byProcedure.values()].flat();
    const valid = all.filter((row) => isValidOn(row, on));
    const meant = new Map<string, string>();
    for (const row of valid) {
      const target = resolve(row.nationalCode);
      if (target === null) return notFound('target-unknown', ruleOf(FILE, row));
      if (!meant.has(target)) meant.set(target, ruleOf(FILE, row));
    }
    // A row for any procedure wins over the catalogue; rows for some procedures leave the others to it.
    const own = resolve(written);
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
