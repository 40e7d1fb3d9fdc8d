/**
 * `dongbo mapping import`: takes tables in that people edited.
 * Guarantees: shows every fault at its cell and the whole difference; writes only without faults, not
 * with `--dry-run`, and not without `--yes` where much would vanish.
 */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { ImportPlan, TablePlan } from '../codebook/exchange/plan-import.ts';
import { DongboError } from '../domain/errors.ts';
import { type CommonOptions, runVerb, type Verb } from './command-context.ts';
import { documentOf, textOf } from './mapping-difference.ts';

interface Options extends CommonOptions {
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

/** More than this share of a table's rows vanishing needs a word of consent. */
const MAX_REMOVED = 0.2;

/** What needs `--yes`: DB-XLS-018, DB-XLS-019; `null` where nothing does. */
function doubtOf({ before, difference, stale }: TablePlan): DongboError | null {
  const { file, lines } = before;
  const removed = difference.removed.length;
  const changed = difference.changed.length;
  if (removed > MAX_REMOVED * lines.length)
    return new DongboError('DB-XLS-018', { file, removed, total: lines.length });
  return stale && removed + changed > 0 ? new DongboError('DB-XLS-019', { file, removed, changed }) : null;
}

async function write(plan: ImportPlan, dir: string, language: 'vi' | 'en'): Promise<readonly string[]> {
  const { writeTables } = await import('../codebook/exchange/write-table.ts');
  const changes = plan.tables.map(({ before, difference }) => ({ before, rows: difference.rows }));
  return writeTables(dir, changes, language);
}

function importTables(from: string, options: Options): Verb {
  return async ({ config, language, print, say, json }) => {
    // Loaded only here: no other command waits for the workbook library.
    const { planImport } = await import('../codebook/exchange/plan-import.ts');
    const dir = resolve(config.MAPPINGS_DIR);
    const plan = await planImport(dir, resolve(from));
    const isSound = plan.faults.length === 0;
    const doubts = plan.tables.map(doubtOf).filter((doubt) => doubt !== null);
    const mayWrite = isSound && options.dryRun !== true;
    const [doubt] = doubts;
    if (mayWrite && options.yes !== true && doubt !== undefined) {
      if (!json) print(null, () => textOf(documentOf(plan, [], doubts, language), say));
      throw doubt;
    }
    const written = mayWrite ? await write(plan, dir, language) : [];
    const document = documentOf(plan, written, doubts, language);
    print(document, () => textOf(document, say));
    return isSound ? 0 : 78;
  };
}

/** Adds the verb. */
export function addMappingImport(mapping: Command, done: (code: Promise<number>) => Promise<void>): void {
  mapping
    .command('import <from>')
    .description(
      'nhập bảng đã sửa từ Excel, CSV hoặc thư mục · takes edited tables in: .xlsx, .csv, a folder',
    )
    .option('--dry-run', 'show faults and difference, write nothing')
    .option('--yes', 'also where many rows vanish or the tables changed since the export')
    .option('--json', 'one JSON document on standard output')
    .action((from: string, options: Options) => done(runVerb(options, importTables(from, options))));
}
