/**
 * `dongbo mapping check`: every fault of the mapping files, with its place and what would be right.
 * Guarantees: files first; only tables without fault are held to the catalogue and to what the
 * ledger's dossiers use. A row that nobody uses is a hint and leaves the exit code 0.
 */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { checkTargets } from '../codebook/check-targets.ts';
import { findUnused } from '../codebook/check-use.ts';
import { checkMappings } from '../codebook/load-mappings.ts';
import { explainFault, type MappingFault } from '../codebook/mapping-fault.ts';
import type { MappingTables } from '../codebook/mapping-tables.ts';
import type { IsoDay } from '../domain/codes.ts';
import { entryOf } from '../domain/errors.ts';
import { catalogueSnapshot } from '../ledger/catalogue-snapshot.ts';
import { lookupKeys } from '../ledger/code-use.ts';
import { type CommandContext, type CommonOptions, runVerb, type Verb } from './command-context.ts';
import { table, vietnamTime } from './table.ts';

/** What the ledger has to say of tables that are sound in themselves. */
async function holdToLedger(context: CommandContext, tables: MappingTables): Promise<MappingFault[]> {
  const { house, note, say } = context;
  const ledger = await house.existingLedger();
  if (ledger === null) {
    note(
      say(
        'Chưa có sổ: chỉ kiểm tra tệp, chưa đối chiếu với danh mục quốc gia (dongbo catalogue pull).',
        'There is no ledger yet: files checked, but not against the national catalogue (dongbo catalogue pull).',
      ),
    );
    return [];
  }
  const snapshot = await catalogueSnapshot(ledger);
  const today = vietnamTime(new Date()).slice(0, 10) as IsoDay;
  return [...checkTargets(tables, snapshot, today), ...findUnused(tables, await lookupKeys(ledger))];
}

function check(filesOnly: boolean): Verb {
  return async (context) => {
    const { config, language, print, say } = context;
    const { faults, tables } = checkMappings(resolve(config.MAPPINGS_DIR));
    const all = tables === null || filesOnly ? faults : await holdToLedger(context, tables);
    const document = all.map((fault) => ({
      ...explainFault(fault, language),
      severity: entryOf(fault.code).class === 'hint' ? 'hint' : 'fault',
    }));
    print(document, () =>
      document.length === 0
        ? say('Các bảng trong mappings/ không có lỗi.', 'The files of mappings/ have no fault.')
        : table(
            [say('Chỗ', 'Place'), say('Lỗi', 'Fault'), say('Cách sửa', 'Remedy')],
            document.map((fault) => [
              `${fault.file}:${fault.line}:${fault.column}`,
              `${fault.code} ${fault.message}`,
              fault.remedy,
            ]),
            [30, 50, 50],
          ),
    );
    return document.some(({ severity }) => severity === 'fault') ? 78 : 0;
  };
}

/** Adds the verb. */
export function addMappingCheck(mapping: Command, done: (code: Promise<number>) => Promise<void>): void {
  mapping
    .command('check')
    .description('mọi lỗi kèm tệp, dòng, cột · every fault with file, line and column')
    .option('--files-only', 'not against the catalogue and the dossiers in the ledger')
    .option('--json', 'one JSON document on standard output')
    .action((options: CommonOptions & { filesOnly?: boolean }) =>
      done(runVerb(options, check(options.filesOnly === true))),
    );
}
