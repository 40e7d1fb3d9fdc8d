/** `dongbo mapping check`: every fault of the mapping files, with its place and what would be right. */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { checkMappings } from '../codebook/load-mappings.ts';
import { explainFault } from '../codebook/mapping-fault.ts';
import { type CommonOptions, runVerb, type Verb } from './command-context.ts';
import { table } from './table.ts';

const check: Verb = async ({ config, language, print, say }) => {
  const { faults } = checkMappings(resolve(config.MAPPINGS_DIR));
  const document = faults.map((fault) => explainFault(fault, language));
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
  return document.length === 0 ? 0 : 78;
};

/** Adds the verb. */
export function addMapping(program: Command, done: (code: Promise<number>) => Promise<void>): void {
  const mapping = program.command('mapping').description('các bảng ánh xạ · the mapping tables');
  mapping
    .command('check')
    .description('mọi lỗi kèm tệp, dòng, cột · every fault with file, line and column')
    .option('--json', 'one JSON document on standard output')
    .action((options: CommonOptions) => done(runVerb(options, check)));
}
