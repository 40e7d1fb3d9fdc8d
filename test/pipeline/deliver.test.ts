/** One job on a real ledger with a scripted portal: what is settled, what goes again and when. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GO_ON } from '../../src/domain/crash-points.ts';
import type { OutcomeKind, RecordOutcome } from '../../src/domain/portal-outcome.ts';
import type { LookupAnswer, Portal, PortalStep } from '../../src/domain/ports.ts';
import { DEFAULT_RETRY_POLICY } from '../../src/domain/retry-policy.ts';
import { dossierRecord } from '../../src/ledger/dossier-record.ts';
import { deliver } from '../../src/pipeline/deliver.ts';
import { dossier, LedgerTrial } from '../ledger/trial.ts';

let ledger: LedgerTrial;
beforeAll(async () => {
  ledger = await LedgerTrial.open(4);
});
afterAll(() => ledger.close());

interface Script {
  readonly dossiers?: OutcomeKind;
  /** Known ones are missing to the update, and created. */
  readonly recreates?: boolean;
  /** `unsent`: the portal could not even be called. */
  readonly steps?: OutcomeKind | 'unsent';
  readonly lookup?: LookupAnswer;
  readonly stepsWhenUnknown?: 'hold' | 'resend';
}

const outcome = (kind: OutcomeKind): RecordOutcome => ({ kind, errorCode: '', message: 'trả lời' });

/** Calls as the real driver does, answers as the script says. */
function scripted(script: Script, calls: string[]): Portal {
  const call = async (
    service: string,
    refs: readonly number[],
    observer: Parameters<Portal['pushSteps']>[1],
  ) => {
    await observer.beforeCall(service, refs);
    calls.push(service);
    const answered = { httpStatus: 200, errorCode: '', message: '', durationMs: 1, startedAt: new Date(0) };
    await observer.afterCall({ service, records: refs.length, outcome: 'accepted', ...answered }, refs);
  };
  const all = (refs: readonly number[], kind: OutcomeKind) =>
    new Map(refs.map((ref) => [ref, outcome(kind)]));
  return {
    async pushDossiers(offers, observer) {
      const refs = offers.map(({ ref }) => ref);
      await call('dossiers', refs, observer);
      const end = outcome(script.dossiers ?? 'accepted');
      if (script.recreates !== true) return new Map(refs.map((ref) => [ref, end]));
      await observer.beforeCall('dossiers', refs, true);
      return new Map(refs.map((ref) => [ref, end.kind === 'accepted' ? { ...end, recreated: true } : end]));
    },
    async pushSteps(offers, observer) {
      const refs = offers.map(({ ref }) => ref);
      if (script.steps === 'unsent') return all(refs, 'retry-later');
      await call('steps', refs, observer);
      return all(refs, script.steps ?? 'accepted');
    },
    async lookup(_code, observer) {
      await call('lookup', [], observer);
      return script.lookup ?? { kind: 'absent' };
    },
    sameStep: (step, shown) => step.content === shown.content,
    differences: () => [],
    batchSize: 50,
    open: async () => {},
    close: async () => {},
  };
}

async function work(script: Script, ...codes: readonly string[]) {
  const calls: string[] = [];
  const dossiers = await Promise.all(codes.map((code) => ledger.id(code)));
  const result = await deliver(
    {
      ledger: ledger.db,
      portal: scripted(script, calls),
      retry: DEFAULT_RETRY_POLICY,
      leaseMs: 60_000,
      quietMs: 60_000,
      every: () => () => {},
      monotonicMs: () => 0,
      random: () => 0,
      newToken: randomUUID,
      stepsWhenUnknown: script.stepsWhenUnknown ?? 'hold',
      reached: GO_ON,
      onCall: () => {},
      onSettled: () => {},
    },
    { dossiers },
    new AbortController().signal,
  );
  return { result, calls };
}

const shownStep = (content: string): PortalStep =>
  ({ at: '', status: '', processor: '', content }) as PortalStep;

describe('a step', () => {
  test('that no call carried brings its job back later, and uses up no attempt however often', async () => {
    await ledger.accepted(dossier('away'));
    await ledger.store(dossier('away', { steps: ['1'] }));
    const first = await work({ steps: 'unsent' }, 'away');
    expect(first.calls).toEqual([]);
    expect(first.result.again).toHaveLength(1);
    expect(first.result.delayMs).toBeGreaterThan(500);
    await ledger.fallDue();
    const second = await work({ steps: 'unsent' }, 'away');
    expect(second.result.delayMs).toBeGreaterThan(500);
    expect(await ledger.row('away', '1')).toMatchObject({ state: 'queued', attempt: 0 });
  });

  test('"not found" is refused where the dossier is there, and not tried for ever', async () => {
    await ledger.accepted(dossier('there'));
    await ledger.store(dossier('there', { steps: ['1', '2'] }));
    const { result } = await work(
      { steps: 'missing', lookup: { kind: 'present', steps: null, fields: {} } },
      'there',
    );
    expect(result.again).toEqual([]);
    expect(await ledger.held('there')).toEqual(['portal step 1 DB-PRT-010', 'portal step 2 DB-PRT-010']);
    expect(await ledger.state('there')).toBe('accepted');
  });

  test('"not found" has its dossier created again where the portal has lost it', async () => {
    await ledger.accepted(dossier('lost'));
    await ledger.store(dossier('lost', { steps: ['1'] }));
    await work({ steps: 'missing', lookup: { kind: 'absent' } }, 'lost');
    expect(await ledger.state('lost')).toBe('queued');
    await ledger.fallDue();
    expect((await work({}, 'lost')).calls).toEqual(['dossiers', 'steps']);
    expect(await ledger.state('lost', '1')).toBe('accepted');
  });

  test('that the portal had accepted goes again with the dossier that it had lost, before the later ones', async () => {
    await ledger.accepted(dossier('emptied', { steps: ['1', '2'] }));
    await ledger.store(dossier('emptied', { steps: ['1', '2', '3'] }));
    await work({ steps: 'missing', lookup: { kind: 'absent' } }, 'emptied');
    expect(await ledger.state('emptied', '2')).toBe('accepted');
    await ledger.fallDue();
    await work({ recreates: true }, 'emptied');
    const record = await dossierRecord(ledger.db, 'emptied');
    const pushes = record?.attempts.filter(({ service }) => service === 'steps') ?? [];
    const ids = record?.steps.map(({ id }) => id) ?? [];
    expect(pushes.map(({ deliveryId }) => ids.indexOf(deliveryId))).toEqual([2, 0, 1, 2]);
    expect(record?.steps.map(({ state }) => state)).toEqual(['accepted', 'accepted', 'accepted']);
    expect(record?.attempts.some(({ message }) => message.includes('the portal had lost it'))).toBe(true);
  });

  test.each(['unknown', 'retry-later'] as const)(
    'of a dossier whose creation anew ended in doubt (%s) is looked up when the dossier is known to be there',
    async (dossiers) => {
      const code = `half ${dossiers}`;
      await ledger.accepted(dossier(code, { steps: ['1:một', '2:hai'] }));
      await ledger.store(dossier(code, { says: 'B', steps: ['1:một', '2:hai'] }));
      await work({ recreates: true, dossiers }, code);
      await ledger.fallDue();
      const shown: LookupAnswer = { kind: 'present', steps: [shownStep('hai')], fields: {} };
      expect((await work({ lookup: shown }, code)).calls).toEqual(['dossiers', 'lookup', 'steps']);
      const record = await dossierRecord(ledger.db, code);
      const pushed = record?.attempts.filter(({ service }) => service === 'steps') ?? [];
      expect(pushed.map(({ deliveryId }) => deliveryId)).toEqual([record?.steps[0]?.id]);
    },
  );

  test('is not sent blindly where a look-up misses a dossier that the portal then takes an update of', async () => {
    await ledger.accepted(dossier('lagging', { steps: ['1:một'] }));
    await ledger.store(dossier('lagging', { steps: ['1:một', '2:hai'] }));
    await work({ steps: 'unknown' }, 'lagging');
    await ledger.fallDue();
    expect((await work({ lookup: { kind: 'absent' } }, 'lagging')).calls).toEqual(['lookup']);
    expect(await ledger.state('lagging', '2')).toBe('unknown');
    expect((await work({ lookup: { kind: 'absent' } }, 'lagging')).calls).toEqual(['dossiers', 'lookup']);
    expect(await ledger.held('lagging')).toEqual(['portal step 2 DB-PRT-012']);
    expect(await ledger.state('lagging', '1')).toBe('accepted');
  });

  test('"not found" is refused where look-ups have missed its dossier before', async () => {
    await ledger.accepted(dossier('blind'));
    await ledger.store(dossier('blind', { steps: ['1'] }));
    const blind: Script = { steps: 'missing', lookup: { kind: 'absent' } };
    await work(blind, 'blind');
    await ledger.fallDue();
    await work(blind, 'blind');
    expect(await ledger.held('blind')).toEqual(['portal step 1 DB-PRT-010']);
    const { result } = await work(blind, 'blind');
    expect(result.again).toEqual([]);
  });

  test('is not taken for stored by what may as well be another that is held', async () => {
    await ledger.accepted(dossier('twins'));
    await ledger.store(dossier('twins', { steps: ['1:như nhau', '2:như nhau'] }));
    await ledger.end(await ledger.sendStep('twins'), 'not understood');
    await work({ steps: 'unknown' }, 'twins');
    await ledger.fallDue();
    const one: LookupAnswer = { kind: 'present', steps: [shownStep('như nhau')], fields: {} };
    expect((await work({ lookup: one }, 'twins')).calls).toEqual(['lookup']);
    expect(await ledger.held('twins')).toEqual(['portal step 1 DB-PRT-011', 'portal step 2 DB-PRT-012']);
  });

  test('is stored where the portal shows one for each that is alike', async () => {
    await ledger.accepted(dossier('both'));
    await ledger.store(dossier('both', { steps: ['1:như nhau', '2:như nhau'] }));
    await ledger.end(await ledger.sendStep('both'), 'not understood');
    await work({ steps: 'unknown' }, 'both');
    await ledger.fallDue();
    const steps = [shownStep('như nhau'), shownStep('như nhau')];
    await work({ lookup: { kind: 'present', steps, fields: {} } }, 'both');
    expect(await ledger.state('both', '2')).toBe('accepted');
  });

  test('whose answer was lost is not taken for an earlier one like it', async () => {
    await ledger.accepted(dossier('alike', { steps: ['1:như nhau'] }));
    await ledger.store(dossier('alike', { steps: ['1:như nhau', '2:như nhau'] }));
    await work({ steps: 'unknown' }, 'alike');
    expect(await ledger.state('alike', '2')).toBe('unknown');
    await ledger.fallDue();
    const shown: LookupAnswer = { kind: 'present', steps: [shownStep('như nhau')], fields: {} };
    expect((await work({ lookup: shown }, 'alike')).calls).toEqual(['lookup', 'steps']);
    expect(await ledger.state('alike', '2')).toBe('accepted');
  });

  test('whose answer was lost is not sent again where the portal shows it', async () => {
    await ledger.accepted(dossier('shown'));
    await ledger.store(dossier('shown', { steps: ['1:một'] }));
    await work({ steps: 'unknown' }, 'shown');
    await ledger.fallDue();
    const shown: LookupAnswer = { kind: 'present', steps: [shownStep('một')], fields: {} };
    expect((await work({ lookup: shown }, 'shown')).calls).toEqual(['lookup']);
    expect(await ledger.state('shown', '1')).toBe('accepted');
  });
});

describe('a step whose answer was lost, where the portal shows no steps', () => {
  const UNTOLD: LookupAnswer = { kind: 'present', steps: null, fields: {} };

  async function lost(code: string): Promise<void> {
    await ledger.accepted(dossier(code));
    await ledger.store(dossier(code, { steps: ['1:một', '2:hai'] }));
    await work({ steps: 'unknown' }, code);
    await ledger.fallDue();
  }

  test('is held for a person under STEPS_WHEN_UNKNOWN=hold', async () => {
    await lost('hold');
    expect((await work({ lookup: UNTOLD }, 'hold')).calls).toEqual(['lookup']);
    expect(await ledger.held('hold')).toEqual(['portal step 1 DB-PRT-012', 'portal step 2 DB-PRT-012']);
  });

  test('goes again under STEPS_WHEN_UNKNOWN=resend, and its record says why', async () => {
    await lost('resend');
    const { calls } = await work({ lookup: UNTOLD, stepsWhenUnknown: 'resend' }, 'resend');
    expect(calls).toEqual(['lookup', 'steps']);
    expect([await ledger.state('resend', '1'), await ledger.state('resend', '2')]).toEqual([
      'accepted',
      'accepted',
    ]);
    expect(await ledger.held('resend')).toEqual([]);
    const record = await dossierRecord(ledger.db, 'resend');
    const chosen = record?.attempts.filter(({ message }) => message.startsWith('STEPS_WHEN_UNKNOWN=resend'));
    const steps = record?.steps.map(({ id }) => ({ deliveryId: id, outcome: 'unknown', records: 1 }));
    expect(chosen).toMatchObject(steps ?? []);
    expect(chosen).toHaveLength(2);
  });

  test('is held all the same where the source has it no more: nothing of it can go', async () => {
    await lost('withdrawn');
    await ledger.store(dossier('withdrawn', { steps: ['1:một'] }));
    await work({ lookup: UNTOLD, stepsWhenUnknown: 'resend' }, 'withdrawn');
    expect(await ledger.held('withdrawn')).toEqual(['portal step 2 DB-PRT-012']);
    expect(await ledger.state('withdrawn', '1')).toBe('accepted');
  });

  test('is looked up all the same where the setting lets it go: what is shown does not go again', async () => {
    await lost('shown all the same');
    const shown: LookupAnswer = { kind: 'present', steps: [shownStep('một')], fields: {} };
    await work({ lookup: shown, stepsWhenUnknown: 'resend' }, 'shown all the same');
    const { rows } = await ledger.db.query(
      "SELECT step_id, attempt, accepted_at IS NOT NULL AS there FROM delivery WHERE dossier_id = $1 AND kind = 'step' ORDER BY 1",
      [await ledger.id('shown all the same')],
    );
    expect(rows).toEqual([
      { step_id: '1', attempt: 0, there: true },
      { step_id: '2', attempt: 0, there: true },
    ]);
    const record = await dossierRecord(ledger.db, 'shown all the same');
    expect(record?.attempts.some(({ message }) => message.startsWith('STEPS_WHEN_UNKNOWN'))).toBe(false);
    const pushes = record?.attempts.filter(({ service }) => service === 'steps') ?? [];
    expect(pushes.map(({ deliveryId }) => deliveryId)).toEqual(
      [0, 1, 1].map((step) => record?.steps[step]?.id),
    );
  });
});

describe('a job', () => {
  test('carries on what it had in hand, and nothing that another job answers for', async () => {
    await ledger.store(dossier('ours'), dossier('theirs'));
    await ledger.lease('theirs');
    const ours = await ledger.id('ours');
    const { result } = await work({ dossiers: 'retry-later' }, 'ours', 'theirs');
    expect(result.again).toEqual([ours]);
    // A second job with the same dossiers finds them not due, and ends.
    expect((await work({}, 'ours', 'theirs')).result.again).toEqual([]);
  });
});
