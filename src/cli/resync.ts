/**
 * `dongbo resync`, `resync list`, `resync cancel`: dossiers go again because a person says so.
 * Guarantees: never without a condition; more than 1,000 dossiers, and any number at a terminal, only when
 * said twice; a dry run changes nothing.
 */
import { createInterface } from 'node:readline/promises';
import type { Command } from 'commander';
import {
  cancelResync,
  meantDossiers,
  type ResyncSelection,
  resyncPlan,
  runResync,
} from '../compose/resyncing.ts';
import type { IsoDay } from '../domain/codes.ts';
import { DongboError } from '../domain/errors.ts';
import { resyncs } from '../ledger/resync-list.ts';
import {
  type AddVerb,
  type CommandContext,
  type CommonOptions,
  runVerb,
  type Verb,
} from './command-context.ts';
import { errorCodeOf } from './error-code.ts';
import { withExamples, withExitCodes } from './help-examples.ts';
import { jsonOption } from './help-language.ts';
import { wholeNumberOf } from './number-option.ts';
import { startProgress } from './progress.ts';
import { listText, planText, reportText } from './resync-text.ts';

/** Options of the verb. */
export interface ResyncFlags extends CommonOptions {
  readonly dossier?: readonly string[];
  readonly procedure?: string;
  readonly agency?: string;
  readonly from?: string;
  readonly to?: string;
  readonly held?: string;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

/** More dossiers than this ask for `--yes`. */
const MANY = 1_000;
/** Resyncs that `list` tells. */
const LISTED = 50;

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

/** Asks a person at a terminal; nobody else is asked. */
async function confirmed(
  count: number,
  flags: ResyncFlags,
  { json, say, signal }: CommandContext,
): Promise<boolean> {
  if (flags.yes === true || json || !process.stdin.isTTY || count === 0) return true;
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await asking.question(
      say(`Gửi lại ${count} hồ sơ? [y/N] `, `Send ${count} dossiers again? [y/N] `),
      { signal },
    );
    return /^(y|yes|c|có|co)$/i.test(answer.trim());
  } finally {
    asking.close();
  }
}

function resync(flags: ResyncFlags, selection: ResyncSelection): Verb {
  return async (context) => {
    const { house, print, note, say, signal, json } = context;
    const ids = await meantDossiers(house, selection);
    const bar = startProgress('resync', json);
    try {
      if (flags.dryRun === true) {
        const plan = await resyncPlan(house, ids, signal);
        print(plan, () => planText(plan, say));
        return signal.aborted ? 75 : 0;
      }
      if (ids.length > MANY && flags.yes !== true) throw new DongboError('DB-CFG-006', { count: ids.length });
      if (!(await confirmed(ids.length, flags, context))) {
        note(say('Không gửi gì.', 'Nothing goes.'));
        return 1;
      }
      const report = await runResync(house, selection, ids, signal, (done) => bar.update(done, ids.length));
      bar.stop();
      print(report, () => reportText(report, say));
      return signal.aborted ? 75 : 0;
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
      '--yes',
      say('không hỏi lại; cần khi quá 1.000 hồ sơ', 'do not ask; needed for more than 1,000 dossiers'),
    )
    .option(...jsonOption(say))
    .action((options: ResyncFlags) => {
      const selection = selectionOf(options);
      return done(runVerb(options, resync(options, selection)));
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
    ['resync cancel 3', 'gọi lại phần chưa gửi', 'call back what has not gone'],
  ]);
  withExitCodes(verb, say, [
    [0, 'xong', 'done'],
    [1, 'không xác nhận', 'not confirmed'],
    [2, 'gọi sai, hoặc cần --yes', 'wrong use, or --yes is needed'],
    [75, 'bị ngắt: phần đã xếp vẫn được gửi', 'interrupted: what was queued still goes'],
  ]);
  const listing = verb
    .command('list')
    .description(say('các lần gửi lại và tiến độ', 'the resyncs and how far they are'))
    .option(...jsonOption(say))
    .action((_options: CommonOptions, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>();
      return done(runVerb(options, list));
    });
  withExamples(listing, say, [['resync list', 'các lần gửi lại', 'the resyncs']]);
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
};
