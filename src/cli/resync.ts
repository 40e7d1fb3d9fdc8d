/**
 * `dongbo resync`: dossiers go again because a person says so.
 * Guarantees: never without a condition, nor without a yes: at a terminal, or by `--yes`, which more than
 * 1,000 dossiers need; a dry run changes nothing.
 */
import type { Command } from 'commander';
import { meantDossiers, type ResyncSelection, resyncPlan, runResync } from '../compose/resyncing.ts';
import type { IsoDay } from '../domain/codes.ts';
import { DongboError } from '../domain/errors.ts';
import { isSourceUnread } from '../ledger/doubt.ts';
import { canAsk, saysYes } from './ask.ts';
import {
  type AddVerb,
  type CommandContext,
  type CommonOptions,
  PORTAL_SETTINGS,
  runVerb,
  type Verb,
} from './command-context.ts';
import { errorCodeOf } from './error-code.ts';
import { withExamples, withExitCodes } from './help-examples.ts';
import { jsonOption } from './help-language.ts';
import { startProgress } from './progress.ts';
import { sourceUnreadText } from './resync-looked-up-text.ts';
import { addResyncRuns, exitCodeOf } from './resync-runs.ts';
import { planText, reportText } from './resync-text.ts';

/** Options of the verb. */
export interface ResyncFlags extends CommonOptions {
  readonly dossier?: readonly string[];
  readonly procedure?: string;
  readonly agency?: string;
  readonly from?: string;
  readonly to?: string;
  readonly held?: string;
  readonly dryRun?: boolean;
  readonly verify?: boolean;
  readonly yes?: boolean;
}

/** More dossiers than this ask for `--yes`. */
const MANY = 1_000;

/** The day that was typed. Throws DB-CFG-003. */
function dayOf(option: string, text: string | undefined): IsoDay | null {
  if (text === undefined) return null;
  const time = Date.parse(`${text}T00:00:00Z`);
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(time);
  if (isDay && new Date(time).toISOString().startsWith(text)) return text as IsoDay;
  throw new DongboError('DB-CFG-003', { option, value: text, expected: 'YYYY-MM-DD' });
}

/** The conditions as typed. Throws DB-CFG-003 and -007 for words that are none, DB-RSY-001 where there are none. */
export function selectionOf(flags: ResyncFlags): ResyncSelection {
  const [from, to] = [dayOf('--from', flags.from), dayOf('--to', flags.to)];
  if (from !== null && to !== null && to < from) {
    throw new DongboError('DB-CFG-003', { option: '--to', value: to, expected: `>= ${from}` });
  }
  const held = flags.held === undefined ? null : errorCodeOf(flags.held);
  if (flags.held !== undefined && held === null) throw new DongboError('DB-CFG-007', { value: flags.held });
  const selection = {
    dossiers: flags.dossier?.map((code) => code.normalize('NFC').trim()) ?? null,
    procedure: flags.procedure ?? null,
    agency: flags.agency ?? null,
    from,
    to,
    held,
  };
  if (Object.values(selection).every((condition) => condition === null)) throw new DongboError('DB-RSY-001');
  return selection;
}

/** Asks a person at a terminal. Throws DB-CFG-006 where nobody can be asked, or there are too many to ask so lightly. */
async function confirmed(count: number, flags: ResyncFlags, context: CommandContext): Promise<boolean> {
  if (flags.yes === true || count === 0) return true;
  if (count > MANY || !canAsk(context)) throw new DongboError('DB-CFG-006', { count });
  const question = context.say(`Gửi lại ${count} hồ sơ? [y/N] `, `Send ${count} dossiers again? [y/N] `);
  return saysYes(question, context.signal);
}

function resync(flags: ResyncFlags, selection: ResyncSelection): Verb {
  return async (context) => {
    const { house, print, note, say, signal, json } = context;
    const verify = flags.verify === true;
    const ids = await meantDossiers(house, selection);
    const bar = startProgress('resync', json);
    const onPage = (done: number): void => bar.update(done, ids.length);
    if (await isSourceUnread(await house.ledger())) note(sourceUnreadText(say));
    try {
      if (flags.dryRun === true) {
        const plan = await resyncPlan(house, ids, verify, signal, onPage);
        bar.stop();
        print(plan, () => planText(plan, say));
        return exitCodeOf(plan.lookedUp, signal.aborted);
      }
      if (!(await confirmed(ids.length, flags, context))) {
        note(say('Không gửi gì.', 'Nothing goes.'));
        return 1;
      }
      const report = await runResync(house, { selection, verify, ids }, signal, onPage);
      bar.stop();
      print(report, () => reportText(report, say));
      return exitCodeOf(report.lookedUp, signal.aborted);
    } finally {
      bar.stop();
    }
  };
}

/** Adds the verbs. */
export const addResync: AddVerb = (program, done, say) => {
  const verb: Command = program
    .command('resync')
    .description(say('gửi lại hồ sơ theo bảng mã hiện tại', 'send dossiers again, by the present tables'))
    .option('--dossier <code...>', say('những hồ sơ này', 'these dossiers'))
    .option(
      '--procedure <code>',
      say(
        'của thủ tục này: mã quốc gia hoặc mã của tỉnh',
        'of this procedure: national code or code of the province',
      ),
    )
    .option(
      '--agency <agency>',
      say(
        'của cơ quan này: mã quốc gia, mã của tỉnh hoặc tên',
        'of this agency: national code, code of the province or name',
      ),
    )
    .option(
      '--from <day>',
      say(
        'tiếp nhận ở tỉnh từ ngày này (YYYY-MM-DD, kể cả ngày đó)',
        'received in the province from this day on (YYYY-MM-DD, inclusive)',
      ),
    )
    .option(
      '--to <day>',
      say('tiếp nhận ở tỉnh đến hết ngày này', 'received in the province up to this day, inclusive'),
    )
    .option(
      '--held <reason>',
      say('có phần bị giữ vì lý do này', 'of which something is held for this reason'),
    )
    .option(
      '--dry-run',
      say('chỉ cho biết sẽ thay đổi gì, từng trường', 'only say what would change, field by field'),
    )
    .option(
      '--verify',
      say(
        'tra cứu từng hồ sơ ở Cổng trước: bước đã có và hồ sơ đã đúng thì không gửi',
        'look each up at the portal first: steps that it has, and dossiers that it has so, do not go',
      ),
    )
    .option(
      '--yes',
      say(
        'không hỏi lại; cần khi quá 1.000 hồ sơ, hoặc khi không có người để hỏi',
        'do not ask; needed for more than 1,000 dossiers, and where nobody can be asked',
      ),
    )
    .option(...jsonOption(say))
    .action((options: ResyncFlags) => {
      const selection = selectionOf(options);
      const needs = options.verify === true ? { needs: { names: PORTAL_SETTINGS } } : {};
      return done(runVerb(options, resync(options, selection), needs));
    });
  withExamples(verb, say, [
    [
      'resync --procedure 1.001193 --dry-run',
      'một thủ tục: xem trước sẽ thay đổi gì',
      'one procedure: see first what would change',
    ],
    ['resync --procedure 1.001193 --yes', 'rồi gửi lại, không hỏi', 'then send again, without a question'],
    [
      'resync --agency H19.12 --from 2026-10-01 --to 2026-10-31',
      'các điều kiện cùng phải đúng',
      'all conditions must hold',
    ],
    [
      'resync --dossier H99.01-261001-0001 --verify --dry-run',
      'so với những gì Cổng đang có',
      'against what the portal has now',
    ],
  ]);
  withExitCodes(verb, say, [
    [0, 'xong', 'done'],
    [1, 'không xác nhận', 'not confirmed'],
    [2, 'gọi sai, hoặc cần --yes', 'wrong use, or --yes is needed'],
    [69, '--verify: Cổng không trả lời tra cứu', '--verify: the portal does not answer look-ups'],
    [
      75,
      'bị ngắt (phần đã xếp vẫn được gửi, chạy tiếp được), hoặc có hồ sơ không tra cứu được',
      'interrupted (what was queued still goes, it can be continued), or some could not be looked up',
    ],
  ]);
  addResyncRuns(verb, done, say);
};
