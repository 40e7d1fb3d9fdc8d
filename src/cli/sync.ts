/** `dongbo sync --once`: extract, normalize, deliver until nothing is due. */
import { audited } from '../compose/auditing.ts';
import { syncHouse } from '../compose/syncing.ts';
import { sourceNeeds } from '../config/source-settings.ts';
import { DongboError } from '../domain/errors.ts';
import { heldReasons } from '../ledger/held-list.ts';
import { overview } from '../ledger/overview.ts';
import type { PausedLane } from '../pipeline/sync-once.ts';
import {
  type AddVerb,
  type CommandContext,
  type CommonOptions,
  PORTAL_SETTINGS,
  runVerb,
} from './command-context.ts';
import { withExamples, withExitCodes } from './help-examples.ts';
import { jsonOption } from './help-language.ts';
import { startProgress } from './progress.ts';
import { personsPauseLines } from './status.ts';
import { exitOfSources, type SourceSummary, sourceLines, summaryOfSource } from './sync-sources.ts';

/** What `sync --once --json` prints (5-interface.md). */
export interface SyncSummary {
  readonly read: number;
  readonly unchanged: number;
  readonly changed: number;
  readonly renormalized: number;
  readonly accepted: { readonly dossiers: number; readonly steps: number };
  /** Dossiers held whole, now. */
  readonly held: number;
  readonly incomplete: number;
  readonly heldByReason: Readonly<Record<string, number>>;
  readonly retrying: number;
  readonly portalCalls: number;
  readonly seconds: number;
  /** Lanes that a person has paused. */
  readonly paused: readonly PausedLane[];
  /** What each source gave; `error`: code of what it failed with, '' = it was read to its end. */
  readonly sources: readonly SourceSummary[];
}

/** Runs one pass and sums it up. */
export async function syncAndSum(context: CommandContext, waitSeconds: number): Promise<SyncSummary> {
  const { house, say, language, json, signal } = context;
  const started = performance.now();
  const reading = startProgress(say('Đọc', 'Reading'), json);
  const sending = startProgress(say('Gửi', 'Sending'), json);
  let most = 0;
  try {
    const { extracted, sources, left, paused } = await syncHouse(
      house,
      {
        waitMs: waitSeconds * 1000,
        onPage: (report) => reading.update(report.read, report.read),
        onProgress: (open) => {
          reading.stop();
          most = Math.max(most, open.due + open.waiting);
          sending.update(most - open.due - open.waiting, most);
        },
      },
      signal,
    );
    const ledger = await house.ledger();
    const { states, incomplete } = await overview(ledger);
    const reasons = await heldReasons(ledger);
    return {
      read: extracted.read,
      unchanged: extracted.unchanged,
      changed: extracted.changed,
      renormalized: extracted.renormalized,
      accepted: { dossiers: house.tally.acceptedDossiers, steps: house.tally.acceptedSteps },
      held: states.held,
      incomplete,
      heldByReason: Object.fromEntries(sumByCode(reasons)),
      retrying: left.due + left.waiting,
      portalCalls: house.tally.portalCalls,
      seconds: Math.round((performance.now() - started) / 10) / 100,
      paused,
      sources: sources.map((source) => summaryOfSource(source, language)),
    };
  } finally {
    reading.stop();
    sending.stop();
  }
}

function sumByCode(
  reasons: readonly { readonly code: string; readonly count: number }[],
): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { code, count } of reasons) sums.set(code, (sums.get(code) ?? 0) + count);
  return sums;
}

/** The summary for people. */
export function summaryText(summary: SyncSummary, say: CommandContext['say']): string {
  const { read, unchanged, changed, accepted, held, incomplete, retrying, portalCalls, seconds } = summary;
  return [
    say(
      `Đọc ${read} hồ sơ: ${changed} mới hoặc đổi, ${unchanged} không đổi.`,
      `Read ${read} dossiers: ${changed} new or changed, ${unchanged} unchanged.`,
    ),
    say(
      `Cổng nhận ${accepted.dossiers} hồ sơ và ${accepted.steps} bước tiến độ, ${portalCalls} lượt gọi, ${seconds} giây.`,
      `The portal accepted ${accepted.dossiers} dossiers and ${accepted.steps} steps, ${portalCalls} calls, ${seconds} s.`,
    ),
    say(
      `Giữ lại ${held} hồ sơ; ${incomplete} hồ sơ gửi chưa đầy đủ; ${retrying} hồ sơ sẽ gửi lại.`,
      `Held: ${held} dossiers; ${incomplete} went incomplete; ${retrying} will go again.`,
    ),
    ...summary.sources.flatMap((source) => sourceLines(source, say)),
    ...summary.paused.flatMap((lane) => personsPauseLines(lane, say)),
    ...(held + incomplete > 0
      ? [say('Xem lý do: dongbo held list', 'For the reasons: dongbo held list')]
      : []),
  ].join('\n');
}

/** Adds the verb. */
export const addSync: AddVerb = (program, done, say) => {
  const verb = program
    .command('sync')
    .description(say('đọc, chuẩn hóa, gửi một lượt', 'reads, normalizes and delivers once'))
    .option(
      '--once',
      say(
        'một lượt rồi thôi (bắt buộc; chạy thường trực thì dùng dongbo run)',
        'one pass, then end (needed: for a steady service use dongbo run)',
      ),
    )
    .option(
      '--wait <seconds>',
      say(
        'chờ cả những gì đến hạn gửi lại trong ngần này giây',
        'also wait for what falls due within so many seconds',
      ),
      '60',
    )
    .option(...jsonOption(say))
    .action((options: CommonOptions & { once?: boolean; wait: string }) => {
      // Wrong words come before wrong settings: whoever types them has no use for a list of settings.
      const seconds = secondsOf(options);
      return done(
        runVerb(
          options,
          async (context) => {
            const summary = await audited(context.house, {
              action: 'sync --once',
              detail: { wait: seconds },
              work: () => syncAndSum(context, seconds),
              outcome: ({ read, changed, accepted, retrying }) => ({ read, changed, ...accepted, retrying }),
            }).catch((error) => {
              throw context.signal.aborted && isOfInterruption(error)
                ? new DongboError('DB-SVC-009', {}, { cause: error })
                : error;
            });
            context.print(summary, () => summaryText(summary, context.say));
            if (context.signal.aborted) return 75;
            return exitOfSources(summary.sources) || (summary.retrying > 0 ? 75 : 0);
          },
          { needs: { names: (config) => [...sourceNeeds(config), ...PORTAL_SETTINGS] } },
        ),
      );
    });
  withExamples(verb, say, [
    ['sync --once', 'một lượt, ví dụ khi thử bảng ánh xạ mới', 'one pass, say to try new tables'],
    ['sync --once --wait 0', 'không chờ những gì phải gửi lại', 'without waiting for what has to go again'],
  ]);
  withExitCodes(verb, say, [
    [0, 'xong, kể cả khi có hồ sơ bị giữ lại', 'done, also when dossiers are held'],
    [
      69,
      'một nguồn không liên lạc được (những gì các nguồn khác cho đã được gửi), hoặc sổ hay Cổng',
      'a source is away (what the others gave was delivered), or ledger or portal is',
    ],
    [
      75,
      'còn hồ sơ sẽ gửi lại, hoặc chờ trong làn đang tạm dừng',
      'some dossiers will go again, or wait in a paused lane',
    ],
    [78, 'thiết lập hoặc bảng ánh xạ có lỗi', 'settings or mapping tables are at fault'],
  ]);
};

/** Calls that were broken off look like a service that is away; bad settings and bugs stay what they are. */
function isOfInterruption(error: unknown): boolean {
  if (error instanceof DongboError) return error.exitCode === 69 || error.exitCode === 75;
  return error instanceof Error && error.name === 'AbortError';
}

function secondsOf(options: { readonly once?: boolean; readonly wait: string }): number {
  if (!options.once) {
    throw new DongboError('DB-CFG-003', { option: 'sync', value: '-', expected: 'sync --once' });
  }
  const seconds = Number(options.wait);
  if (!Number.isFinite(seconds) || seconds < 0) {
    throw new DongboError('DB-CFG-003', { option: '--wait', value: options.wait, expected: '>= 0' });
  }
  return seconds;
}
