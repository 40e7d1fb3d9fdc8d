/**
 * Agencies and procedures by their codes, agencies without one by their names.
 * Guarantees: words of one code are one group, under the name that came last; what is not known is a group of its own.
 */
import type { ScoreRecord } from '../domain/score/score-record.ts';
import type { GroupedBy } from '../domain/score/score-report.ts';
import type { ScoreAgency, ScoreWorld } from '../domain/score/score-world.ts';

/** See the file's head. */
export class GroupKeys {
  readonly #of: 'agency' | 'procedure';
  readonly #keys = new Map<number, string>();
  readonly #names = new Map<string, ScoreAgency>();

  constructor(groupedBy: GroupedBy, world: Pick<ScoreWorld, 'agencies' | 'procedures'>) {
    this.#of = groupedBy === 'procedure' ? 'procedure' : 'agency';
    const words: ReadonlyMap<number, ScoreAgency> = this.#of === 'agency' ? world.agencies : world.procedures;
    for (const [word, { code, name }] of [...words].sort(([a], [b]) => a - b)) {
      const key = code === '' ? `name ${name}` : `code ${code}`;
      this.#keys.set(word, key);
      this.#names.set(key, { code, name });
    }
  }

  /** '' = not known. */
  keyOf(record: ScoreRecord): string {
    return this.#keys.get(record[this.#of]) ?? '';
  }

  /** Code and name, '' where not known. */
  named(key: string): ScoreAgency {
    return this.#names.get(key) ?? { code: '', name: '' };
  }
}
