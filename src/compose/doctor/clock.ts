/** How far two clocks may be apart. */
import { type Finding, plain, span, well, wrong } from './finding.ts';

/** Beyond it somebody should look. */
const WARNING_MS = 30_000;
/** Beyond it the portal refuses times of today as times to come. */
const FAILED_MS = 120_000;

/** Judges a clock that is `aheadMs` before this machine's. @param where whose it is */
export function judgeClock(aheadMs: number, where: string): Finding {
  const seconds = Math.round(aheadMs / 100) / 10;
  const found = plain(`${seconds > 0 ? '+' : ''}${span(seconds)}`);
  if (Math.abs(aheadMs) <= WARNING_MS) return well(found);
  const result = Math.abs(aheadMs) > FAILED_MS ? 'failed' : 'warning';
  return wrong(result, 'DB-DOC-007', found, { params: { where, seconds: Math.round(seconds) } });
}
