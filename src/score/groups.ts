/**
 * The indicators of each agency, procedure or commune.
 * Guarantees: a dossier counts where the portal has it, and where it has not, where the province has it; so the groups
 * together are the province. What belongs to no agency (procedures that charge) is said, not divided.
 */
import type { Formula } from '../domain/score/formula.ts';
import type { GroupedBy, ScoredGroup } from '../domain/score/score-report.ts';
import type { ScoreWorld } from '../domain/score/score-world.ts';
import { communeTest } from './communes.ts';
import { Counts } from './counts.ts';
import { figuresOf } from './figures.ts';
import { GroupKeys } from './group-keys.ts';
import { type Figures, indicatorsOf, sumOf } from './indicators.ts';
import type { Measured } from './measured.ts';
import type { ProcedureCodes } from './procedure-codes.ts';
import type { Sides } from './sides.ts';
import { BIT } from './slots.ts';

interface Group {
  readonly code: string;
  readonly name: string;
  readonly commune: boolean;
  readonly counts: Counts;
  dossiers: number;
  lateBecauseOfSync: number;
}

/** In process, judged or not, or received. */
const THERE = BIT['in-process'] | BIT['no-term'] | BIT.received;

/** See the file's head. */
export class Groups {
  readonly #groupedBy: GroupedBy;
  readonly #keys: GroupKeys;
  readonly #isCommune: (name: string) => boolean;
  readonly #codes: ProcedureCodes;
  readonly #groups = new Map<string, Group>();

  constructor(
    groupedBy: GroupedBy,
    world: ScoreWorld,
    codes: ProcedureCodes,
    communeWords: readonly string[],
  ) {
    this.#groupedBy = groupedBy;
    this.#keys = new GroupKeys(groupedBy, world);
    this.#codes = codes;
    this.#isCommune = groupedBy === 'procedure' ? () => false : communeTest(communeWords);
  }

  /** Each dossier once. */
  add(sides: Sides, isLateBySync: boolean): void {
    const { portal, province, released, portalBits, releasedBits } = sides;
    if (portalBits !== 0) {
      const group = this.#groupOf(portal ?? province ?? released);
      group.counts.add(portal, portalBits, 1);
    }
    if ((releasedBits & THERE) === 0 && !isLateBySync) return;
    const own = this.#groupOf(released);
    own.dossiers += 1;
    if (isLateBySync) own.lateBecauseOfSync += 1;
  }

  /** The best first: by the share of the points that are known; those without any last. */
  told(formula: Formula): readonly ScoredGroup[] {
    const groups = [...this.#groups.values()]
      .filter(({ commune }) => commune || this.#groupedBy !== 'commune')
      .map((group): ScoredGroup => {
        const { code, name, commune, dossiers, lateBecauseOfSync } = group;
        const indicators = indicatorsOf(formula, this.#figuresOf(group), commune);
        return { code, name, commune, sum: sumOf(indicators), indicators, dossiers, lateBecauseOfSync };
      });
    return groups.sort(
      (a, b) =>
        shareOf(b) - shareOf(a) ||
        b.dossiers - a.dossiers ||
        compare(a.name, b.name) ||
        compare(a.code, b.code),
    );
  }

  #groupOf({ record }: Measured): Group {
    const key = this.#keys.keyOf(record);
    const known = this.#groups.get(key);
    if (known !== undefined) return known;
    const { code, name } = this.#keys.named(key);
    const commune = this.#isCommune(name);
    const counts = new Counts(this.#codes);
    const group = { code, name, commune, counts, dossiers: 0, lateBecauseOfSync: 0 };
    this.#groups.set(key, group);
    return group;
  }

  #figuresOf({ code, counts }: Group): Figures {
    const figures = figuresOf(counts);
    return (measure) => {
      if (!measure.startsWith('fee-procedures')) return figures(measure);
      if (this.#groupedBy !== 'procedure') return 'not-by-this';
      const { charging } = this.#codes;
      if (measure !== 'fee-procedures' || charging === null) return figures(measure);
      return charging.has(code) ? 1 : 0;
    };
  }
}

function shareOf({ sum }: ScoredGroup): number {
  return sum.max === 0 ? -1 : sum.score / sum.max;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
