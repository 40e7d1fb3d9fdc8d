/** `dongbo mapping …`: the verbs about the mapping tables, one file each. */
import type { AddVerb } from './command-context.ts';
import { withExamples } from './help-examples.ts';
import { addMappingAccept } from './mapping-accept.ts';
import { addMappingCheck } from './mapping-check.ts';
import { addMappingCoverage } from './mapping-coverage.ts';
import { addMappingExport } from './mapping-export.ts';
import { addMappingImport } from './mapping-import.ts';
import { addMappingSuggest } from './mapping-suggest.ts';

/** Adds the verbs. */
export const addMapping: AddVerb = (program, done, say) => {
  const mapping = program
    .command('mapping')
    .description(
      say(
        'các bảng ánh xạ từ mã của tỉnh sang mã quốc gia',
        "the tables from the province's codes to the national ones",
      ),
    );
  for (const add of [
    addMappingCheck,
    addMappingCoverage,
    addMappingSuggest,
    addMappingAccept,
    addMappingExport,
    addMappingImport,
  ]) {
    add(mapping, done, say);
  }
  withExamples(mapping, say, [
    ['mapping check', 'tìm lỗi trong các bảng', 'looks for faults in the tables'],
    ['mapping coverage', 'còn mã nào chưa dịch được', 'which codes are not mapped yet'],
  ]);
};
