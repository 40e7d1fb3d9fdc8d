/**
 * A mappings folder for tests: valid, nearly empty, with the files a test names put in place.
 * Must not: be read from the project's own `mappings/`, so that a test says all it depends on.
 */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MappingFile } from '../../../src/codebook/mapping-tables.ts';

export const VALID_FILES: Readonly<Record<MappingFile, string>> = {
  'procedures.csv': 'province_code,national_code,valid_from,valid_to,note\n',
  'document-types.csv': 'kind,procedure,province_code,national_code,valid_from,valid_to,note\n',
  'agencies.csv': 'province_code,national_code,name,valid_from,valid_to,note\n',
  'statuses.csv': 'province_status,province_substatus,national_status,note\n',
  'values.csv': 'field,province_value,national_value,note\n',
  'holidays.csv': 'date,name\n',
  'source.yaml': [
    'dossiers: {from: dongbo_ho_so}',
    'components: {from: dongbo_thanh_phan}',
    'results: {from: dongbo_ket_qua}',
    'steps: {from: dongbo_tien_do}',
    'fees: {from: dongbo_le_phi}',
    '',
  ].join('\n'),
  'portal-answers.yaml': [
    'rules:',
    '  - {name: stored, when: {http: [2xx], body: [json], error_code: ["0"]}, means: ok}',
    'row: {dossier_code: [MaHoSo], error_code: [error_code], message: [message]}',
    'lookup: {steps: [TienDo], step_at: [ThoiDiem], step_status: [TrangThai], step_processor: [], step_content: []}',
    'named_others_stored: false',
    '',
  ].join('\n'),
  'score.yaml': [
    'commune_words: [xã]',
    'due_soon_hours: 24',
    'versions:',
    '  - name: one',
    '    source: a decree',
    '    on_time: {end: steps, asked_again: late, citizens_time_off: true}',
    '    steps_on_time_hours: 24',
    '    indicators:',
    '      - code: A',
    '        group: progress',
    '        name: {vi: một, en: one}',
    '        max: 20',
    '        numerator: on-time',
    '        denominator: in-process',
    '        scoring: {kind: ratio}',
    '        source: a decree',
    '',
  ].join('\n'),
};

const root = mkdtempSync(join(tmpdir(), 'codebook-'));

/** Writes the folder, gone when the run ends; `null` leaves a file out. */
export function mappingsFolder(files: Partial<Record<MappingFile, string | Uint8Array | null>> = {}): string {
  const dir = mkdtempSync(join(root, 'mappings-'));
  for (const [name, content] of Object.entries({ ...VALID_FILES, ...files })) {
    if (content !== null) writeFileSync(join(dir, name), content);
  }
  return dir;
}
