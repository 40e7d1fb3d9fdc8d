/**
 * Steps, fees and requests for more papers of a made-up dossier.
 * Guarantees: no two steps of a dossier are the same, so that a step found twice at the portal was
 * sent twice.
 */
import { between, pick } from '../random.ts';
import { dirtyAmount, dirtyText } from './dirt.ts';
import { type Making, partId } from './draft.ts';
import { DAY, writeAbsent, writeTime } from './local-time.ts';
import type { ViewRow } from './view-columns.ts';
import { stepStatusWord, wordFor } from './words.ts';

const WORDS: Readonly<Record<string, string>> = {
  '1': 'Công dân nộp hồ sơ trực tuyến',
  '2': 'Tiếp nhận hồ sơ tại bộ phận một cửa',
  '3': 'Không tiếp nhận: hồ sơ không thuộc thẩm quyền',
  '4': 'Chuyển chuyên viên xử lý',
  '5': 'Yêu cầu bổ sung hồ sơ',
  '6': 'Yêu cầu thực hiện nghĩa vụ tài chính',
  '7': 'Công dân xin rút hồ sơ',
  '8': 'Dừng xử lý hồ sơ',
  '9': 'Đã có kết quả xử lý',
  '10': 'Trả kết quả cho công dân',
};
const CLERKS = ['Nguyễn Văn Mẫu', 'Trần Thị Thử', 'Lê Văn Ví Dụ', 'Phạm Thị Mẫu'];

/** One row a step of the course. */
export function makeSteps(making: Making): ViewRow<'dongbo_tien_do'>[] {
  const { random, life, code, index } = making;
  return life.steps.map(({ status, at }, position) => ({
    ma_ho_so: code,
    id: partId(index, position),
    thoi_diem: new Date(at).toISOString(),
    nguoi_xu_ly: dirtyText(random, pick(random, CLERKS)),
    chuc_danh: pick(random, ['Chuyên viên', 'Cán bộ một cửa', null]),
    phong_ban: pick(random, ['Bộ phận một cửa', 'Phòng chuyên môn', null]),
    noi_dung: dirtyText(random, WORDS[status] ?? ''),
    trang_thai: stepStatusWord(random, status),
    ngay_bat_dau: random() < 0.5 ? writeTime(random, at) : writeAbsent(random),
    ngay_ket_thuc_theo_quy_dinh: random() < 0.3 ? writeTime(random, at + DAY) : null,
  }));
}

/** One fee where the procedure has any, and for some that are free of charge. */
export function makeFees(making: Making): ViewRow<'dongbo_le_phi'>[] {
  const { random, service } = making;
  const amounts = service.procedure.fees.filter((amount) => amount !== null);
  if (amounts.length === 0 && random() < 0.7) return [];
  const amount = amounts.length > 0 ? pick(random, amounts) : 0;
  return [makeFee(making, dirtyAmount(random, amount), amount > 0)];
}

/** A fee row with this amount, readable or not. */
export function makeFee(making: Making, amount: string, paid: boolean): ViewRow<'dongbo_le_phi'> {
  const { random, code, index } = making;
  return {
    ma_ho_so: code,
    id: partId(index, 0),
    ma_phi: pick(random, ['LP-MAU-01', 'LP-MAU-02', null]),
    ten: dirtyText(random, 'Lệ phí giải quyết thủ tục'),
    so_tien: amount,
    hinh_thuc_thu: wordFor(random, 'fee_collection', pick(random, ['1', '4'])),
    loai: wordFor(random, 'fee_kind', pick(random, ['1', '2'])),
    da_thanh_toan: String(paid),
  };
}

/** A request for every step with status 5; done where the course goes on. */
export function makeSupplements(making: Making, dueAt: number): ViewRow<'dongbo_bo_sung'>[] {
  const { random, life, code, index } = making;
  return life.steps.flatMap(({ status, at }, position) => {
    if (status !== '5') return [];
    const done = life.steps[position + 1];
    const later = dueAt + between(random, 1, 5) * DAY;
    return [
      {
        ma_ho_so: code,
        id: partId(index, position),
        nguoi_yeu_cau: pick(random, CLERKS),
        noi_dung: dirtyText(random, 'Đề nghị bổ sung bản sao giấy tờ còn thiếu'),
        ngay_yeu_cau: writeTime(random, at),
        ngay_hoan_thanh: done === undefined ? writeAbsent(random) : writeTime(random, done.at),
        ngay_hen_tra_truoc: writeTime(random, dueAt),
        ngay_hen_tra_moi: done === undefined ? writeAbsent(random) : writeTime(random, later),
      },
    ];
  });
}
