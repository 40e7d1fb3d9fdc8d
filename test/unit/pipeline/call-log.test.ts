/** The record of one round of calls: no call without the lease, no call without its row. */
import { describe, expect, test } from 'vitest';
import { GO_ON } from '../../../src/domain/crash-points.ts';
import type { PortalCall } from '../../../src/domain/portal-outcome.ts';
import { CallLog, LeaseLost, type Leave, Outdated } from '../../../src/pipeline/call-log.ts';

const call = (change: Partial<PortalCall> = {}): PortalCall => ({
  service: 'push',
  startedAt: new Date('2026-11-02T01:00:00Z'),
  durationMs: 12,
  records: 2,
  outcome: 'rejected',
  httpStatus: 200,
  errorCode: '-1',
  message: 'cả lô',
  ...change,
});
const outcome = (kind: PortalCall['outcome'], message: string) => ({ kind, errorCode: '9', message });

/** A log over dossiers 10 × their delivery, whose calls go as long as `leave()` says so. */
function logOf(leave: () => Leave = () => 'go') {
  const asked: (readonly number[])[] = [];
  const told: PortalCall[] = [];
  const log = new CallLog(
    async (refs) => {
      asked.push(refs);
      return leave();
    },
    (ref) => ref * 10,
    { onCall: (seen) => void told.push(seen), reached: GO_ON },
  );
  return { log, asked, told };
}

describe('before a call', () => {
  test('the lease is asked for the records of this call', async () => {
    const { log, asked } = logOf();
    await log.beforeCall('push', [1, 2]);
    await log.beforeCall('push', [2]);
    expect(asked).toEqual([[1, 2], [2]]);
  });

  test.each([
    ['a lost lease', 'lost', LeaseLost],
    ['a correction', 'changed', Outdated],
  ] as const)('%s stops it, and leaves no trace of a call that was not made', async (_what, leave, error) => {
    const { log, told } = logOf(() => leave);
    await expect(log.beforeCall('push', [1])).rejects.toBeInstanceOf(error);
    expect(told).toEqual([]);
    expect(log.attempts(new Map())).toEqual([]);
  });
});

describe('after calls', () => {
  test('each call of each delivery has a row; only the last carries the outcome of the delivery', async () => {
    const { log } = logOf();
    await log.afterCall(call({ message: 'cả lô' }), [1, 2]);
    await log.afterCall(call({ message: 'nửa lô', records: 1 }), [2]);
    const rows = log.attempts(
      new Map([
        [1, outcome('accepted', 'một')],
        [2, outcome('rejected', 'hai')],
      ]),
    );
    expect(rows.map((row) => [row.deliveryId, row.dossierId, row.outcome, row.message, row.records])).toEqual(
      [
        [1, 10, 'accepted', 'một', 2],
        [2, 20, 'rejected', 'cả lô', 2],
        [2, 20, 'rejected', 'hai', 1],
      ],
    );
  });

  test("what has no outcome of its own keeps the call's", async () => {
    const { log } = logOf();
    await log.afterCall(call({ outcome: 'unknown', message: '' }), [3]);
    expect(log.attempts(new Map())).toMatchObject([{ deliveryId: 3, outcome: 'unknown', durationMs: 12 }]);
  });

  test('each call is told once, however many records it had', async () => {
    const { log, told } = logOf();
    await log.afterCall(call(), [1, 2, 3]);
    expect(told).toHaveLength(1);
  });
});
