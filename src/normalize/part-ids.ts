/**
 * Ids of parts of one kind within one dossier.
 * Guarantees: no two parts that go have the same id; of doubles the first goes, the others are held.
 */
import type { ErrorCode } from '../domain/errors.ts';
import type { HeldScope } from '../domain/normalized.ts';
import { cleanText } from './clean-text.ts';
import type { Notes, PartName } from './notes.ts';

/** How faults of this kind of part are told. */
export interface PartKind {
  readonly scope: HeldScope;
  /** `components`, `steps` … */
  readonly field: string;
  readonly idMissing: ErrorCode;
  readonly idTwice: ErrorCode;
}

/** Hands out the ids of one kind of part. */
export class PartIds {
  readonly #notes: Notes;
  readonly #kind: PartKind;
  /** Ids of the source: kept for their rows, so that a further file never takes one. */
  readonly #reserved: ReadonlySet<string>;
  readonly #given = new Set<string>();

  constructor(notes: Notes, kind: PartKind, parts: readonly { readonly id: string }[]) {
    this.#notes = notes;
    this.#kind = kind;
    this.#reserved = new Set(parts.map((part) => cleanText(part.id)));
  }

  /** The part's id; `null` after a fault. */
  claim(raw: string): PartName | null {
    const id = cleanText(raw);
    const part = { scope: this.#kind.scope, id, label: `${this.#kind.field}[${id}]` };
    if (id === '' || this.#given.has(id)) {
      const code = id === '' ? this.#kind.idMissing : this.#kind.idTwice;
      this.#notes.holdPart(part, code, `${this.#kind.field}.id`, raw);
      return null;
    }
    this.#given.add(id);
    this.#notes.passPart(part, `${this.#kind.field}.id`, raw, id);
    return part;
  }

  /**
   * The part as one entry a file, or one without link, ids given; `entry` makes it.
   * @param links absolute; none = a part without file.
   */
  perFile<T>(part: PartName, links: readonly string[], entry: (id: string, link: string) => T): T[] {
    return (links.length === 0 ? [''] : links).map((link, index) => {
      const id = this.ofFile(part.id, index + 1);
      if (index > 0 && this.#notes.full) {
        const label = `${this.#kind.field}[${id}]`;
        this.#notes.passFile(part, label, link);
        this.#notes.pass(`${label}.id`, part.id, id, `file ${index + 1} of ${part.id}`);
      }
      return entry(id, link);
    });
  }

  /** Id of the `position`-th file (1 = first) of the part: `7`, `7-2`, `7-3` … */
  ofFile(id: string, position: number): string {
    if (position === 1) return id;
    let fileId = `${id}-${position}`;
    while (this.#reserved.has(fileId) || this.#given.has(fileId)) fileId += '-';
    this.#given.add(fileId);
    return fileId;
  }
}
