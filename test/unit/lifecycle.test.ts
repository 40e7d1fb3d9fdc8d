/** The end of a process: in an orderly way, or by the last resort, which says what hung. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Lifecycle, shutdownSignal } from '../../src/lifecycle.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test('what is closed is named before it is: what hangs is the last one named', async () => {
  const lifecycle = new Lifecycle();
  let end = (): void => {};
  const closed: string[] = [];
  lifecycle.onClose('ledger', async () => void closed.push('ledger'));
  lifecycle.onClose('queue', () => new Promise((resolve) => (end = resolve)));
  lifecycle.onClose('portal', async () => {
    throw new Error('broken');
  });
  const told: string[] = [];
  const closing = lifecycle.close((name) => told.push(name));
  const failed = expect(closing).rejects.toThrow('broken');
  await vi.waitFor(() => expect(told).toEqual(['portal', 'queue']));
  expect(closed).toEqual([]);
  end();
  await failed;
  expect(closed).toEqual(['ledger']);
  expect(told).toEqual(['portal', 'queue', 'ledger']);
});

test('nine seconds after SIGTERM it is told that it ends hard, and only then', () => {
  const acts: unknown[] = [];
  vi.spyOn(process, 'exit').mockImplementation((code) => {
    acts.push(code);
    return undefined as never;
  });
  const { signal, dispose } = shutdownSignal(75, () => acts.push('told'));
  try {
    process.emit('SIGTERM');
    expect(signal.aborted).toBe(true);
    vi.advanceTimersByTime(8_999);
    expect(acts).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(acts).toEqual(['told', 75]);
  } finally {
    dispose();
  }
});
