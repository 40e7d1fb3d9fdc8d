/** `dongbo mapping …`: the verbs about the mapping tables, one file each. */
import type { Command } from 'commander';
import { addMappingAccept } from './mapping-accept.ts';
import { addMappingCheck } from './mapping-check.ts';
import { addMappingCoverage } from './mapping-coverage.ts';
import { addMappingExport } from './mapping-export.ts';
import { addMappingImport } from './mapping-import.ts';
import { addMappingSuggest } from './mapping-suggest.ts';

/** Adds the verbs. */
export function addMapping(program: Command, done: (code: Promise<number>) => Promise<void>): void {
  const mapping = program.command('mapping').description('các bảng ánh xạ · the mapping tables');
  for (const add of [
    addMappingCheck,
    addMappingCoverage,
    addMappingSuggest,
    addMappingAccept,
    addMappingExport,
    addMappingImport,
  ]) {
    add(mapping, done);
  }
}
