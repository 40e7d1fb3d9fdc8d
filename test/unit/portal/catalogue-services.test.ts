import { describe, expect, it } from 'vitest';
import {
  type CatalogueAnswer,
  type CatalogueParts,
  createCatalogueService,
} from '../../../src/portal/catalogue-services.ts';
import { classifyAnswer } from '../../../src/portal/classify-answer.ts';
import { shippedAnswerRules } from '../../support/answer-rules.ts';

const rules = shippedAnswerRules();
const NEVER = new AbortController().signal;

function answered(body: unknown, status = 200, headers: Record<string, string> = {}): CatalogueAnswer {
  const raw = { status, headers, service: 'x', records: 0, hide: [], receivedAt: new Date(0) };
  return {
    kind: 'answer',
    answer: classifyAnswer({ ...raw, body: Buffer.from(JSON.stringify(body)) }, rules),
  };
}
const rows = (...result: unknown[]) => answered({ error_code: 0, message: 'Thành công', result });

function catalogue(...answers: CatalogueAnswer[]) {
  const asked: string[] = [];
  const waits: number[] = [];
  const skipped: number[] = [];
  const parts: CatalogueParts = {
    call: async (service) => {
      asked.push(service);
      return answers[asked.length - 1] ?? answered({}, 503);
    },
    where: 'http://portal/mapi/g',
    sleep: async (ms) => {
      waits.push(ms);
    },
    onSkipped: (_, count) => skipped.push(count),
  };
  return { service: createCatalogueService(parts), asked, waits, skipped };
}

it('keeps the spelling of the national database, dirt and all', async () => {
  const { service, skipped } = catalogue(
    rows(
      { MATTHC: ' 1.014325', TENTTHC: 'Thủ tục A ' },
      { MATTHC: '1.014955-Xoa', TENTTHC: 'B' },
      { MATTHC: '', TENTTHC: 'không mã' },
    ),
  );
  expect(await service.listProcedures(NEVER)).toEqual([
    { code: ' 1.014325', name: 'Thủ tục A ' },
    { code: '1.014955-Xoa', name: 'B' },
  ]);
  expect(skipped).toEqual([1]);
});

it('reads a procedure whole: parts once, the longest term of each channel and unit, since which unit is longer hangs on the days off', async () => {
  const times = (...terms: [string, string][]) =>
    terms.map(([THOIGIANGIAIQUYET, DONVITINH]) => ({
      THOIGIANGIAIQUYET,
      DONVITINH,
      PHILEPHI: [{ MAPHILEPHI: 'P1', SOTIEN: '8000', MOTA: 'Lệ phí' }],
    }));
  const { service } = catalogue(
    rows({
      MATTHC: '1.001193',
      TENTTHC: 'Khai sinh',
      TRANGTHAI: 1,
      LINHVUCTHUCHIEN: [{ MALINHVUC: 'G15-TP07', TENLINHVUC: 'Hộ tịch' }],
      CACHTHUCTHUCHIEN: [
        { KENH: '1', THOIGIAN: times(['17', 'Ngày làm việc'], ['25', 'Ngày'], ['8', 'ngày  làm việc']) },
        { KENH: 2, THOIGIAN: times(['1', 'Tháng'], ['30', 'OTHER'], ['2', 'Tháng']) },
      ],
      THANHPHANHOSO: [
        { GIAYTO: [{ MAGIAYTO: '000.00.00.G15-KQ004389', TENGIAYTO: 'Giấy chứng sinh' }] },
        { GIAYTO: [{ MAGIAYTO: '000.00.00.G15-KQ004389', TENGIAYTO: 'Lặp lại' }, { TENGIAYTO: 'không mã' }] },
      ],
      KETQUATHUCHIEN: [{ MAKETQUA: 'KQ.H37 0002', TENKETQUA: 'Giấy khai sinh' }],
    }),
  );
  expect(await service.procedure('1.001193', NEVER)).toEqual({
    code: '1.001193',
    name: 'Khai sinh',
    published: true,
    sectorCode: 'G15-TP07',
    sectorName: 'Hộ tịch',
    components: [{ code: '000.00.00.G15-KQ004389', name: 'Giấy chứng sinh' }],
    results: [{ code: 'KQ.H37 0002', name: 'Giấy khai sinh' }],
    terms: [
      { channel: '1', time: '17', unit: 'Ngày làm việc' },
      { channel: '1', time: '25', unit: 'Ngày' },
      { channel: '2', time: '2', unit: 'Tháng' },
      { channel: '2', time: '30', unit: 'OTHER' },
    ],
    fees: [{ code: 'P1', name: 'Lệ phí' }],
    charges: true,
    forCitizens: null,
  });
});

describe('lists', () => {
  it('whose fields are unseen go by analogy', async () => {
    const { service } = catalogue(rows({ STT: 1, MAPHUONGXA: '001', TENPHUONGXA: 'Phường A' }));
    expect(await service.list('ward', NEVER)).toEqual([{ code: '001', name: 'Phường A' }]);
  });

  it('that the portal does not offer are null, however it says so', async () => {
    const { service } = catalogue(
      answered({ error_code: '-7', message: 'Dịch vụ không được hỗ trợ' }),
      answered({ error_code: '1', message: 'service không hợp lệ' }),
    );
    expect(await service.list('ward', NEVER)).toBeNull();
    expect(await service.list('level', NEVER)).toBeNull();
  });

  it('without code and name are a fault, not an empty list', async () => {
    const { service } = catalogue(rows({ ID: 1 }), rows({ MALINHVUC: '' }), answered({ error_code: 0 }));
    for (const kind of ['fee', 'sector', 'agency'] as const) {
      await expect(service.list(kind, NEVER)).rejects.toMatchObject({ code: 'DB-PRT-003' });
    }
  });
});

describe('trouble', () => {
  it('that passes is waited out, as long as the portal asks', async () => {
    const busy = answered({ message: 'x' }, 429, { 'retry-after': '7' });
    const { service, waits } = catalogue(busy, answered({}, 503), rows());
    expect(await service.listProcedures(NEVER)).toEqual([]);
    expect(waits).toEqual([7_000, 2_000]);
  });

  it('that stays is told, with the address', async () => {
    const { service, asked } = catalogue();
    await expect(service.procedure('1', NEVER)).rejects.toMatchObject({
      code: 'DB-PRT-001',
      params: { where: 'http://portal/mapi/g', reason: 'LayThuTuc: HTTP 503' },
    });
    expect(asked).toHaveLength(3);
  });

  it('of meaning is told at once', async () => {
    const { service, asked } = catalogue(answered({ error_code: '99', message: 'Lạ' }));
    await expect(service.listProcedures(NEVER)).rejects.toMatchObject({ code: 'DB-PRT-003', exitCode: 1 });
    expect(asked).toHaveLength(1);
  });
});
