/**
 * A step whose answer nobody could tell goes again where the province says so (STEPS_WHEN_UNKNOWN=resend). The portal
 * may have it from the first call: where the source drops it before it has gone, it is looked for, not forgotten.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dueSteps, releaseLease } from '../../src/ledger/claim.ts';
import { settleLost } from '../../src/ledger/lost-dossier.ts';
import { migrateBack } from '../../src/ledger/migrate.ts';
import { type ReadBack, settleReadBack, stepsThere } from '../../src/ledger/read-back.ts';
import { releaseHeld, wouldRelease } from '../../src/ledger/release.ts';
import type { AttemptRow } from '../../src/ledger/settle.ts';
import { attemptOf, dossier, LedgerTrial } from './trial.ts';

let ledger: LedgerTrial;
beforeAll(async () => {
  ledger = await LedgerTrial.open();
});
afterAll(() => ledger.close());

let serial = 0;
const aCode = (): string => `H19.12-261129-${String(++serial).padStart(4, '0')}`;

const says = (code: string, ...steps: string[]) => ledger.store(dossier(code, { steps }));
const withdraw = (code: string) => says(code);

/** The answer to step `1` was lost. */
async function lost(code: string): Promise<void> {
  await ledger.accepted(dossier(code));
  await says(code, '1:trước');
  await ledger.end(await ledger.sendStep(code), 'unknown');
}

async function item(code: string) {
  return { dossierId: await ledger.id(code), deliveryId: (await ledger.row(code, '1')).id };
}

async function said(code: string): Promise<string[]> {
  const { rows } = await ledger.db.query<{ message: string }>(
    'SELECT message FROM attempt WHERE dossier_id = $1',
    [await ledger.id(code)],
  );
  return rows.map(({ message }) => message);
}

async function readBack(
  code: string,
  verdict: ReadBack['verdict'],
  resent: readonly AttemptRow[] = [],
): Promise<void> {
  const token = await ledger.lease(code);
  const { deliveryId } = await item(code);
  await settleReadBack(ledger.db, token, [{ deliveryId, verdict, delayMs: 0, held: null }], [], resent);
  await releaseLease(ledger.db, token);
}

/** What a person wants of step `1`. */
async function asking(code: string, notAtPortal: boolean) {
  return { dossierIds: [await ledger.id(code)], reason: null, step: '1', staying: [], notAtPortal };
}

/** A step whose correction went in its place and was lost, too, and which the source has dropped since. Answers its code. */
async function droppedAfterCorrection(as: 'unknown' | 'not understood'): Promise<string> {
  const code = aCode();
  await again(code);
  await says(code, '1:sau');
  await ledger.end(await ledger.sendStep(code), as);
  await withdraw(code);
  return code;
}

/** It goes again, as it was. */
async function again(code: string): Promise<void> {
  await lost(code);
  await readBack(code, 'resend');
  expect(await ledger.state(code, '1')).toBe('queued');
}

/** Looked for as the text that went. */
const LOOKED_FOR = {
  ...{ state: 'unknown', withdrawn: true, attempt: 0, due: true },
  ...{ payload: { content: 'trước' }, payload_hash: 'hash of trước', sent_hash: 'hash of trước' },
};

describe('a step that goes again though nobody could tell is looked for where the source drops it', () => {
  test('before it goes, while it waits for its time, refused, or on its way', async () => {
    const [waits, later, refused, away, turnedDown] = [aCode(), aCode(), aCode(), aCode(), aCode()];
    await again(waits);
    await withdraw(waits);
    await again(later);
    await ledger.end(await ledger.sendStep(later), 'retrying', 3_600_000);
    await withdraw(later);
    await again(refused);
    await ledger.end(await ledger.sendStep(refused), 'held');
    await withdraw(refused);
    for (const [code, end] of [
      [away, 'retrying'],
      [turnedDown, 'held'],
    ] as const) {
      await again(code);
      const call = await ledger.sendStep(code);
      await withdraw(code);
      expect(await ledger.end(call, end)).toMatchObject([{ state: 'unknown' }]);
    }
    for (const code of [waits, later, refused, away, turnedDown]) {
      expect(await ledger.row(code, '1'), code).toMatchObject(LOOKED_FOR);
      expect(await ledger.held(code), code).toEqual([]);
    }
  });

  test('in the moment in which it was let go; nothing says that it goes', async () => {
    const code = aCode();
    await lost(code);
    await withdraw(code);
    const note = attemptOf(await item(code), { message: 'goes again', outcome: 'unknown' });
    await readBack(code, 'resend', [note]);
    expect(await ledger.row(code, '1')).toMatchObject({ state: 'unknown', withdrawn: true });
    expect(await said(code)).not.toContain('goes again');
  });

  test('as the text that went, whatever the source has said since', async () => {
    const [waits, turnedDown] = [aCode(), aCode()];
    for (const code of [waits, turnedDown]) await again(code);
    await says(waits, '1:sau');
    await withdraw(waits);
    await says(turnedDown, '1:sau');
    const call = await ledger.sendStep(turnedDown);
    expect(call.item.step.content).toBe('sau');
    await withdraw(turnedDown);
    await ledger.end(call, 'retrying');
    for (const code of [waits, turnedDown]) {
      expect(await ledger.row(code, '1'), code).toMatchObject(LOOKED_FOR);
      await readBack(code, 'there');
      const accepted = { state: 'accepted', withdrawn: true, accepted_hash: 'hash of trước' };
      expect(await ledger.row(code, '1'), code).toMatchObject(accepted);
    }
  });

  test('after the correction that went in its place was lost, too, and is not there', async () => {
    const code = await droppedAfterCorrection('unknown');
    await readBack(code, 'not-there');
    expect(await ledger.row(code, '1')).toMatchObject(LOOKED_FOR);
    await readBack(code, 'not-there');
    expect(await ledger.find(code, '1')).toBeUndefined();
  });
});

describe('it is dropped at once where it surely is not there', () => {
  test('a later look-up shows that it is missing', async () => {
    const code = aCode();
    await again(code);
    await ledger.end(await ledger.sendStep(code), 'unknown');
    await readBack(code, 'not-there');
    await withdraw(code);
    expect(await ledger.find(code, '1')).toBeUndefined();
  });

  test('the portal had lost the dossier, with all steps', async () => {
    const code = aCode();
    await again(code);
    const recreated = [await ledger.id(code)];
    await ledger.db.transaction((tx) => settleLost(tx, { recreated, doubted: [], refuted: [] }));
    await withdraw(code);
    expect(await ledger.find(code, '1')).toBeUndefined();
  });

  test('a person says so', async () => {
    const code = aCode();
    await again(code);
    await ledger.end(await ledger.sendStep(code), 'not understood');
    await releaseHeld(ledger.db, await asking(code, true));
    await withdraw(code);
    expect(await ledger.find(code, '1')).toBeUndefined();
  });
});

test('a person who does not find the correction has said nothing of the text before it', async () => {
  const code = await droppedAfterCorrection('not understood');
  const said = await asking(code, true);
  const would = await wouldRelease(ledger.db, said);
  expect(would).toMatchObject([{ readBack: true }]);
  expect(await releaseHeld(ledger.db, said)).toEqual(would);
  expect(await ledger.row(code, '1')).toMatchObject(LOOKED_FOR);
});

test('one that is refused and goes again unseen is still looked for', async () => {
  const code = aCode();
  await again(code);
  await ledger.end(await ledger.sendStep(code), 'held');
  await releaseHeld(ledger.db, await asking(code, false));
  await withdraw(code);
  expect(await ledger.row(code, '1')).toMatchObject(LOOKED_FOR);
});

test('what goes again may be what a look-up shows of a step like it', async () => {
  const code = aCode();
  await again(code);
  const there = () => ledger.id(code).then((id) => stepsThere(ledger.db, id));
  const before = { step: { content: 'trước' }, sure: false };
  expect(await there()).toMatchObject([before]);
  await says(code, '1:sau');
  expect(await there()).toMatchObject([before]);
  const call = await ledger.sendStep(code);
  await ledger.end(call, 'unknown');
  expect(await there()).toMatchObject([before]);
  await readBack(code, 'there');
  expect(await there()).toMatchObject([{ step: { content: 'sau' }, sure: true }, before]);
});

test('a second text is told apart, so that it does not go while nobody can tell of the first', async () => {
  const code = aCode();
  const other = async (): Promise<boolean | undefined> => {
    const token = await ledger.lease(code);
    const [due] = await dueSteps(ledger.db, token);
    await releaseLease(ledger.db, token);
    return due?.otherUntold;
  };
  await again(code);
  await ledger.end(await ledger.sendStep(code), 'unknown');
  expect(await other()).toBe(false);
  await readBack(code, 'resend');
  await says(code, '1:sau');
  await ledger.end(await ledger.sendStep(code), 'unknown');
  expect(await other()).toBe(true);
});

test('a step back to an older ledger has what waits looked for', async () => {
  const trial = await LedgerTrial.open();
  try {
    const code = aCode();
    await trial.accepted(dossier(code));
    await trial.store(dossier(code, { steps: ['1:trước'] }));
    await trial.end(await trial.sendStep(code), 'unknown');
    const token = await trial.lease(code);
    const { id: deliveryId } = await trial.row(code, '1');
    const resend = { deliveryId, verdict: 'resend' as const, delayMs: 0, held: null };
    await settleReadBack(trial.db, token, [resend], []);
    await trial.store(dossier(code, { steps: ['1:sau'] }));
    await migrateBack(trial.db, trial.url, '0012-counted', async () => {});
    expect(await trial.row(code, '1')).toMatchObject({
      ...{ state: 'unknown', payload: { content: 'trước' }, sent_hash: 'hash of trước' },
      ...{ next_payload: { content: 'sau' }, next_hash: 'hash of sau' },
    });
  } finally {
    await trial.close();
  }
});
