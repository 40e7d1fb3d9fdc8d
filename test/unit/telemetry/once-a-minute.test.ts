/** A server that is away breaks connections many times a second. */
import { expect, test } from 'vitest';
import { onceAMinute } from '../../../src/telemetry/once-a-minute.ts';

test('each reason is told at once and then once a minute', () => {
  const told: string[] = [];
  let now = 0;
  const tell = onceAMinute(
    (reason) => void told.push(`${now / 1000} ${reason}`),
    () => now,
  );
  for (; now < 90_000; now += 500) tell(now % 1000 === 0 ? 'ENOENT' : 'EPIPE');
  expect(told).toEqual(['0 ENOENT', '0.5 EPIPE', '60 ENOENT', '60.5 EPIPE']);
  for (let other = 0; other < 300; other += 1) tell(`port ${other}`);
  expect(told).toHaveLength(304);
});
