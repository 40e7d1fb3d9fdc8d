/**
 * `dongbo held release`: what is held is checked anew and goes again.
 * Guarantees: says what goes and what does not, and promises no sending where nothing was released;
 * many dossiers at once only when asked twice; a step never goes twice by one word of a person's
 * that was meant for another.
 */
import { DongboError } from '../domain/errors.ts';
import type { HeldBy } from '../ledger/held-list.ts';
import { countHeldDossiers } from '../ledger/release.ts';
import { type ReleaseReport, release as releaseHeld } from '../pipeline/release.ts';
import type { CommandContext, CommonOptions, Verb } from './command-context.ts';
import { heldBy } from './held-by.ts';

/** Options of the verb. */
export interface ReleaseFlags extends CommonOptions {
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly notAtPortal?: boolean;
}

/** More dossiers than this ask for `--yes`. */
const MANY = 1_000;

/** The outcome for people. */
export function releaseText(report: ReleaseReport, dryRun: boolean, say: CommandContext['say']): string {
  const { dossiers, mended, steps, readBack, blocked, stillHeld } = report;
  const goes = dossiers + steps > 0;
  const lines = [
    !goes &&
      say(
        'Không có gì để gửi lại: kiểm tra lại vẫn vướng, hoặc không phần nào do câu trả lời của Cổng giữ lại.',
        "Nothing to release: the check still finds the faults, or no part is held by an answer of the portal's.",
      ),
    goes &&
      !dryRun &&
      say(
        `Đã cho gửi lại ${dossiers} hồ sơ, ${steps} bước; lượt sync kế tiếp sẽ gửi.`,
        `Released ${dossiers} dossiers and ${steps} steps; the next pass sends them.`,
      ),
    goes &&
      dryRun &&
      say(
        `Sẽ gửi lại ${dossiers} hồ sơ, ${steps} bước; chưa thay đổi gì.`,
        `Would release ${dossiers} dossiers and ${steps} steps; nothing has been changed.`,
      ),
    mended > 0 &&
      say(
        `  trong đó ${mended} hồ sơ có nội dung mới theo bảng mã hiện tại`,
        `  of these ${mended} dossiers say something new by the present tables`,
      ),
    readBack > 0 &&
      say(
        `  trong đó ${readBack} bước có thể đã ở Cổng: được tra lại ở Cổng trước, chỉ gửi khi Cổng chưa có`,
        `  of these ${readBack} steps may be at the portal: looked up there first, sent only where it lacks them`,
      ),
    blocked > 0 &&
      say(
        `${blocked} hồ sơ vẫn bị giữ cả hồ sơ vì lỗi ở bảng mã hoặc ở nguồn.`,
        `${blocked} dossiers are still held whole by faults of the tables or the source.`,
      ),
    stillHeld > 0 &&
      say(
        `Còn ${stillHeld} phần chờ sửa ở bảng mã hoặc ở nguồn; sửa xong sẽ tự động được gửi.`,
        `${stillHeld} parts wait to be mended in the tables or the source; then they go by themselves.`,
      ),
  ];
  return lines.filter((line) => line !== false).join('\n');
}

/** Throws DB-CFG-006 or DB-CFG-008 where the flags do not fit what is released. */
function check(by: HeldBy, count: number, flags: ReleaseFlags): void {
  if (flags.notAtPortal === true && 'reason' in by) {
    // Somebody looked at one dossier; of a whole reason nobody can say it.
    throw new DongboError('DB-CFG-008', { option: '--not-at-portal', value: by.reason });
  }
  if (count > MANY && flags.yes !== true && flags.dryRun !== true)
    throw new DongboError('DB-CFG-006', { count });
}

/** Releases the reason or dossier `what`. The verb throws DB-CFG-004 where it is neither. */
export function release(what: string, flags: ReleaseFlags): Verb {
  return async ({ house, print, say, signal }) => {
    const ledger = await house.ledger();
    const by = await heldBy(ledger, what);
    const dryRun = flags.dryRun === true;
    check(by, await countHeldDossiers(ledger, by), flags);
    const deps = {
      ledger,
      codebook: await (await house.codebook()).current(ledger),
      normalize: house.normalizeSettings(),
      now: Date.now,
    };
    const report = await releaseHeld(deps, by, { dryRun, notAtPortal: flags.notAtPortal === true }, signal);
    print({ ...report, dryRun }, () => releaseText(report, dryRun, say));
    return signal.aborted ? 75 : 0;
  };
}
