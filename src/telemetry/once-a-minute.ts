/**
 * Lines that would come many times a second for as long as a server is away.
 * Guarantees: each reason is told at once, and then once a minute at most; remembers few reasons only.
 */

const REST_MS = 60_000;
/** More reasons than that are none that repeat. */
const MOST = 100;

/** `tell`, but for what was told within the last minute. @param now injected clock, milliseconds */
export function onceAMinute(tell: (reason: string) => void, now: () => number): (reason: string) => void {
  const told = new Map<string, number>();
  return (reason) => {
    const at = now();
    if (at - (told.get(reason) ?? Number.NEGATIVE_INFINITY) < REST_MS) return;
    if (told.size >= MOST) told.clear();
    told.set(reason, at);
    tell(reason);
  };
}
