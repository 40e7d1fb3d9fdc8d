/**
 * Procedures and agencies of a page of records, by their numbers.
 * Guarantees: a procedure or agency that no table knows has no number (0): stand-ins are listed nowhere.
 */
import type { Dossier, Step } from '../domain/dossier.ts';
import type { Queryable } from '../ledger/database.ts';
import { type ScoreWord, type ScoreWordKind, wordIds } from '../ledger/score-words.ts';
import { hasStandInAgency, hasStandInProcedure } from './forgiving-codebook.ts';

/** A dossier with its steps, as one side has them. */
export interface Side {
  readonly dossier: Dossier;
  readonly steps: readonly Step[];
}

/** See `ScoredDossier`; `null` = that side has nothing. */
export interface Sides {
  readonly province: Side | null;
  readonly portal: Side | null;
  readonly released: Side | null;
}

/** Of a record that has none. */
const NONE = 0;

const keyOf = ({ code, name }: ScoreWord): string => `${code}\n${name}`;

/** One number a code: the catalogue has the name, which may change. */
const procedureOf = (dossier: Dossier): ScoreWord | null =>
  hasStandInProcedure(dossier) ? null : { code: dossier.procedureCode, name: '' };

const agencyOf = (dossier: Dossier): ScoreWord | null =>
  hasStandInAgency(dossier) ? null : { code: dossier.agencyCode, name: dossier.agencyName };

/** See the file's head. */
export class FactWords {
  readonly #procedures: ReadonlyMap<string, number>;
  readonly #agencies: ReadonlyMap<string, number>;

  private constructor(procedures: ReadonlyMap<string, number>, agencies: ReadonlyMap<string, number>) {
    this.#procedures = procedures;
    this.#agencies = agencies;
  }

  /** Asks the ledger for the numbers of all that `page` names, and gives numbers to what is new. */
  static async of(tx: Queryable, page: readonly Sides[]): Promise<FactWords> {
    const dossiers = page.flatMap(({ province, portal, released }) =>
      [province, portal, released].flatMap((side) => (side === null ? [] : [side.dossier])),
    );
    const procedures = await numbered(tx, 'procedure', dossiers.map(procedureOf));
    return new FactWords(procedures, await numbered(tx, 'agency', dossiers.map(agencyOf)));
  }

  /** Numbers of all procedures of the page. */
  get procedures(): Iterable<number> {
    return this.#procedures.values();
  }

  idsOf(dossier: Dossier): { readonly procedure: number; readonly agency: number } {
    const [procedure, agency] = [procedureOf(dossier), agencyOf(dossier)];
    return {
      procedure: (procedure && this.#procedures.get(keyOf(procedure))) ?? NONE,
      agency: (agency && this.#agencies.get(keyOf(agency))) ?? NONE,
    };
  }
}

async function numbered(
  tx: Queryable,
  kind: ScoreWordKind,
  words: readonly (ScoreWord | null)[],
): Promise<ReadonlyMap<string, number>> {
  const distinct = new Map(words.flatMap((word) => (word === null ? [] : [[keyOf(word), word] as const])));
  const ids = await wordIds(tx, kind, [...distinct.values()]);
  return new Map([...distinct.keys()].map((key, at) => [key, ids[at] ?? NONE]));
}
