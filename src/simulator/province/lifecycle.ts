/**
 * How a dossier goes through the offices: the order of statuses and their times.
 * Guarantees: the dossier's status is that of its last step, times rise by minutes or more, none lies
 * after `now`.
 */
import { between, pick, type Random } from '../random.ts';
import { DAY, MINUTE, receiptTime } from './local-time.ts';

/** National statuses in their order; the first two of a dossier filed online are 1 and 2. */
type Course = readonly string[];

const COURSES: readonly Course[] = [
  ['2', '4', '9', '10'],
  ['2', '4', '9', '10'],
  ['2', '4', '9', '10'],
  ['2', '4', '9'],
  ['2', '4'],
  ['2', '4'],
  ['2', '4', '5'],
  ['2', '4', '5', '4', '10'],
  ['2', '4', '6'],
  ['2', '7'],
  ['2', '4', '8'],
];
const ONLINE_COURSES: readonly Course[] = [
  ['1', '2'],
  ['1', '3'],
  ['1', '2', '4', '9', '10'],
  ['1', '2', '4', '9', '10'],
  ['1', '2', '4', '9'],
  ['1', '2', '4'],
  ['1', '2', '4'],
];
/** Statuses that end processing (2-indicators.md). */
const ENDS = ['3', '7', '8', '9', '10'];

/** One step of a course. */
export interface CourseStep {
  readonly status: string;
  readonly at: number;
}

/** Statuses with times, milliseconds since 1970. */
export interface Lifecycle {
  readonly steps: readonly CourseStep[];
  readonly receivedAt: number;
  readonly submittedAt: number;
  readonly status: string;
  readonly endedAt: number | null;
  /** Has a result: processed or returned. */
  readonly finished: boolean;
  readonly lastAt: number;
}

/** @param finished force one that ends with a result. */
export function makeLifecycle(random: Random, now: number, online: boolean, finished: boolean): Lifecycle {
  const receivedAt = receiptTime(random, now);
  const submittedAt = receivedAt - between(random, 10, 120) * MINUTE;
  const course = finished ? ['2', '4', '9', '10'] : pick(random, online ? ONLINE_COURSES : COURSES);
  const room = Math.floor((now - receivedAt) / MINUTE / course.length);
  let at = receivedAt;
  const steps = course.map((status, index): CourseStep => {
    if (status === '1') return { status, at: submittedAt };
    if (index > 0 && course[index - 1] !== '1') {
      // Whole days keep the hour of the offices; where there is no room for days, minutes do.
      const days = (between(random, 1, 3) * DAY) / MINUTE + between(random, -30, 30);
      at += Math.min(days, room - 1) * MINUTE;
    }
    return { status, at };
  });
  const last = steps.at(-1);
  if (last === undefined) throw new RangeError('a course without steps');
  const end = steps.find(({ status }) => ENDS.includes(status));
  return {
    steps,
    receivedAt,
    submittedAt,
    status: last.status,
    endedAt: end?.at ?? null,
    finished: last.status === '9' || last.status === '10',
    lastAt: last.at,
  };
}
