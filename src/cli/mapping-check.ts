/**
 * `dongbo mapping check`: every fault of the mapping files, with its place and what would be right.
 * Guarantees: files first; only tables without fault are held to the catalogue and to what the
 * ledger's dossiers use, and it says where that was not done. A row that nobody uses is a hint, stands
 * behind the faults and leaves the exit code 0.
 */
import { resolve } from 'node:path';
import { checkTargets } from '../codebook/check-targets.ts';
import { findUnused } from '../codebook/check-use.ts';
import { checkMappings } from '../codebook/load-mappings.ts';
import { explainFault, type MappingFault } from '../codebook/mapping-fault.ts';
import type { MappingTables } from '../codebook/mapping-tables.ts';
import type { IsoDay } from '../domain/codes.ts';
import { entryOf, type Language } from '../domain/errors.ts';
import { catalogueAge, catalogueSnapshot } from '../ledger/catalogue-snapshot.ts';
import { lookupKeys, papersNotAsked } from '../ledger/code-use.ts';
import type { Database } from '../ledger/database.ts';
import {
  type AddVerb,
  type CommandContext,
  type CommonOptions,
  runVerb,
  type Verb,
} from './command-context.ts';
import { withExamples, withExitCodes } from './help-examples.ts';
import { jsonOption } from './help-language.ts';
import { table, vietnamTime } from './table.ts';

/** What was found, and whether the catalogue was asked. */
interface Checked {
  readonly faults: readonly MappingFault[];
  readonly byCatalogue: boolean;
}

/** What the ledger has to say of tables that are sound in themselves. */
async function holdToLedger(context: CommandContext, tables: MappingTables): Promise<Checked> {
  const { house, note, say } = context;
  const ledger = await house.existingLedger();
  if (ledger === null) {
    note(
      say(
        'Chưa có sổ: chỉ kiểm tra tệp, chưa đối chiếu với danh mục quốc gia (dongbo catalogue pull).',
        'There is no ledger yet: files checked, but not against the national catalogue (dongbo catalogue pull).',
      ),
    );
    return { faults: [], byCatalogue: false };
  }
  const byCatalogue = (await catalogueAge(ledger)).procedures > 0;
  if (!byCatalogue) {
    note(
      say(
        'Sổ chưa có danh mục quốc gia nên chưa đối chiếu được mã nào: chạy dongbo catalogue pull rồi kiểm tra lại.',
        'The ledger has no national catalogue, so that no code was held to it: run dongbo catalogue pull and check again.',
      ),
    );
  }
  const today = vietnamTime(new Date()).slice(0, 10) as IsoDay;
  const targets = checkTargets(tables, await catalogueSnapshot(ledger), today);
  return { faults: [...targets, ...(await unused(context, tables, ledger))], byCatalogue };
}

async function unused(
  { note, say }: CommandContext,
  tables: MappingTables,
  ledger: Database,
): Promise<MappingFault[]> {
  const waiting = await papersNotAsked(ledger);
  if (waiting > 0 && tables.documentTypes.length > 0) {
    note(
      say(
        `${waiting} hồ sơ còn chờ thủ tục hoặc ngày tiếp nhận, giấy tờ của chúng chưa được xét: không nói dòng nào của document-types.csv chưa dùng tới.`,
        `${waiting} dossiers wait for their procedure or day of receipt, and their papers were not looked at: unused rows of document-types.csv are not told.`,
      ),
    );
  }
  return findUnused(tables, await lookupKeys(ledger), { papers: waiting === 0 });
}

/** A fault in the document, with what it means for the exit code. */
type Told = ReturnType<typeof explainFault> & { readonly severity: 'fault' | 'hint' };

function documentOf(faults: readonly MappingFault[], language: Language): readonly Told[] {
  const told = faults.map((fault): Told => {
    const severity = entryOf(fault.code).class === 'hint' ? 'hint' : 'fault';
    return { ...explainFault(fault, language), severity };
  });
  return [
    ...told.filter(({ severity }) => severity === 'fault'),
    ...told.filter(({ severity }) => severity === 'hint'),
  ];
}

function text(document: readonly Told[], byCatalogue: boolean, say: CommandContext['say']): string {
  if (document.length === 0) {
    return byCatalogue
      ? say('Các bảng trong mappings/ không có lỗi.', 'The files of mappings/ have no fault.')
      : say(
          'Các tệp trong mappings/ không có lỗi về hình thức; mã chưa được đối chiếu với danh mục quốc gia.',
          'The files of mappings/ have no fault in themselves; their codes were not held to the national catalogue.',
        );
  }
  const grid = table(
    [say('Mức', 'Severity'), say('Chỗ', 'Place'), say('Nội dung', 'What'), say('Cách sửa', 'Remedy')],
    document.map(({ severity, file, line, column, code, message, remedy }) => [
      severity === 'fault' ? say('lỗi', 'fault') : say('gợi ý', 'hint'),
      `${file}:${line}:${column}`,
      `${code} ${message}`,
      remedy,
    ]),
    [10, 28, 48, 48],
  );
  const faults = document.filter(({ severity }) => severity === 'fault').length;
  const hints = document.length - faults;
  return `${grid}\n${say(`${faults} lỗi, ${hints} gợi ý.`, `${faults} faults, ${hints} hints.`)}`;
}

function check(filesOnly: boolean): Verb {
  return async (context) => {
    const { config, language, print, say } = context;
    const { faults, tables } = checkMappings(resolve(config.MAPPINGS_DIR), config.SOURCE_KIND);
    const checked: Checked =
      tables === null || filesOnly ? { faults, byCatalogue: false } : await holdToLedger(context, tables);
    const document = documentOf(checked.faults, language);
    print(document, () => text(document, checked.byCatalogue, say));
    return document.some(({ severity }) => severity === 'fault') ? 78 : 0;
  };
}

/** Adds the verb. */
export const addMappingCheck: AddVerb = (mapping, done, say) => {
  const verb = mapping
    .command('check')
    .description(
      say(
        'mọi lỗi của các bảng, kèm tệp, dòng, cột và cách sửa',
        'every fault of the tables with file, line, column and remedy',
      ),
    )
    .option(
      '--files-only',
      say(
        'không đối chiếu với danh mục và hồ sơ trong sổ',
        'not against the catalogue and the dossiers in the ledger',
      ),
    )
    .option(...jsonOption(say))
    .action((options: CommonOptions & { filesOnly?: boolean }) =>
      done(runVerb(options, check(options.filesOnly === true))),
    );
  withExamples(verb, say, [
    ['mapping check', 'trước khi đưa bảng mới vào dùng', 'before new tables are put to use'],
    ['mapping check --files-only', 'trên máy không có sổ', 'on a machine that has no ledger'],
  ]);
  withExitCodes(verb, say, [
    [0, 'không có lỗi (có thể có gợi ý)', 'no fault (there may be hints)'],
    [78, 'có lỗi', 'there are faults'],
  ]);
};
