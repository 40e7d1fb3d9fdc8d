/**
 * Reads and checks all of `mappings/`.
 * Guarantees: every fault of every file in one answer; tables only when there is none, because a
 * table that is half right sends wrong codes.
 * Must not: ask the catalogue (`build-codebook.ts` does, at lookup).
 */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DongboError, type Language } from '../domain/errors.ts';
import type { SourceKind } from '../domain/source-definition.ts';
import { FaultSink, FILE_START, formatFault, type MappingFault } from './mapping-fault.ts';
import { MAPPING_FILES, type MappingFile, type MappingTables } from './mapping-tables.ts';
import { readAnswerRules } from './read-answer-rules.ts';
import { readAgencies, readDocumentTypes, readProcedures } from './read-code-tables.ts';
import { readHolidays } from './read-holidays.ts';
import { readScoreFormulas } from './read-score-formulas.ts';
import { readText } from './read-text.ts';
import { readStatuses, readValues } from './read-value-tables.ts';
import { SHIPPED_MAPPINGS } from './shipped-mappings.ts';
import { readSources } from './source-map/read-sources.ts';

/** What a check of the folder says. */
export interface CheckedMappings {
  /** `null` where there is any fault. */
  readonly tables: MappingTables | null;
  /** In the order of {@link MAPPING_FILES}, then of lines; those of `source.d/` and `presets/` last. */
  readonly faults: readonly MappingFault[];
}

/**
 * Reads all files of `dir` and answers with every fault; never throws for what is in them.
 * @param mainKind of the source that `source.yaml` describes (SOURCE_KIND)
 */
export function checkMappings(dir: string, mainKind: SourceKind = 'sql'): CheckedMappings {
  if (!(statSync(dir, { throwIfNoEntry: false })?.isDirectory() ?? false)) {
    return { tables: null, faults: [{ file: dir, ...FILE_START, code: 'DB-MAP-002', params: { dir } }] };
  }
  const sinks = new Map(MAPPING_FILES.map((file) => [file, new FaultSink(file)]));
  const read = <Table>(
    file: MappingFile,
    reader: (text: string, sink: FaultSink) => Table,
    home = dir,
  ): Table | null => {
    const sink = sinks.get(file) ?? new FaultSink(file);
    const text = readText(home, sink);
    return text === null ? null : reader(text, sink);
  };
  const procedures = read('procedures.csv', readProcedures);
  const documentTypes = read('document-types.csv', readDocumentTypes);
  const agencies = read('agencies.csv', readAgencies);
  const statuses = read('statuses.csv', readStatuses);
  const values = read('values.csv', readValues);
  const holidays = read('holidays.csv', readHolidays);
  const sources = readSources(dir, mainKind, sinks.get('source.yaml') ?? new FaultSink('source.yaml'));
  const answerRules = read('portal-answers.yaml', readAnswerRules);
  const scoreFormulas = read('score.yaml', readScoreFormulas, homeOfFormulas(dir));

  const faults = [...sinks.values(), ...sources.sinks].flatMap((sink) =>
    sink.faults.sort((a, b) => a.line - b.line || a.column - b.column),
  );
  const complete = procedures && documentTypes && agencies && statuses && values && holidays && answerRules;
  if (faults.length > 0 || !complete || !sources.definitions || !scoreFormulas)
    return { tables: null, faults };
  const coded = { procedures, documentTypes, agencies, statuses, values };
  return {
    tables: { ...coded, ...holidays, sources: sources.definitions, answerRules, scoreFormulas },
    faults,
  };
}

/** A province that has no formulas of its own, or whose folder is older than they are, has those of the program. */
function homeOfFormulas(dir: string): string {
  return existsSync(join(dir, 'score.yaml')) ? dir : SHIPPED_MAPPINGS;
}

/**
 * The tables of `dir`, or a DongboError DB-MAP-001 (exit 78) whose details are all the faults,
 * one line each, in `language`.
 */
export function loadMappings(
  dir: string,
  language: Language = 'en',
  mainKind: SourceKind = 'sql',
): MappingTables {
  const { tables, faults } = checkMappings(dir, mainKind);
  if (tables !== null) return tables;
  throw new DongboError(
    'DB-MAP-001',
    { count: faults.length, dir },
    { details: faults.map((fault) => formatFault(fault, language)) },
  );
}
