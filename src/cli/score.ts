/**
 * `dongbo score`: the 766 indicators of a period, from what was synchronized.
 * Guarantees: changes nothing but the records from which it counts; the document has every figure of the text; where a
 * file cannot be written that is known, as far as it can be, before anything is counted.
 */
import { once } from 'node:events';
import { Option } from 'commander';
import { compareOfficial } from '../compose/official.ts';
import { periodAsked, scoreOf } from '../compose/scoring.ts';
import type { GroupedBy } from '../domain/score/score-report.ts';
import { namesOf } from '../score/words/wording.ts';
import {
  type AddVerb,
  type CommandContext,
  type CommonOptions,
  runVerb,
  type Verb,
} from './command-context.ts';
import { withExamples, withExitCodes } from './help-examples.ts';
import { jsonOption } from './help-language.ts';
import { wholeNumberOf } from './number-option.ts';
import { officialText } from './official-text.ts';
import { startProgress } from './progress.ts';
import { costLines, unitLines, whatIfLines } from './score-costs-text.ts';
import { scoreDocument, type TakenScore } from './score-document.ts';
import { csvOf, writeScore } from './score-files.ts';
import { addScoreImport } from './score-import.ts';
import { type OutputOptions, planOutput, type ScoreOutput } from './score-output.ts';
import {
  heldLine,
  lateLine,
  type ScoreTelling,
  scoreText,
  sumLine,
  synchronizationLine,
} from './score-text.ts';

interface Options extends CommonOptions, OutputOptions {
  readonly period?: string;
  readonly by?: GroupedBy;
  readonly formula?: string;
  readonly whatIf?: string;
  readonly list?: string;
  readonly official?: boolean;
  readonly refresh: boolean;
}

/** Most dossiers that can be listed for a reason: all of them. */
const ALL = 100_000_000;
/** Dossiers listed for a reason where `--list` does not say. */
const LISTED = { text: 3, json: 10, csv: 0, html: 20, xlsx: 500, told: 0 } as const;

function listedFor({ list, costs }: Options, { stdout, files }: ScoreOutput): number {
  if (list !== undefined) return wholeNumberOf('--list', list, 0, ALL);
  if (costs === true) return ALL;
  return Math.max(LISTED[stdout], ...files.map(({ format }) => LISTED[format]));
}

function textOf({ report, official }: TakenScore, telling: ScoreTelling, { whatIf }: Options): string {
  return scoreText(report, telling, [
    ...costLines(report, telling),
    ...unitLines(report, telling),
    ...(whatIf === undefined ? [] : whatIfLines(report, telling)),
    ...(official === null ? [] : [officialText(official, telling)]),
  ]);
}

/** As fast as it is read. */
async function toStdout(lines: Iterable<string>): Promise<void> {
  for (const line of lines) if (!process.stdout.write(line)) await once(process.stdout, 'drain');
}

async function tell(
  { print, note, say }: CommandContext,
  { stdout, files }: ScoreOutput,
  score: TakenScore,
  telling: ScoreTelling,
  options: Options,
): Promise<void> {
  const { report } = score;
  const written = files.map(({ path }) => path);
  const where = written.map((path) => say(`Đã ghi ${path}`, `Written: ${path}`));
  if (stdout === 'csv') {
    await toStdout(csvOf(score, telling, options.costs === true));
    for (const line of where) note(line);
    return;
  }
  print(scoreDocument(score, written), () =>
    stdout === 'told'
      ? [...where, ...[sumLine, synchronizationLine, lateLine, heldLine].map((line) => line(report, telling))]
          .filter((line) => line !== '')
          .join('\n')
      : textOf(score, telling, options),
  );
}

function score(options: Options): Verb {
  return async (context) => {
    const { house, json, language, say, signal } = context;
    const period = periodAsked(options.period, Date.now());
    const output = planOutput(options, period.name, say);
    const listed = listedFor(options, output);
    const progress = startProgress(
      say('Cập nhật dữ liệu tính điểm', 'Bringing records up to date'),
      json || output.stdout === 'csv',
    );
    const { report, formula } = await scoreOf(
      house,
      {
        period,
        formula: options.formula,
        groupedBy: options.by ?? null,
        listed,
        refresh: options.refresh,
      },
      signal,
      (done, total) => progress.update(done, total),
    ).finally(() => progress.stop());
    const telling = { say, language, names: namesOf(formula) };
    const official = options.official === true ? await compareOfficial(house, report, signal) : null;
    await writeScore(output.files, { report, official }, telling, options.costs === true);
    await tell(context, output, { report, official }, telling, options);
    return 0;
  };
}

/** Adds the verb. */
export const addScore: AddVerb = (program, done, say) => {
  const verb = program
    .command('score')
    .description(
      say(
        'điểm theo Bộ chỉ số 766 của một kỳ, tính từ những gì đã đồng bộ',
        'the 766 indicators of a period, from what was synchronized',
      ),
    )
    .option(
      '--period <period>',
      say(
        'tháng 2026-10, quý 2026-Q3 hoặc năm 2026; mặc định tháng này',
        'a month 2026-10, quarter 2026-Q3 or year 2026; else the present month',
      ),
    )
    .addOption(
      new Option(
        '--by <unit>',
        say('xếp hạng theo cơ quan, thủ tục hoặc xã', 'ranked by agency, procedure or commune'),
      ).choices(['agency', 'procedure', 'commune']),
    )
    .option(
      '--formula <name>',
      say(
        'bộ công thức trong score.yaml; mặc định bộ có hiệu lực cuối kỳ',
        "formulas of score.yaml; else those in force at the period's end",
      ),
    )
    .addOption(
      new Option(
        '--what-if <what>',
        say(
          'điểm nếu những gì đang bị giữ được sửa và gửi',
          'the score if what is held were mended and sent',
        ),
      ).choices(['release-held']),
    )
    .option(
      '--list <count>',
      say('số hồ sơ nêu ra cho mỗi lý do mất điểm', 'dossiers told for each reason that costs points'),
    )
    .option(
      '--official',
      say(
        'đặt cạnh số liệu Cổng công bố đã nhập (score import)',
        'beside the published figures that were imported (score import)',
      ),
    )
    .option('--csv', say('mỗi dòng một chỉ số', 'one row an indicator'))
    .option(
      '--costs',
      say('với --csv: mỗi dòng một hồ sơ làm mất điểm', 'with --csv: one row a dossier that costs points'),
    )
    .option('--xlsx', say('bảng tính Excel', 'an Excel workbook'))
    .option(
      '--html',
      say('báo cáo để mở bằng trình duyệt và in', 'a report to open in a browser and to print'),
    )
    .option(
      '--output <file>',
      say(
        'tên tệp; tệp đang có thì bị thay. Không nêu thì là diem-766-<kỳ>.<dạng>, và không thay tệp nào',
        'name of the file, which is replaced where it is there; else diem-766-<period>.<form>, which replaces none',
      ),
    )
    .option(
      '--no-refresh',
      say(
        'tính ngay từ dữ liệu đang có, không cập nhật trước (sổ chỉ đọc)',
        'counts from what there is, without bringing it up to date first (a ledger that may only be read)',
      ),
    )
    .option(...jsonOption(say))
    .action((options: Options) => done(runVerb(options, score(options))));
  withExamples(verb, say, [
    ['score', 'tháng này, tới lúc này', 'the present month, up to now'],
    ['score --period 2026-10 --by agency', 'một tháng, các cơ quan xếp hạng', 'a month, agencies ranked'],
    [
      'score --period 2026-Q3 --html',
      'báo cáo quý cho lãnh đạo: diem-766-2026-Q3.html',
      "a quarter's report for leaders: diem-766-2026-Q3.html",
    ],
    ['score --what-if release-held', 'nên sửa lỗi giữ lại nào trước', 'what to mend first of what is held'],
    [
      'score --period 2026-10 --official',
      'cạnh số liệu Cổng đã công bố, lệch do đâu',
      'beside what the portal has published, and why they are apart',
    ],
    [
      'score --period 2026-10 --csv --costs --output mat-diem.csv',
      'mọi hồ sơ làm mất điểm, kèm lý do',
      'every dossier that costs points, with its reason',
    ],
  ]);
  withExitCodes(verb, say, [
    [0, 'xong', 'done'],
    [1, 'không tính hoặc không ghi tệp được', 'could not be counted or written'],
    [2, 'kỳ, bộ công thức hoặc tệp không dùng được', 'period, formulas or file cannot be used'],
    [69, 'không kết nối được sổ', 'the ledger is away'],
    [75, 'được yêu cầu dừng giữa chừng', 'told to stop before the end'],
    [78, 'chưa có danh mục, hoặc score.yaml có lỗi', 'no catalogue yet, or score.yaml is at fault'],
  ]);
  addScoreImport(verb, done, say);
};
