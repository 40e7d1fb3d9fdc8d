/**
 * The life of deliveries under any sequence of what can happen, on a real ledger: versions come,
 * workers lease, send, settle, read back, die at any point and return late. Whatever the order, no
 * step is sent twice, no dossier is in two hands, none is lost, and all come to an end.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type ClaimedDossier,
  type ClaimedStep,
  claimDossiers,
  dueSteps,
  lease,
  markStepsSending,
  releaseLease,
} from '../../src/ledger/claim.ts';
import { overview } from '../../src/ledger/overview.ts';
import { pending } from '../../src/ledger/pending.ts';
import { type ReadBack, settleReadBack } from '../../src/ledger/read-back.ts';
import { rescueExpired } from '../../src/ledger/rescue.ts';
import { type Settlement, settle } from '../../src/ledger/settle.ts';
import { attemptOf, dossier, ending, LedgerTrial, OUTCOMES } from '../ledger/trial.ts';

const CODES = ['a', 'b'];
/** What the portal did with a call; `lost` = stored, but no answer came; `cut` = neither. */
const ANSWERS = ['accepted', 'refused', 'later', 'lost', 'cut'] as const;
type Answer = (typeof ANSWERS)[number];
const STATE_OF: Readonly<Record<Answer, Settlement['state']>> = {
  accepted: 'accepted',
  refused: 'held',
  later: 'retrying',
  lost: 'unknown',
  cut: 'unknown',
};

type Act =
  | {
      readonly kind: 'store';
      readonly code: string;
      readonly says: string | null;
      readonly steps: readonly string[];
    }
  | { readonly kind: 'begin'; readonly worker: number; readonly codes: string[] }
  | { readonly kind: 'send' | 'sendSteps'; readonly worker: number; readonly answer: Answer }
  | { readonly kind: 'settle' | 'readBack' | 'release' | 'die'; readonly worker: number }
  | { readonly kind: 'rescue' | 'wait' }
  | Turn;

/** A worker's whole turn at one dossier, so that runs get far enough for what is rare. */
interface Turn {
  readonly kind: 'turn';
  readonly turnOf: number;
  readonly code: string;
  readonly answers: readonly [Answer, Answer];
  readonly readBack: boolean;
  readonly end: 'release' | 'die';
}

const worker = fc.integer({ min: 0, max: 1 });
const answer = fc.constantFrom(...ANSWERS, 'accepted' as const, 'accepted' as const, 'lost' as const);
const code = fc.constantFrom(...CODES);
const turn: fc.Arbitrary<Turn> = fc.record({
  kind: fc.constant('turn' as const),
  turnOf: worker,
  code,
  answers: fc.tuple(answer, answer),
  readBack: fc.boolean(),
  end: fc.constantFrom('release', 'release', 'release', 'release', 'die'),
});
const store = fc.record({
  kind: fc.constant('store' as const),
  code,
  says: fc.constantFrom('A', 'A', 'A', 'B', 'B', null),
  steps: fc.constantFrom([], ['1'], ['1', '2'], ['1', '2'], ['2', '1'], ['1', '2:khác'], ['1:khác', '2']),
});
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 8, arbitrary: turn },
  { weight: 6, arbitrary: store },
  fc.record({ kind: fc.constant('begin' as const), worker, codes: fc.subarray(CODES, { minLength: 1 }) }),
  fc.record({ kind: fc.constantFrom('send' as const, 'sendSteps' as const), worker, answer }),
  fc.record({
    kind: fc.constantFrom('settle' as const, 'readBack' as const, 'release' as const, 'die' as const),
    worker,
  }),
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('rescue' as const, 'wait' as const) }) },
);

let ledger: LedgerTrial;
beforeAll(async () => {
  ledger = await LedgerTrial.open();
});
afterAll(() => ledger.close());

/** What a worker has in its head: lost when it dies, stale when its lease is taken over. */
interface Worker {
  token: string;
  sent: { item: ClaimedDossier | ClaimedStep; state: Settlement['state'] }[];
}

let tokens = 0;

/** One run: workers, and a portal that keeps count. */
class World {
  readonly workers: (Worker | null)[] = [null, null];
  /** `dossier/step` → how often the portal stored it. */
  readonly storedSteps = new Map<string, number>();
  readonly storedDossiers = new Map<string, string>();

  async act(act: Act): Promise<void> {
    if (act.kind === 'store') await ledger.store(dossier(act.code, act));
    else if (act.kind === 'rescue') await rescueExpired(ledger.db);
    else if (act.kind === 'wait') await ledger.fallDue();
    else if (act.kind === 'turn') await this.#turn(act);
    else if (act.kind === 'begin') await this.#begin(act.worker, act.codes);
    else if ('worker' in act) await this.#atWork(act, this.workers[act.worker] ?? null);
  }

  async #turn({ turnOf: worker, code, answers, readBack, end }: Turn): Promise<void> {
    // A late one comes back to what it left, and finds its lease its own or another's.
    if (this.workers[worker]) await this.act({ kind: 'release', worker });
    await this.act({ kind: 'rescue' });
    await this.act({ kind: 'begin', worker, codes: [code] });
    await this.act({ kind: 'send', worker, answer: answers[0] });
    await this.act({ kind: 'settle', worker });
    if (readBack) await this.act({ kind: 'readBack', worker });
    await this.act({ kind: 'sendSteps', worker, answer: answers[1] });
    await this.act({ kind: end, worker });
  }

  async #begin(index: number, codes: readonly string[]): Promise<void> {
    if (this.workers[index]) return;
    const token = `00000000-0000-4000-8000-${String(++tokens).padStart(12, '0')}`;
    const ids = (await Promise.all(codes.map((code) => ledger.id(code)))).filter((id) => !Number.isNaN(id));
    if ((await lease(ledger.db, ids, token, 600_000)).length > 0) this.workers[index] = { token, sent: [] };
  }

  async #atWork(act: Extract<Act, { worker: number }>, who: Worker | null): Promise<void> {
    if (!who) return;
    if (act.kind === 'send') await this.#send(who, act.answer);
    if (act.kind === 'sendSteps') await this.#sendSteps(who, act.answer);
    if (act.kind === 'readBack') await this.#readBack(who);
    if (act.kind === 'settle' || act.kind === 'release') await this.#settle(who);
    if (act.kind === 'release') await releaseLease(ledger.db, who.token);
    if (act.kind === 'die') {
      await ledger.db.query(`UPDATE lease SET until = now() - interval '1 s' WHERE token = $1`, [who.token]);
    }
    if (act.kind === 'release' || (act.kind === 'die' && who.sent.length === 0)) {
      this.workers[act.worker] = null;
    }
  }

  async #send(who: Worker, answer: Answer): Promise<void> {
    for (const item of await claimDossiers(ledger.db, who.token)) {
      if (answer === 'accepted' || answer === 'lost') {
        this.storedDossiers.set(item.dossier.code, item.dossier.subject);
      }
      who.sent.push({ item, state: STATE_OF[answer] });
    }
  }

  async #sendSteps(who: Worker, answer: Answer): Promise<void> {
    const due = await dueSteps(ledger.db, who.token);
    // As deliver does: a dossier with a lost answer waits whole.
    const first = due.find(
      (step) => !due.some((other) => other.dossierId === step.dossierId && other.state === 'unknown'),
    );
    if (!first || !(await markStepsSending(ledger.db, who.token, [first]))) return;
    const name = `${first.step.dossierCode}/${first.step.id}`;
    expect(this.storedDossiers.has(first.step.dossierCode), `${name} before its dossier`).toBe(true);
    expect(this.storedSteps.get(name) ?? 0, `${name} is sent`).toBe(0);
    if (answer === 'accepted' || answer === 'lost') this.storedSteps.set(name, 1);
    who.sent.push({ item: { ...first, attempt: first.attempt + 1 }, state: STATE_OF[answer] });
  }

  async #settle(who: Worker): Promise<void> {
    const settlements = who.sent.map(({ item, state }) => ending(item, state));
    // As deliver does: every answer is written down, and by the lost ones the ledger knows what may be there.
    const attempts = who.sent.map(({ item, state }) =>
      attemptOf(item, { at: new Date(), outcome: OUTCOMES[state] }),
    );
    who.sent = [];
    await settle(ledger.db, who.token, settlements, attempts);
  }

  async #readBack(who: Worker): Promise<void> {
    const unknown = (await dueSteps(ledger.db, who.token)).filter(({ state }) => state === 'unknown');
    const verdicts = unknown.map(
      ({ deliveryId, step }): ReadBack => ({
        deliveryId,
        verdict: this.storedSteps.has(`${step.dossierCode}/${step.id}`) ? 'there' : 'not-there',
        delayMs: 0,
        held: null,
      }),
    );
    await settleReadBack(ledger.db, who.token, verdicts, []);
  }

  /** What must hold at every moment. */
  async check(): Promise<void> {
    const { rows } = await ledger.db.query<{ orphans: number; doubled: number; late: number }>(`
      SELECT
        (SELECT count(*) FROM delivery v WHERE v.state = 'sending'
          AND NOT EXISTS (SELECT FROM lease l WHERE l.dossier_id = v.dossier_id))::int AS orphans,
        (SELECT count(*) FROM (SELECT dossier_id FROM lease GROUP BY 1 HAVING count(*) > 1) d)::int AS doubled,
        (SELECT count(*) FROM delivery WHERE accepted_version IS NOT NULL AND kind = 'step' AND state <> 'accepted')::int AS late`);
    expect(rows).toEqual([{ orphans: 0, doubled: 0, late: 0 }]);
    const { states } = await overview(ledger.db);
    const count = await ledger.db.query<{ count: number }>('SELECT count(*)::int AS count FROM dossier');
    expect(Object.values(states).reduce((a, b) => a + b)).toBe(count.rows[0]?.count);
  }

  /** Every worker is gone, the portal takes all: what remains must come to its end. */
  async finish(): Promise<void> {
    await ledger.db.query(`UPDATE lease SET until = now() - interval '1 s'`);
    this.workers.fill(null);
    for (let round = 0; round < 12; round += 1) {
      await this.act({ kind: 'rescue' });
      await this.act({ kind: 'wait' });
      await this.act({ kind: 'begin', worker: 0, codes: CODES });
      if (!this.workers[0]) break;
      await this.act({ kind: 'send', worker: 0, answer: 'accepted' });
      await this.act({ kind: 'settle', worker: 0 });
      await this.act({ kind: 'readBack', worker: 0 });
      await this.act({ kind: 'sendSteps', worker: 0, answer: 'accepted' });
      await this.act({ kind: 'release', worker: 0 });
    }
    await this.check();
    expect(await pending(ledger.db)).toEqual({ due: 0, waiting: 0, nextDueMs: null });
    const { rows } = await ledger.db.query<{ code: string; state: string; says: string | null }>(
      `SELECT d.code, v.state, v.payload ->> 'subject' AS says FROM dossier d
       JOIN delivery v ON v.dossier_id = d.id AND v.kind = 'dossier'`,
    );
    for (const { code, state, says } of rows) {
      expect(['accepted', 'held']).toContain(state);
      if (state === 'accepted') expect(this.storedDossiers.get(code), `${code} at the portal`).toBe(says);
    }
  }
}

const says = (subject: string): Act => ({ kind: 'store', code: 'a', says: subject, steps: [] });
const answered = (first: Answer): Act => ({
  kind: 'turn',
  turnOf: 0,
  code: 'a',
  answers: [first, 'accepted'],
  readBack: false,
  end: 'release',
});
/** What was accepted comes back after another version's answer was lost: the portal may have that one. */
const LOST_AND_BACK: Act[] = [
  says('A'),
  answered('accepted'),
  says('B'),
  answered('lost'),
  says('A'),
  says('B'),
  says('A'),
];

test('any sequence of versions, workers, answers and deaths', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 8, maxLength: 30, size: 'max' }), async (acts) => {
      await ledger.db.query('TRUNCATE dossier CASCADE');
      const world = new World();
      for (const next of acts) {
        await world.act(next);
        await world.check();
      }
      await world.finish();
    }),
    { numRuns: Number(process.env.DONGBO_PROPERTY_RUNS ?? 30), examples: [[LOST_AND_BACK]] },
  );
});
