/**
 * The life of deliveries under any sequence of what can happen, on a real ledger: versions come, steps
 * are corrected and withdrawn while their answer is out, workers lease, send, settle, read back, die at
 * any point and return late, the portal forgets dossiers, and its look-ups miss some that it has.
 * Whatever the order, no step is at the portal twice, no dossier is in two hands, none is lost, and in
 * the end the portal has what the source says, or it is told what it has otherwise.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, test } from 'vitest';
import { act, terms } from '../ledger/arbitrary-acts.ts';
import type { Act, Answer, Terms, Turn } from '../ledger/delivery-acts.ts';
import { World } from '../ledger/delivery-world.ts';
import { LedgerTrial } from '../ledger/trial.ts';

let ledger: LedgerTrial;
beforeAll(async () => {
  ledger = await LedgerTrial.open();
});
afterAll(() => ledger.close());

const says = (subject: string): Act => ({ kind: 'store', code: 'a', says: subject, steps: [] });
const answered = (first: Answer, second: Answer = 'accepted'): Turn => ({
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
/** A step goes again though nobody can tell whether it is there, and the source drops it before that has stored it. */
const DROPPED_IN_DOUBT = (again: Answer): Act[] => [
  step('1:một'),
  answered('accepted', 'lost'),
  wait,
  answered('accepted', again),
  says('A'),
];

/** The same, of a portal that shows steps: its look-ups miss the dossier, and what it has is the text of before. */
const CORRECTED_AND_DROPPED: Act[] = [
  step('1:một'),
  answered('accepted', 'lost'),
  { ...answered('accepted'), readBack: 'missed' },
  { ...answered('accepted', 'later'), readBack: 'missed' },
  step('1:khác một'),
  says('A'),
];

/** The correction's answer is lost, too, while nobody can tell of the text before it. */
const TWO_IN_DOUBT: Act[] = [
  ...CORRECTED_AND_DROPPED.slice(0, 5),
  answered('accepted', 'cut'),
  { ...answered('accepted', 'later'), readBack: 'missed' },
  says('A'),
];

const SHOWN: Terms = { shows: true, stepsWhenUnknown: 'hold' };
const RESENT: Terms = { shows: false, stepsWhenUnknown: 'resend' };

const under =
  (given: Terms) =>
  (acts: Act[]): [Terms, Act[]] => [given, acts];

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
      examples: [
        ...[LOST_AND_BACK, FORGOTTEN_AND_LOST, CORRECTED('lost'), CORRECTED('cut')].map(under(SHOWN)),
        ...[DROPPED_IN_DOUBT('later'), DROPPED_IN_DOUBT('refused')].map(under(RESENT)),
        ...[CORRECTED_AND_DROPPED, TWO_IN_DOUBT].map(under({ ...RESENT, shows: true })),
      ],
    },
  );
});
