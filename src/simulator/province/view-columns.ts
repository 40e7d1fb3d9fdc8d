/**
 * The views that Dongbo reads, as the made-up province has them (3-source-contract.md).
 * Guarantees: rows, tables and views all come from this list. Days are text where real systems write
 * text; only the time of change and the time of a step are typed.
 */

/** Table behind each view and its columns, in order. */
export const VIEWS = {
  dongbo_ho_so: {
    table: 'ho_so',
    columns: {
      ma_ho_so: 'text',
      ma_tthc: 'text',
      ten_tthc: 'text',
      ma_don_vi: 'text',
      ten_don_vi: 'text',
      kenh: 'text',
      chu_ho_so: 'text',
      loai_doi_tuong: 'text',
      loai_dinh_danh: 'text',
      so_dinh_danh: 'text',
      ma_doi_tuong: 'text',
      email: 'text',
      so_dien_thoai: 'text',
      fax: 'text',
      trich_yeu: 'text',
      ngay_nop: 'text',
      ngay_tiep_nhan: 'text',
      ngay_hen_tra: 'text',
      ngay_ket_thuc: 'text',
      ngay_tra: 'text',
      ngay_tu_choi: 'text',
      trang_thai: 'text',
      trang_thai_phu: 'text',
      hinh_thuc_tra: 'text',
      noi_nop: 'text',
      xac_thuc_vneid: 'boolean',
      thanh_toan: 'text',
      csdl: 'text',
      ghi_chu: 'text',
      da_xoa: 'boolean',
      cap_nhat_luc: 'timestamptz',
    },
  },
  dongbo_thanh_phan: {
    table: 'thanh_phan',
    columns: {
      ma_ho_so: 'text',
      id: 'bigint',
      ma_giay_to: 'text',
      ten: 'text',
      duong_dan: 'text',
      so_hoa: 'text',
      tai_su_dung: 'text',
      tu_kho_dmqg: 'text',
      ma_ket_qua_thay_the: 'text',
      da_xoa: 'boolean',
    },
  },
  dongbo_ket_qua: {
    table: 'ket_qua',
    columns: {
      ma_ho_so: 'text',
      id: 'bigint',
      ma_giay_to: 'text',
      ten: 'text',
      duong_dan: 'text',
      ma_thanh_phan: 'text',
    },
  },
  dongbo_tien_do: {
    table: 'tien_do',
    columns: {
      ma_ho_so: 'text',
      id: 'bigint',
      thoi_diem: 'timestamptz',
      nguoi_xu_ly: 'text',
      chuc_danh: 'text',
      phong_ban: 'text',
      noi_dung: 'text',
      trang_thai: 'text',
      ngay_bat_dau: 'text',
      ngay_ket_thuc_theo_quy_dinh: 'text',
    },
  },
  dongbo_le_phi: {
    table: 'le_phi',
    columns: {
      ma_ho_so: 'text',
      id: 'bigint',
      ma_phi: 'text',
      ten: 'text',
      so_tien: 'text',
      hinh_thuc_thu: 'text',
      loai: 'text',
      da_thanh_toan: 'boolean',
    },
  },
  dongbo_bo_sung: {
    table: 'bo_sung',
    columns: {
      ma_ho_so: 'text',
      id: 'bigint',
      nguoi_yeu_cau: 'text',
      noi_dung: 'text',
      ngay_yeu_cau: 'text',
      ngay_hoan_thanh: 'text',
      ngay_hen_tra_truoc: 'text',
      ngay_hen_tra_moi: 'text',
    },
  },
} as const;

/** Name of a view. */
export type ViewName = keyof typeof VIEWS;
/** Names of the views. */
export const VIEW_NAMES = Object.keys(VIEWS) as ViewName[];
/** A row of a view; every column is there, values as text. */
export type ViewRow<V extends ViewName> = Record<keyof (typeof VIEWS)[V]['columns'], string | null>;

/** All rows of one dossier. */
export interface DossierRows {
  readonly dongbo_ho_so: ViewRow<'dongbo_ho_so'>;
  readonly dongbo_thanh_phan: readonly ViewRow<'dongbo_thanh_phan'>[];
  readonly dongbo_ket_qua: readonly ViewRow<'dongbo_ket_qua'>[];
  readonly dongbo_tien_do: readonly ViewRow<'dongbo_tien_do'>[];
  readonly dongbo_le_phi: readonly ViewRow<'dongbo_le_phi'>[];
  readonly dongbo_bo_sung: readonly ViewRow<'dongbo_bo_sung'>[];
}

/** Rows of one view, one for the dossier itself. */
export function rowsOf(rows: DossierRows, view: ViewName): readonly Record<string, string | null>[] {
  return view === 'dongbo_ho_so' ? [rows.dongbo_ho_so] : rows[view];
}
