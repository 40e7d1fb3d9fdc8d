/**
 * Reads a province's own list of codes and names, for proposals before any dossier is read.
 * Guarantees: every fault of the file at once, with line and column.
 * Must not: be a mapping table; nothing is translated by it.
 */
import { DongboError } from '../domain/errors.ts';
import { tidyCode } from './clean-code.ts';
import { readTable } from './csv-table.ts';
import { FaultSink, formatFault } from './mapping-fault.ts';

const KINDS = ['procedure', 'component', 'result', 'agency'] as const;

/** One code with its name; `procedure` is national, '' = any. */
export interface WantedName {
  readonly kind: (typeof KINDS)[number];
  readonly procedure: string;
  readonly provinceCode: string;
  readonly name: string;
}

/** @param text CSV with kind,procedure,province_code,name. Throws DB-MAP-001 with every fault. */
export function readWantedNames(file: string, text: string): WantedName[] {
  const sink = new FaultSink(file);
  const rows = readTable(text.replace(/^\uFEFF/, ''), ['kind', 'procedure', 'province_code', 'name'], sink);
  const wanted = rows.flatMap((row) => {
    const kind = row.oneOf('kind', KINDS);
    const provinceCode = row.needed('province_code');
    const name = row.needed('name');
    const procedure = tidyCode(row.text('procedure'));
    return kind === null ? [] : [{ kind, procedure, provinceCode: tidyCode(provinceCode), name }];
  });
  if (sink.faults.length === 0) return wanted;
  throw new DongboError(
    'DB-MAP-001',
    { count: sink.faults.length, dir: file },
    { details: sink.faults.map((fault) => `${formatFault(fault, 'vi')} / ${formatFault(fault, 'en')}`) },
  );
}
