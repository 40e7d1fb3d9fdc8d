/** The life of a delivery: the table whole, and what must hold of it whoever edits it. */
import { describe, expect, test } from 'vitest';
import {
  DELIVERY_STATES,
  type DeliveryEvent,
  LIVE_WINDOW_MS,
  laneOf,
  next,
  statesBefore,
} from '../../../src/domain/delivery.ts';

/** Rows: the state; columns: what it becomes. `.` = the event changes nothing. */
const TABLE = `
            send    accepted refused retry    lost-answer lease-expired changed hold release
  queued    sending .        .       .        .           .             queued  held .
  sending   .       accepted held    retrying unknown     unknown       .       .    .
  retrying  sending .        .       .        .           .             queued  held queued
  unknown   sending accepted held    .        .           .             queued  held queued
  accepted  .       .        .       .        .           .             queued  held queued
  held      .       .        .       .        .           .             queued  held queued`;

const [head = [], ...rows] = TABLE.trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/));
const EVENTS = head as DeliveryEvent[];

describe('the transition table', () => {
  const cells = rows.flatMap(([state = '', ...after]) =>
    EVENTS.map((event, column) => ({ state, event, after: after[column] ?? '?' })),
  );

  test.each(cells)('$state, $event: $after', ({ state, event, after }) => {
    const from = DELIVERY_STATES.find((known) => known === state);
    expect(from && next(from, event)).toBe(after === '.' ? null : after);
  });

  test('is told whole above', () => {
    expect(rows.map(([state]) => state)).toEqual([...DELIVERY_STATES]);
  });

  test.each(EVENTS)('statesBefore(%s) are those from which it leads somewhere', (event) => {
    expect(statesBefore(event)).toEqual(DELIVERY_STATES.filter((state) => next(state, event) !== null));
  });

  test('what is being sent is left by nothing but its own end', () => {
    const ends = EVENTS.filter((event) => next('sending', event) !== null);
    expect(ends).toEqual(['accepted', 'refused', 'retry', 'lost-answer', 'lease-expired']);
  });

  test('acceptance comes only from what was sent', () => {
    expect(statesBefore('accepted')).toEqual(['sending', 'unknown']);
  });
});

describe('the lane of a change', () => {
  const now = Date.UTC(2026, 10, 1);
  test.each([
    ['changed just now', now, 'live'],
    ['at the edge of the window', now - LIVE_WINDOW_MS, 'live'],
    ['older than the window', now - LIVE_WINDOW_MS - 1, 'backfill'],
    ['without a time', null, 'backfill'],
    ["by a clock that is ahead of ours: still today's", now + 60_000, 'live'],
  ] as const)('%s', (_name, changedAt, lane) => {
    expect(laneOf(changedAt, now)).toBe(lane);
  });
});
