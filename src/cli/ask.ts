/**
 * A question to whoever sits at the terminal.
 * Guarantees: asked only where a person can answer; anything but a yes in one of the two languages is a no.
 * Must not: answer in a person's place: who is not asked has not agreed.
 */
import { createInterface } from 'node:readline/promises';
import type { CommandContext } from './command-context.ts';

/** Is there a person who can be asked? */
export const canAsk = ({ json }: Pick<CommandContext, 'json'>): boolean =>
  !json && process.stdin.isTTY === true;

/** True for a yes. Throws when `signal` fires meanwhile. */
export async function saysYes(question: string, signal: AbortSignal): Promise<boolean> {
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^(y|yes|c|có|co)$/i.test((await asking.question(question, { signal })).normalize('NFC').trim());
  } finally {
    asking.close();
  }
}
