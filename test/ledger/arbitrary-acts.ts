/** Any sequence of what can happen to deliveries, for properties; what each word means, delivery-world.ts knows. */
import fc from 'fast-check';
import { type Act, ANSWERS, CODES, type Terms, type Turn } from './delivery-acts.ts';

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
/** Anything that can happen. */
export const act: fc.Arbitrary<Act> = fc.oneof(
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
  fc.record({ kind: fc.constant('person' as const), code, looks: fc.boolean() }),
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('rescue' as const, 'wait' as const) }) },
);

/** Of a run. */
export const terms: fc.Arbitrary<Terms> = fc.record({
  shows: fc.constantFrom(true, true, false),
  stepsWhenUnknown: fc.constantFrom('hold', 'resend'),
});
