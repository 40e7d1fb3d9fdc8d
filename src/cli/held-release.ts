/**
 * `dongbo held release`: what the portal refused or answered unclearly goes again.
 * Guarantees: says what goes and what does not, and promises no sending where nothing was released.
 */
import { countHeld } from '../ledger/held-list.ts';
import { releaseHeld } from '../ledger/release.ts';
import type { CommandContext, Verb } from './command-context.ts';
import { heldBy } from './held-by.ts';

interface Outcome {
  readonly dossiers: number;
  readonly steps: number;
  /** Parts of the same reason or dossier that only a mended table or source lets go. */
  readonly stillHeld: number;
}

/** The outcome for people. */
function releaseText({ dossiers, steps, stillHeld }: Outcome, say: CommandContext['say']): string {
  const first =
    dossiers + steps === 0
      ? say(
          'Không có gì để cho đi lại: không phần nào ở đây do câu trả lời của Cổng giữ lại.',
          "Nothing to release: no part here is held by an answer of the portal's.",
        )
      : say(
          `Cho đi lại ${dossiers} hồ sơ, ${steps} bước; lượt sync kế tiếp sẽ gửi.`,
          `Released ${dossiers} dossiers and ${steps} steps; the next pass sends them.`,
        );
  const rest = say(
    `Còn ${stillHeld} phần chờ sửa ở bảng mã hoặc ở nguồn; sửa xong sẽ tự đi.`,
    `${stillHeld} parts wait to be mended in the tables or the source; then they go by themselves.`,
  );
  return stillHeld > 0 ? `${first}\n${rest}` : first;
}

/** Releases the reason or dossier `what`. The verb throws DB-CFG-004 where it is neither. */
export function release(what: string): Verb {
  return async ({ house, print, say }) => {
    const ledger = await house.ledger();
    const by = await heldBy(ledger, what);
    const released = await releaseHeld(ledger, 'reason' in by ? by.reason : by.dossier);
    const outcome: Outcome = { ...released, stillHeld: await countHeld(ledger, by) };
    print(outcome, () => releaseText(outcome, say));
    return 0;
  };
}
