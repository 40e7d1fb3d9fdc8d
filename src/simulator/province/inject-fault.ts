/**
 * Puts exactly one fault into a made-up dossier.
 * Guarantees: the rest stays good, so that what is held is held for this fault alone.
 */
import { NATIONAL_PROCEDURES } from '../national-facts/national-procedures.ts';
import { pick } from '../random.ts';
import type { Draft } from './draft.ts';
import type { FaultKind } from './expectation.ts';
import { makeResultRow } from './make-documents.ts';
import { makeFee } from './make-history.ts';
import { UNPUBLISHED_CODE } from './services-offered.ts';

/** Does this fault need a dossier that ended with a result? */
export function needsResult(kind: FaultKind | null): boolean {
  return kind === 'result-of-other-procedure';
}

/** Changes `draft`. */
export function injectFault(draft: Draft, kind: FaultKind): void {
  const { dossier, components, results, fees, making } = draft;
  const { random } = making;
  switch (kind) {
    case 'unknown-procedure':
      dossier.ma_tthc = pick(random, ['MAU-XX-99', '9.999999', 'Đăng ký gì đó']);
      return;
    case 'unpublished-procedure':
      dossier.ma_tthc = UNPUBLISHED_CODE;
      return;
    case 'unknown-status':
      dossier.trang_thai = pick(random, ['CHO_LANH_DAO', '99', 'Đang chờ']);
      dossier.trang_thai_phu = null;
      return;
    case 'received-impossible':
      dossier.ngay_tiep_nhan = pick(random, ['31/02/2026', 'hôm qua', '2026-13-45 08:00:00']);
      return;
    case 'received-absent':
      dossier.ngay_tiep_nhan = pick(random, ['0001-01-01', '1900-01-01', null]);
      return;
    case 'channel-absent':
      dossier.kenh = pick(random, [null, '', '\u00a0']);
      return;
    case 'subject-absent':
      dossier.trich_yeu = pick(random, [null, '', ' \u200b ']);
      return;
    case 'component-unknown': {
      const component = pick(random, components);
      component.row = { ...component.row, ma_giay_to: pick(random, ['GT-KHONG-CO', 'Giấy tờ khác']) };
      component.nationalCode = '';
      return;
    }
    case 'result-of-other-procedure': {
      const own = new Set(making.service.procedure.results.map(([code]) => code));
      const foreign = NATIONAL_PROCEDURES.flatMap((procedure) => procedure.results);
      const [code, name] = pick(
        random,
        foreign.filter(([other]) => !own.has(other)),
      );
      results.splice(0, results.length, {
        row: makeResultRow(making, code, name),
        nationalCode: '',
        files: 1,
      });
      return;
    }
    case 'id-malformed':
      dossier.loai_dinh_danh = 'CCCD';
      dossier.so_dinh_danh = pick(random, ['09900000001', '0990000000012', 'chưa rõ']);
      return;
    case 'fee-negative':
      fees.splice(0, fees.length, makeFee(making, '-50000', false));
      return;
    case 'fee-unreadable':
      fees.splice(0, fees.length, makeFee(making, 'năm mươi nghìn', false));
      return;
  }
}
