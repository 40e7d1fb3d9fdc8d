/**
 * `dongbo score import`: the portal's published figures into the ledger, and beside ours.
 * Guarantees: stores all of a file or nothing; what is passed over, and what no formula knows, is told; the import is
 * written down in the audit.
 */
import { basename, resolve } from 'node:path';
import { Option } from 'commander';
import { audited } from '../compose/auditing.ts';
import {
  compareOfficial,
  type Imported,
  type ImportRequest,
  readOfficialOf,
  storeOfficial,
} from '../compose/official.ts';
import { periodAsked, scoreOf } from '../compose/scoring.ts';
import { DongboError } from '../domain/errors.ts';
import type { OfficialComparison } from '../score/official/comparison.ts';
import type { RatioUnit } from '../score/official/published-ratio.ts';
import { publishedTime } from '../score/official/published-time.ts';
import { type IndicatorNames, namesOf } from '../score/words/wording.ts';
import {
  type AddVerb,
  type CommandContext,
  type CommonOptions,
  runVerb,
  type Say,
  type Verb,
} from './command-context.ts';
import { withExamples, withExitCodes } from './help-examples.ts';
import { jsonOption } from './help-language.ts';
import { officialDocument } from './official-document.ts';
import { officialText } from './official-text.ts';
import { startProgress } from './progress.ts';

interface Options extends CommonOptions {
  readonly official: string;
  readonly period?: string;
  readonly agency?: string;
  readonly province?: string;
  readonly published?: string;
  readonly ratio?: RatioUnit;
  readonly code?: readonly string[];
  readonly refresh: boolean;
}

/** Throws DB-CFG-003 where an option says what it cannot. */
function requestOf({ official, period, agency, province, published, ratio, code }: Options): ImportRequest {
  const publishedAt = published === undefined ? null : publishedTime(published);
  if (published !== undefined && publishedAt === null) {
    throw wrong('--published', published, '2026-11-05, 2026-11-05T08:30');
  }
  return {
    path: resolve(official),
    period: period === undefined ? null : periodAsked(period, Date.now()).name,
    agency: agency ?? null,
    province: province ?? null,
    unit: ratio ?? null,
    publishedAt,
    renamed: new Map((code ?? []).map(renamedBy)),
  };
}

function renamedBy(text: string): [string, string] {
  const [, theirs = '', ours = ''] = /^([^=]+)=([^=]+)$/.exec(text) ?? [];
  if (theirs === '') throw wrong('--code', text, 'TIEN_DO=PROGRESS_ON_TIME');
  return [theirs.trim(), ours.trim()];
}

const wrong = (option: string, value: string, expected: string): DongboError =>
  new DongboError('DB-CFG-003', { option, value, expected });

/** A comparison with the names of its indicators. */
interface Told {
  readonly comparison: OfficialComparison;
  readonly names: IndicatorNames;
}

async function compared(
  { house, json, say, signal }: CommandContext,
  periods: readonly string[],
  refresh: boolean,
) {
  const told: Told[] = [];
  for (const name of periods) {
    const progress = startProgress(say('Cập nhật dữ liệu tính điểm', 'Bringing records up to date'), json);
    const request = {
      period: periodAsked(name, Date.now()),
      formula: undefined,
      groupedBy: null,
      listed: 0,
      refresh,
    };
    const { report, formula } = await scoreOf(house, request, signal, (done, total) =>
      progress.update(done, total),
    ).finally(() => progress.stop());
    told.push({ comparison: await compareOfficial(house, report, signal), names: namesOf(formula) });
  }
  return told;
}

function importLines({ added, replaced, periods, reading, pages }: Imported, say: Say): string[] {
  const { passedOver, otherAgencies, otherPeriods, unnamed, unknownCodes } = reading;
  const some = (names: readonly string[]): string =>
    names.length > 8 ? `${names.slice(0, 8).join(', ')}, …` : names.join(', ');
  const lines = [
    say(
      `Đã nhập số liệu công bố kỳ ${periods.join(', ')}: ${added} số mới, ${replaced} số thay số cũ.`,
      `Imported published figures of ${periods.join(', ')}: ${added} new, ${replaced} in place of older ones.`,
    ),
    passedOver > 0 && say(`Bỏ qua ${passedOver} số:`, `Figures passed over: ${passedOver}.`),
    otherAgencies.length > 0 &&
      say(
        `  • của đơn vị khác, hoặc sổ không biết: ${some(otherAgencies)}`,
        `  • of others, or of agencies that the ledger does not know: ${some(otherAgencies)}`,
      ),
    otherPeriods.length > 0 &&
      say(`  • của kỳ khác: ${some(otherPeriods)}`, `  • of other periods: ${some(otherPeriods)}`),
    unnamed > 0 &&
      say(
        `  • ${unnamed} số không nêu đơn vị trong khi tệp có nêu tỉnh ở chỗ khác`,
        `  • ${unnamed} of nobody who is named, in a file that names the province elsewhere`,
      ),
    unknownCodes.length > 0 &&
      say(
        `Giữ lại các mã lạ: ${some(unknownCodes)}. Nếu là tên khác của một chỉ số: --code <mã lạ>=<mã của Dongbo>.`,
        `Unknown codes are kept: ${some(unknownCodes)}. Where one is an indicator of another name: --code <theirs>=<ours>.`,
      ),
    pages !== '' &&
      say(
        `Tệp chỉ là trang ${pages} của câu trả lời: nhập cả các trang còn lại.`,
        `The file is page ${pages} of the answer only: import the other pages as well.`,
      ),
  ];
  return lines.filter((line) => line !== false);
}

function documentOf(
  { added, replaced, periods, reading, pages }: Imported,
  file: string,
  told: readonly Told[],
) {
  const { figures, unknownCodes, otherAgencies, otherPeriods, unnamed, passedOver } = reading;
  return {
    file,
    imported: { figures: figures.length, added, replaced },
    periods,
    unknownCodes,
    passedOver: { figures: passedOver, agencies: otherAgencies, periods: otherPeriods, unnamed },
    page: pages === '' ? null : pages,
    comparisons: told.map(({ comparison }) => officialDocument(comparison)),
  };
}

function importOfficial(options: Options): Verb {
  return async (context) => {
    const { house, language, print, say } = context;
    const request = requestOf(options);
    const file = basename(request.path);
    const imported = await audited(house, {
      action: 'score import',
      detail: { file, period: request.period, agency: request.agency, published: options.published ?? null },
      work: async () => storeOfficial(house, file, await readOfficialOf(house, request)),
      outcome: ({ added, replaced, periods, reading }) => ({
        periods,
        added,
        replaced,
        passedOver: reading.passedOver,
        unknownCodes: reading.unknownCodes.length,
      }),
    });
    const told = await compared(context, imported.periods, options.refresh);
    print(documentOf(imported, file, told), () =>
      [
        ...importLines(imported, say),
        ...told.map(({ comparison, names }) => officialText(comparison, { say, language, names })),
      ].join('\n'),
    );
    return 0;
  };
}

/** Adds the verb to `score`. */
export const addScoreImport: AddVerb = (score, done, say) => {
  const verb = score
    .command('import')
    .description(
      say(
        'nhập số liệu Cổng công bố, đặt cạnh số của Dongbo, chênh lệch do đâu',
        'takes in what the portal has published, and shows it beside ours: what is apart, and why',
      ),
    )
    .requiredOption('--official <file>', say('tệp .json hoặc .csv', 'a file .json or .csv'))
    .option(
      '--period <period>',
      say(
        'kỳ của các số không nêu kỳ; số của kỳ khác bị bỏ qua',
        'period of figures that name none; those of others are passed over',
      ),
    )
    .option(
      '--agency <code>',
      say(
        'đơn vị của các số không nêu đơn vị (mặc định là tỉnh); số của đơn vị khác bị bỏ qua',
        'agency of figures that name none (else the province); those of others are passed over',
      ),
    )
    .option(
      '--province <name>',
      say('tệp gọi tỉnh bằng tên, mã hoặc id này', 'how the file calls the province: name, code or id'),
    )
    .option(
      '--published <time>',
      say(
        'Cổng chốt số lúc nào: 2026-11-05 hoặc 2026-11-05T08:30',
        'when the portal had counted: 2026-11-05, 2026-11-05T08:30',
      ),
    )
    .addOption(
      new Option(
        '--ratio <unit>',
        say(
          'tỷ lệ tính theo 1 hay theo 100, khi tử và mẫu số không cho biết',
          'whether ratios are of 1 or of 100, where their numbers do not tell',
        ),
      ).choices(['fraction', 'percent']),
    )
    .option(
      '--code <theirs=ours...>',
      say('mã trong tệp là chỉ số nào của Dongbo', 'which of our indicators a code of the file is'),
    )
    .option(
      '--no-refresh',
      say(
        'so ngay với dữ liệu đang có, không cập nhật trước',
        'compares with what there is, without bringing it up to date first',
      ),
    )
    .option(...jsonOption(say))
    // `score` has options of the same names: what is typed behind `import` is meant for it.
    .action((_: unknown, command: { optsWithGlobals(): Options; opts(): Options }) =>
      done(runVerb(command.opts(), importOfficial(command.opts()))),
    );
  withExamples(verb, say, [
    [
      'score import --official so-hoa-2026-10.json --period 2026-10 --published 2026-11-05',
      'câu trả lời của trang đánh giá trên Cổng, chốt số ngày 5/11',
      "an answer of the portal's page of evaluation, counted up to 5 November",
    ],
    [
      'score import --official cong-bo.csv',
      'tệp tự lập, mỗi dòng một chỉ số',
      'a file of your own, one row an indicator',
    ],
  ]);
  withExitCodes(verb, say, [
    [0, 'đã nhập và so, kể cả khi lệch', 'imported and compared, also when some are apart'],
    [
      1,
      'tệp không đọc được, hoặc không có số nào của tỉnh',
      'the file cannot be read, or has nothing of ours',
    ],
    [2, 'tham số không dùng được', 'an option cannot be used'],
    [69, 'không kết nối được sổ', 'the ledger is away'],
    [
      75,
      'đã nhập, nhưng được yêu cầu dừng trước khi so xong',
      'imported, but told to stop before all was compared',
    ],
    [78, 'chưa có danh mục, hoặc score.yaml có lỗi', 'no catalogue yet, or score.yaml is at fault'],
  ]);
};
