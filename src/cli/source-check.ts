/**
 * `dongbo source check`: holds `source.yaml` and `source.d/` against the live systems.
 * Guarantees: reads only; of dossiers it shows what `source/rows/mask.ts` lets be seen; all faults of all sources
 * at once.
 */
import { type CheckedSource, checkSource } from '../compose/source-checking.ts';
import { sourceCalled } from '../compose/sources.ts';
import { type AddVerb, type CommonOptions, runVerb, type Verb } from './command-context.ts';
import { withExamples, withExitCodes } from './help-examples.ts';
import { jsonOption } from './help-language.ts';
import { wholeNumberOf } from './number-option.ts';
import { sourceCheckDocument, sourceCheckText } from './source-check-text.ts';

const STANDARD_ROWS = 20;
const MOST_ROWS = 200;

interface CheckOptions extends CommonOptions {
  readonly source?: string;
  readonly rows: number;
}

function check({ source: wanted, rows }: CheckOptions): Verb {
  return async ({ house, language, print, say }) => {
    const all = await house.sources();
    const chosen = wanted === undefined ? all : [sourceCalled(all, wanted)];
    const checked: CheckedSource[] = [];
    for (const one of chosen) checked.push(await checkSource(house, one, rows));
    print(
      checked.map((one) => sourceCheckDocument(one, language)),
      () => checked.map((one) => sourceCheckText(one, language, say)).join('\n\n'),
    );
    const codes = checked.map(({ fault, views }) => {
      if (fault !== null) return fault.exitCode;
      return views.some(({ faults }) => faults.length > 0) ? 1 : 0;
    });
    return Math.max(...codes);
  };
}

/** Adds the verb. */
export const addSourceCheck: AddVerb = (source, done, say) => {
  const verb = source
    .command('check')
    .description(
      say(
        'đối chiếu source.yaml với hệ thống thật của tỉnh: bảng, cột, kiểu, quyền đọc, chỉ mục, hồ sơ mẫu đã che',
        "holds source.yaml against the province's live system: tables, columns, types, rights, indexes, masked samples",
      ),
    )
    .option('--source <name>', say('chỉ một nguồn', 'one source only'))
    .option(
      '--rows <n>',
      say(`số hồ sơ mẫu, 0 đến ${MOST_ROWS}`, `dossiers to look at, 0 to ${MOST_ROWS}`),
      (text: string) => wholeNumberOf('--rows', text, 0, MOST_ROWS),
      STANDARD_ROWS,
    )
    .option(...jsonOption(say))
    .action((options: CheckOptions) => done(runVerb(options, check(options))));
  withExamples(verb, say, [
    [
      'source check',
      'trước lần đọc đầu tiên và sau mỗi lần sửa source.yaml',
      'before the first reading, and after a change of source.yaml',
    ],
    [
      'source check --source sql --rows 0',
      'chỉ cấu trúc, không đọc hồ sơ nào',
      'structure alone, no dossier is read',
    ],
  ]);
  withExitCodes(verb, say, [
    [0, 'đọc được như đã khai', 'can be read as described'],
    [1, 'có lỗi: thiếu bảng, cột, quyền hoặc sai kiểu', 'there are faults: tables, columns, rights or types'],
    [69, 'không kết nối được', 'a system is away'],
    [78, 'thiết lập hoặc tệp ánh xạ sai', 'settings or mapping files are wrong'],
  ]);
};
