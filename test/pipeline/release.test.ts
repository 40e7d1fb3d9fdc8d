/** `held release` on a real ledger: checked with the present codebook, and no step twice at the portal. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Codebook } from '../../src/domain/codebook.ts';
import { GO_ON } from '../../src/domain/crash-points.ts';
import type { OutcomeKind, RecordOutcome } from '../../src/domain/portal-outcome.ts';
import type { LookupAnswer, Portal } from '../../src/domain/ports.ts';
import { DEFAULT_RETRY_POLICY } from '../../src/domain/retry-policy.ts';
import type { SourceDossier } from '../../src/domain/source-dossier.ts';
import { deliver } from '../../src/pipeline/deliver.ts';
import { normalizeForLedger } from '../../src/pipeline/normalize-for-ledger.ts';
import { type ReleaseOptions, type ReleaseReport, release } from '../../src/pipeline/release.ts';
import { LedgerTrial } from '../ledger/trial.ts';
import { SmallCodebook } from '../support/small-codebook.ts';
import { aComponent, aDossier, aStep } from '../support/source-rows.ts';

const SETTINGS = { fileBaseUrl: null, holdPolicy: 'part' as const };
const POOR = new SmallCodebook();
/** Has a row for the empty channel. */
const MENDED = new SmallCodebook({ channel: '1' });

let ledger: LedgerTrial;
beforeAll(async () => {
  ledger = await LedgerTrial.open(4);
});
afterAll(() => ledger.close());

async function store(code: string, source: SourceDossier, codebook: Codebook = POOR): Promise<void> {
  const stored = normalizeForLedger({ code, source, sourceHash: JSON.stringify(source) }, codebook, SETTINGS);
  await ledger.page({ dossiers: [{ ...stored, lane: 'live' }], codebook });
}

const go = (
  what: { readonly reason: string } | { readonly dossier: string },
  codebook: Codebook,
  options: Partial<ReleaseOptions> = {},
) =>
  release(
    { ledger: ledger.db, codebook, normalize: SETTINGS, now: () => 0 },
    what,
    { dryRun: false, step: null, notAtPortal: false, ...options },
    new AbortController().signal,
  );

const NOTHING: ReleaseReport = {
  checked: 1,
  dossiers: 0,
  mended: 0,
  asAccepted: 0,
  steps: 0,
  readBack: 0,
  blocked: 0,
  stillHeld: 0,
  otherwiseHeld: {},
};

describe('a dossier', () => {
  test('that a mended table lets go, goes; a dry run says the same and changes nothing', async () => {
    await store('mended', aDossier({ code: 'mended', channel: null }));
    const by = { reason: 'DB-DOS-015' };
    expect(await go(by, POOR)).toEqual({ ...NOTHING, blocked: 1, stillHeld: 1 });
    const would = await go(by, MENDED, { dryRun: true });
    expect(would).toEqual({ ...NOTHING, dossiers: 1, mended: 1 });
    expect(await ledger.state('mended')).toBe('held');
    expect(await go(by, MENDED)).toEqual(would);
    expect(await ledger.row('mended')).toMatchObject({ state: 'queued', due: true });
  });

  test('that is held for another reason by now is told so', async () => {
    await store('other', aDossier({ code: 'other', procedureCode: 'LẠ' }));
    const unknown = 'DB-DOS-004';
    expect(await ledger.held('other')).toContain(`normalize dossier ${unknown}`);
    const wrong = new SmallCodebook();
    const codebook = Object.assign(wrong, {
      procedure: () => ({ found: false, why: 'target-unknown', rule: 'procedures.csv:9' }) as const,
    });
    const would = await go({ reason: unknown }, codebook, { dryRun: true });
    expect(would).toEqual({ ...NOTHING, blocked: 1, otherwiseHeld: { 'DB-DOS-007': 1 } });
    expect(await go({ reason: unknown }, codebook)).toEqual(would);
  });

  test('that the portal refused goes again', async () => {
    await store('refused', aDossier({ code: 'refused' }));
    await ledger.end(await ledger.send('refused'), 'held');
    const would = await go({ dossier: 'refused' }, POOR, { dryRun: true });
    expect(would).toEqual({ ...NOTHING, dossiers: 1 });
    expect(await go({ dossier: 'refused' }, POOR)).toEqual(would);
    expect(await ledger.state('refused')).toBe('queued');
  });

  test('that the portal refused, and a table blocks today, stays', async () => {
    await store('blocked', aDossier({ code: 'blocked', channel: null }), MENDED);
    await ledger.end(await ledger.send('blocked'), 'held');
    expect(await ledger.held('blocked')).toEqual(['portal dossier DB-PRT-010']);
    const would = await go({ dossier: 'blocked' }, POOR, { dryRun: true });
    expect(would).toEqual({ ...NOTHING, blocked: 1, stillHeld: 1 });
    expect(await ledger.held('blocked')).toEqual(['portal dossier DB-PRT-010']);
    expect(await go({ dossier: 'blocked' }, POOR)).toEqual(would);
    expect(await ledger.held('blocked')).toEqual(['normalize dossier DB-DOS-015']);
    expect(await ledger.row('blocked')).toMatchObject({ state: 'held', payload: null });
  });

  test('that the portal may have, and a table blocks today, stays as it was told', async () => {
    await store('maybe', aDossier({ code: 'maybe', channel: null }), MENDED);
    expect(await work('maybe', 'not-understood')).toEqual(['dossiers']);
    const stays = { ...NOTHING, blocked: 1, stillHeld: 1 };
    expect(await go({ dossier: 'maybe' }, POOR, { dryRun: true })).toEqual(stays);
    expect(await go({ dossier: 'maybe' }, POOR)).toEqual({ ...stays, stillHeld: 2 });
    expect(await ledger.held('maybe')).toEqual(['normalize dossier DB-DOS-015', 'portal dossier DB-PRT-011']);
    expect(await ledger.state('maybe')).toBe('held');
    expect(await go({ dossier: 'maybe' }, MENDED)).toEqual({ ...NOTHING, dossiers: 1 });
  });

  test('that went without a faulty part is told, and goes nowhere for it', async () => {
    const parts = { components: [aComponent(), aComponent({ id: '8', documentCode: 'LẠ' })] };
    await store('incomplete', aDossier({ code: 'incomplete' }, parts));
    await ledger.end(await ledger.send('incomplete'), 'accepted');
    expect(await go({ dossier: 'incomplete' }, POOR)).toEqual({ ...NOTHING, stillHeld: 1 });
    expect(await ledger.state('incomplete')).toBe('accepted');
  });
});

/** Answers every step with `kind` and shows `shown`; counts what it was asked. */
function portal(kind: OutcomeKind, shown: LookupAnswer, calls: string[]): Portal {
  const outcome: RecordOutcome = { kind, errorCode: '', message: '' };
  const call = async (
    service: string,
    refs: readonly number[],
    observer: Parameters<Portal['pushSteps']>[1],
  ) => {
    await observer.beforeCall(service, refs);
    calls.push(service);
    const answered = { httpStatus: 200, errorCode: '', message: '', durationMs: 1, startedAt: new Date(0) };
    await observer.afterCall({ service, records: refs.length, outcome: 'accepted', ...answered }, refs);
    return new Map(refs.map((ref) => [ref, outcome]));
  };
  return {
    pushDossiers: (offers, observer) =>
      call(
        'dossiers',
        offers.map(({ ref }) => ref),
        observer,
      ),
    pushSteps: (offers, observer) =>
      call(
        'steps',
        offers.map(({ ref }) => ref),
        observer,
      ),
    async lookup(_code, observer) {
      await call('lookup', [], observer);
      return shown;
    },
    sameStep: (step, other) => step.content === other.content,
    differences: () => [],
    batchSize: 50,
    open: async () => {},
    close: async () => {},
  };
}

async function work(
  code: string,
  kind: OutcomeKind,
  shown: LookupAnswer = { kind: 'absent' },
): Promise<string[]> {
  const calls: string[] = [];
  await deliver(
    {
      ledger: ledger.db,
      portal: portal(kind, shown, calls),
      retry: DEFAULT_RETRY_POLICY,
      leaseMs: 60_000,
      quietMs: 60_000,
      every: () => () => {},
      monotonicMs: () => 0,
      random: () => 0,
      newToken: randomUUID,
      stepsWhenUnknown: 'hold',
      reached: GO_ON,
      onCall: () => {},
      onSettled: () => {},
    },
    { dossiers: [await ledger.id(code)] },
    new AbortController().signal,
  );
  return calls;
}

const present = (...contents: readonly string[]): LookupAnswer => ({
  kind: 'present',
  fields: {},
  steps: contents.map((content) => ({ at: '', status: '', processor: '', content }) as never),
});

describe('a dossier that the portal refused and that says again what was accepted', () => {
  test('is held no more and needs no call; a dry run says the same', async () => {
    const parts = { components: [aComponent(), aComponent({ id: '8', documentCode: 'LẠ' })] };
    const source = aDossier({ code: 'back' }, parts);
    await store('back', source);
    await ledger.end(await ledger.send('back'), 'accepted');
    const accepted = (await ledger.row('back')).payload_hash;
    // As a row for the code would have it that is gone again by now.
    await store('back', aDossier({ code: 'back', subject: 'khác' }, parts));
    await ledger.end(await ledger.send('back'), 'held');
    await ledger.db.query(`UPDATE dossier SET source_row = $1 WHERE code = 'back'`, [JSON.stringify(source)]);

    const would = await go({ reason: 'DB-PRT-010' }, POOR, { dryRun: true });
    expect(would).toEqual({ ...NOTHING, asAccepted: 1 });
    expect(await ledger.state('back')).toBe('held');
    expect(await go({ reason: 'DB-PRT-010' }, POOR)).toEqual(would);
    expect(await ledger.row('back')).toMatchObject({ state: 'accepted', payload_hash: accepted });
    expect(await ledger.held('back')).toEqual(['normalize component 8 DB-CMP-005']);
    expect(await work('back', 'accepted')).toEqual([]);
  });
});

describe('a step whose answer nobody understood', () => {
  /** Leaves the step `1` held with DB-PRT-011. */
  async function notUnderstood(code: string): Promise<void> {
    await store(code, aDossier({ code }, { steps: [] }));
    await ledger.end(await ledger.send(code), 'accepted');
    await store(code, aDossier({ code }, { steps: [aStep()] }));
    expect(await work(code, 'not-understood')).toEqual(['steps']);
    expect(await ledger.held(code)).toEqual(['portal step 1 DB-PRT-011']);
  }

  test('is looked up when it is released, and not sent where the portal has it (invariant 5)', async () => {
    await notUnderstood('there');
    expect(await go({ reason: 'DB-PRT-011' }, POOR)).toEqual({ ...NOTHING, steps: 1, readBack: 1 });
    expect(await work('there', 'accepted', present('Tiếp nhận'))).toEqual(['lookup']);
    expect(await ledger.state('there', '1')).toBe('accepted');
  });

  test('is sent once where the portal lacks it', async () => {
    await notUnderstood('lacking');
    await go({ dossier: 'lacking' }, POOR);
    expect(await work('lacking', 'accepted', present())).toEqual(['lookup', 'steps']);
    expect(await ledger.state('lacking', '1')).toBe('accepted');
  });

  test('is held again where the portal shows no steps, however often it is released; a person who looked decides', async () => {
    await notUnderstood('dark');
    const shown: LookupAnswer = { kind: 'present', steps: null, fields: {} };
    for (const _again of [1, 2]) {
      await go({ dossier: 'dark' }, POOR);
      expect(await work('dark', 'accepted', shown)).toEqual(['lookup']);
      expect(await ledger.held('dark')).toEqual(['portal step 1 DB-PRT-012']);
    }
    expect(await go({ dossier: 'dark' }, POOR, { notAtPortal: true })).toEqual({ ...NOTHING, steps: 1 });
    expect(await work('dark', 'accepted', shown)).toEqual(['steps']);
    expect(await ledger.state('dark', '1')).toBe('accepted');
  });
});
