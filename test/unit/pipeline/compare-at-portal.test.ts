import { describe, expect, it } from 'vitest';
import type { Dossier, Step } from '../../../src/domain/dossier.ts';
import type { CallObserver, LookupAnswer } from '../../../src/domain/ports.ts';
import { type Comparable, compareAtPortal } from '../../../src/pipeline/compare-at-portal.ts';
import { compareFields } from '../../../src/portal/compare-fields.ts';
import { encodeDossier } from '../../../src/portal/wire/encode-dossier.ts';
import { encodeStep } from '../../../src/portal/wire/encode-step.ts';
import { sameStep } from '../../../src/portal/wire/same-step.ts';
import { someDossier, someStep } from '../../support/portal-records.ts';

const OBSERVER: CallObserver = { beforeCall: async () => {}, afterCall: async () => {} };
const [first, second] = [someStep(1, 1), someStep(1, 2)];
const told = someDossier(1);
const newer = someDossier(1, { status: '9' });

const shownStep = (step: Step) => {
  const wire = encodeStep(step);
  return {
    at: wire.ThoiDiemXuLy,
    status: wire.TrangThai,
    processor: wire.NguoiXuLy,
    content: wire.NoiDungXuLy,
    department: '',
    position: '',
  };
};
const shows = (dossier: Dossier, steps: readonly Step[] | null): LookupAnswer => ({
  kind: 'present',
  fields: encodeDossier(dossier),
  steps: steps === null ? null : steps.map(shownStep),
});
const ours = (changes: Partial<Comparable> = {}): Comparable => ({
  code: told.code,
  told,
  wanted: told,
  accepted: [{ id: '1', step: first }],
  open: [],
  ...changes,
});
const compare = (one: Comparable, answer: LookupAnswer) =>
  compareAtPortal(
    { lookup: async () => answer, sameStep, differences: compareFields },
    one,
    OBSERVER,
    new AbortController().signal,
  );
const causesOf = async (one: Comparable, answer: LookupAnswer) => {
  const found = await compare(one, answer);
  return found.kind === 'drift'
    ? found.causes.map(({ cause, fields, stepIds }) => [cause, fields?.map(({ field }) => field) ?? stepIds])
    : found.kind;
};

describe('a dossier held against the portal', () => {
  it('is the same where the portal shows what it was told, also where it shows more', async () => {
    expect(await compare(ours(), shows(told, [first]))).toEqual({ kind: 'same', notCompared: [] });
  });

  it('that somebody changed there is told field by field', async () => {
    const found = await compare(ours(), shows(newer, [first]));
    expect(found).toEqual({
      kind: 'drift',
      causes: [{ cause: 'changed', fields: [{ field: 'status', ours: '2', shown: '9' }] }],
      notCompared: [],
    });
  });

  it('that waits with something newer is outdated, not changed; and the same once the newer is there', async () => {
    const waiting = ours({ wanted: newer });
    expect(await causesOf(waiting, shows(told, [first]))).toEqual([['outdated', ['status']]]);
    expect(await causesOf(waiting, shows(newer, [first]))).toBe('same');
    expect(await causesOf(waiting, shows(someDossier(1, { status: '7' }), [first]))).toEqual([
      ['changed', ['status']],
    ]);
  });

  it('that a fault holds is compared with what was told', async () => {
    expect(await causesOf(ours({ wanted: null }), shows(told, [first]))).toBe('same');
    expect(await causesOf(ours({ wanted: null }), shows(newer, [first]))).toEqual([['changed', ['status']]]);
  });

  it('of which what was told is not kept is said to be not comparable', async () => {
    const old = ours({ told: null, wanted: newer });
    expect(await compare(old, shows(newer, [first]))).toEqual({ kind: 'same', notCompared: ['fields'] });
    expect(await causesOf(old, shows(told, [first]))).toEqual([['outdated', ['status']]]);
  });

  it('that the portal has not is missing', async () => {
    expect(await causesOf(ours(), { kind: 'absent' })).toEqual([['missing', undefined]]);
  });

  it('is told by its steps: missing, unknown, doubled; none where none are shown', async () => {
    const both = ours({ accepted: [first, second].map((step) => ({ id: step.id, step })) });
    expect(await causesOf(both, shows(told, [second]))).toEqual([['steps-missing', ['1/1']]]);
    expect(await causesOf(both, shows(told, [first, second, first]))).toEqual([['steps-doubled', ['1/1']]]);
    expect(await causesOf(both, shows(told, [first, someStep(1, 9), second]))).toEqual([
      ['steps-unknown', ['20261102090900']],
    ]);
    expect(await compare(both, shows(told, null))).toEqual({ kind: 'same', notCompared: ['steps'] });
  });

  it('may show a step whose answer was lost; of two alike steps each is one', async () => {
    const lost = ours({ open: [{ id: '2', step: second }] });
    expect(await causesOf(lost, shows(told, [first, second]))).toBe('same');
    const alike = ours({ accepted: ['1', '1b'].map((id) => ({ id, step: first })) });
    expect(await causesOf(alike, shows(told, [first, first]))).toBe('same');
    expect(await causesOf(alike, shows(told, [first]))).toEqual([['steps-missing', ['1b']]]);
  });

  it('says what became of a look-up that failed', async () => {
    const outcome = { kind: 'retry-later', errorCode: '', message: '', away: true } as const;
    expect(await compare(ours(), { kind: 'failed', outcome })).toEqual({ kind: 'failed', outcome });
  });
});
