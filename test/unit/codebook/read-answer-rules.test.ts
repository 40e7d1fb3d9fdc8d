import { describe, expect, it } from 'vitest';
import { FaultSink } from '../../../src/codebook/mapping-fault.ts';
import { readAnswerRules } from '../../../src/codebook/read-answer-rules.ts';

describe('portal-answers.yaml', () => {
  it('becomes the rules that the portal folder applies, numbers as they are written', () => {
    const sink = new FaultSink('portal-answers.yaml');
    const text = `rules:
  - name: stored
    when: {http: [200, 201], body: json, error_code: &success [0, 00]}
    means: ok
  - name: there already
    when: {error_code: [-3, "3"], message: ["đã tồn tại"], service: [DongBoHoSoMC]}
    means: already-exists
  - {name: away, when: {http: 5XX}, means: unavailable}
  - {name: stored too, when: {error_code: *success}, means: ok}
row:
  dossier_code: [MaHoSo, maHoSo]
  error_code: [error_code]
  message: []
lookup:
  steps: [TienDo]
  step_at: [ThoiDiemXuLy]
  step_status: [TrangThai]
  step_processor: [NguoiXuLy]
  step_content: [NoiDungXuLy]
  step_department: [PhongBanXuLy]
named_others_stored: no
`;
    const rules = readAnswerRules(text, sink);
    expect(sink.faults).toEqual([]);
    expect(rules).toEqual({
      rules: [
        {
          name: 'stored',
          when: { http: ['200', '201'], body: ['json'], errorCode: ['0', '00'] },
          means: 'ok',
        },
        {
          name: 'there already',
          when: { errorCode: ['-3', '3'], message: ['đã tồn tại'], service: ['DongBoHoSoMC'] },
          means: 'already-exists',
        },
        { name: 'away', when: { http: ['5xx'] }, means: 'unavailable' },
        { name: 'stored too', when: { errorCode: ['0', '00'] }, means: 'ok' },
      ],
      row: { dossierCode: ['MaHoSo', 'maHoSo'], errorCode: ['error_code'], message: [] },
      lookup: {
        steps: ['TienDo'],
        stepAt: ['ThoiDiemXuLy'],
        stepStatus: ['TrangThai'],
        stepProcessor: ['NguoiXuLy'],
        stepContent: ['NoiDungXuLy'],
        stepDepartment: ['PhongBanXuLy'],
        stepPosition: [],
      },
      namedOthersStored: false,
    });
  });
});
