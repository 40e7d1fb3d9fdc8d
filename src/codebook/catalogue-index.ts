/**
 * The national catalogue, ready for lookups.
 * Guarantees: holds codes and names once; a procedure's own indexes are made when it is first asked
 * for, because a province uses some hundreds of the thousands.
 * Must not: know mapping rows.
 */
import type { CatalogueSnapshot, SnapshotItem } from '../domain/catalogue-snapshot.ts';
import type { Procedure } from '../domain/codebook.ts';
import type { AgencyCode, ProcedureCode, SectorCode } from '../domain/codes.ts';
import { withoutAgency } from './clean-code.ts';
import type { DocumentKind } from './mapping-tables.ts';
import { SpellingIndex } from './spelling-index.ts';

/** A procedure with what belongs to it. */
export interface CataloguedProcedure {
  readonly procedure: Procedure;
  readonly published: boolean;
  /** False: the catalogue remembers it and no longer has it. */
  readonly listed: boolean;
  readonly codes: Readonly<Record<DocumentKind, readonly string[]>>;
}

const codesOf = (items: readonly SnapshotItem[]): string[] => items.map((item) => item.code);
const NOTHING = new SpellingIndex([]);

/** See the head of this file. */
export class CatalogueIndex {
  readonly #procedures = new Map<string, CataloguedProcedure>();
  readonly #procedureSpellings: SpellingIndex;
  readonly #agencyNames: ReadonlyMap<string, string>;
  readonly #agencySpellings: SpellingIndex;
  /** Codes of each kind that any procedure has, or had while it was listed. */
  readonly any: Readonly<Record<DocumentKind, SpellingIndex>>;
  readonly #listed: Partial<Record<DocumentKind, SpellingIndex>> = {};
  readonly #own: Readonly<Record<DocumentKind, Map<string, SpellingIndex>>> = {
    component: new Map(),
    result: new Map(),
  };

  constructor(snapshot: CatalogueSnapshot) {
    const codes: Record<DocumentKind, Set<string>> = { component: new Set(), result: new Set() };
    for (const entry of snapshot.procedures) {
      const procedure: Procedure = Object.freeze({
        code: entry.code as ProcedureCode,
        name: entry.name,
        sectorCode: entry.sectorCode as SectorCode,
        sectorName: entry.sectorName,
      });
      const own = { component: codesOf(entry.components), result: codesOf(entry.results) };
      for (const code of own.component) codes.component.add(code);
      for (const code of own.result) codes.result.add(code);
      const { published, listed = true } = entry;
      this.#procedures.set(entry.code, { procedure, published, listed, codes: own });
    }
    this.#procedureSpellings = new SpellingIndex(this.#procedures.keys());
    this.any = { component: new SpellingIndex(codes.component), result: new SpellingIndex(codes.result) };
    this.#agencyNames = new Map([...snapshot.agencies].map(({ code, name }) => [code, name]));
    this.#agencySpellings = new SpellingIndex(this.#agencyNames.keys());
  }

  /** Nothing has been pulled: no code can be judged. */
  get empty(): boolean {
    return this.#procedures.size === 0;
  }

  /** False where the portal does not offer the list of agencies. */
  get listsAgencies(): boolean {
    return this.#agencySpellings.size > 0;
  }

  /** Everything, in no order. */
  get procedures(): Iterable<CataloguedProcedure> {
    return this.#procedures.values();
  }

  /** Code and name of each agency, in no order. */
  get agencies(): Iterable<readonly [string, string]> {
    return this.#agencyNames;
  }

  /** The procedure written so; with an agency behind it only where the whole is no code itself. */
  procedure(written: string): CataloguedProcedure | null {
    const whole = this.#procedureSpellings.spellings(written).length > 0;
    const code = whole ? written : (withoutAgency(written) ?? written);
    const spelling = this.#procedureSpellings.resolve(
      code,
      (candidate) => this.#procedures.get(candidate)?.published ?? false,
    );
    return spelling === null ? null : (this.#procedures.get(spelling) ?? null);
  }

  /** Codes of one kind that belong to a procedure, named in the catalogue's spelling. */
  of(kind: DocumentKind, procedure: ProcedureCode): SpellingIndex {
    const made = this.#own[kind].get(procedure);
    if (made !== undefined) return made;
    const entry = this.#procedures.get(procedure);
    if (entry === undefined) return NOTHING;
    const index = new SpellingIndex(entry.codes[kind]);
    this.#own[kind].set(procedure, index);
    return index;
  }

  /** Codes of one kind that a listed procedure has: what is in the catalogue now. */
  listed(kind: DocumentKind): SpellingIndex {
    const made = this.#listed[kind];
    if (made !== undefined) return made;
    const all = [...this.#procedures.values()];
    const index = all.every(({ listed }) => listed)
      ? this.any[kind]
      : new SpellingIndex(all.flatMap(({ listed, codes }) => (listed ? codes[kind] : [])));
    this.#listed[kind] = index;
    return index;
  }

  /** The agency written so. */
  agency(written: string): { readonly code: AgencyCode; readonly name: string } | null {
    const code = this.#agencySpellings.resolve(written);
    return code === null ? null : { code: code as AgencyCode, name: this.#agencyNames.get(code) ?? '' };
  }
}
