/**
 * A look at the ledger for a process that has no work and would not notice that it is away.
 * Guarantees: one look at a time, on one connection; a ledger that cannot be reached or written, and its
 * return, is told to the contact as work would tell it.
 * Must not: write; wait for long: a ledger that does not answer is no reason to hold anybody up.
 */
import type { DongboError } from '../domain/errors.ts';
import type { Database } from '../ledger/database.ts';
import { isCut, isLedgerFault } from '../ledger/ledger-fault.ts';
import { assertMigrated } from '../ledger/migrate.ts';
import { assertWritable } from '../ledger/writable.ts';
import type { LedgerContact } from '../telemetry/ledger-contact.ts';

/** Milliseconds for a question that takes one: who has not answered by then cannot be worked with. */
const ANSWER_MS = 15_000;

/** Asks whether the ledger is ours, and can be read and written; throws its fault, or DB-SVC-005. A connection that was cut says nothing: another is asked. */
export async function askLedger(ledger: Database): Promise<void> {
  try {
    await askOnce(ledger);
  } catch (error) {
    if (!isCut(error)) throw error;
    await askOnce(ledger);
  }
}

async function askOnce(ledger: Database): Promise<void> {
  const session = await ledger.connect(ANSWER_MS);
  let sound = false;
  try {
    await assertMigrated(session);
    await assertWritable({ where: ledger.where, query: (text, values) => session.query(text, values) });
    sound = true;
  } catch (error) {
    // A server that can only be read has answered; its connection is as good as any.
    sound = isLedgerFault(error) && error.code === 'DB-SVC-012';
    throw error;
  } finally {
    session.release(!sound);
  }
}

/** See the file's head. */
export class LedgerProbe {
  readonly #contact: LedgerContact;
  #looking: Promise<void> | null = null;
  /** Faults that were met since the last answer. */
  readonly #met = new Map<string, DongboError>();

  constructor(contact: LedgerContact) {
    this.#contact = contact;
  }

  /** Looks, unless a look is under way; resolves when that one has ended. Never throws. */
  look(ledger: Database): Promise<void> {
    this.#looking ??= this.#look(ledger).finally(() => {
      this.#looking = null;
    });
    return this.#looking;
  }

  async #look(ledger: Database): Promise<void> {
    try {
      await askLedger(ledger);
    } catch (error) {
      // Anything else is a ledger that is being closed, or of another version: told by ledger/attendance.ts.
      if (!isLedgerFault(error)) return;
      this.#met.set(error.code, error);
      this.#contact.lost(error);
      return;
    }
    this.#contact.back([...this.#met.values()]);
    this.#contact.answered();
    this.#met.clear();
  }
}
