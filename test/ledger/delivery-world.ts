/**
 * A portal that keeps count, and workers who deliver to it: what the property of deliveries plays with.
 * Guarantees: workers do to the ledger what `pipeline/` does, call by call, so that anything can come
 * between; the portal stores, forgets and shows as it is told. It says by `expect` what must hold.
 */
import { expect } from 'vitest';
import { GO_ON } from '../../src/domain/crash-points.ts';
import type { Portal, PortalStep } from '../../src/domain/ports.ts';
import { DEFAULT_RETRY_POLICY } from '../../src/domain/retry-policy.ts';
import {
  type ClaimedDossier,
  type ClaimedStep,
  claimDossiers,
  dueSteps,
  lease,
  markStepsSending,
  noteCalling,
  releaseLease,
} from '../../src/ledger/claim.ts';
import { REFUSED } from '../../src/ledger/keep-accepted.ts';
import { isRefuted, noteAbsent, noteCreating } from '../../src/ledger/lost-dossier.ts';
import { overview } from '../../src/ledger/overview.ts';
import { pending } from '../../src/ledger/pending.ts';
import { heldSteps, markStepSeen, releaseHeld } from '../../src/ledger/release.ts';
import { rescueExpired } from '../../src/ledger/rescue.ts';
import { type Settlement, settle } from '../../src/ledger/settle.ts';
import type { DeliverDeps } from '../../src/pipeline/deliver-deps.ts';
import { LeaseKeeper } from '../../src/pipeline/lease-keeper.ts';
import { readBack } from '../../src/pipeline/read-back-steps.ts';
import { type Act, type Answer, CODES, STATE_OF, type Terms, type Turn } from './delivery-acts.ts';
import { compare, type End, idsOf } from './delivery-end.ts';
import { attemptOf, dossier, ending, type LedgerTrial, OUTCOMES } from './trial.ts';

/** What a worker has in its head: lost when it dies, stale when its lease is taken over. */
interface Worker {
  token: string;
  sent: { item: ClaimedDossier | ClaimedStep; state: Settlement['state']; recreated?: true }[];
  /** A worker claims once, before its first call. */
  claimed: boolean;
}

const PORTAL = {
  batchSize: 1,
  pushDossiers: async () => new Map(),
  pushSteps: async () => new Map(),
  differences: () => [],
  open: async () => {},
  close: async () => {},
};

let tokens = 0;

/** One run: workers, and a portal that keeps count. */
export class World {
  readonly workers: (Worker | null)[] = [null, null];
  /** By dossier: what it says at the portal, and its steps there, in order, as `id:content`. */
  readonly portal = new Map<string, { says: string; steps: string[] }>();
  readonly forgotten = new Set<string>();
  /** What the source said last. */
  readonly source = new Map<string, readonly string[]>();
  readonly #ledger: LedgerTrial;
  readonly #terms: Terms;

  constructor(ledger: LedgerTrial, terms: Terms) {
    this.#ledger = ledger;
    this.#terms = terms;
  }

  async act(act: Act): Promise<void> {
    if (act.kind === 'store') {
      await this.#ledger.store(dossier(act.code, act));
      this.source.set(act.code, act.steps);
    } else if (act.kind === 'forget') {
      if (this.portal.delete(act.code)) this.forgotten.add(act.code);
    } else if (act.kind === 'person') await this.#person(act.code, act.looks);
    else if (act.kind === 'rescue') await rescueExpired(this.#ledger.db);
    else if (act.kind === 'wait') await this.#ledger.fallDue();
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
    if (readBack) await this.act({ kind: 'readBack', worker, missed: readBack === 'missed' });
    await this.act({ kind: 'sendSteps', worker, answer: answers[1] });
    await this.act({ kind: end, worker });
  }

  /** Says of each step that is held what is so at the portal, or lets it go. */
  async #person(code: string, looks: boolean): Promise<void> {
    const db = this.#ledger.db;
    for (const step of await heldSteps(db, code)) {
      const { payload } = await this.#ledger.row(code, step);
      const isThere = this.portal.get(code)?.steps.includes(`${step}:${payload?.content}`) === true;
      if (looks && isThere) await markStepSeen(db, code, step, 'seen');
      else {
        const dossierIds = [await this.#ledger.id(code)];
        await releaseHeld(db, { dossierIds, reason: null, step, notAtPortal: looks, staying: [] });
      }
    }
  }

  async #begin(index: number, codes: readonly string[]): Promise<void> {
    if (this.workers[index]) return;
    const token = `00000000-0000-4000-8000-${String(++tokens).padStart(12, '0')}`;
    const ids = (await Promise.all(codes.map((code) => this.#ledger.id(code)))).filter(
      (id) => !Number.isNaN(id),
    );
    if ((await lease(this.#ledger.db, ids, token, 600_000)).length > 0) {
      this.workers[index] = { token, sent: [], claimed: false };
    }
  }

  async #atWork(act: Extract<Act, { worker: number }>, who: Worker | null): Promise<void> {
    if (!who) return;
    if (act.kind === 'send') await this.#send(who, act.answer);
    if (act.kind === 'sendSteps') await this.#sendSteps(who, act.answer);
    if (act.kind === 'readBack') await this.#readBack(who, act.missed);
    if (act.kind === 'settle' || act.kind === 'release') await this.#settle(who);
    if (act.kind === 'release') await releaseLease(this.#ledger.db, who.token);
    if (act.kind === 'die') {
      await this.#ledger.db.query(`UPDATE lease SET until = now() - interval '1 s' WHERE token = $1`, [
        who.token,
      ]);
    }
    if (act.kind === 'release' || (act.kind === 'die' && who.sent.length === 0)) {
      this.workers[act.worker] = null;
    }
  }

  /** As the driver does: known ones go as updates, and are created where they are missing. */
  async #send(who: Worker, answer: Answer): Promise<void> {
    if (who.claimed) return;
    who.claimed = true;
    for (const item of await claimDossiers(this.#ledger.db, who.token)) {
      if (!(await noteCalling(this.#ledger.db, who.token, [item.deliveryId]))) continue;
      const { code, subject } = item.dossier;
      const there = this.portal.get(code);
      const anew = item.known && there === undefined;
      if (anew) await noteCreating(this.#ledger.db, who.token, [item.deliveryId]);
      if (answer === 'accepted' || answer === 'lost') {
        this.portal.set(code, { says: subject, steps: there?.steps ?? [] });
      }
      who.sent.push({ item, state: STATE_OF[answer], ...(anew ? { recreated: true } : {}) });
    }
  }

  async #sendSteps(who: Worker, answer: Answer): Promise<void> {
    const due = await dueSteps(this.#ledger.db, who.token);
    // As deliver does: a dossier with a lost answer waits whole.
    const first = due.find(
      (step) => !due.some((other) => other.dossierId === step.dossierId && other.state === 'unknown'),
    );
    if (!first || (await markStepsSending(this.#ledger.db, who.token, [first])) !== 'marked') return;
    const { dossierCode, id, content } = first.step;
    const name = `${dossierCode}/${id}`;
    const there = this.portal.get(dossierCode);
    const item = { ...first, attempt: first.attempt + 1 };
    if (there === undefined) {
      expect(this.forgotten.has(dossierCode), `${name} before its dossier`).toBe(true);
      await this.#missing(who, item, answer);
      return;
    }
    // Only who chose to send again without knowing may double.
    if (this.#terms.stepsWhenUnknown === 'hold') {
      expect(idsOf(there.steps), `${name} is sent`).not.toContain(id);
    }
    if (answer === 'accepted' || answer === 'lost') there.steps.push(`${id}:${content}`);
    who.sent.push({ item, state: STATE_OF[answer] });
  }

  /** As deliver does where the portal has no such dossier: looked up, and offered again before its steps. */
  async #missing(who: Worker, item: ClaimedStep, answer: Answer): Promise<void> {
    if (STATE_OF[answer] === 'unknown') {
      who.sent.push({ item, state: 'unknown' });
      return;
    }
    const refuted = await isRefuted(this.#ledger.db, item.dossierId);
    who.sent.push({ item, state: refuted ? 'held' : 'retrying' });
    await this.#settle(who);
    if (!refuted) await noteAbsent(this.#ledger.db, who.token, [item.dossierId]);
  }

  async #settle(who: Worker): Promise<void> {
    const settlements = who.sent.map(({ item, state, recreated }) => ({
      ...ending(item, state),
      ...(recreated ? { recreated } : {}),
    }));
    // As deliver does: every answer is written down, and by the lost ones the ledger knows what may be there.
    const attempts = who.sent.map(({ item, state }) =>
      attemptOf(item, { at: new Date(), outcome: OUTCOMES[state] }),
    );
    who.sent = [];
    await settle(this.#ledger.db, who.token, settlements, attempts);
  }

  /** The real one, on a portal whose look-up may miss what is there. */
  async #readBack(who: Worker, missed: boolean): Promise<void> {
    const portal: Portal = {
      ...PORTAL,
      sameStep: (step, shown) => step.content === shown.content,
      lookup: async (code) => {
        const there = missed ? undefined : this.portal.get(code);
        if (!there) return { kind: 'absent' };
        const steps = there.steps.map((text) => ({ content: text.split(':')[1] }) as PortalStep);
        return { kind: 'present', steps: this.#terms.shows ? steps : null, fields: {} };
      },
    };
    const deps: DeliverDeps = {
      ledger: this.#ledger.db,
      portal,
      retry: DEFAULT_RETRY_POLICY,
      leaseMs: 600_000,
      // Its portal ends a call when it says so, not later.
      quietMs: 0,
      every: () => () => {},
      monotonicMs: () => 0,
      random: () => 0,
      newToken: () => who.token,
      stepsWhenUnknown: this.#terms.stepsWhenUnknown,
      reached: GO_ON,
      onCall: () => {},
      onSettled: () => {},
    };
    const keeper = new LeaseKeeper(deps, who.token, 1);
    const due = await dueSteps(this.#ledger.db, who.token);
    await readBack(deps, who.token, keeper, due, new AbortController().signal);
  }

  /** What must hold at every moment. */
  async check(): Promise<void> {
    const { rows } = await this.#ledger.db.query<{
      orphans: number;
      doubled: number;
      late: number;
      stale: number;
    }>(`
      SELECT
        (SELECT count(*) FROM delivery v WHERE v.state = 'sending'
          AND NOT EXISTS (SELECT FROM lease l WHERE l.dossier_id = v.dossier_id))::int AS orphans,
        (SELECT count(*) FROM (SELECT dossier_id FROM lease GROUP BY 1 HAVING count(*) > 1) d)::int AS doubled,
        (SELECT count(*) FROM delivery WHERE accepted_version IS NOT NULL AND kind = 'step' AND state <> 'accepted')::int AS late,
        (SELECT count(*) FROM delivery WHERE withdrawn AND state IN ('queued', 'retrying'))::int AS stale`);
    expect(rows).toEqual([{ orphans: 0, doubled: 0, late: 0, stale: 0 }]);
    const { states } = await overview(this.#ledger.db);
    // Counted one by one: the overview takes what is accepted for all that is left.
    const counted = await this.#ledger.db.query<{ state: keyof typeof states; count: number }>(
      `SELECT state, count(*)::int AS count FROM delivery WHERE kind = 'dossier' GROUP BY state`,
    );
    const none = Object.fromEntries(Object.keys(states).map((state) => [state, 0]));
    expect(states).toEqual({
      ...none,
      ...Object.fromEntries(counted.rows.map(({ state, count }) => [state, count])),
    });
    const lacking = await this.#ledger.db.query(
      `SELECT FROM dossier d WHERE NOT EXISTS (SELECT FROM delivery v WHERE v.dossier_id = d.id AND v.kind = 'dossier')`,
    );
    expect(lacking.rowCount).toBe(0);
  }

  /** Every worker is gone, the portal takes all: what remains must come to its end. */
  async finish(): Promise<void> {
    await this.#ledger.db.query(`UPDATE lease SET until = now() - interval '1 s'`);
    this.workers.fill(null);
    // Another version shows delivery what the portal has forgotten of the one that it had accepted.
    for (const [code, steps] of this.source) await this.act({ kind: 'store', code, says: 'Z', steps });
    for (let round = 0; round < 16; round += 1) {
      await this.act({ kind: 'rescue' });
      await this.act({ kind: 'wait' });
      await this.act({ kind: 'begin', worker: 0, codes: CODES });
      if (!this.workers[0]) break;
      await this.act({ kind: 'send', worker: 0, answer: 'accepted' });
      await this.act({ kind: 'settle', worker: 0 });
      await this.act({ kind: 'readBack', worker: 0, missed: false });
      await this.act({ kind: 'sendSteps', worker: 0, answer: 'accepted' });
      await this.act({ kind: 'release', worker: 0 });
    }
    await this.check();
    expect(await pending(this.#ledger.db)).toEqual({ due: 0, waiting: 0, nextDueMs: null });
    const { rows } = await this.#ledger.db.query<End>(
      `SELECT d.code, v.step_id AS step, v.state, v.payload, v.next_hash IS NOT NULL AS corrected, v.withdrawn,
         EXISTS (SELECT FROM held h WHERE h.dossier_id = d.id AND h.part = v.step_id AND h.code = '${REFUSED}') AS refused
       FROM dossier d JOIN delivery v ON v.dossier_id = d.id ORDER BY v.id`,
    );
    for (const [code, steps] of this.source) {
      const ours = rows.filter((row) => row.code === code);
      const there = this.portal.get(code);
      expect(ours.find(({ step }) => step === '')).toMatchObject({ state: 'accepted' });
      expect(there?.says).toBe('Z');
      compare(
        steps,
        there?.steps ?? [],
        ours.filter(({ step }) => step !== ''),
      );
    }
  }
}
