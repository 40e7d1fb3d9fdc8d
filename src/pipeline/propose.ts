/**
 * National codes for what the tables lack, by the likeness of names.
 * Guarantees: a component or result is looked for among its procedure's own first; most dossiers
 * first; a proposal is only that: nothing is translated by it until it stands in a table.
 * Must not: write (`accept.ts`), nor propose for a code that has no name to go by.
 */
import { CatalogueIndex } from '../codebook/catalogue-index.ts';
import { cleanCode, withoutAgency } from '../codebook/clean-code.ts';
import { BY_CATALOGUE } from '../codebook/dated-rows.ts';
import { exactKey } from '../codebook/suggest/exact-name.ts';
import { NameIndex, type Suggestion } from '../codebook/suggest/name-index.ts';
import { bySameName, type NamedSuggestion, WIDE } from '../codebook/suggest/same-name.ts';
import { suggestDocument } from '../codebook/suggest/suggest-document.ts';
import type { CatalogueSnapshot, SnapshotItem, SnapshotProcedure } from '../domain/catalogue-snapshot.ts';
import type { NotFound } from '../domain/codebook.ts';
import type { ProcedureCode } from '../domain/codes.ts';
import { knownRows, type ProposalTables } from './known-rows.ts';
import { shownName } from './shown-name.ts';

/** What a proposal may be about, in the words of `mapping suggest`. */
export const PROPOSAL_KINDS = ['procedure', 'component', 'result', 'agency'] as const;
/** See {@link PROPOSAL_KINDS}. */
export type ProposalKind = (typeof PROPOSAL_KINDS)[number];

/** A code of the province that waits for a national one. */
export interface Wanted {
  readonly kind: ProposalKind;
  /** National procedure of a component or result; '' = any, or not asked. */
  readonly procedure: string;
  readonly provinceCode: string;
  /** The province's own name, '' where it has none. */
  readonly name: string;
  /** The province also gives it another name. */
  readonly severalNames: boolean;
  readonly dossiers: number;
  /** What the codebook answered instead, and by which rule. */
  readonly why: NotFound;
  readonly rule: string;
}

/** A national code that may be meant. */
export interface ProposedSuggestion extends Suggestion {
  /** A row with it would be answered: published, and of this procedure by the catalogue. */
  readonly fits: boolean;
}

/**
 * Why a person has to look, however alike the names are: the code has several names, so that none of
 * them says what it stands for; it has a row, out of its time or leading astray; it is a national code
 * itself, against which its name speaks; it is for whatever has no code of its own, this paper today and
 * another tomorrow.
 */
export type LookReason = 'several-names' | 'row' | 'national-code' | 'catch-all';

/** A wanted code with the national ones of the most similar names, best first; `name` is for people. */
export interface Proposal extends Wanted {
  /** A name once, with all its codes. */
  readonly suggestions: readonly NamedSuggestion<ProposedSuggestion>[];
  /** The likeliest codes one by one, for a list to pick from. */
  readonly candidates: readonly ProposedSuggestion[];
  /** The best one fits and none that fits is as good. */
  readonly alone: boolean;
  readonly look: readonly LookReason[];
}

type PartKind = 'component' | 'result';
const LIST = { component: 'components', result: 'results' } as const;

/** Proposes for one catalogue; indexes are made when first needed. */
export class Proposer {
  readonly #procedures: ReadonlyMap<string, SnapshotProcedure>;
  readonly #agencies: readonly SnapshotItem[];
  readonly #catalogue: CatalogueIndex;
  /** Codes of procedures and agencies as they are compared. */
  readonly #taken: Readonly<Record<'procedure' | 'agency', ReadonlySet<string>>>;
  readonly #hasRow: ReturnType<typeof knownRows>;
  readonly #own = new Map<string, NameIndex>();
  readonly #all = new Map<ProposalKind, NameIndex>();

  constructor(snapshot: CatalogueSnapshot, tables: ProposalTables) {
    // A snapshot is read once.
    const procedures = [...snapshot.procedures];
    this.#procedures = new Map(procedures.map((procedure) => [procedure.code, procedure]));
    this.#agencies = [...snapshot.agencies];
    this.#catalogue = new CatalogueIndex({ procedures, agencies: this.#agencies, hash: snapshot.hash });
    const codes = (all: readonly SnapshotItem[]) => new Set(all.map(({ code }) => cleanCode(code)));
    this.#taken = { procedure: codes(procedures), agency: codes(this.#agencies) };
    this.#hasRow = knownRows(tables);
  }

  /** The catalogue's spelling of a procedure's code, `null` where it has none such. */
  procedureCode(written: string): ProcedureCode | null {
    return this.#catalogue.procedure(written)?.procedure.code ?? null;
  }

  /** @param limit names at most. */
  propose(wanted: Wanted, limit = 5): Proposal {
    const text = wanted.name === '' ? wordsOf(wanted.provinceCode) : wanted.name;
    const found = text === '' ? [] : this.#suggest(wanted, text, Math.max(WIDE, limit));
    const all = found.map((one) => ({ ...one, fits: this.#fits(wanted, one.code) }));
    const suggestions = bySameName(all, limit, ({ fits }) => String(fits));
    const [best] = all;
    const rivals = all.filter(({ fits, score }) => fits && score === best?.score);
    const alone = rivals.length === 1 && rivals[0] === best;
    const candidates = all.slice(0, limit);
    return {
      ...wanted,
      name: shownName(wanted.name),
      suggestions,
      candidates,
      alone,
      look: this.#look(wanted),
    };
  }

  #look(wanted: Wanted): LookReason[] {
    const { severalNames, why, rule } = wanted;
    const reasons: LookReason[] = [];
    if (severalNames) reasons.push('several-names');
    if (isCatchAll(wanted)) reasons.push('catch-all');
    // A row for another procedure does not speak of this one.
    if (this.#hasRow(wanted) || (rule !== BY_CATALOGUE && why !== 'not-of-procedure')) reasons.push('row');
    if (this.#isNational(wanted) || (rule === BY_CATALOGUE && why !== 'unknown')) {
      reasons.push('national-code');
    }
    return reasons;
  }

  #isNational({ kind, provinceCode }: Wanted): boolean {
    if (kind === 'agency') return this.#taken.agency.has(cleanCode(provinceCode));
    if (kind !== 'procedure') return this.#catalogue.any[kind].spellings(provinceCode).length > 0;
    const bare = withoutAgency(provinceCode) ?? provinceCode;
    return [provinceCode, bare].some((code) => this.#taken.procedure.has(cleanCode(code)));
  }

  #suggest({ kind, procedure }: Wanted, text: string, limit: number): Suggestion[] {
    if (kind === 'procedure' || kind === 'agency') return this.#index(kind).find(text, limit);
    return suggestDocument(text, this.#ownIndex(kind, procedure), this.#index(kind), limit);
  }

  /** Would a row with this code be answered at lookup? */
  #fits({ kind, procedure }: Wanted, code: string): boolean {
    if (kind === 'agency') return true;
    if (kind === 'procedure') return this.#procedures.get(code)?.published === true;
    if (procedure === '') return this.#catalogue.any[kind].resolve(code) !== null;
    return this.#catalogue.of(kind, procedure as ProcedureCode).resolve(code) !== null;
  }

  #ownIndex(kind: PartKind, procedure: string): NameIndex | null {
    const items = this.#procedures.get(procedure)?.[LIST[kind]];
    if (items === undefined) return null;
    const key = `${kind} ${procedure}`;
    const index = this.#own.get(key) ?? new NameIndex(items);
    this.#own.set(key, index);
    return index;
  }

  #index(kind: ProposalKind): NameIndex {
    const known = this.#all.get(kind);
    if (known !== undefined) return known;
    const index = this.#makeIndex(kind);
    this.#all.set(kind, index);
    return index;
  }

  #makeIndex(kind: ProposalKind): NameIndex {
    if (kind === 'agency') return new NameIndex(this.#agencies);
    const procedures = [...this.#procedures.values()];
    // What is no longer published may be what the province means, but no row can lead there.
    if (kind === 'procedure') return new NameIndex(procedures.filter(({ published }) => published));
    const items = new Map<string, SnapshotItem>();
    const weights = new Map<string, number>();
    for (const item of procedures.flatMap((procedure) => procedure[LIST[kind]])) {
      if (!items.has(item.code)) items.set(item.code, item);
      weights.set(item.code, (weights.get(item.code) ?? 0) + 1);
    }
    return new NameIndex(items.values(), weights);
  }
}

/** Some systems write the name where the code belongs; a real code says nothing and would only mislead. */
function wordsOf(code: string): string {
  return /\p{L}{2,}\s+\p{L}{2,}/u.test(code) ? code : '';
}

const OTHER = /(?:^|[^\p{L}])kh[áa]c(?:[^\p{L}]|$)/iu;

/** `KHAC`, `GT_KHAC`, `Giấy tờ khác`; or words in the place of the code that are not the paper's own name. */
function isCatchAll({ provinceCode, name }: Wanted): boolean {
  if (OTHER.test(provinceCode.normalize('NFC'))) return true;
  const words = wordsOf(provinceCode);
  return words !== '' && name !== '' && exactKey(words) !== exactKey(name);
}

/** May it be taken over without a look? `atLeast` 1 = only the same name. */
export function isSure({ suggestions, alone, look }: Proposal, atLeast: number): boolean {
  const [best] = suggestions;
  return alone && look.length === 0 && best !== undefined && best.score >= atLeast;
}
