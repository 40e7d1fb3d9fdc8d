/** Whose turn it is to read a source, and whether somebody waits for it. */
import { expect, it } from 'vitest';
import { Turns } from '../../../src/pipeline/turns.ts';

it('goes one after the other in the order of asking, also past a failure, and tells who has it that somebody waits', async () => {
  const turns = new Turns();
  const done: string[] = [];
  const first = turns.take(async () => {
    done.push(`first, awaited: ${turns.isAwaited}`);
    const others = [
      turns.take(async () => {
        done.push(`second, awaited: ${turns.isAwaited}`);
        throw new Error('second');
      }),
      turns.take(async () => void done.push(`third, awaited: ${turns.isAwaited}`)),
    ];
    done.push(`first, awaited: ${turns.isAwaited}`);
    return others;
  });
  const [second, third] = await first;
  await expect(second).rejects.toThrow('second');
  await third;
  expect(done).toEqual([
    'first, awaited: false',
    'first, awaited: true',
    'second, awaited: true',
    'third, awaited: false',
  ]);
  await turns.take(async () => expect(turns.isAwaited).toBe(false));
});
