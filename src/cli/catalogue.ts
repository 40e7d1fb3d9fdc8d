/** `dongbo catalogue pull | show <code> | diff | versions`: the national catalogue in the ledger. */
import { audited } from '../compose/auditing.ts';
import type { Config, SettingName } from '../config.ts';
import { explainError, type Language } from '../domain/errors.ts';
import { type DiffOptions, showDiff, showVersions } from './catalogue-diff.ts';
import { showCode } from './catalogue-show.ts';
import { countsLine } from './catalogue-words.ts';
import { type AddVerb, type CommonOptions, PORTAL_SETTINGS, runVerb, type Verb } from './command-context.ts';
import { withExamples, withExitCodes } from './help-examples.ts';
import { jsonOption } from './help-language.ts';
import { startProgress } from './progress.ts';

/** Options of `catalogue pull`. */
interface PullFlags extends CommonOptions {
  readonly full?: boolean;
  readonly yes?: boolean;
}

function pull({ full = false, yes = false }: PullFlags): Verb {
  return async ({ house, print, say, json, language, signal }) => {
    const progress = startProgress(say('Danh mục', 'Catalogue'), json);
    const onProgress = (done: number, total: number): void => progress.update(done, total);
    const report = await audited(house, {
      action: 'catalogue pull',
      detail: { full, yes },
      work: () => house.pullCatalogue({ full, confirmed: yes, onProgress }, signal),
      outcome: ({ listed, fetched, unconfirmed }) => ({ listed, fetched, unconfirmed }),
    }).finally(() => progress.stop());
    print(report, () =>
      [
        say(
          `Cổng liệt kê ${report.listed} thủ tục; đã tải chi tiết ${report.fetched}.`,
          `The portal lists ${report.listed} procedures; details fetched: ${report.fetched}.`,
        ),
        `${say('Thay đổi', 'Changes')}: ${countsLine(say, report.changes)}`,
        ...report.failed.map(
          ({ code, reason }) =>
            `  ! ${code}: ${say('không tải được chi tiết, lượt sau tải lại', 'details could not be had, the next pull tries again')} (${reason})`,
        ),
        ...report.absent.map(
          (code) =>
            `  ? ${code}: ${say('Cổng liệt kê nhưng không cho chi tiết, lượt sau hỏi lại', 'listed, but the portal gave no details; the next pull asks again')}`,
        ),
        ...(report.unconfirmed === 0 ? [] : unconfirmedText(report.unconfirmed, language)),
      ].join('\n'),
    );
    return report.failed.length + report.absent.length + report.unconfirmed > 0 ? 75 : 0;
  };
}

function unconfirmedText(count: number, language: Language): string[] {
  const { message, remedy } = explainError('DB-CAT-008', language, { count });
  return [`  ! DB-CAT-008 ${message}`, `    → ${remedy}`];
}

/** The public catalogue needs no account of the portal; that it needs its address is seen with the settings. */
export const pullNeeds = ({ CATALOGUE_SOURCE }: Partial<Config>): readonly SettingName[] =>
  CATALOGUE_SOURCE === 'public' ? [] : PORTAL_SETTINGS;

const addPull: AddVerb = (catalogue, done, say) => {
  const verb = catalogue
    .command('pull')
    .description(
      say(
        'tải danh mục về sổ; lần sau chỉ tải phần mới',
        'fetches the catalogue into the ledger; later only what is new',
      ),
    )
    .option('--full', say('tải lại mọi thủ tục', 'fetch every procedure again'))
    .option(
      '--yes',
      say(
        'danh sách của Cổng đã đủ: thủ tục không còn trong đó là đã hết hiệu lực, dù nhiều đến đâu',
        'the list is whole: what it lacks has ended, however many',
      ),
    )
    .option(...jsonOption(say))
    .action((options: PullFlags) => done(runVerb(options, pull(options), { needs: { names: pullNeeds } })));
  withExamples(verb, say, [
    ['catalogue pull', 'tải phần mới', 'fetches what is new'],
    ['catalogue pull --full', 'tải lại tất cả', 'fetches everything again'],
  ]);
  withExitCodes(verb, say, [
    [0, 'danh mục trong sổ đã đủ', 'the ledger has all of it'],
    [69, 'không liên lạc được với Cổng', 'the portal is away'],
    [75, 'còn thiếu vài thủ tục, lượt sau tải tiếp', 'some procedures are lacking, the next pull goes on'],
  ]);
};

const addShow: AddVerb = (catalogue, done, say) => {
  const verb = catalogue
    .command('show')
    .argument(
      '<code>',
      say('mã thủ tục, mã thành phần hoặc mã kết quả', 'of a procedure, a component or a result'),
    )
    .description(
      say(
        'một thủ tục; hoặc những thủ tục có thành phần, kết quả mang mã này',
        'one procedure; or the procedures that have a component or result of this code',
      ),
    )
    .option(...jsonOption(say))
    .action((code: string, options: CommonOptions) => done(runVerb(options, showCode(code))));
  withExamples(verb, say, [
    [
      'catalogue show 1.000894',
      'tên, cơ quan, thành phần hồ sơ và kết quả của thủ tục 1.000894',
      'name, agencies, components and results of procedure 1.000894',
    ],
  ]);
};

const addDiff: AddVerb = (catalogue, done, say) => {
  const verb = catalogue
    .command('diff')
    .description(
      say(
        'danh mục đã thay đổi những gì; mặc định là ở lần tải gần nhất có thay đổi',
        'what changed in the catalogue; else by the last pull that changed it',
      ),
    )
    .option(
      '--since <day>',
      say('từ ngày này, YYYY-MM-DD, giờ Việt Nam', 'from this day on, YYYY-MM-DD, Vietnam time'),
    )
    .option('--until <day>', say('đến hết ngày này', 'up to and with this day'))
    .option(
      '--procedure <code>',
      say(
        'chỉ của thủ tục này; không kèm ngày thì là mọi thay đổi đã ghi',
        'of this procedure only; without days all that is recorded of it',
      ),
    )
    .option(...jsonOption(say))
    .action((options: DiffOptions) => done(runVerb(options, showDiff(options))));
  withExamples(verb, say, [
    ['catalogue diff', 'lần thay đổi gần nhất', 'the last change'],
    [
      'catalogue diff --since 2026-10-01 --until 2026-10-31',
      'mọi thay đổi trong tháng 10',
      'everything that changed in October',
    ],
    ['catalogue diff --procedure 1.000894', 'lịch sử của một thủ tục', 'the history of one procedure'],
  ]);
};

const addVersions: AddVerb = (catalogue, done, say) => {
  const verb = catalogue
    .command('versions')
    .description(say('các lần tải đã làm danh mục thay đổi', 'the pulls that changed the catalogue'))
    .option(...jsonOption(say))
    .action((options: CommonOptions) => done(runVerb(options, showVersions)));
  withExamples(verb, say, [
    ['catalogue versions', 'thời điểm và số thay đổi của từng lần', 'when, and how much, each time'],
  ]);
};

/** Adds the verbs. */
export const addCatalogue: AddVerb = (program, done, say) => {
  const catalogue = program
    .command('catalogue')
    .description(
      say('danh mục thủ tục quốc gia trong sổ', 'the national catalogue of procedures in the ledger'),
    );
  for (const add of [addPull, addShow, addDiff, addVersions]) add(catalogue, done, say);
  withExamples(catalogue, say, [
    ['catalogue pull', 'tải danh mục về sổ', 'fetches the catalogue into the ledger'],
    ['catalogue show 1.000894', 'xem một thủ tục', 'shows one procedure'],
  ]);
};
