import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FaultSink } from '../../../src/codebook/mapping-fault.ts';
import {
  CONTRACT_VIEWS,
  columnRule,
  DEFAULT_SOURCE_MAP,
} from '../../../src/codebook/source-map/default-source-map.ts';
import { readMap } from '../../support/source-maps.ts';
import { VALID_FILES } from './mappings-folder.ts';

function read(text: string) {
  const sink = new FaultSink('source.yaml');
  const map = readMap(text, sink);
  expect(sink.faults).toEqual([]);
  return map;
}

describe('source.yaml', () => {
  it("the project's own file is the contract's views and columns, every field named", () => {
    const text = readFileSync(new URL('../../../mappings/source.yaml', import.meta.url), 'utf8');
    expect(read(text)).toEqual(DEFAULT_SOURCE_MAP);
    const fields = Object.values(CONTRACT_VIEWS).flatMap((view) => Object.keys(view.columns));
    expect(text.match(/^ {4}\w+: \w+$/gm)).toHaveLength(fields.length);
  });

  it('fills the columns that are left out, and has no supplements where none are named', () => {
    expect(read(VALID_FILES['source.yaml'])).toEqual({ ...DEFAULT_SOURCE_MAP, supplements: null });
  });

  it('takes schema, view and columns of the province', () => {
    const text = VALID_FILES['source.yaml'].replace(
      'dossiers: {from: dongbo_ho_so}',
      'dossiers: {from: motcua.HoSo, columns: {procedure_code: MaThuTuc, changed_at: NgàySửa}}',
    );
    expect(read(text)?.dossiers).toEqual({
      ...DEFAULT_SOURCE_MAP.dossiers,
      from: 'motcua.HoSo',
      fields: {
        ...DEFAULT_SOURCE_MAP.dossiers.fields,
        procedureCode: columnRule('MaThuTuc'),
        changedAt: columnRule('NgàySửa'),
      },
      stated: ['procedureCode', 'changedAt'],
    });
  });
});
