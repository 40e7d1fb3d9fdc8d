/**
 * A score report of a made-up province for tests of how reports are shown.
 * Guarantees: the same each time; as rich as a real one: indicators with and without figures, parts of a sum, blames of all
 * three kinds, a trend, agencies, notes; of any size. Must not: claim that its figures agree with each other.
 */
import type { IsoDay } from '../../src/domain/codes.ts';
import type { ScoreGroup } from '../../src/domain/score/formula.ts';
import type {
  Blame,
  Cost,
  CostlyDossier,
  CostReason,
  Indicator,
  ScoredGroup,
  ScoreReport,
  TrendDay,
  WhatIf,
} from '../../src/domain/score/score-report.ts';
import type { IndicatorNames } from '../../src/score/words/wording.ts';

type Row = readonly [
  code: string,
  group: ScoreGroup,
  max: number,
  numerator: number | null,
  denominator: number | null,
  more: Partial<Indicator>,
  vi: string,
  en: string,
];

const other = { reason: 'other-system', score: null } as const;
const catalogue = { reason: 'catalogue-only', score: null } as const;
const part = { score: null } as const;

const ROWS: readonly Row[] = [
  [
    'PUBLISH_ON_TIME',
    'openness',
    6,
    null,
    null,
    catalogue,
    'Công bố thủ tục đúng hạn',
    'Procedures published on time',
  ],
  [
    'PUBLIC_UPDATE_ON_TIME',
    'openness',
    4,
    null,
    null,
    catalogue,
    'Cập nhật, công khai thủ tục đúng hạn',
    'Procedures updated on time',
  ],
  [
    'PUBLIC_CONTENT_FULL',
    'openness',
    2,
    null,
    null,
    catalogue,
    'Nội dung công khai đầy đủ',
    'Published content complete',
  ],
  ['DOSSIER_SYNC', 'openness', 6, 18_204, 18_960, {}, 'Hồ sơ được đồng bộ', 'Dossiers synchronized'],
  ['PROGRESS_ON_TIME', 'progress', 20, 17_344, 18_902, {}, 'Giải quyết đúng hạn', 'Dealt with on time'],
  [
    'ONLINE_DOSSIERS',
    'online',
    12,
    11_873,
    18_204,
    { reason: 'formula-unknown', score: null },
    'Hồ sơ trực tuyến',
    'Online dossiers',
  ],
  [
    'PAYMENT_DOSSIERS',
    'payment',
    0,
    5_120,
    7_904,
    part,
    'Hồ sơ thanh toán trực tuyến',
    'Dossiers paid online',
  ],
  [
    'PAYMENT_PROCEDURES',
    'payment',
    0,
    211,
    640,
    part,
    'Thủ tục có thanh toán trực tuyến',
    'Procedures paid online',
  ],
  [
    'PAYMENT_FEE_PROCEDURES',
    'payment',
    0,
    318,
    640,
    part,
    'Thủ tục có phí phát sinh hồ sơ',
    'Fee procedures used',
  ],
  ['PAYMENT', 'payment', 10, null, null, { score: 5.95 }, 'Thanh toán trực tuyến', 'Online payment'],
  [
    'ORIGINAL_RESULT_AVAILABLE',
    'digitization',
    6,
    12_880,
    16_411,
    {},
    'Cấp kết quả điện tử',
    'Electronic results',
  ],
  [
    'SO_HOA_GIAY_TO_GIAI_QUYET',
    'digitization',
    4,
    12_011,
    18_204,
    {},
    'Số hóa hồ sơ, kết quả',
    'Dossiers digitized',
  ],
  [
    'REUSED_DIGITIZED_DATA',
    'digitization',
    2,
    6_204,
    18_204,
    {},
    'Khai thác, sử dụng lại dữ liệu số hóa',
    'Digitized data reused',
  ],
  [
    'SYNCED_WITH_DVCQG_PERSONAL_STORAGE',
    'digitization',
    4,
    1_408,
    18_204,
    {},
    'Lấy giấy tờ từ kho dữ liệu của công dân',
    "From the citizen's store",
  ],
  [
    'CITIZEN_DATA_CONNECTED_DOSSIER',
    'digitization',
    2,
    14_990,
    18_204,
    {},
    'Hồ sơ kết nối dữ liệu dân cư',
    'Dossiers connected to population data',
  ],
  [
    'CITIZEN_DATA_CONNECTED_FORMALITY',
    'digitization',
    2,
    0,
    0,
    { reason: 'denominator-zero', ratio: null, score: null },
    'Thủ tục kết nối dữ liệu dân cư',
    'Procedures connected to population data',
  ],
  [
    'ELECTRONIC_CERTIFIED_COPY',
    'digitization',
    2,
    null,
    null,
    other,
    'Chứng thực bản sao điện tử',
    'Certified electronic copies',
  ],
  [
    'DOSSIER_RECEIVING_SATISFACTION',
    'satisfaction',
    6,
    17_344,
    18_902,
    { reason: 'known-in-part', score: null, atMost: 6 },
    'Hài lòng trong tiếp nhận, giải quyết',
    'Satisfaction with receiving',
  ],
  [
    'PETITION_PROCESSING_ON_TIME',
    'satisfaction',
    6,
    null,
    null,
    other,
    'Phản ánh, kiến nghị xử lý đúng hạn',
    'Petitions on time',
  ],
  [
    'PETITION_HANDLING_SATISFACTION',
    'satisfaction',
    6,
    null,
    null,
    other,
    'Hài lòng với xử lý phản ánh, kiến nghị',
    'Satisfaction with petitions',
  ],
];

/** Names as a formula would give them. */
export const MADE_UP_NAMES: IndicatorNames = new Map(
  ROWS.map(([code, , , , , , vi, en]) => [code, { vi, en }]),
);

/** Codes of all indicators of the report. */
export const MADE_UP_CODES: readonly string[] = ROWS.map(([code]) => code);

function indicatorOf([code, group, max, numerator, denominator, more]: Row, factor: number): Indicator {
  const above = numerator === null ? null : Math.round(Math.min(numerator * factor, denominator ?? 0));
  const ratio = above === null || denominator === null || denominator === 0 ? null : above / denominator;
  const score = ratio === null ? null : max * ratio;
  return {
    code,
    group,
    numerator: above,
    denominator,
    ratio,
    score,
    max,
    reason: null,
    atMost: null,
    ...more,
  };
}

const COMMUNES =
  'Bình An,Hòa Phú,Tân Lập,Long Sơn,Đông Hải,Mỹ Lộc,Yên Bình,Phước Thạnh,Vĩnh Thuận,Xuân Trường'.split(',');

function groupOf(index: number): ScoredGroup {
  const kind = ['Ủy ban nhân dân xã', 'Ủy ban nhân dân phường', 'Sở', 'Trung tâm Phục vụ hành chính công xã'][
    index % 4
  ];
  const factor = 1.02 - (index % 37) * 0.012;
  const indicators = ROWS.map(([code, group, max, numerator, denominator, more, vi, en]) =>
    indicatorOf(
      [
        code,
        group,
        max,
        scaled(numerator),
        scaled(denominator),
        code === 'PAYMENT' ? { score: 9 * factor } : more,
        vi,
        en,
      ],
      factor,
    ),
  );
  const known = indicators.filter(({ score }) => score !== null);
  const add = (sum: number, value: number): number => sum + value;
  return {
    code: `H99.${String(index + 1).padStart(2, '0')}`,
    name: `${kind} ${COMMUNES[index % 10]} ${index + 1}`,
    commune: index % 4 !== 2,
    sum: {
      score: known.map(({ score }) => score ?? 0).reduce(add, 0),
      max: known.map(({ max }) => max).reduce(add, 0),
    },
    indicators,
    dossiers: 40 + ((index * 97) % 900),
    lateBecauseOfSync: (index * 7) % 11 === 0 ? 0 : (index * 7) % 11,
  };
}

const scaled = (value: number | null): number | null => (value === null ? null : Math.round(value / 100));

const COSTS: readonly (readonly [string, Blame, CostReason, number, number | null])[] = [
  ['DOSSIER_SYNC', 'synchronization', 'not-at-portal', 214, 0.068],
  ['DOSSIER_SYNC', 'held', 'DB-DOS-004', 431, 0.136],
  ['DOSSIER_SYNC', 'held', 'several', 111, 0.035],
  ['PROGRESS_ON_TIME', 'synchronization', 'last-step-missing', 803, 0.85],
  ['PROGRESS_ON_TIME', 'synchronization', 'outdated-at-portal', 148, 0.157],
  ['PROGRESS_ON_TIME', 'held', 'DB-STP-008', 61, 0.065],
  ['PROGRESS_ON_TIME', 'agency', 'late', 504, 0.533],
  ['PROGRESS_ON_TIME', 'agency', 'asked-again', 42, 0.044],
  ['ONLINE_DOSSIERS', 'agency', 'not-online', 5_102, null],
  ['ONLINE_DOSSIERS', 'agency', 'no-result-code-or-file', 1_229, null],
  ['PAYMENT_DOSSIERS', 'agency', 'not-paid-online', 2_784, 2.11],
  ['ORIGINAL_RESULT_AVAILABLE', 'synchronization', 'outdated-at-portal', 322, 0.118],
  ['ORIGINAL_RESULT_AVAILABLE', 'held', 'DB-RES-005', 1_008, 0.368],
  ['ORIGINAL_RESULT_AVAILABLE', 'agency', 'no-result-file', 2_201, 0.805],
  ['SO_HOA_GIAY_TO_GIAI_QUYET', 'held', 'DB-CMP-005', 977, 0.215],
  ['SO_HOA_GIAY_TO_GIAI_QUYET', 'agency', 'no-component-file', 5_216, 1.146],
  ['REUSED_DIGITIZED_DATA', 'agency', 'not-reused', 12_000, 1.148],
  ['SYNCED_WITH_DVCQG_PERSONAL_STORAGE', 'agency', 'not-from-store', 16_796, 3.69],
  ['CITIZEN_DATA_CONNECTED_DOSSIER', 'agency', 'not-connected', 3_214, 0.353],
];

function dossiersOf(most: number, count: number): readonly CostlyDossier[] {
  return Array.from({ length: Math.min(most, count) }, (_, index) => ({
    dossier: `H99.${String((index % 60) + 1).padStart(2, '0')}-2610${String((index % 28) + 1).padStart(2, '0')}-${String(index + 1).padStart(4, '0')}`,
    agency: `Ủy ban nhân dân phường ${COMMUNES[index % 10]} ${index + 1}`,
    procedure: `1.00${1000 + (index % 700)}`,
    received: `2026-10-${String((index % 28) + 1).padStart(2, '0')}T08:15:00`,
    due: `2026-10-${String((index % 28) + 3).padStart(2, '0')}T17:00:00`,
    ended: index % 3 === 0 ? '' : `2026-10-${String((index % 28) + 2).padStart(2, '0')}T15:40:00`,
  }));
}

function trendOf(days: number): readonly TrendDay[] {
  const first = Date.UTC(2026, 9, 1);
  return Array.from({ length: days }, (_, index) => {
    const at = new Date(first + index * 86_400_000);
    const open = at.getUTCDay() % 6 !== 0;
    const recorded = open ? 780 + ((index * 137) % 260) : 20 + ((index * 13) % 30);
    const lateBecauseOfSync = open ? (index * 29) % 90 : 2;
    return {
      day: at.toISOString().slice(0, 10) as IsoDay,
      recorded,
      synchronized: recorded - (open ? (index * 17) % 60 : 0),
      onTime: Math.round(recorded * 0.93),
      lateBecauseOfSync: Math.min(lateBecauseOfSync, Math.round(recorded * 0.93)),
      late: open ? 12 + ((index * 7) % 30) : 1,
    };
  });
}

/** How large the report is. */
export interface ReportSize {
  readonly agencies: number;
  /** Dossiers in each list. */
  readonly dossiers: number;
  readonly days?: number;
}

/** See the file's head. */
export function madeUpReport({ agencies, dossiers, days = 31 }: ReportSize): ScoreReport {
  const indicators = ROWS.map((row) => indicatorOf(row, 1));
  const province = ROWS.map((row) =>
    indicatorOf(
      row,
      ['DOSSIER_SYNC', 'PROGRESS_ON_TIME', 'ORIGINAL_RESULT_AVAILABLE'].includes(row[0]) ? 1.035 : 1,
    ),
  );
  const costs = COSTS.map(
    ([indicator, blame, reason, count, points]): Cost => ({
      indicator,
      blame,
      reason,
      count,
      points,
      dossiers: dossiersOf(dossiers, count),
    }),
  );
  const known = indicators.filter(({ score }) => score !== null);
  return {
    period: '2026-10',
    from: '2026-10-01' as IsoDay,
    to: '2026-10-31' as IsoDay,
    asOf: '2026-10-31T23:59:59',
    formulaVersion: '766-2026',
    formulaSource:
      'Quyết định 766/QĐ-TTg ngày 23/6/2022; mức điểm đối chiếu với số công bố trên Cổng tháng 8, 9/2026',
    sum: {
      score: known.reduce((sum, { score }) => sum + (score ?? 0), 0),
      max: known.reduce((sum, { max }) => sum + max, 0),
    },
    indicators,
    province,
    groups: Array.from({ length: agencies }, (_, index) => groupOf(index)),
    groupedBy: agencies === 0 ? null : 'agency',
    costs,
    trend: trendOf(days),
    whatIf: whatIfOf(indicators),
    notes: [
      { note: 'reported-total-unknown', count: 0 },
      { note: 'no-term', count: 37 },
      { note: 'ended-without-step', count: 1_204 },
      { note: 'no-day-of-receipt', count: 12 },
    ],
  };
}

function whatIfOf(indicators: readonly Indicator[]): readonly WhatIf[] {
  const changed = (codes: readonly string[], more: number): WhatIf['indicators'] =>
    indicators
      .filter(({ code }) => codes.includes(code))
      .map((before) => ({
        code: before.code,
        before,
        after: { ...before, score: (before.score ?? 0) + more / codes.length },
      }));
  const of = (
    reason: WhatIf['reason'],
    dossiers: number,
    withOthers: number,
    points: number,
    codes: string[],
  ): WhatIf => ({
    reason,
    dossiers,
    withOthers,
    points,
    indicators: changed(codes, points),
  });
  return [
    of('all', 2_310, 0, 0.92, [
      'DOSSIER_SYNC',
      'PROGRESS_ON_TIME',
      'ORIGINAL_RESULT_AVAILABLE',
      'SO_HOA_GIAY_TO_GIAI_QUYET',
    ]),
    of('DB-RES-005', 1_008, 88, 0.368, ['ORIGINAL_RESULT_AVAILABLE']),
    of('DB-CMP-005', 977, 104, 0.215, ['SO_HOA_GIAY_TO_GIAI_QUYET']),
    of('DB-DOS-004', 431, 111, 0.204, ['DOSSIER_SYNC', 'PROGRESS_ON_TIME']),
    of('DB-STP-008', 61, 0, 0.065, ['PROGRESS_ON_TIME']),
  ];
}
