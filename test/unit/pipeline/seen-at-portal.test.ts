import { describe, expect, it } from 'vitest';
import type { DeliveryState } from '../../../src/domain/delivery.ts';
import type { Dossier, Step } from '../../../src/domain/dossier.ts';
import type { LookupAnswer } from '../../../src/domain/ports.ts';
import type { ResyncDossier } from '../../../src/ledger/resync.ts';
import type { CheckedAgain } from '../../../src/pipeline/checked-again.ts';
import { seenOf } from '../../../src/pipeline/seen-at-portal.ts';
import { compareFields } from '../../../src/portal/compare-fields.ts';
import { encodeDossier } from '../../../src/portal/wire/encode-dossier.ts';
import { encodeStep } from '../../../src/portal/wire/encode-step.ts';
import { sameStep } from '../../../src/portal/wire/same-step.ts';
import { someDossier, someStep } from '../../support/portal-records.ts';
import { aDossier } from '../../support/source-rows.ts';

const told = someDossier(1);
const newer = someDossier(1, { status: '9', subject: 'Đăng ký lại khai sinh' });
const [first, second, third] = [someStep(1, 1), someStep(1, 2), someStep(1, 3)];

const shownStep = (step: Step) => {
  const wire = encodeStep(step);
  return {
    ...{ at: wire.ThoiDiemXuLy, status: wire.TrangThai, processor: wire.NguoiXuLy },
    ...{ content: wire.NoiDungXuLy, department: '', position: '' },
  };
};

/** The portal's answer; `hides` are fields of its own words that it leaves out. */
const shows = (
  dossier: Dossier,
  steps: readonly Step[] | null = [],
  ...hides: readonly string[]
): Exclude<LookupAnswer, { kind: 'failed' }> => ({
  kind: 'present',
  fields: Object.fromEntries(
    Object.entries(encodeDossier(dossier)).filter(([name]) => !hides.includes(name)),
  ),
  steps: steps === null ? null : steps.map(shownStep),
});

type Ours = readonly [step: Step, state: DeliveryState][];
const hashOf = (step: Step): string => `hash of ${step.content}`;

/** What we have of it: what the portal `was` told last, what `would` go. */
interface OurSide {
  readonly was: Dossier | null;
  readonly would: Dossier;
  readonly steps: Ours;
  readonly made: readonly Step[];
}

/** A dossier that the portal was `told` last, with steps as they stand and as the tables make them now. */
function look(answer: Exclude<LookupAnswer, { kind: 'failed' }>, ours: Partial<OurSide> = {}) {
  const { was = told, would = told, steps = [] } = ours;
  const made = ours.made ?? steps.map(([step]) => step);
  const held: ResyncDossier = {
    ...{ id: 1, code: told.code, sourceHash: '', source: aDossier(), lane: 'live', state: 'accepted' },
    ...{ payload: was, payloadHash: 'h', maybeThere: true, acceptedHash: 'h', surelyAsAccepted: true },
    ...{ pending: false, told: was, openSteps: 0, stepIds: steps.map(([step]) => step.id) },
  };
  const one: CheckedAgain<ResyncDossier> = {
    held,
    anew: {
      ...{ code: told.code, source: held.source, sourceHash: '', lookups: [], receivedOn: null },
      normalized: { dossier: would, steps: made, held: [], trace: [] },
      payloadHash: 'w',
      steps: made.map((step) => ({ step, hash: hashOf(step) })),
    },
  };
  const rows = steps.map(([step, state]) => ({ id: step.id, step, hash: hashOf(step), state }));
  const ledger = { id: 1, mark: 'm', busy: false, refuted: false, steps: rows };
  const seen = seenOf({ sameStep, differences: compareFields }, one, ledger, would, answer);
  if (seen.kind !== 'seen') throw new Error(seen.kind);
  return seen;
}

describe('what a look-up says of a dossier that is to go again', () => {
  it('is the same where nothing changes and all that is shown is as we say it', () => {
    expect(look(shows(told))).toMatchObject({ same: true, changes: [] });
    expect(look(shows(told, [], 'TrichYeuHoSo'))).toMatchObject({ same: true });
  });

  it('is the same where what changes is there already', () => {
    expect(look(shows(newer), { would: newer })).toMatchObject({ same: true, changes: [] });
  });

  it('tells what would change by what is shown, not by what was told', () => {
    const seen = look(shows(someDossier(1, { status: '7' })));
    expect(seen).toMatchObject({ same: false, changes: [{ field: 'status', from: '7', to: '2' }] });
  });

  it('is not the same where what changes is not shown: then the ledger tells of it', () => {
    const hidden = look(shows(newer, [], 'TrichYeuHoSo'), { would: newer });
    const change = { field: 'subject', from: told.subject, to: newer.subject };
    expect(hidden).toMatchObject({ same: false, changes: [change] });
  });

  it('is not the same where nobody knows what it was told: it may hide what it lacks', () => {
    expect(look(shows(told), { was: null })).toMatchObject({ same: false, changes: [] });
  });
});

describe('of its steps', () => {
  const there = (shown: readonly Step[] | null, steps: Ours, made?: readonly Step[]) => {
    const seen = look(shows(told, shown), { steps, ...(made ? { made } : {}) });
    return { there: seen.there.map(({ id, as }) => `${id} ${as}`), all: seen.showsSteps };
  };
  const alike = someStep(1, 4, { at: third.at, content: third.content });

  it('finds those that are not accepted, in whatever state', () => {
    const states: Ours = [
      [first, 'queued'],
      [second, 'unknown'],
      [third, 'held'],
    ];
    expect(there([first, second], states)).toEqual({ there: ['1/2 stored', '1/1 stored'], all: true });
  });

  it('finds one of two alike ones that is shown once: the one that the ledger believes there', () => {
    expect(
      there(
        [third],
        [
          [third, 'accepted'],
          [alike, 'queued'],
        ],
      ),
    ).toEqual({ there: [], all: true });
    expect(
      there(
        [third],
        [
          [third, 'queued'],
          [alike, 'unknown'],
        ],
      ).there,
    ).toEqual(['1/4 stored']);
    expect(
      there(
        [third, third],
        [
          [third, 'accepted'],
          [alike, 'queued'],
        ],
      ).there,
    ).toEqual(['1/4 stored']);
  });

  it('finds one that the tables make otherwise by now, and one that the ledger does not have at all', () => {
    const otherwise = someStep(1, 1, { content: 'Tiếp nhận lại' });
    expect(there([otherwise], [[first, 'queued']], [otherwise]).there).toEqual(['1/1 made']);
    expect(there([second], [[first, 'queued']], [first, second]).there).toEqual(['1/2 made']);
  });

  it('knows that it is not shown all of them where it is shown none, or not all that were accepted', () => {
    expect(there(null, [[first, 'queued']])).toEqual({ there: [], all: false });
    expect(
      there(
        [second],
        [
          [first, 'accepted'],
          [second, 'queued'],
        ],
      ),
    ).toEqual({
      there: ['1/2 stored'],
      all: false,
    });
  });
});
