/**
 * `dongbo held release`: what is held is checked anew and goes again.
 * Guarantees: says what goes and what does not, and promises no sending where nothing was released;
 * many dossiers at once only when asked twice; a step never goes twice by one word of a person's
 * that was meant for another.
 */
import { audited } from '../compose/auditing.ts';
import { DongboError } from '../domain/errors.ts';
import type { Queryable } from '../ledger/database.ts';
import type { HeldBy } from '../ledger/held-list.ts';
import { countHeldDossiers, heldSteps, markStepSeen } from '../ledger/release.ts';
import { type ReleaseReport, release as releaseHeld } from '../pipeline/release.ts';
import type { CommandContext, CommonOptions, Verb } from './command-context.ts';
import { heldBy } from './held-by.ts';

/** Options of the verb. */
export interface ReleaseFlags extends CommonOptions {
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  /** Only this step of the dossier. */
  readonly step?: string;
  /** A person has looked: the step is at the portal, or is not. */
  readonly atPortal?: boolean;
  readonly notAtPortal?: boolean;
}

/** More dossiers than this ask for `--yes`. */
const MANY = 1_000;

/** The outcome for people. */
export function releaseText(
  report: ReleaseReport,
  dryRun: boolean,
  say: CommandContext['say'],
  stepsWhenUnknown: 'hold' | 'resend' = 'hold',
): string {
  const { dossiers, mended, asAccepted, steps, readBack, blocked, stillHeld } = report;
  const goes = dossiers + steps > 0;
  const otherwise = Object.entries(report.otherwiseHeld);
  const lines = [
    !goes &&
      asAccepted === 0 &&
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
    readBack > 0 &&
      stepsWhenUnknown === 'resend' &&
      say(
        '  nơi Cổng không cho xem các bước, chúng được gửi lại và có thể bị trùng (STEPS_WHEN_UNKNOWN=resend), trừ bước mà nguồn đã bỏ, hoặc còn nội dung cũ chưa rõ',
        '  where the portal does not show its steps they go again and may be doubled (STEPS_WHEN_UNKNOWN=resend), but for those that the source has no more, or of whose older text nobody can tell',
      ),
    asAccepted > 0 &&
      say(
        `${asAccepted} hồ sơ nay trùng với nội dung Cổng đã nhận: thôi giữ lại, không cần gửi.`,
        `${asAccepted} dossiers say again what the portal has accepted: held no more, nothing to send.`,
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
    otherwise.length > 0 &&
      say(
        `Nay bị giữ lại vì lý do khác: ${otherwise.map(([code, count]) => `${code} (${count} phần)`).join(', ')}; xem dongbo held show kèm mã lý do.`,
        `Held for another reason by now: ${otherwise.map(([code, count]) => `${code} (${count} parts)`).join(', ')}; see dongbo held show with that reason.`,
      ),
  ];
  return lines.filter((line) => line !== false).join('\n');
}

/** Options that say something of one dossier, as somebody types them. */
function optionsOfOne({ step, atPortal, notAtPortal }: ReleaseFlags): string[] {
  return [
    ...(atPortal === true ? ['--at-portal'] : []),
    ...(notAtPortal === true ? ['--not-at-portal'] : []),
    ...(step === undefined ? [] : ['--step']),
  ];
}

/**
 * The step that is meant; `null` = all. Somebody looked for one step of one dossier: of more nobody can say it.
 * Throws DB-CFG-008 where a reason is released, DB-CFG-003 where no such step is held.
 */
async function stepOf(
  ledger: Queryable,
  by: HeldBy,
  flags: ReleaseFlags,
  say: CommandContext['say'],
): Promise<string | null> {
  const [option] = optionsOfOne(flags);
  if (option === undefined) return null;
  if ('reason' in by) throw new DongboError('DB-CFG-008', { option, value: by.reason });
  const known = await heldSteps(ledger, by.dossier);
  const { step } = flags;
  if (step !== undefined && known.includes(step)) return step;
  throw new DongboError('DB-CFG-003', {
    option: '--step',
    value: step ?? say('chưa ghi', 'not given'),
    expected: known.join(', ') || say('hồ sơ không có bước nào bị giữ lại', 'no step of the dossier is held'),
  });
}

/** What the record of attempts says of a step that a person saw at the portal. */
const SAID = 'a person looked: it is at the portal (held release --at-portal)';

/** Notes that a person saw the step at the portal; throws DB-CFG-003 where it is held no more by now. */
function seen(dossier: string, step: string, dryRun: boolean): Verb {
  return async ({ house, print, say }) => {
    const mark = async (): Promise<void> => {
      if (await markStepSeen(await house.ledger(), dossier, step, SAID)) return;
      const expected = say('bước đang bị giữ lại', 'a step that is held');
      throw new DongboError('DB-CFG-003', { option: '--step', value: step, expected });
    };
    if (!dryRun) {
      const detail = { dossier, step, atPortal: true };
      await audited(house, { action: 'held release', detail, work: mark, outcome: () => ({ steps: 1 }) });
    }
    print({ dossier, step, atPortal: true, dryRun }, () =>
      dryRun
        ? say(
            `Sẽ ghi bước ${step} là Cổng đã nhận; chưa thay đổi gì.`,
            `Would note step ${step} as accepted by the portal; nothing has been changed.`,
          )
        : say(
            `Đã ghi bước ${step} là Cổng đã nhận, theo lời người đã xem trên Cổng; bước này không được gửi nữa.`,
            `Step ${step} is noted as accepted, by the word of whoever looked at the portal; it goes no more.`,
          ),
    );
    return 0;
  };
}

/** Releases the reason or dossier `what`, or a step of it. The verb throws DB-CFG-004 where it is neither. */
export function release(what: string, flags: ReleaseFlags): Verb {
  return async (context) => {
    const { house, config, print, say, signal } = context;
    const ledger = await house.ledger();
    const by = await heldBy(ledger, what);
    const dryRun = flags.dryRun === true;
    const step = await stepOf(ledger, by, flags, say);
    if (step !== null && flags.atPortal === true && 'dossier' in by)
      return seen(by.dossier, step, dryRun)(context);
    const count = await countHeldDossiers(ledger, by);
    if (count > MANY && flags.yes !== true && !dryRun) throw new DongboError('DB-CFG-006', { count });
    const deps = {
      ledger,
      codebook: await (await house.codebook()).current(ledger),
      normalize: house.normalizeSettings(),
      now: Date.now,
    };
    const options = { dryRun, step, notAtPortal: flags.notAtPortal === true };
    const work = (): Promise<ReleaseReport> => releaseHeld(deps, by, options, signal);
    const report = dryRun
      ? await work()
      : await audited(house, {
          action: 'held release',
          detail: { ...by, step, notAtPortal: options.notAtPortal, yes: flags.yes === true },
          work,
          outcome: ({ dossiers, steps, asAccepted }) => ({ dossiers, steps, asAccepted }),
        });
    print({ ...report, dryRun }, () => releaseText(report, dryRun, say, config.STEPS_WHEN_UNKNOWN));
    return signal.aborted ? 75 : 0;
  };
}
