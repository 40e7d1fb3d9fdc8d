/**
 * The life of deliveries under any sequence of what can happen, on a real ledger: versions come, steps
 * are corrected and withdrawn while their answer is out, workers lease, send, settle, read back, die at
 * any point and return late, the portal forgets dossiers, and its look-ups miss some that it has.
 * Whatever the order, no step is at the portal twice, no dossier is in two hands, none is lost, and in
 * the end the portal has what the source says, or it is told what it has otherwise.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, test } from 'vitest';
import { type Act, ANSWERS, type Answer, CODES, type Terms, type Turn } from '../ledger/delivery-acts.ts';
import { World } from '../ledger/delivery-world.ts';
import { LedgerTrial } from '../ledger/trial.ts';

const worker = fc.integer({ min: 0, max: 1 });
const answer = fc.constantFrom(...ANSWERS, 'accepted' as const, 'accepted' as const, 'lost' as const);
const code = fc.constantFrom(...CODES);
const turn: fc.Arbitrary<Turn> = fc.record({
  kind: fc.constant('turn' as const),
  turnOf: worker,
  code,
  answers: fc.tuple(answer, answer),
  readBack: fc.constantFrom('done', 'done', 'missed', null),
  end: fc.constantFrom('release', 'release', 'release', 'release', 'die'),
});
const store = fc.record({
  kind: fc.constant('store' as const),
  code,
  says: fc.constantFrom('A', 'A', 'A', 'B', 'B', null),
  steps: fc.constantFrom<string[][]>(
    ...[[], ['1:một'], ['1:một', '2:hai'], ['1:một', '2:hai'], ['2:hai', '1:một']],
    ...[['1:một', '2:khác hai'], ['1:khác một', '2:hai'], ['2:hai'], ['1:khác một']],
  ),
});
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 8, arbitrary: turn },
  { weight: 6, arbitrary: store },
  fc.record({ kind: fc.constant('begin' as const), worker, codes: fc.subarray(CODES, { minLength: 1 }) }),
  fc.record({ kind: fc.constantFrom('send' as const, 'sendSteps' as const), worker, answer }),
  fc.record({
    kind: fc.constantFrom('settle' as const, 'release' as const, 'die' as const),
    worker,
  }),
  fc.record({ kind: fc.constant('readBack' as const), worker, missed: fc.boolean() }),
  fc.record({ kind: fc.constant('forget' as const), code }),
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('rescue' as const, 'wait' as const) }) },
);

const terms: fc.Arbitrary<Terms> = fc.record({
  shows: fc.constantFrom(true, true, false),
  stepsWhenUnknown: fc.constantFrom('hold', 'resend'),
});

let ledger: LedgerTrial;
beforeAll(async () => {
  ledger = await LedgerTrial.open();
});
afterAll(() => ledger.close());

const says = (subject: string): Act => ({ kind: 'store', code: 'a', says: subject, steps: [] });
const answered = (first: Answer, second: Answer = 'accepted'): Act => ({
  kind: 'turn',
  turnOf: 0,
  code: 'a',
  answers: [first, second],
  readBack: 'done',
  end: 'release',
});
const step = (text: string, subject = 'A'): Act => ({
  kind: 'store',
  code: 'a',
  says: subject,
  steps: [text],
});
const forget: Act = { kind: 'forget', code: 'a' };
const wait: Act = { kind: 'wait' };
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

/** The create of a forgotten dossier is stored, and its answer is lost. */
const FORGOTTEN_AND_LOST: Act[] = [
  step('1:một'),
  answered('accepted'),
  forget,
  step('1:một', 'B'),
  answered('lost'),
  wait,
  answered('accepted'),
];
/** A step is corrected while its answer is lost; the portal has not got the old one, or has. */
const CORRECTED = (lost: Answer): Act[] => [
  step('1:một'),
  answered('accepted', lost),
  step('1:khác một'),
  wait,
  answered('accepted'),
];
const SHOWN: Terms = { shows: true, stepsWhenUnknown: 'hold' };

test('any sequence of versions, workers, answers and deaths', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      terms,
      fc.array(act, { minLength: 8, maxLength: 30, size: 'max' }),
      async (terms, acts) => {
        await ledger.db.query('TRUNCATE dossier CASCADE');
        const world = new World(ledger, terms);
        for (const next of acts) {
          await world.act(next);
          await world.check();
        }
        await world.finish();
      },
    ),
    {
      numRuns: Number(process.env.DONGBO_PROPERTY_RUNS ?? 30),
      examples: [LOST_AND_BACK, FORGOTTEN_AND_LOST, CORRECTED('lost'), CORRECTED('cut')].map((acts) => [
        SHOWN,
        acts,
      ]),
    },
  );
});
