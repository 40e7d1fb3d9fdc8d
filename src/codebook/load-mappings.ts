/**
 * Reads and checks all of `mappings/`.
 * Guarantees: every fault of every file in one answer; tables only when there is none, because a
 * table that is half right sends wrong codes.
 * Must not: ask the catalogue (`build-codebook.ts` does, at lookup).
 */
import { statSync } from 'node:fs';
import { DongboError, type Language } from '../domain/errors.ts';
import { FaultSink, FILE_START, formatFault, type MappingFault } from './mapping-fault.ts';
import { MAPPING_FILES, type MappingFile, type MappingTables } from './mapping-tables.ts';
import { readAnswerRules } from './read-answer-rules.ts';
import { readAgencies, readDocumentTypes, readProcedures } from './read-code-tables.ts';
import { readText } from './read-text.ts';
import { readHolidays, readStatuses, readValues } from './read-value-tables.ts';
import { readSourceMap } from './source-map/read-source-map.ts';

/** What a check of the folder says. */
export interface CheckedMappings {
  /** `null` where there is any fault. */
  readonly tables: MappingTables | null;
  /** In the order of {@link MAPPING_FILES}, then of lines. */
  readonly faults: readonly MappingFault[];
}

/** Reads all files of `dir` and answers with every fault; never throws for what is in them. */
export function checkMappings(dir: string): CheckedMappings {
  if (!(statSync(dir, { throwIfNoEntry: false })?.isDirectory() ?? false)) {
    return { tables: null, faults: [{ file: dir, ...FILE_START, code: 'DB-MAP-002', params: { dir } }] };
  }
  const sinks = new Map(MAPPING_FILES.map((file) => [file, new FaultSink(file)]));
  const read = <Table>(file: MappingFile, reader: (text: string, sink: FaultSink) => Table): Table | null => {
    const sink = sinks.get(file) ?? new FaultSink(file);
    const text = readText(dir, sink);
    return text === null ? null : reader(text, sink);
  };
  const procedures = read('procedures.csv', readProcedures);
  const documentTypes = read('document-types.csv', readDocumentTypes);
  const agencies = read('agencies.csv', readAgencies);
  const statuses = read('statuses.csv', readStatuses);
  const values = read('values.csv', readValues);
  const holidays = read('holidays.csv', readHolidays);
  const source = read('source.yaml', readSourceMap);
  const answerRules = read('portal-answers.yaml', readAnswerRules);

  const faults = [...sinks.values()].flatMap((sink) =>
    sink.faults.sort((a, b) => a.line - b.line || a.column - b.column),
  );
  const complete =
    procedures && documentTypes && agencies && statuses && values && holidays && source && answerRules;
  if (faults.length > 0 || !complete) return { tables: null, faults };
  return {
    tables: { procedures, documentTypes, agencies, statuses, values, holidays, source, answerRules },
    faults,
  };
}

/**
 * The tables of `dir`, or a DongboError DB-MAP-001 (exit 78) whose details are all the faults,
 * one line each, in `language`.
 */
export function loadMappings(dir: string, language: Language = 'en'): MappingTables {
  const { tables, faults } = checkMappings(dir);
  if (tables !== null) return tables;
  throw new DongboError(
    'DB-MAP-001',
    { count: faults.length, dir },
    { details: faults.map((fault) => formatFault(fault, language)) },
  );
}
