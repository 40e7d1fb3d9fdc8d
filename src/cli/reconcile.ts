/**
 * `dongbo reconcile`, `dongbo reconcile drift`: portal against ledger, and what is apart.
 * Guarantees: without selection it goes on where the round stopped; nothing is sent by it, what is mended
 * goes with the next pass; more than 1,000 are mended only when asked twice.
 */
import { audited } from '../compose/auditing.ts';
import { MOST_MENDED, reconcileAlone } from '../compose/reconciling.ts';
import type { DriftCause } from '../domain/drift.ts';
import { DongboError } from '../domain/errors.ts';
import { driftedDossiers, openDrift } from '../ledger/drift.ts';
import type { CandidateSelection } from '../ledger/reconcile-candidates.ts';
import { roundStand } from '../ledger/reconcile-round.ts';
import {
  namesOf,
  type ReconcileOptions,
  type ReconcileReport,
  type Stop,
} from '../pipeline/reconcile-report.ts';
import { type AddVerb, type CommonOptions, PORTAL_SETTINGS, runVerb, type Verb } from './command-context.ts';
import { withExamples, withExitCodes } from './help-examples.ts';
import { jsonOption } from './help-language.ts';
import { wholeNumberOf } from './number-option.ts';
import { startProgress } from './progress.ts';
import { reconcileText } from './reconcile-text.ts';
import { table, vietnamTime } from './table.ts';
import { startOfDay } from './vietnam-day.ts';

interface Options extends CommonOptions {
  readonly dossier?: readonly string[];
  readonly procedure?: string;
  readonly agency?: string;
  readonly from?: string;
  readonly to?: string;
  readonly limit?: string;
  readonly all?: boolean;
  readonly heal?: boolean;
  readonly resendSteps?: boolean;
  readonly yes?: boolean;
}

function selectionOf({ dossier, procedure, agency, from, to }: Options): CandidateSelection | null {
  if (from !== undefined) startOfDay('--from', from);
  if (to !== undefined) startOfDay('--to', to);
  const selection = {
    ...(dossier === undefined ? {} : { dossiers: dossier.map((code) => code.normalize('NFC').trim()) }),
    ...(procedure === undefined ? {} : { procedure }),
    ...(agency === undefined ? {} : { agency }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
  return Object.keys(selection).length === 0 ? null : selection;
}

/** What is put right without anybody having looked. */
const MENDED: readonly DriftCause[] = ['missing', 'changed'];

const EXITS: Readonly<Record<Stop, number>> = {
  away: 69,
  refused: 69,
  breaker: 75,
  paused: 75,
  interrupted: 75,
  time: 0,
  limit: 0,
};

/** The document of `reconcile --json`; the first four names are promised. */
function documentOf(report: ReconcileReport, round: Awaited<ReturnType<typeof roundStand>> | null) {
  const { checked, missing, different, healed, byCause, notCompared, inMotion, failed } = report;
  return {
    checked,
    missing,
    different: different.map(({ dossier, causes }) => ({
      dossier,
      fields: causes.flatMap(namesOf),
      causes: causes.map(({ cause }) => cause),
    })),
    healed,
    byCause,
    notComparable: notCompared,
    inMotion,
    failed,
    notHealed: report.notHealed,
    forPerson: report.forPerson,
    sourceUnread: report.sourceUnread,
    stopped: report.stopped,
    round,
  };
}

function compare(options: Options, limit: number | null): Verb {
  return async (context) => {
    const { house, json, print, say, signal } = context;
    const selection = selectionOf(options);
    if (options.resendSteps === true && options.heal !== true) {
      throw new DongboError('DB-CFG-003', { option: '--resend-steps', value: '', expected: '--heal' });
    }
    if (options.heal === true && options.yes !== true) {
      const count = await driftedDossiers(await house.ledger(), MENDED);
      if (selection === null && count > MOST_MENDED) throw new DongboError('DB-RCN-003', { count });
    }
    const heal = options.heal !== true ? 0 : options.yes === true ? Number.MAX_SAFE_INTEGER : MOST_MENDED;
    const how: ReconcileOptions = {
      selection,
      anew: options.all === true,
      limit,
      forMs: null,
      heal,
      resendSteps: options.resendSteps === true,
    };
    const bar = startProgress(say('Đối chiếu', 'Comparing'), json);
    const { total } = await roundStand(await house.ledger());
    const work = () =>
      reconcileAlone(house, how, signal, ({ checked }) => bar.update(checked, Math.max(total, checked)));
    try {
      const report =
        heal === 0
          ? await work()
          : await audited(house, {
              action: 'reconcile --heal',
              detail: {
                dossiers: selection?.dossiers ?? null,
                procedure: selection?.procedure ?? null,
                agency: selection?.agency ?? null,
                from: selection?.from ?? null,
                to: selection?.to ?? null,
                yes: options.yes === true,
                resendSteps: options.resendSteps === true,
              },
              work,
              outcome: ({ checked, missing, different, healed }) => ({
                checked,
                drift: missing.length + different.length,
                healed,
              }),
            });
      bar.stop();
      const round = selection === null ? await roundStand(await house.ledger()) : null;
      print(documentOf(report, round), () => reconcileText(report, round, say));
      return report.stopped === null ? 0 : EXITS[report.stopped];
    } finally {
      bar.stop();
    }
  };
}

const SHOWN = 50;
const MOST = 1_000_000;

function drift(limit: number): Verb {
  return async ({ house, print, say }) => {
    const rows = await openDrift(await house.ledger(), limit);
    print(rows, () =>
      rows.length === 0
        ? say(
            'Lần đối chiếu gần nhất không thấy gì khác, hoặc đã sửa hết.',
            'Nothing is apart as last compared, or all is mended.',
          )
        : table(
            [
              say('Hồ sơ', 'Dossier'),
              say('Khác', 'Cause'),
              say('Trường', 'Fields'),
              say('Thấy lúc', 'Found at'),
            ],
            rows.map(({ dossier, cause, fields, foundAt }) => [
              dossier,
              cause,
              fields.join('\n'),
              vietnamTime(foundAt),
            ]),
          ),
    );
    return 0;
  };
}

const limitOf = (text: string | undefined, usual: number): number =>
  text === undefined ? usual : wholeNumberOf('--limit', text, 1, MOST);

/** Adds the verbs. */
export const addReconcile: AddVerb = (program, done, say) => {
  const verb = program
    .command('reconcile')
    .description(
      say('đối chiếu sổ với Cổng, tra cứu từng hồ sơ', 'compares portal and ledger, dossier by dossier'),
    )
    .option('--dossier <code...>', say('chỉ những hồ sơ này', 'only these dossiers'))
    .option('--procedure <code>', say('chỉ hồ sơ của thủ tục này', 'only dossiers of this procedure'))
    .option('--agency <code>', say('chỉ hồ sơ của cơ quan này', 'only dossiers of this agency'))
    .option('--from <day>', say('tiếp nhận từ ngày này', 'received on this day or later'))
    .option('--to <day>', say('tiếp nhận đến hết ngày này', 'received on this day or before'))
    .option('--limit <count>', say('nhiều nhất ngần này hồ sơ', 'at most so many dossiers'))
    .option('--all', say('bắt đầu lại cả lượt đối chiếu', 'begins a new round'))
    .option(
      '--heal',
      say(
        'sửa những gì sửa được; lượt sync kế tiếp sẽ gửi',
        'mends what can be mended; the next pass sends it',
      ),
    )
    .option(
      '--resend-steps',
      say(
        'với --heal: gửi lại cả bước Cổng không còn hiển thị; chỉ khi Cổng hiển thị đủ mọi bước',
        'with --heal: also steps that it shows no more; only where it shows all that it has',
      ),
    )
    .option('--yes', say('cả khi sửa hơn 1.000 hồ sơ', 'also for more than 1,000 dossiers'))
    .option(...jsonOption(say))
    .action((options: Options) => {
      const limit = options.limit === undefined ? null : limitOf(options.limit, MOST);
      return done(runVerb(options, compare(options, limit), { needs: { names: PORTAL_SETTINGS } }));
    });
  withExamples(verb, say, [
    ['reconcile', 'đối chiếu tiếp từ chỗ đã dừng', 'goes on where the round stopped'],
    ['reconcile --dossier H99.01-261001-0001', 'chỉ một hồ sơ', 'one dossier'],
    [
      'reconcile --dossier H99.01-261001-0001 --heal --resend-steps',
      'gửi lại bước mà Cổng đúng là đã làm mất',
      'sends again a step that the portal has lost indeed',
    ],
    ['reconcile --heal', 'sửa những gì đã thấy khác rồi đối chiếu tiếp', 'mends what was found, and goes on'],
  ]);
  withExitCodes(verb, say, [
    [0, 'xong, kể cả khi thấy khác', 'done, also when some are apart'],
    [69, 'Cổng không liên lạc được; giữ chỗ đã đối chiếu', 'the portal is away; the place is kept'],
    [75, 'dừng giữa chừng; giữ chỗ đã đối chiếu', 'stopped before the end; the place is kept'],
  ]);
  const list = verb
    .command('drift')
    .description(
      say('những gì các lần đối chiếu thấy khác và chưa sửa', 'what was found apart and is not mended'),
    )
    .option('--limit <count>', say('nhiều nhất ngần này dòng', 'at most so many lines'))
    .option(...jsonOption(say))
    .action((_: unknown, command: { optsWithGlobals(): CommonOptions & { limit?: string } }) => {
      const options = command.optsWithGlobals();
      return done(runVerb(options, drift(limitOf(options.limit, options.json === true ? MOST : SHOWN))));
    });
  withExamples(list, say, [['reconcile drift', 'những hồ sơ còn khác', 'the dossiers that are apart']]);
};
