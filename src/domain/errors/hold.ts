/** How a fault that waits for a person is written down: one line a text, so that a file of many stays readable. */
import type { Actor, ErrorEntry } from './entry.ts';

/**
 * An entry of class `hold`. Texts in this order: cause and remedy in Vietnamese, cause and remedy in English.
 * Backticks as in {@link ErrorEntry}. `{field}`, `{value}`, `{part}` and the fault's own parameters may be named; `{value}` never where the
 * field may be personal data (owner, contact, file links), because messages may reach a log.
 */
export function hold(
  actor: Actor,
  viCause: string,
  viRemedy: string,
  enCause: string,
  enRemedy: string,
): ErrorEntry {
  return {
    class: 'hold',
    actor,
    vi: { cause: viCause, remedy: viRemedy },
    en: { cause: enCause, remedy: enRemedy },
  };
}
