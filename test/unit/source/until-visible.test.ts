/** Waiting for a commit that is told before it can be seen, with a clock of the test's own. */
import { expect, it } from 'vitest';
import type { Ask } from '../../../src/source/capture/own-connection.ts';
import { untilVisible } from '../../../src/source/capture/visible.ts';

/** Waits for one that can be seen after so long; answers how often the server was asked, and when the last time. */
async function waitedFor(visibleAtMs: number): Promise<{ readonly asked: number; readonly atMs: number }> {
  let atMs = 0;
  let asked = 0;
  const ask = (async () => {
    asked += 1;
    return [{ visible: atMs >= visibleAtMs }];
  }) as unknown as Ask;
  await untilVisible(ask, [7], new AbortController().signal, async (ms) => {
    atMs += ms;
  });
  return { asked, atMs };
}

it('sees within milliseconds what is visible by then', async () => {
  expect(await waitedFor(0)).toEqual({ asked: 1, atMs: 0 });
  expect((await waitedFor(8)).atMs).toBeLessThan(20);
});

it('asks a server whose standby is away once a second, and sees the commit within a second', async () => {
  const { asked, atMs } = await waitedFor(3_600_000);
  expect(asked).toBeLessThan(3_620);
  expect(atMs).toBeLessThan(3_601_001);
});

it('ends when it is told to stop', async () => {
  const stop = new AbortController();
  const never = (async () => [{ visible: false }]) as unknown as Ask;
  await expect(untilVisible(never, [7], stop.signal, async () => stop.abort())).rejects.toThrow('stopped');
});
