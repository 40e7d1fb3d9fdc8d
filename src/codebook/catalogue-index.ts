/**
 * The national catalogue, ready for lookups.
 * Guarantees: holds codes and names once; a procedure's own indexes are made when it is first asked
 * for, because a province uses some hundreds of the thousands; remembers what ended, and since when.
 * Must not: know mapping rows.
 */
import type { CatalogueSnapshot, EndedItem, SnapshotItem } from '../domain/catalogue-snapshot.ts';
import type { Procedure } from '../domain/codebook.ts';
import type { AgencyCode, IsoDay, ProcedureCode, SectorCode } from '../domain/codes.ts';
import { cleanCode, withoutAgency } from './clean-code.ts';
import { DOCUMENT_KINDS, type DocumentKind } from './mapping-tables.ts';
import { SpellingIndex } from './spelling-index.ts';

/** A procedure with what belongs to it. */
export interface CataloguedProcedure {
  readonly procedure: Procedure;
  readonly published: boolean;
  /** First day on which it was not published any more; `null`: it is, or never was. */
  readonly unpublishedOn: IsoDay | null;
  /** First day on which the catalogue no longer had it; `null`: listed. */
  readonly endedOn: IsoDay | null;
  readonly codes: Readonly<Record<DocumentKind, readonly string[]>>;
  /** What it had and has no longer. */
  readonly ended: Readonly<Record<DocumentKind, readonly EndedItem[]>>;
}

const codesOf = (items: readonly SnapshotItem[]): string[] => items.map((item) => item.code);
const NOTHING = new SpellingIndex([]);
const NONE: readonly EndedItem[] = [];

/** See the head of this file. */
export class CatalogueIndex {
  readonly #procedures = new Map<string, CataloguedProcedure>();
  readonly #procedureSpellings: SpellingIndex;
  readonly #agencyNames: ReadonlyMap<string, string>;
  readonly #agencySpellings: SpellingIndex;
  /** Codes of each kind that any procedure has or had. */
  readonly any: Readonly<Record<DocumentKind, SpellingIndex>>;
  readonly #listed: Partial<Record<DocumentKind, SpellingIndex>> = {};
  readonly #endDays = new Map<string, Set<IsoDay>>();
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
      const ended = { component: entry.endedComponents ?? NONE, result: entry.endedResults ?? NONE };
      for (const kind of DOCUMENT_KINDS) {
        for (const code of own[kind]) codes[kind].add(code);
        for (const { code, endedOn } of ended[kind]) {
          codes[kind].add(code);
          this.#addEnd(code, endedOn);
        }
      }
      const { published, unpublishedOn = null, endedOn = null } = entry;
      if (unpublishedOn !== null) this.#addEnd(entry.code, unpublishedOn);
      const catalogued = { procedure, published, unpublishedOn, endedOn, codes: own, ended };
      this.#procedures.set(entry.code, catalogued);
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

  /** Days from which on a national code is answered no more, by the code as lookups compare it. */
  get endDays(): ReadonlyMap<string, ReadonlySet<IsoDay>> {
    return this.#endDays;
  }

  #addEnd(code: string, day: IsoDay): void {
    const key = cleanCode(code);
    const known = this.#endDays.get(key);
    if (known === undefined) this.#endDays.set(key, new Set([day]));
    else known.add(day);
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

  /** The entries of a code that a procedure had and has no longer, however it is written. */
  ended(kind: DocumentKind, procedure: ProcedureCode, written: string): readonly EndedItem[] {
    const all = this.#procedures.get(procedure)?.ended[kind] ?? NONE;
    if (all.length === 0) return NONE;
    const key = cleanCode(written);
    return all.filter(({ code }) => key !== '' && cleanCode(code) === key);
  }

  /** A code that any procedure has or had; of several spellings one that is in the catalogue now is preferred. */
  resolveAny(kind: DocumentKind, written: string): string | null {
    return this.any[kind].resolve(written, (code) => this.listed(kind).has(code));
  }

  /** Codes of one kind that a listed procedure has: what is in the catalogue now. */
  listed(kind: DocumentKind): SpellingIndex {
    const made = this.#listed[kind];
    if (made !== undefined) return made;
    const all = [...this.#procedures.values()];
    const index = all.every(({ endedOn, ended }) => endedOn === null && ended[kind].length === 0)
      ? this.any[kind]
      : new SpellingIndex(all.flatMap(({ endedOn, codes }) => (endedOn === null ? codes[kind] : [])));
    this.#listed[kind] = index;
    return index;
  }

  /** The agency written so. */
  agency(written: string): { readonly code: AgencyCode; readonly name: string } | null {
    const code = this.#agencySpellings.resolve(written);
    return code === null ? null : { code: code as AgencyCode, name: this.#agencyNames.get(code) ?? '' };
  }
}
