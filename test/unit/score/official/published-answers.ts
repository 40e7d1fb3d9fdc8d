/** Answers of the portal's page of evaluation in shapes that it may have, with made-up figures. */

/** A metric as public descriptions have it: a ratio of 100, `null` where there is none. */
export const metric = (
  code: string,
  numerator: number | null,
  denominator: number | null,
  more: Readonly<Record<string, unknown>> = {},
) => ({
  code,
  name: `Chỉ số ${code}`,
  numerator,
  denominator,
  ratio:
    numerator === null || denominator === null || denominator === 0
      ? null
      : Math.round((numerator / denominator) * 10_000) / 100,
  score: null,
  maxScore: 6,
  ...more,
});

/** Groups with codes: the province in `overview`, its agencies in `evaluation`; charts repeat other months. */
export const withMetrics = {
  code: 'OK',
  data: {
    overview: {
      departmentId: '019d-aa',
      departmentName: 'UBND tỉnh Mẫu',
      totalScore: 17.2,
      metrics: [
        metric('DOSSIER_SYNC', 930, 1000, {
          score: 5.58,
          dataQualityStatus: 'TEMP_NATIONAL_REPORT_DENOMINATOR',
          dataQualityMessage: 'Mẫu số tạm',
        }),
        metric('PETITION_CLASSIFICATION_STAFF', 3, 4, { maxScore: 0 }),
        metric('REUSED_DIGITIZED_DATA', 0, 0, { maxScore: 2 }),
      ],
    },
    monthlyChart: [{ month: 9, metrics: [metric('DOSSIER_SYNC', 1, 2)] }],
    evaluation: [
      {
        departmentId: '019d-ab',
        departmentName: 'Sở  Xây dựng',
        metrics: [metric('DOSSIER_SYNC', 40, 50, { score: 4.8 })],
      },
      { departmentId: '019d-ac', departmentName: 'UBND xã Lạ', metrics: [metric('DOSSIER_SYNC', 1, 3)] },
    ],
    pagination: { currentPage: 1, pageSize: 200, total: 2, totalPages: 1 },
  },
  message: 'Thành công',
};

/** Groups of plain counts. */
export const withCounts = (parent: Readonly<Record<string, unknown>>) => ({
  code: 'OK',
  data: {
    parent: { departmentName: 'UBND tỉnh Mẫu', ...parent },
    children: [],
    monthlyChart: [{ month: 1, ...parent }],
  },
});

/** Several provinces and months in one list, ratios of 1, snake case, a period in each object. */
export const ofSeveral = [
  {
    province_code: 'H99',
    month: '10',
    year: 2026,
    indicators: {
      sync: {
        code: 'DOSSIER_SYNC',
        numerator: '93',
        denominator: '1.000.000',
        ratio: '0,000093',
        max_score: '6',
      },
    },
  },
  {
    provinceCode: '000.00.00.H99',
    fromDate: '2026-07-01',
    toDate: '2026-09-30',
    list: [{ code: 'DOSSIER_SYNC', numerator: 1, denominator: 4, ratio: 0.25, score: 1.5, max_score: 6 }],
  },
  {
    agencyCode: '000.00.12.H99',
    period: '2026-10',
    list: [{ code: 'DOSSIER_SYNC', numerator: 1, denominator: 2, ratio: '50%', score: 3, max_score: 6 }],
  },
  {
    provinceCode: 'H41',
    period: '2026-10',
    list: [{ code: 'DOSSIER_SYNC', numerator: 1, denominator: 2, ratio: 0.5, score: 3, max_score: 6 }],
  },
];
