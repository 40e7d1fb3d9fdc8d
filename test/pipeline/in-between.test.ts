/** What can happen between taking a dossier in hand, calling with it and hearing of it again. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GO_ON } from '../../src/domain/crash-points.ts';
import type { OutcomeKind, RecordOutcome } from '../../src/domain/portal-outcome.ts';
import type { CallObserver, LookupAnswer, Portal, PortalStep } from '../../src/domain/ports.ts';
import { DEFAULT_RETRY_POLICY } from '../../src/domain/retry-policy.ts';
import { rescueExpired } from '../../src/ledger/rescue.ts';
import { deliver } from '../../src/pipeline/deliver.ts';
import type { DeliverDeps } from '../../src/pipeline/deliver-deps.ts';
import { deliverThroughGate } from '../../src/pipeline/deliver-through-gate.ts';
import { dossier, LedgerTrial } from '../ledger/trial.ts';

let ledger: LedgerTrial;
beforeAll(async () => {
  // One connection: what a clock has begun is done before whatever is asked after it.
  ledger = await LedgerTrial.open(1);
});
afterAll(() => ledger.close());

const LEASE_MS = 60_000;
const NEVER = new AbortController().signal;
const ACCEPTED: RecordOutcome = { kind: 'accepted', errorCode: '', message: '' };
const NOT_SENT: RecordOutcome = { kind: 'retry-later', errorCode: 'NOT-SENT', message: '' };
const LOST: RecordOutcome = { kind: 'unknown', errorCode: 'ETIMEDOUT', message: '' };

interface Offers {
  readonly refs: readonly number[];
  readonly observer: CallObserver;
}
/** Answers all that is offered in one way. */
type Answer = (offers: Offers) => Promise<RecordOutcome>;

async function call({ refs, observer }: Offers, kind: OutcomeKind, creates = false): Promise<void> {
  await observer.beforeCall('service', refs, creates);
  const told = { httpStatus: 200, errorCode: '', message: '', durationMs: 1, startedAt: new Date() };
  await observer.afterCall({ service: 'service', records: refs.length, outcome: kind, ...told }, refs);
}

/** One call that ends so. */
const calling =
  (outcome: RecordOutcome): Answer =>
  async (offers) => {
    await call(offers, outcome.kind);
    return outcome;
  };

/** As the driver does: what is stopped before its call was not sent. */
const unlessStopped =
  (answer: Answer): Answer =>
  (offers) =>
    answer(offers).catch(() => NOT_SENT);

interface Script {
  readonly dossiers?: Answer;
  readonly steps?: Answer;
  readonly shows?: () => LookupAnswer;
}

function scripted({ dossiers = calling(ACCEPTED), steps = calling(ACCEPTED), shows }: Script): Portal {
  const push = async (
    answer: Answer,
    offers: readonly { readonly ref: number }[],
    observer: CallObserver,
  ) => {
    const refs = offers.map(({ ref }) => ref);
    const outcome = await unlessStopped(answer)({ refs, observer });
    return new Map(refs.map((ref) => [ref, outcome]));
  };
  return {
    pushDossiers: (offers, observer) => push(dossiers, offers, observer),
    pushSteps: (offers, observer) => push(steps, offers, observer),
    lookup: async () => shows?.() ?? { kind: 'absent' },
    sameStep: (step, shown) => step.content === shown.content,
    differences: () => [],
    batchSize: 50,
    open: async () => {},
    close: async () => {},
  };
}

/** A worker's clock, and what it does from time to time. */
class Clock {
  now = 0;
  #work: () => void = () => {};

  readonly every: DeliverDeps['every'] = (_ms, work) => {
    this.#work = work;
    return () => {
      this.#work = () => {};
    };
  };

  /** Time passes for this worker and for the ledger. */
  async pass(ms: number): Promise<void> {
    this.now += ms;
    await ledger.pass(ms / 1000);
    this.#work();
  }
}

function depsOf(script: Script, clock = new Clock()): DeliverDeps {
  return {
    ledger: ledger.db,
    portal: scripted(script),
    retry: DEFAULT_RETRY_POLICY,
    leaseMs: LEASE_MS,
    quietMs: 60_000,
    every: clock.every,
    monotonicMs: () => clock.now,
    random: () => 0,
    newToken: randomUUID,
    stepsWhenUnknown: 'hold',
    reached: GO_ON,
    onCall: () => {},
    onSettled: () => {},
  };
}

async function work(script: Script, codes: readonly string[], clock?: Clock) {
  const dossiers = await Promise.all(codes.map((code) => ledger.id(code)));
  return deliver(depsOf(script, clock), { dossiers }, NEVER);
}

async function attempts(code: string) {
  const { rows } = await ledger.db.query('SELECT outcome FROM attempt WHERE dossier_id = $1', [
    await ledger.id(code),
  ]);
  return rows.map(({ outcome }) => outcome);
}

const shown = (...contents: readonly string[]): LookupAnswer => ({
  kind: 'present',
  steps: contents.map((content) => ({ content }) as PortalStep),
  fields: {},
});

describe('a step whose answer was given up', () => {
  test('and that the portal stores only afterwards is there once', async () => {
    await ledger.store(dossier('late', { steps: ['1:A'] }));
    const stored: string[] = [];
    let underWay = 0;
    const steps: Answer = async (offers) => {
      await call(offers, 'unknown');
      underWay += 1;
      return LOST;
    };
    const script = { steps, shows: () => shown(...stored) };
    await work(script, ['late']);
    await ledger.pass(3);
    const { again, delayMs } = await work(script, ['late']);
    // Not there yet: nobody sends it again, and looking too soon was no try.
    expect({ underWay, again: again.length, attempt: (await ledger.row('late', '1')).attempt }).toEqual({
      underWay: 1,
      again: 1,
      attempt: 1,
    });
    expect(delayMs).toBeGreaterThan(50_000);
    stored.push('A');
    await ledger.pass(60);
    await work(script, ['late']);
    expect({ underWay, state: await ledger.state('late', '1') }).toEqual({ underWay: 1, state: 'accepted' });
  });

  test('and that the portal never stored goes again once it has been quiet for long enough', async () => {
    await ledger.store(dossier('cut', { steps: ['1:A'] }));
    await work({ steps: calling(LOST) }, ['cut']);
    await ledger.pass(61);
    await work({ shows: () => shown() }, ['cut']);
    expect(await ledger.state('cut', '1')).toBe('accepted');
  });

  test('is taken for stored as soon as the portal shows it', async () => {
    await ledger.store(dossier('shown', { steps: ['1:A'] }));
    await work({ steps: calling(LOST) }, ['shown']);
    await ledger.pass(2);
    await work({ steps: calling(LOST), shows: () => shown('A') }, ['shown']);
    expect(await ledger.state('shown', '1')).toBe('accepted');
  });
});

describe('a job that waits long for its call', () => {
  test('keeps its lease', async () => {
    await ledger.store(dossier('in line'));
    const clock = new Clock();
    const dossiers: Answer = async (offers) => {
      for (let n = 0; n < 5; n += 1) {
        await clock.pass(LEASE_MS / 2);
        expect((await rescueExpired(ledger.db)).dossiers).toBe(0);
      }
      return calling(ACCEPTED)(offers);
    };
    await work({ dossiers }, ['in line'], clock);
    expect(await ledger.row('in line')).toMatchObject({ state: 'accepted', attempt: 0 });
  });

  test.each([
    ['loses its lease', true],
    ['is stopped', false],
  ])('and %s has used up no attempt of dossiers for which no call began', async (how, loses) => {
    await ledger.store(dossier(how));
    const clock = new Clock();
    const dossiers: Answer = async (offers) => {
      if (!loses) return NOT_SENT;
      clock.now += LEASE_MS;
      await ledger.expire(how);
      expect(await rescueExpired(ledger.db)).toEqual({ dossiers: 1, deliveries: 0 });
      return calling(ACCEPTED)(offers);
    };
    await work({ dossiers }, [how], clock);
    expect(await ledger.row(how)).toMatchObject({ state: 'queued', attempt: 0 });
    expect(await attempts(how)).toEqual([]);
  });

  test('makes no call with any of its dossiers once one of them was taken over', async () => {
    await ledger.store(dossier('part 1'), dossier('part 2'));
    const clock = new Clock();
    const dossiers: Answer = async (offers) => {
      clock.now += LEASE_MS;
      await ledger.expire('part 1');
      await rescueExpired(ledger.db);
      return calling(ACCEPTED)(offers);
    };
    await work({ dossiers }, ['part 1', 'part 2'], clock);
    expect([await ledger.state('part 1'), await ledger.state('part 2')]).toEqual(['queued', 'queued']);
  });
});

describe('a step that the source corrects just before its call', () => {
  test('goes as it is by then, and costs no step of any dossier an attempt', async () => {
    await ledger.store(dossier('corrected', { steps: ['1:A'] }), dossier('other', { steps: ['1:A'] }));
    let corrected = false;
    const steps: Answer = async (offers) => {
      if (!corrected) await ledger.store(dossier('corrected', { steps: ['1:B'] }));
      corrected = true;
      return calling(ACCEPTED)(offers);
    };
    await work({ steps }, ['corrected', 'other']);
    expect(await ledger.row('corrected', '1')).toMatchObject({
      state: 'accepted',
      payload: { content: 'B' },
    });
    expect(await ledger.row('other', '1')).toMatchObject({ state: 'accepted' });
    expect(await attempts('other')).toEqual(['accepted', 'accepted']);
  });

  test('again and again ends its job, and the next one goes on at once', async () => {
    await ledger.store(dossier('restless', { steps: ['1:0'] }), dossier('calm', { steps: ['1:A'] }));
    let calls = 0;
    const steps: Answer = async (offers) => {
      await ledger.store(dossier('restless', { steps: [`1:${++calls}`] }));
      return calling(ACCEPTED)(offers);
    };
    const { again, delayMs } = await work({ steps }, ['restless', 'calm']);
    expect({ calls: calls < 10, again: again.length, delayMs }).toEqual({
      calls: true,
      again: 2,
      delayMs: 0,
    });
    expect([(await ledger.row('restless', '1')).attempt, (await ledger.row('calm', '1')).attempt]).toEqual([
      0, 0,
    ]);
  });
});

describe('a job that tries whether the portal is back', () => {
  test('carries on what it has not tried, and says at each call that it is alive', async () => {
    const codes = ['a', 'b', 'c', 'd', 'e'].map((name) => `probe ${name}`);
    await ledger.store(...codes.map((code) => dossier(code)));
    const dossiers = await Promise.all(codes.map((code) => ledger.id(code)));
    let signs = 0;
    const passage = {
      tries: true,
      mayCall: () => true,
      tell: async () => 'open' as const,
      goesOn: async () => {
        signs += 1;
      },
      leave: () => {},
    };
    let calls = 0;
    const answer: Answer = async (offers) => {
      for (let n = 0; n < 4; n += 1) {
        const before = signs;
        await call(offers, 'unknown');
        calls += 1;
        expect(signs).toBe(before + 1);
      }
      return LOST;
    };
    const gate = { enter: async () => passage };
    const deps = { ...depsOf({ dossiers: answer }), gate, during: <R>(work: () => Promise<R>) => work() };
    const { again, delayMs } = await deliverThroughGate(deps, { dossiers }, 'live', NEVER);
    expect({ calls, again: again.toSorted(), soon: delayMs < 5_000 }).toEqual({
      calls: 12,
      again: dossiers.toSorted(),
      soon: true,
    });
  });
});

test('an update that is taken after a create of the same errand leaves the accepted steps in doubt', async () => {
  await ledger.accepted(dossier('trial create', { steps: ['1'] }));
  await ledger.store(dossier('trial create', { says: 'B', steps: ['1'] }));
  const states: string[] = [];
  const dossiers: Answer = async (offers) => {
    await call(offers, 'missing');
    await call(offers, 'exists', true);
    await call(offers, 'accepted');
    return ACCEPTED;
  };
  const shows = (): LookupAnswer => {
    states.push('looked up');
    return shown('Tiếp nhận');
  };
  await work({ dossiers, shows }, ['trial create']);
  expect(states).toEqual(['looked up']);
  expect(await ledger.state('trial create', '1')).toBe('accepted');
});
