/** The formulas that come with the program are those of Decision 766, and a province without its own has them. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkMappings } from '../../../src/codebook/load-mappings.ts';
import { SHIPPED_MAPPINGS } from '../../../src/codebook/shipped-mappings.ts';
import { SCORE_GROUPS } from '../../../src/domain/score/formula.ts';
import { mappingsFolder } from './mappings-folder.ts';

const shipped = checkMappings(SHIPPED_MAPPINGS).tables?.scoreFormulas;

describe('the shipped formulas', () => {
  it('have every indicator of Decision 766 in its group, with its maximum', () => {
    for (const { indicators } of shipped?.versions ?? []) {
      const points = SCORE_GROUPS.map((group) =>
        indicators.filter((one) => one.group === group && one.max > 0).map(({ code, max }) => [code, max]),
      );
      expect(points).toEqual([
        [
          ['PUBLISH_ON_TIME', 6],
          ['PUBLIC_UPDATE_ON_TIME', 4],
          ['PUBLIC_CONTENT_FULL', 2],
          ['DOSSIER_SYNC', 6],
        ],
        [['PROGRESS_ON_TIME', 20]],
        [['ONLINE_DOSSIERS', 12]],
        [['PAYMENT', 10]],
        [
          ['ORIGINAL_RESULT_AVAILABLE', 6],
          ['SO_HOA_GIAY_TO_GIAI_QUYET', 4],
          ['REUSED_DIGITIZED_DATA', 2],
          ['SYNCED_WITH_DVCQG_PERSONAL_STORAGE', 4],
          ['CITIZEN_DATA_CONNECTED_DOSSIER', 2],
          ['CITIZEN_DATA_CONNECTED_FORMALITY', 2],
          ['ELECTRONIC_CERTIFIED_COPY', 2],
        ],
        [
          ['DOSSIER_RECEIVING_SATISFACTION', 6],
          ['PETITION_PROCESSING_ON_TIME', 6],
          ['PETITION_HANDLING_SATISFACTION', 6],
        ],
      ]);
      const sums = points.map((group) => group.reduce((sum, [, max]) => sum + Number(max), 0));
      expect(sums).toEqual([18, 20, 12, 10, 22, 18]);
      const parts = indicators.filter(({ scoring }) => scoring.kind === 'part');
      expect(parts.map(({ code, max }) => [code, max])).toEqual([
        ['PAYMENT_DOSSIERS', 0],
        ['PAYMENT_PROCEDURES', 0],
        ['PAYMENT_FEE_PROCEDURES', 0],
      ]);
      for (const { source, name } of indicators) expect([source, name.vi, name.en]).not.toContain('');
    }
  });

  it('are two versions that differ where the newer wording says so', () => {
    expect(shipped?.versions.map(({ name }) => name)).toEqual(['766-2026', '766-2026-new-wording']);
    const [first, second] = shipped?.versions ?? [];
    const changed = second?.indicators.filter((one, at) => {
      const before = first?.indicators[at];
      expect(before?.code).toBe(one.code);
      return JSON.stringify(before) !== JSON.stringify(one);
    });
    expect(changed).toMatchObject([
      { code: 'DOSSIER_SYNC', numerator: 'synchronized-on-time', denominator: 'recorded' },
      {
        code: 'ORIGINAL_RESULT_AVAILABLE',
        numerator: 'result-file-completed',
        denominator: 'result-due-completed',
      },
      { code: 'SO_HOA_GIAY_TO_GIAI_QUYET', scoring: { kind: 'ratio', fullAt: 0.8 } },
    ]);
    expect(second?.onTime).toEqual(first?.onTime);
    expect(first?.indicators.find(({ code }) => code === 'PAYMENT')?.scoring).toEqual({
      kind: 'sum',
      of: [
        { code: 'PAYMENT_DOSSIERS', times: 6, atMost: null },
        { code: 'PAYMENT_PROCEDURES', times: 2.5, atMost: 2 },
        { code: 'PAYMENT_FEE_PROCEDURES', times: 2.5, atMost: null },
      ],
    });
    expect(first?.indicators.flatMap(({ code, notForCommunes }) => (notForCommunes ? [code] : []))).toEqual([
      'ONLINE_DOSSIERS',
      'CITIZEN_DATA_CONNECTED_DOSSIER',
      'CITIZEN_DATA_CONNECTED_FORMALITY',
    ]);
    expect(shipped).toMatchObject({
      communeWords: ['xã', 'phường', 'thị trấn', 'đặc khu'],
      dueSoonHours: 24,
    });
  });

  it("stand for a province's own where its folder has none, and for no line of it where it has", () => {
    const dir = mappingsFolder({ 'score.yaml': null });
    const without = checkMappings(dir);
    expect(without.faults).toEqual([]);
    expect(without.tables?.scoreFormulas).toEqual(shipped);
    const own = checkMappings(mappingsFolder());
    expect(own.tables?.scoreFormulas.versions.map(({ name }) => name)).toEqual(['one']);
    rmSync(join(dir, 'values.csv'));
    expect(checkMappings(dir).faults.map(({ file }) => file)).toEqual(['values.csv']);
  });
});
