/** How a service is asked for what changed since a moment. Guarantees: pure; never a later moment than was meant. */
import type { RestRules } from '../../domain/source-definition.ts';

const VIETNAM_MS = 7 * 3_600_000;

/** @param ms since 1970 */
export function sinceText(ms: number, form: NonNullable<RestRules['since']>['form']): string {
  if (form === 'epoch_millis') return String(Math.floor(ms));
  const seconds = Math.floor(ms / 1000);
  if (form === 'epoch_seconds') return String(seconds);
  const wall = new Date(seconds * 1000 + VIETNAM_MS).toISOString().slice(0, 19);
  return form === 'local' ? wall : `${wall}+07:00`;
}
