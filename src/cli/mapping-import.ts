/**
 * `dongbo mapping import`: takes tables in that people edited.
 * Guarantees: shows every fault at its cell and the whole difference; writes only without faults, not
 * with `--dry-run`, and not without `--yes` where much would vanish or change, where the tables changed
 * since the export, or where the ledger's catalogue does not have a code.
 */
import { resolve } from 'node:path';
import type { ImportFault } from '../codebook/exchange/incoming.ts';
import type { ImportPlan } from '../codebook/exchange/plan-import.ts';
import { auditedWhereLedger } from '../compose/auditing.ts';
import type { IsoDay } from '../domain/codes.ts';
import { catalogueAge, catalogueSnapshot } from '../ledger/catalogue-snapshot.ts';
import {
  type AddVerb,
  type CommandContext,
  type CommonOptions,
  runVerb,
  type Verb,
} from './command-context.ts';
import { withExamples, withExitCodes } from './help-examples.ts';
import { jsonOption } from './help-language.ts';
import { documentOf, textOf } from './mapping-difference.ts';
import { vietnamTime } from './table.ts';

interface Options extends CommonOptions {
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly catalogue: boolean;
}

async function write(plan: ImportPlan, dir: string, language: 'vi' | 'en'): Promise<readonly string[]> {
  const { writeTables } = await import('../codebook/exchange/write-table.ts');
  const changes = plan.tables.map(({ before, difference }) => ({ before, rows: difference.rows }));
  return writeTables(dir, changes, language);
}

/** What is imported without an entry of the audit is told: the tables matter more than the entry. */
function noteUnaudited({ note, say }: CommandContext, reason: string): void {
  const why = reason === '' ? say('chưa có sổ', 'there is no ledger yet') : reason;
  note(say(`Không ghi được vào nhật ký thao tác: ${why}`, `Not written to the audit: ${why}`));
}

/** New and changed rows whose codes the ledger's catalogue does not have, where there is one to ask. */
async function unknownTargets(
  plan: ImportPlan,
  { house, note, say }: CommandContext,
): Promise<readonly ImportFault[]> {
  const isNews = plan.tables.some(({ difference: { added, changed } }) => added.length + changed.length > 0);
  if (plan.faults.length > 0 || !isNews) return [];
  const ledger = await house.existingLedger();
  if (ledger === null || (await catalogueAge(ledger)).procedures === 0) {
    note(
      say(
        'Chưa có danh mục quốc gia trong sổ nên mã quốc gia chưa được đối chiếu (dongbo catalogue pull).',
        'The ledger has no national catalogue: national codes were not held to it (dongbo catalogue pull).',
      ),
    );
    return [];
  }
  const { checkNewTargets } = await import('../codebook/exchange/check-new-targets.ts');
  const today = vietnamTime(new Date()).slice(0, 10) as IsoDay;
  return checkNewTargets(plan, await catalogueSnapshot(ledger), today);
}

function importTables(from: string, options: Options): Verb {
  return async (context) => {
    const { config, language, print, say, json } = context;
    // Loaded only here: no other command waits for the workbook library.
    const { planImport } = await import('../codebook/exchange/plan-import.ts');
    const { doubtsOf } = await import('../codebook/exchange/import-doubts.ts');
    const dir = resolve(config.MAPPINGS_DIR);
    const plan = await planImport(dir, resolve(from));
    const isSound = plan.faults.length === 0;
    const targets = options.catalogue ? await unknownTargets(plan, context) : [];
    const doubts = doubtsOf(plan, targets);
    const mayWrite = isSound && options.dryRun !== true;
    const [doubt] = doubts;
    if (mayWrite && options.yes !== true && doubt !== undefined) {
      if (!json) print(null, () => textOf(documentOf(plan, [], { doubts, targets }, language), say));
      throw doubt;
    }
    const imported = {
      action: 'mapping import',
      detail: { from, yes: options.yes === true, catalogue: options.catalogue },
      work: () => write(plan, dir, language),
      outcome: (files: readonly string[]) => ({ files }),
    };
    const written = mayWrite
      ? await auditedWhereLedger(context.house, imported, (reason) => noteUnaudited(context, reason))
      : [];
    const document = documentOf(plan, written, { doubts, targets }, language);
    print(document, () => textOf(document, say));
    return isSound ? 0 : 78;
  };
}

/** Adds the verb. */
export const addMappingImport: AddVerb = (mapping, done, say) => {
  const verb = mapping
    .command('import')
    .argument('<from>', say('tệp .xlsx, .csv hoặc thư mục', 'a file .xlsx or .csv, or a folder'))
    .description(say('nhập các bảng đã sửa', 'takes edited tables in'))
    .option(
      '--dry-run',
      say('chỉ xem lỗi và khác biệt, không ghi', 'show faults and difference, write nothing'),
    )
    .option(
      '--yes',
      say(
        'cả khi thay đổi nhiều, bảng đã mới hơn bản xuất, hoặc danh mục không có mã',
        'also where much changes, the tables are newer, or the catalogue lacks a code',
      ),
    )
    .option(
      '--no-catalogue',
      say(
        'không đối chiếu mã mới với danh mục trong sổ',
        'without holding new codes to the catalogue of the ledger',
      ),
    )
    .option(...jsonOption(say))
    .action((from: string, options: Options) => done(runVerb(options, importTables(from, options))));
  withExamples(verb, say, [
    ['mapping import bang-ma.xlsx --dry-run', 'xem trước khác biệt', 'shows the difference first'],
    ['mapping import bang-ma.xlsx', 'ghi vào các bảng', 'writes it into the tables'],
  ]);
  withExitCodes(verb, say, [
    [0, 'đã ghi, hoặc đã xem trước', 'written, or shown'],
    [1, 'cần người xác nhận bằng --yes', 'a person has to say --yes'],
    [75, 'bảng đang có người khác ghi', 'somebody else is writing the tables'],
    [78, 'có lỗi, chưa ghi gì', 'there are faults, nothing was written'],
  ]);
};
