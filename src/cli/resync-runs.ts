/**
 * `dongbo resync list`, `resync continue`, `resync cancel`: what became of the resyncs, going on with one,
 * calling one back.
 * Guarantees: what cannot be called back is told as such.
 */
import type { Command } from 'commander';
import { cancelResync, continueResync } from '../compose/resyncing.ts';
import { resyncs } from '../ledger/resync-list.ts';
import type { LookUpCount } from '../pipeline/look-up-count.ts';
import { type AddVerb, type CommonOptions, runVerb, type Verb } from './command-context.ts';
import { withExamples } from './help-examples.ts';
import { jsonOption } from './help-language.ts';
import { wholeNumberOf } from './number-option.ts';
import { startProgress } from './progress.ts';
import { listText, reportText } from './resync-text.ts';

/** Resyncs that `list` tells. */
const LISTED = 50;

/** The exit code, by what could be looked up and whether it was interrupted. */
export function exitCodeOf(lookedUp: LookUpCount | null, aborted: boolean): number {
  const stopped = lookedUp?.stopped ?? null;
  if (stopped === 'away' || stopped === 'refused') return 69;
  const isPartly = stopped !== null || (lookedUp !== null && lookedUp.unread + lookedUp.inMotion > 0);
  return isPartly || aborted ? 75 : 0;
}

function goOn(id: number): Verb {
  return async ({ house, print, say, signal, json }) => {
    const bar = startProgress('resync', json);
    try {
      const report = await continueResync(house, id, signal, bar.update);
      bar.stop();
      print(report, () => reportText(report, say));
      return exitCodeOf(report.lookedUp, signal.aborted);
    } finally {
      bar.stop();
    }
  };
}

const list: Verb = async ({ house, print, say }) => {
  const all = await resyncs(await house.ledger(), LISTED);
  print(all, () => listText(all, say));
  return 0;
};

function cancel(id: number): Verb {
  return async ({ house, print, say, signal }) => {
    const outcome = await cancelResync(house, id, signal);
    print(outcome, () =>
      say(
        `Lần gửi lại số ${id}: đã gọi lại ${outcome.cancelled} hồ sơ chưa gửi; ${outcome.goOn} hồ sơ vẫn được gửi (đang gửi, hoặc nội dung đã thay đổi).`,
        `Resync ${id}: called back ${outcome.cancelled} dossiers; ${outcome.goOn} still go (under way, or something else is wanted of them by now).`,
      ),
    );
    return signal.aborted ? 75 : 0;
  };
}

/** Adds them below `resync`. */
export function addResyncRuns(
  verb: Command,
  done: Parameters<AddVerb>[1],
  say: Parameters<AddVerb>[2],
): void {
  const listing = verb
    .command('list')
    .description(say('các lần gửi lại và tiến độ', 'the resyncs and how far they are'))
    .option(...jsonOption(say))
    .action((_options: CommonOptions, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>();
      return done(runVerb(options, list));
    });
  withExamples(listing, say, [['resync list', 'các lần gửi lại', 'the resyncs']]);
  const continuing = verb
    .command('continue <number>')
    .description(say('chạy tiếp một lần gửi lại bị ngắt', 'go on with a resync that was interrupted'))
    .option(...jsonOption(say))
    .action((text: string, _options: CommonOptions, command: Command) => {
      const id = wholeNumberOf('resync continue', text, 1, 2_147_483_647);
      return done(runVerb(command.optsWithGlobals<CommonOptions>(), goOn(id)));
    });
  withExamples(continuing, say, [['resync continue 3', 'chạy tiếp lần gửi lại số 3', 'go on with resync 3']]);
  const cancelling = verb
    .command('cancel <number>')
    .description(
      say('gọi lại những hồ sơ chưa ai bắt đầu gửi', 'call back the dossiers that nobody has begun to send'),
    )
    .option(...jsonOption(say))
    .action((text: string, _options: CommonOptions, command: Command) => {
      const id = wholeNumberOf('resync cancel', text, 1, 2_147_483_647);
      return done(runVerb(command.optsWithGlobals<CommonOptions>(), cancel(id)));
    });
  withExamples(cancelling, say, [['resync cancel 3', 'gọi lại lần gửi lại số 3', 'call back resync 3']]);
}
