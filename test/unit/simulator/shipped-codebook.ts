/**
 * The codebook of the shipped tables over the simulated catalogue, and the made-up rows as a source
 * dossier: what joins the simulator to the rest in its tests.
 */
import { readFileSync } from 'node:fs';
import { buildCodebook } from '../../../src/codebook/build-codebook.ts';
import { FaultSink } from '../../../src/codebook/mapping-fault.ts';
import type { MappingFile } from '../../../src/codebook/mapping-tables.ts';
import { readAgencies, readDocumentTypes, readProcedures } from '../../../src/codebook/read-code-tables.ts';
import { readHolidays } from '../../../src/codebook/read-holidays.ts';
import { readStatuses, readValues } from '../../../src/codebook/read-value-tables.ts';
import { DEFAULT_SOURCE_MAP } from '../../../src/codebook/source-map/default-source-map.ts';
import type { Codebook } from '../../../src/domain/codebook.ts';
import type { SourceDossier } from '../../../src/domain/source-dossier.ts';
import type { ViewMap } from '../../../src/domain/source-map.ts';
import { AGENCIES } from '../../../src/simulator/national-facts/agencies.ts';
import { NATIONAL_PROCEDURES } from '../../../src/simulator/national-facts/national-procedures.ts';
import type { DossierRows } from '../../../src/simulator/province/view-columns.ts';
import { columnOf } from '../../support/source-maps.ts';

function read<Table>(file: MappingFile, reader: (text: string, sink: FaultSink) => Table): Table {
  const sink = new FaultSink(file);
  const table = reader(readFileSync(new URL(`../../../mappings/${file}`, import.meta.url), 'utf8'), sink);
  if (sink.faults.length > 0) throw new Error(`${file}: ${JSON.stringify(sink.faults)}`);
  return table;
}

/** The shipped tables; throws where one has a fault. */
export function shippedTables() {
  return {
    procedures: read('procedures.csv', readProcedures),
    documentTypes: read('document-types.csv', readDocumentTypes),
    agencies: read('agencies.csv', readAgencies),
    statuses: read('statuses.csv', readStatuses),
    values: read('values.csv', readValues),
    ...read('holidays.csv', readHolidays),
  };
}

export function shippedCodebook(): Codebook {
  const named = (list: readonly (readonly [string, string])[]) =>
    list.map(([code, name]) => ({ code, name }));
  const procedures = NATIONAL_PROCEDURES.map((procedure) => ({
    code: procedure.code,
    name: procedure.name,
    published: procedure.published,
    sectorCode: procedure.sector.code,
    sectorName: procedure.sector.name,
    components: named(procedure.components),
    results: named(procedure.results),
  }));
  return buildCodebook(shippedTables(), { procedures, agencies: AGENCIES, hash: 'simulated' });
}

type Row = Readonly<Record<string, string | null>>;

function fieldsOf(row: Row, view: ViewMap<string>): Record<string, string | null> {
  return Object.fromEntries(
    Object.keys(view.fields).map((field) => [field, row[columnOf(view, field)] ?? null]),
  );
}

/** What a source adapter makes of the rows. */
export function asSource(rows: DossierRows): SourceDossier {
  const map = DEFAULT_SOURCE_MAP;
  const { changedAt = null, ...fields } = fieldsOf(rows.dongbo_ho_so, map.dossiers);
  const parts = (list: readonly Row[], view: ViewMap<string>) =>
    list.map((row) => {
      const { dossierCode: _, ...part } = fieldsOf(row, view);
      return part;
    });
  return {
    key: fields.code ?? '',
    changedAt,
    fields,
    components: parts(rows.dongbo_thanh_phan, map.components),
    results: parts(rows.dongbo_ket_qua, map.results),
    steps: parts(rows.dongbo_tien_do, map.steps),
    fees: parts(rows.dongbo_le_phi, map.fees),
    supplements: parts(rows.dongbo_bo_sung, map.supplements),
  } as unknown as SourceDossier;
}
