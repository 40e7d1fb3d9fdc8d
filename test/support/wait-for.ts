/** Waiting for what happens in another process. Must not: stand in for a signal that can be awaited. */

/** The longest time between two questions, however long one takes. */
const SLOWEST_MS = 500;

/**
 * Waits until `condition` gives something truthy and returns it. Between two questions lie `intervalMs` (default 25), or
 * as long as the last one took: asking must not take the processor from what is waited for.
 * For what happens in another process; inside one, await the signal instead.
 * Throws after `timeoutMs` (default 10 s), with the last error of `condition` as its cause.
 */
export async function waitFor<T>(
  condition: () => T | Promise<T>,
  options: { timeoutMs?: number; intervalMs?: number; what?: string } = {},
): Promise<T> {
  const { timeoutMs = 10_000, intervalMs = 25, what = 'condition' } = options;
  const deadline = Date.now() + timeoutMs;
  let cause: unknown;
  for (;;) {
    const asked = performance.now();
    try {
      const value = await condition();
      if (value) return value;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    if (Date.now() >= deadline) throw new Error(`${what}: not within ${timeoutMs} ms`, { cause });
    const tookMs = Math.min(performance.now() - asked, SLOWEST_MS);
    await new Promise((resolve) => setTimeout(resolve, Math.max(intervalMs, tookMs)));
  }
}
