/**
 * The SQL guards and the transition table are one: every event is driven on real rows in every
 * state, and the row must become what `next` says, or stay as it is where `next` says nothing.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DELIVERY_STATES, type DeliveryEvent, type DeliveryState, next } from '../../src/domain/delivery.ts';
import { acceptShown, acceptShownSteps } from '../../src/ledger/at-portal.ts';
import {
  claimDossiers,
  dueSteps,
  markStepsSending,
  noteCalling,
  releaseLease,
} from '../../src/ledger/claim.ts';
import { endDoubt, noteDoubt } from '../../src/ledger/doubt.ts';
import { noteAbsent, settleLost } from '../../src/ledger/lost-dossier.ts';
import { settleReadBack } from '../../src/ledger/read-back.ts';
import { markStepSeen, releaseHeld } from '../../src/ledger/release.ts';
import { rescueExpired } from '../../src/ledger/rescue.ts';
import { beginResync } from '../../src/ledger/resync.ts';
import { callBack } from '../../src/ledger/resync-cancel.ts';
import { type Settlement, settle } from '../../src/ledger/settle.ts';
import { dossier, ending, LedgerTrial } from './trial.ts';

let ledger: LedgerTrial;
beforeAll(async () => {
  ledger = await LedgerTrial.open();
});
afterAll(() => ledger.close());

let serial = 0;

const BEFORE = 'before';
/** What the portal has accepted of the dossier is what is wanted: it goes again because a person says so. */
const AGAIN = 'A';

/** A resync that has queued the dossier, and let go what the portal held of `freed`. */
async function resyncWith(code: string, freed: readonly object[]): Promise<number> {
  const beginning = { who: 'người trực', selection: {}, verify: false, selected: 1 };
  const resync = await beginResync(ledger.db, beginning);
  await ledger.db.query(
    `WITH item AS (
       INSERT INTO resync_item (dossier_id, resync_id, version, held)
       SELECT dossier_id, $1, version, $3 FROM delivery WHERE dossier_id = $2 AND kind = 'dossier')
     UPDATE resync SET queued = 1 WHERE id = $1`,
    [resync, await ledger.id(code), JSON.stringify(freed)],
  );
  return resync;
}

/** A dossier or a step in `state`, under a lease of its own, brought there by the ledger's own functions. */
class Case {
  readonly code: string;
  readonly step: '' | '1';
  #token = '00000000-0000-4000-8000-000000000000';

  private constructor(code: string, step: '' | '1') {
    this.code = code;
    this.step = step;
  }

  /** @param before what the portal has accepted of the dossier before, `null` = nothing */
  static async in(state: DeliveryState, step: '' | '1', before: string | null): Promise<Case> {
    const made = new Case(`H19.12-261106-${++serial}`, step);
    await made.#bring(state, before);
    return made;
  }

  async #bring(state: DeliveryState, before: string | null): Promise<void> {
    if (before !== null) await ledger.accepted(dossier(this.code, { says: before }));
    if (before !== null && state === 'accepted') return;
    if (this.step === '1') await ledger.accepted(dossier(this.code));
    await ledger.store(this.#saying('A'));
    if (before === AGAIN) {
      await ledger.db.query(`UPDATE delivery SET state = 'queued' WHERE id = $1`, [(await this.row()).id]);
    }
    if (state === 'queued') return;
    const sent = this.step === '1' ? await ledger.sendStep(this.code) : await ledger.send(this.code);
    this.#token = sent.token;
    if (state !== 'sending') await ledger.end(sent, state);
  }

  #saying(what: string) {
    return this.step === '1'
      ? dossier(this.code, { steps: [`1:${what}`] })
      : dossier(this.code, { says: what });
  }

  row = () => ledger.row(this.code, this.step);

  /** Under the lease of the one who is sending, or one taken now (or made, where nothing is due). */
  async #leased<T>(work: (token: string) => Promise<T>): Promise<T> {
    await ledger.db.query(
      `INSERT INTO lease (dossier_id, token, until) VALUES ($1, $2, now() + interval '1 minute')
       ON CONFLICT (dossier_id) DO UPDATE SET token = excluded.token`,
      [await ledger.id(this.code), this.#token],
    );
    return work(this.#token);
  }

  async #settle(state: Settlement['state']): Promise<void> {
    const { id, attempt } = await this.row();
    await this.#leased((token) => settle(ledger.db, token, [ending({ deliveryId: id, attempt }, state)], []));
  }

  async #readBack(verdict: 'there' | 'cannot-tell' | 'not-there'): Promise<void> {
    const { id } = await this.row();
    await this.#leased((token) =>
      settleReadBack(ledger.db, token, [{ deliveryId: id, verdict, delayMs: 0, held: null }], []),
    );
  }

  readonly drive: Readonly<Record<DeliveryEvent, () => Promise<unknown>>> = {
    send: () =>
      this.#leased(async (token) =>
        this.step === '1'
          ? markStepsSending(ledger.db, token, await dueSteps(ledger.db, token))
          : noteCalling(
              ledger.db,
              token,
              (await claimDossiers(ledger.db, token)).map(({ deliveryId }) => deliveryId),
            ),
      ),
    accepted: async () => {
      await this.#settle('accepted');
      await this.#readBack('there');
    },
    refused: async () => {
      await this.#settle('held');
      await this.#readBack('cannot-tell');
    },
    retry: () => this.#settle('retrying'),
    'lost-answer': () => this.#settle('unknown'),
    'lease-expired': () =>
      this.#leased(async () => {
        await ledger.expire(this.code);
        await rescueExpired(ledger.db);
      }),
    changed: () => ledger.store(this.#saying('B')),
    'changed-back': async () => {
      if (this.step === '') await ledger.store(this.#saying(BEFORE));
    },
    hold: () => ledger.store(dossier(this.code, { says: null, steps: this.step === '1' ? ['1:A'] : [] })),
    release: async () => {
      await this.#readBack('not-there');
      const id = await ledger.id(this.code);
      if (this.step === '') await this.#leased(async (token) => noteAbsent(ledger.db, token, [id]));
      else await settleLost(ledger.db, { recreated: [id], doubted: [], refuted: [] });
    },
    'release-unsure': async () => {
      if (this.step === '') return;
      await settleLost(ledger.db, { recreated: [], doubted: [await ledger.id(this.code)], refuted: [] });
      await ledger.db.query(
        "UPDATE held SET code = 'DB-PRT-011' WHERE origin = 'portal' AND code = 'DB-PRT-010'",
      );
      const dossierIds = [await ledger.id(this.code)];
      await releaseHeld(ledger.db, { dossierIds, reason: null, step: null, notAtPortal: false, staying: [] });
    },
    seen: () => markStepSeen(ledger.db, this.code, '1', 'a person said so'),
    doubted: async () => {
      await noteDoubt(ledger.db, new Date('2026-11-02T01:00:00Z'));
      if (this.step !== '' && (await this.row()).state === 'held') await ledger.store(this.#saying('B'));
      await endDoubt(ledger.db);
    },
    shown: async () => {
      const { payload_hash: hash } = await this.row();
      const step = { id: this.step, hash: hash ?? '', as: 'stored' as const };
      const steps = this.step === '' ? [] : [step];
      const seen = [{ id: await ledger.id(this.code), seen: { mark: '', hash, steps } }];
      await ledger.db.transaction(async (tx) => {
        if (this.step === '') await acceptShown(tx, 1, seen);
        else await acceptShownSteps(tx, 1, seen, 'stored');
      });
    },
    'called-back': async () => {
      await callBack(ledger.db, await resyncWith(this.code, []), 0, 10);
    },
    'held-again': async () => {
      const { id, version, state } = await this.row();
      // Released, it has been tried no more; a dossier is never unknown by its release.
      if (state === 'unknown' && this.step !== '')
        await ledger.db.query('UPDATE delivery SET attempt = 0 WHERE id = $1', [id]);
      const kind = this.step === '' ? { scope: 'dossier' } : { scope: 'step' };
      const why = {
        code: 'DB-PRT-010',
        field: '',
        value: '',
        params: {},
        blocking: false,
        since: new Date(),
      };
      const resync = await resyncWith(this.code, [{ ...kind, ...why, part: this.step, version }]);
      await callBack(ledger.db, resync, 0, 10);
    },
  };

  release = () => releaseLease(ledger.db, this.#token);
}

/** What the table allows and these functions deliberately do not. */
const NARROWER: Readonly<Record<'dossier' | 'step', readonly string[]>> = {
  dossier: [
    // A dossier is never read back: sending it again is harmless.
    'accepted unknown',
    'refused unknown',
    'release unknown',
    // A person's doing, by another function.
    'release retrying',
    'release held',
    // Creating or updating a dossier twice is harmless: it is sent, not read back.
    'release-unsure held',
    // That it may have been created anew is the dossier's own doubt; its steps are read back.
    'release-unsure accepted',
    'seen held',
    'doubted queued',
    'doubted retrying',
    'doubted held',
    // It may have arrived: it goes, or is settled by its answer.
    'held-again unknown',
  ],
  step: [
    // Read back first, never sent blindly (invariant 5).
    'send unknown',
    // What may be at the portal stays as it was sent.
    'changed unknown',
    'changed accepted',
    // Nothing that was accepted changes, so nothing goes back to it.
    'changed-back queued',
    'changed-back retrying',
    'changed-back unknown',
    'changed-back held',
    'release retrying',
    'release held',
    // A blocking fault is the dossier's: its steps wait or go, by themselves they are never held.
    'hold queued',
    'hold retrying',
    'hold unknown',
    'hold accepted',
    'hold held',
    // Steps that the portal has accepted are not sent again by a person's word, so none is called back to that.
    'called-back queued',
    'called-back retrying',
  ],
};

test.each([...NARROWER.dossier, ...NARROWER.step])(
  'the table allows %s: leaving it out is a choice',
  (cell) => {
    const [event, state] = cell.split(' ');
    expect(next(state as DeliveryState, event as DeliveryEvent)).not.toBeNull();
  },
);

/** A change while it is being sent only raises the wanted version. */
const SAYS_OTHER: readonly DeliveryEvent[] = ['changed', 'changed-back', 'hold'];

const EVENTS: readonly DeliveryEvent[] = [
  'send',
  'accepted',
  'refused',
  'retry',
  'lost-answer',
  'lease-expired',
  'changed',
  'changed-back',
  'hold',
  'release',
  'release-unsure',
  'seen',
  'doubted',
  'shown',
  'called-back',
  'held-again',
];

/** What the portal has accepted of the dossier before. */
const TOLD: Partial<Record<DeliveryEvent, string>> = { 'changed-back': BEFORE, 'called-back': AGAIN };

describe.each([
  ['dossier', ''],
  ['step', '1'],
] as const)('a %s', (kind, step) => {
  const cells = EVENTS.flatMap((event) => DELIVERY_STATES.map((state) => [event, state] as const));
  test.each(cells)('%s while it is %s', async (event, state) => {
    const subject = await Case.in(state, step, step === '' ? (TOLD[event] ?? null) : null);
    const before = await subject.row();
    expect(before.state).toBe(state);
    await subject.drive[event]();
    const after = await subject.row();
    const left = NARROWER[kind].includes(`${event} ${state}`) ? null : next(state, event);
    expect(after.state).toBe(left ?? state);
    if (left === null && !SAYS_OTHER.includes(event)) {
      expect({ ...after, due: null }).toEqual({ ...before, due: null });
    }
    await subject.release();
  });
});
