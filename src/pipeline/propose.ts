/**
 * National codes for what the tables lack, by the likeness of names.
 * Guarantees: a component or result is looked for among its procedure's own first; most dossiers
 * first; a proposal is only that: nothing is translated by it until it stands in a table.
 * Must not: write (`accept.ts`), nor propose for a code that has no name to go by.
 */
import { cleanCode } from '../codebook/clean-code.ts';
import { NameIndex, type Suggestion } from '../codebook/suggest/name-index.ts';
import { suggestDocument } from '../codebook/suggest/suggest-document.ts';
import type { CatalogueSnapshot, SnapshotItem, SnapshotProcedure } from '../domain/catalogue-snapshot.ts';
import type { LookupKind } from '../domain/codebook.ts';

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
  readonly dossiers: number;
}

/** A wanted code with the national ones of the most similar names, best first. */
export interface Proposal extends Wanted {
  readonly suggestions: readonly Suggestion[];
  /** The best one may stand in a row (published, of this procedure by the catalogue) and none that may is as good. */
  readonly alone: boolean;
}

const KIND_OF_LOOKUP: Readonly<Partial<Record<LookupKind, ProposalKind>>> = {
  procedure: 'procedure',
  component: 'component',
  result: 'result',
  'any-result': 'result',
  agency: 'agency',
};

/**
 * The lacking codes that a national code can be proposed for. Spellings that a row takes for one code
 * are one: under the spelling and name of most dossiers, with the dossiers of all.
 */
export function wantedOf(
  lacking: readonly {
    readonly key: { readonly kind: LookupKind; readonly scope: string; readonly code: string };
    readonly name: string;
    readonly dossiers: number;
  }[],
): Wanted[] {
  const all = new Map<string, Wanted>();
  for (const { key, name, dossiers } of [...lacking].sort((a, b) => b.dossiers - a.dossiers)) {
    const kind = KIND_OF_LOOKUP[key.kind];
    if (kind === undefined || key.code === '') continue;
    const code = JSON.stringify([kind, cleanCode(key.scope), cleanCode(key.code)]);
    const known = all.get(code) ?? {
      kind,
      procedure: key.scope,
      provinceCode: key.code,
      name: '',
      dossiers: 0,
    };
    all.set(code, { ...known, name: known.name || name, dossiers: known.dossiers + dossiers });
  }
  return [...all.values()].sort((a, b) => b.dossiers - a.dossiers);
}

type PartKind = 'component' | 'result';
const LIST = { component: 'components', result: 'results' } as const;

/** Proposes for one catalogue; indexes are made when first needed. */
export class Proposer {
  readonly #procedures: ReadonlyMap<string, SnapshotProcedure>;
  readonly #agencies: readonly SnapshotItem[];
  readonly #own = new Map<string, NameIndex>();
  readonly #all = new Map<ProposalKind, NameIndex>();

  constructor(snapshot: CatalogueSnapshot) {
    this.#procedures = new Map([...snapshot.procedures].map((procedure) => [procedure.code, procedure]));
    this.#agencies = [...snapshot.agencies];
  }

  /** @param limit suggestions at most. */
  propose(wanted: Wanted, limit = 5): Proposal {
    const text = wanted.name === '' ? wordsOf(wanted.provinceCode) : wanted.name;
    const suggestions = text === '' ? [] : this.#suggest(wanted, text, limit);
    const [best] = suggestions;
    const rivals = suggestions.filter(({ code, score }) => score === best?.score && this.#fits(wanted, code));
    return { ...wanted, suggestions, alone: rivals.length === 1 && rivals[0] === best };
  }

  #suggest({ kind, procedure }: Wanted, text: string, limit: number): Suggestion[] {
    if (kind === 'procedure' || kind === 'agency') return this.#index(kind).find(text, limit);
    return suggestDocument(text, this.#ownIndex(kind, procedure), this.#index(kind), limit);
  }

  /** Would a row with this code be answered at lookup? */
  #fits({ kind, procedure }: Wanted, code: string): boolean {
    if (kind === 'agency') return true;
    if (kind === 'procedure') return this.#procedures.get(code)?.published === true;
    if (procedure === '') return true;
    return this.#procedures.get(procedure)?.[LIST[kind]].some((item) => item.code === code) === true;
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

/** May it be taken over without a look? `atLeast` 1 = only the same name. */
export function isSure({ suggestions, alone }: Proposal, atLeast: number): boolean {
  const [best] = suggestions;
  return alone && best !== undefined && best.score >= atLeast;
}
