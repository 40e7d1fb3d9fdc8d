/**
 * The row of a made-up dossier.
 * Guarantees: dates agree with the status; ids, numbers and addresses are plainly invented (the
 * province code 099 and the domain `example` do not exist).
 */
import { between, pick, type Random } from '../random.ts';
import { dirtyCode, dirtyText, withAgency } from './dirt.ts';
import type { Making } from './draft.ts';
import { DAY, MINUTE, startOfDay, writeAbsent, writeTime } from './local-time.ts';
import type { ViewRow } from './view-columns.ts';
import { statusWords, wordFor, wordForNo } from './words.ts';

const FAMILY_NAMES = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Vũ', 'Đặng', 'Bùi'];
const GIVEN_NAMES = ['Văn Mẫu', 'Thị Mẫu', 'Văn Thử', 'Thị Thử', 'Hòa Ví Dụ', 'Thùy Ví Dụ'];

/** Half past four on the day the dossier is due. */
export function dueTime(random: Random, receivedAt: number): number {
  return startOfDay(receivedAt) + between(random, 1, 20) * DAY + (16 * 60 + 30) * MINUTE;
}

/** When the row last changed: at its last step, or all together in a nightly job of the vendor. */
function changeTime(random: Random, lastAt: number, now: number): number {
  const lastNight = startOfDay(now) + 2 * 60 * MINUTE;
  const nightly = lastNight > now ? lastNight - DAY : lastNight;
  return nightly > lastAt && random() < 0.4 ? nightly : lastAt;
}

function owner(making: Making) {
  const { random, service, index } = making;
  const number = String(index + 1);
  if (service.forEnterprises) {
    return {
      chu_ho_so: dirtyText(random, `Công ty TNHH Ví Dụ ${number}`),
      loai_doi_tuong: wordFor(random, 'subject_type', random() < 0.9 ? '2' : '4'),
      loai_dinh_danh: null,
      so_dinh_danh: null,
    };
  }
  const old = random() < 0.1;
  return {
    chu_ho_so: dirtyText(random, `${pick(random, FAMILY_NAMES)} ${pick(random, GIVEN_NAMES)}`),
    loai_doi_tuong: wordFor(random, 'subject_type', '1'),
    loai_dinh_danh: wordFor(random, 'id_type', old ? '2' : '1'),
    so_dinh_danh: `099${number.padStart(old ? 6 : 9, '0')}`,
  };
}

/** @param owesFee the dossier has a fee that is not 0. */
export function makeDossierRow(
  making: Making,
  now: number,
  dueAt: number,
  owesFee: boolean,
): ViewRow<'dongbo_ho_so'> {
  const { random, service, office, online, life, code, index } = making;
  const { procedure } = service;
  const [status, substatus] = statusWords(random, life.status);
  const time = (ms: number | null) => (ms === null ? writeAbsent(random) : writeTime(random, ms));
  const at = (wanted: string) => life.steps.find((step) => step.status === wanted)?.at ?? null;
  const population = !service.forEnterprises && random() < 0.6;
  const name = procedure.name.normalize('NFC').replace(/\s+/g, ' ');
  const subject = `${name.slice(0, 300)} - hồ sơ ${index + 1}`;
  return {
    ma_ho_so: code,
    ma_tthc: dirtyCode(random, service.ownCode ?? withAgency(random, procedure.code)),
    ten_tthc: name,
    ma_don_vi: dirtyCode(random, office.code),
    ten_don_vi: dirtyText(random, office.name),
    kenh: wordFor(random, 'channel', online ? '2' : random() < 0.9 ? '1' : '3'),
    ...owner(making),
    ma_doi_tuong: online ? `tk-${index + 1}` : null,
    email: random() < 0.3 ? `nguoi.mau.${index + 1}@tinh-mau.example` : null,
    so_dien_thoai: random() < 0.6 ? `000 ${String(index + 1).padStart(7, '0')}` : null,
    fax: null,
    trich_yeu: dirtyText(random, subject),
    ngay_nop: time(online ? life.submittedAt : life.receivedAt),
    ngay_tiep_nhan: writeTime(random, life.receivedAt),
    ngay_hen_tra: time(life.status === '3' ? null : dueAt),
    ngay_ket_thuc: time(life.endedAt),
    ngay_tra: time(at('10')),
    ngay_tu_choi: time(at('3')),
    trang_thai: status,
    trang_thai_phu: substatus,
    hinh_thuc_tra: wordFor(random, 'return_method', random() < 0.8 ? '0' : '1'),
    noi_nop: wordFor(random, 'filing_place', online && random() < 0.7 ? '1' : '2'),
    xac_thuc_vneid: String(online),
    thanh_toan:
      online && owesFee ? wordFor(random, 'payment', pick(random, ['1', '2'])) : wordForNo(random, 'payment'),
    csdl: population ? wordFor(random, 'database', '1') : null,
    ghi_chu: random() < 0.2 ? dirtyText(random, 'Hồ sơ ví dụ của tỉnh Mẫu') : null,
    da_xoa: 'false',
    cap_nhat_luc: new Date(changeTime(random, life.lastAt, now)).toISOString(),
  };
}
