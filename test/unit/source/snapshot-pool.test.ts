/** Connections that are kept: none that broke is used again, none is waited for without end. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DongboError } from '../../../src/domain/errors.ts';
import type { Session } from '../../../src/source/sql/engine.ts';
import { type Link, snapshotPool } from '../../../src/source/sql/snapshot-pool.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A connection that says what is done with it. */
function link(said: string[], name: string): Link & { broken: boolean } {
  const own = {
    broken: false,
    session: {} as Session,
    isBroken: () => own.broken,
    begin: async () => void said.push(`${name} begins`),
    end: async () => void said.push(`${name} ends`),
    drop: () => void said.push(`${name} is dropped`),
  };
  return own;
}

/** A pool whose connections are called a, b, c in the order of their making. */
function pooled() {
  const said: string[] = [];
  const made: ReturnType<typeof link>[] = [];
  const connect = async (): Promise<Link> => {
    const next = link(said, 'abcdef'.charAt(made.length));
    made.push(next);
    return next;
  };
  return { said, made, pool: snapshotPool(connect, 'h:1/d', () => ({ kind: 'network' })) };
}

it('a connection is used again, and closed when it has lain idle for 30 seconds', async () => {
  const { said, pool } = pooled();
  await pool.inSnapshot(async () => undefined);
  await pool.inSnapshot(async () => undefined);
  expect(said).toEqual(['a begins', 'a ends', 'a begins', 'a ends']);
  await vi.advanceTimersByTimeAsync(30_001);
  expect(said.at(-1)).toBe('a is dropped');
  await pool.inSnapshot(async () => undefined);
  expect(said.at(-1)).toBe('b ends');
});

it('one that broke while it lay idle, or whose work failed, is never used again', async () => {
  const { said, made, pool } = pooled();
  await pool.inSnapshot(async () => undefined);
  const [first] = made;
  if (first) first.broken = true;
  await expect(
    pool.inSnapshot(async () => {
      throw new Error('gone');
    }),
  ).rejects.toMatchObject({ code: 'DB-SRC-001' });
  await pool.inSnapshot(async () => undefined);
  expect(said).toEqual([
    'a begins',
    'a ends',
    'a is dropped',
    'b begins',
    'b is dropped',
    'c begins',
    'c ends',
  ]);
});

it('two that work at once have a connection each; closing ends them all', async () => {
  const { said, pool } = pooled();
  let go: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    go = resolve;
  });
  const both = [pool.inSnapshot(() => gate), pool.inSnapshot(() => gate)];
  await vi.advanceTimersByTimeAsync(1);
  await pool.inSnapshot(async () => undefined);
  expect(said.filter((line) => line.endsWith('begins'))).toHaveLength(3);
  await pool.close();
  go();
  await Promise.all(both);
  expect(said.filter((line) => line.endsWith('dropped')).toSorted()).toEqual([
    'a is dropped',
    'b is dropped',
    'c is dropped',
  ]);
});

it('a server that never answers is told after 15 seconds; what comes later is dropped', async () => {
  const said: string[] = [];
  let answer: (late: Link) => void = () => undefined;
  const connect = (): Promise<Link> =>
    new Promise((resolve) => {
      answer = resolve;
    });
  const pool = snapshotPool(connect, 'h:1/d', () => ({ kind: 'network' }));
  const failed = pool.inSnapshot(async () => undefined).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(15_001);
  const error = await failed;
  expect(error).toBeInstanceOf(DongboError);
  expect(error).toMatchObject({ code: 'DB-SRC-001', exitCode: 69 });
  answer(link(said, 'late'));
  await vi.advanceTimersByTimeAsync(1);
  expect(said).toEqual(['late is dropped']);
});
