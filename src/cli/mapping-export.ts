/**
 * `dongbo mapping export`: the tables as a workbook or as CSV copies, for people who review them.
 * Guarantees: reads only; works without a ledger, and says so where national names are left out.
 */
import { resolve } from 'node:path';
import type { ExportOptions } from '../codebook/exchange/export-workbook.ts';
import { DongboError } from '../domain/errors.ts';
import { catalogueAge, catalogueSnapshot } from '../ledger/catalogue-snapshot.ts';
import {
  type AddVerb,
  type CommandContext,
  type CommonOptions,
  runVerb,
  type Verb,
} from './command-context.ts';
import { withExamples } from './help-examples.ts';
import { jsonOption } from './help-language.ts';
import { proposalsFor } from './mapping-suggest.ts';

interface Options extends CommonOptions {
  readonly to: string;
  readonly catalogue: boolean;
  readonly suggest?: boolean;
  readonly yes?: boolean;
}

const WORKBOOK = /\.xlsx$/i;
/** Looks like a file of another kind, and would become a folder of that name. */
const OTHER_FILE = /\.(xls|xlsm|xlsb|ods|csv|tsv|txt|zip)$/i;

/** The national names, where there is a ledger that has them. */
async function catalogueOf({ house, note, say }: CommandContext): Promise<Pick<ExportOptions, 'catalogue'>> {
  const ledger = await house.existingLedger();
  if (ledger !== null && (await catalogueAge(ledger)).procedures > 0) {
    return { catalogue: await catalogueSnapshot(ledger) };
  }
  note(
    say(
      'Chưa có danh mục quốc gia trong sổ nên bảng tính không có tên của các mã (dongbo catalogue pull).',
      'The ledger has no national catalogue: the workbook goes without its names (dongbo catalogue pull).',
    ),
  );
  return {};
}

function exportTables(options: Options): Verb {
  return async (context) => {
    const { config, language, print, say } = context;
    const isWorkbook = WORKBOOK.test(options.to);
    if (options.to.trim() === '' || OTHER_FILE.test(options.to)) {
      throw new DongboError('DB-CFG-005', {
        reason: `--to "${options.to}": ${say('tệp .xlsx hoặc thư mục', 'a file .xlsx, or a folder')}`,
      });
    }
    if (options.suggest === true && !isWorkbook) {
      // CSV copies have no sheet to pick from: to leave the proposals out unsaid would pass for "there are none".
      throw new DongboError('DB-CFG-005', { reason: `--suggest --to "${options.to}": .xlsx` });
    }
    // Loaded only here: no other command waits for the workbook library.
    const { exportFile, exportFolder, tablesToExport } = await import('../codebook/exchange/export-files.ts');
    const { exportWorkbook } = await import('../codebook/exchange/export-workbook.ts');
    const dir = resolve(config.MAPPINGS_DIR);
    const to = resolve(options.to);
    const target = { to, dir, overwrite: options.yes === true };
    const tables = tablesToExport(dir, language);
    let proposals = 0;
    let names = false;
    if (isWorkbook) {
      const beside: ExportOptions = options.catalogue ? await catalogueOf(context) : {};
      // To pick from, codes stand one by one, also those of one name.
      const proposed = (options.suggest === true ? await proposalsFor(context, {}) : []).map((proposal) => ({
        ...proposal,
        suggestions: proposal.candidates,
      }));
      [proposals, names] = [proposed.length, beside.catalogue !== undefined];
      await exportFile(await exportWorkbook(tables, { ...beside, proposals: proposed }), target);
    } else await exportFolder(tables, target);

    const document = {
      to,
      format: isWorkbook ? 'xlsx' : 'csv',
      tables: tables.map(({ file, lines }) => ({ file, rows: lines.length })),
      nationalNames: names,
      proposals,
    };
    print(document, () =>
      [
        say(`Đã xuất ra ${to}:`, `Exported to ${to}:`),
        ...document.tables.map(({ file, rows }) => `  ${file}: ${rows} ${say('dòng', 'rows')}`),
        ...(proposals > 0
          ? [`  ${say('đề xuất chờ người chọn', 'proposals to pick from')}: ${proposals}`]
          : []),
        say(
          'Sửa xong, nhập lại bằng dongbo mapping import (thêm --dry-run để xem trước).',
          'When it has been edited, take it in with dongbo mapping import (--dry-run shows the difference first).',
        ),
      ].join('\n'),
    );
    return 0;
  };
}

/** Adds the verb. */
export const addMappingExport: AddVerb = (mapping, done, say) => {
  const verb = mapping
    .command('export')
    .description(say('xuất các bảng ra Excel hoặc CSV', 'the tables as a workbook or CSV copies'))
    .requiredOption(
      '--to <path>',
      say('tệp .xlsx, hoặc thư mục cho các bản CSV', 'a file .xlsx, or a folder for CSV copies'),
    )
    .option(
      '--suggest',
      say(
        'thêm trang đề xuất để chọn (xem mapping suggest)',
        'adds a sheet of proposals to pick from (see mapping suggest)',
      ),
    )
    .option(
      '--no-catalogue',
      say('không kèm tên quốc gia từ sổ', 'without the national names from the ledger'),
    )
    .option(
      '--yes',
      say(
        'ghi đè tệp đang có; nội dung cũ còn ở tệp .bak',
        'overwrite what is there; the old content stays as .bak',
      ),
    )
    .option(...jsonOption(say))
    .action((options: Options) => done(runVerb(options, exportTables(options))));
  withExamples(verb, say, [
    ['mapping export --to bang-ma.xlsx', 'một bảng tính để xem và sửa', 'one workbook to review and edit'],
    ['mapping export --to bang-ma.xlsx --suggest', 'kèm đề xuất để chọn', 'with proposals to pick from'],
  ]);
};
