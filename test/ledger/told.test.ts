/**
 * What the portal was last told is known after any order of changes, sendings and answers, and is kept
 * twice at no time (the schema's CHECKs see to that on each step).
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rescueExpired } from '../../src/ledger/rescue.ts';
import { TOLD } from '../../src/ledger/told.ts';
import { dossier, LedgerTrial } from './trial.ts';

let ledger: LedgerTrial;
beforeAll(async () => {
  ledger = await LedgerTrial.open();
});
afterAll(() => ledger.close());

/** `store` with what it says; `send` begins a call; the others end it. */
type Act = { readonly store: string | null } | 'send' | 'accepted' | 'held' | 'retrying' | 'unknown' | 'die';

const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ store: fc.constantFrom('A', 'A', 'B', 'C', null) }) },
  { weight: 3, arbitrary: fc.constant('send' as const) },
  { weight: 3, arbitrary: fc.constantFrom('accepted' as const, 'accepted' as const, 'held' as const) },
  { weight: 2, arbitrary: fc.constantFrom('retrying' as const, 'unknown' as const, 'die' as const) },
);

let serial = 0;

interface Told {
  readonly told: { readonly subject: string } | null;
  readonly double: boolean;
}

/** A dossier and, beside it, what must be known of it. */
class History {
  readonly #code = `H19.30-261107-${++serial}`;
  #sent: Awaited<ReturnType<LedgerTrial['send']>> | null = null;
  #saying: string | null = null;
  #told: string | null = null;

  async act(next: Act): Promise<void> {
    if (typeof next === 'object') await ledger.store(dossier(this.#code, { says: next.store }));
    else if (next === 'send') await this.#send();
    else await this.#end(next);
    await this.#check();
  }

  async #send(): Promise<void> {
    const row = await ledger.find(this.#code);
    if (this.#sent || !row || !['queued', 'retrying', 'unknown'].includes(row.state)) return;
    this.#saying = row.payload?.subject ?? null;
    this.#sent = await ledger.send(this.#code);
  }

  async #end(how: Exclude<Act, 'send' | object>): Promise<void> {
    const sent = this.#sent;
    if (!sent) return;
    this.#sent = null;
    if (how === 'die') {
      await ledger.expire(this.#code);
      await rescueExpired(ledger.db);
      return;
    }
    await ledger.end(sent, how);
    if (how === 'accepted') this.#told = this.#saying;
  }

  async #check(): Promise<void> {
    const { rows } = await ledger.db.query<Told>(
      `SELECT ${TOLD} AS told, v.sent_payload::jsonb = v.payload::jsonb OR v.accepted_payload::jsonb = v.payload::jsonb AS double
       FROM delivery v JOIN dossier d ON d.id = v.dossier_id WHERE d.code = $1`,
      [this.#code],
    );
    expect(rows[0]?.told?.subject ?? null).toBe(this.#told);
    expect(rows[0]?.double ?? false).toBe(false);
  }
}

const A: Act = { store: 'A' };
const B: Act = { store: 'B' };

test('what was accepted last is what was told, in every order', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 4, maxLength: 14, size: 'max' }), async (acts) => {
      const history = new History();
      for (const next of acts) await history.act(next);
    }),
    {
      numRuns: Number(process.env.DONGBO_PROPERTY_RUNS ?? 30),
      examples: [
        [[A, 'send', B, 'accepted', 'send', 'accepted', A]],
        [[A, 'send', 'accepted', B, 'send', A, 'accepted', { store: null }, 'send', 'accepted']],
        [[A, 'send', B, { store: null }, 'accepted', B, A]],
        [[A, 'send', 'accepted', B, 'send', { store: 'C' }, 'die', A, 'send', 'held', B]],
      ],
    },
  );
});
