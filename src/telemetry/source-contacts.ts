/**
 * Are the province's sources there? Known from what is asked of them anyway.
 * Guarantees: asks nobody; a source that neither answers nor fails is away, too, after a minute; one that was not
 * asked yet is neither there nor away.
 */
import { DongboError } from '../domain/errors.ts';
import type { SourceDossier } from '../domain/source-dossier.ts';
import type { Drop, Source } from '../domain/source-ports.ts';

/** Longest wait for an answer of a source that is taken for well. A page takes seconds. */
export const SILENT_MS = 60_000;

/** What is wrong with a source. */
export interface SourceTrouble {
  /** Code of the error; '' = it was asked, and says nothing. */
  readonly code: string;
  /** Since it was last well, or first asked. */
  readonly seconds: number;
}

interface Contact {
  /** When each question was asked that has no answer yet. */
  readonly waiting: Set<{ readonly since: number }>;
  /** Of the last answer; '' = it was a good one; `null` = there was none. */
  fault: string | null;
  /** When it was last well, or first asked. */
  wellAt: number;
}

/** See the file's head. */
export class SourceContacts {
  readonly #now: () => number;
  readonly #contacts = new Map<string, Contact>();

  /** @param now clock that never steps back, milliseconds */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Whether each source that was asked is there; `null` = nobody knows yet. */
  isUp(name: string): boolean | null {
    const contact = this.#contacts.get(name);
    if (contact === undefined) return null;
    if (this.#isSilent(contact)) return false;
    return contact.fault === null ? null : contact.fault === '';
  }

  /** Of all that were asked. */
  up(): ReadonlyMap<string, boolean> {
    return new Map(
      [...this.#contacts.keys()].flatMap((name) => {
        const up = this.isUp(name);
        return up === null ? [] : [[name, up] as const];
      }),
    );
  }

  /** What is wrong with each that was asked and is away. */
  troubles(): ReadonlyMap<string, SourceTrouble> {
    return new Map(
      [...this.#contacts.keys()].flatMap((name) => {
        const trouble = this.troubleOf(name);
        return trouble === null ? [] : [[name, trouble] as const];
      }),
    );
  }

  /** What is wrong with it; `null` = nothing, or nobody knows. */
  troubleOf(name: string): SourceTrouble | null {
    const contact = this.#contacts.get(name);
    if (contact === undefined || this.isUp(name) !== false) return null;
    const code = this.#isSilent(contact) ? '' : (contact.fault ?? '');
    return { code, seconds: Math.round((this.#now() - contact.wellAt) / 1000) };
  }

  /** Nobody asks them here any more. */
  forget(): void {
    this.#contacts.clear();
  }

  /** A question is asked; tell what comes of it: `null` = an answer. */
  asks(name: string): (error: unknown) => void {
    const now = this.#now();
    const contact = this.#contacts.get(name) ?? { waiting: new Set(), fault: null, wellAt: now };
    this.#contacts.set(name, contact);
    const question = { since: now };
    contact.waiting.add(question);
    return (error) => {
      // What was given up counts once.
      if (!contact.waiting.delete(question)) return;
      contact.fault = error === null ? '' : codeOf(error);
      if (error === null) contact.wellAt = this.#now();
    };
  }

  async #during<T>(name: string, work: () => Promise<T>): Promise<T> {
    const ends = this.asks(name);
    try {
      const answer = await work();
      ends(null);
      return answer;
    } catch (error) {
      ends(error ?? new Error('failed'));
      throw error;
    }
  }

  /** `source`, telling of every question. */
  watchedSource(name: string, source: Source): Source {
    const { digests } = source;
    return {
      feeds: source.feeds,
      rewind: (position, seconds) => source.rewind(position, seconds),
      check: () => this.#during(name, () => source.check()),
      readPage: (position, feed) => this.#during(name, () => source.readPage(position, feed)),
      newest: (feed) => this.#during(name, () => source.newest(feed)),
      readIrregular: (skip) => this.#during(name, () => source.readIrregular(skip)),
      readKeys: (keys) => this.#during(name, () => source.readKeys(keys)),
      digests: digests && {
        // A whole province takes its time, and what becomes of a page is not the source's doing.
        each: (take, signal) => digests.each(take, signal),
        readKeys: (keys) => this.#during(name, () => digests.readKeys(keys)),
      },
      close: () => source.close(),
    };
  }

  /** `drop`, telling of every part that it gives. */
  watchedDrop(name: string, drop: Drop): Drop {
    return {
      check: () => this.#during(name, () => drop.check()),
      take: async (store, signal) => {
        let ends = this.asks(name);
        try {
          const storing = async (dossiers: readonly SourceDossier[]): Promise<void> => {
            ends(null);
            try {
              await store(dossiers);
            } finally {
              ends = this.asks(name);
            }
          };
          const report = await drop.take(storing, signal, () => {
            ends(null);
            ends = this.asks(name);
          });
          ends(null);
          return report;
        } catch (error) {
          ends(error ?? new Error('failed'));
          throw error;
        }
      },
      onArrival: (signal, callback) => drop.onArrival(signal, callback),
      close: () => drop.close(),
    };
  }

  #isSilent({ waiting }: Contact): boolean {
    const now = this.#now();
    return [...waiting].some(({ since }) => now - since > SILENT_MS);
  }
}

const codeOf = (error: unknown): string => (error instanceof DongboError ? error.code : 'DB-SVC-007');
