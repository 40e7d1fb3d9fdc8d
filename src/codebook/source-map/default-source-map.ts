/**
 * The views that Dongbo reads where `source.yaml` says nothing else.
 * Guarantees: exactly the names of the source contract; a test holds `mappings/source.yaml` to it.
 */
import type { FieldOf, ViewName } from '../../domain/source-fields.ts';
import type { FieldRule, SourceMap, ViewMap } from '../../domain/source-map.ts';

/** A source map with all its views. */
export type FullSourceMap = { readonly [View in keyof SourceMap]: NonNullable<SourceMap[View]> };

/** The five views and the optional sixth, with the column for each field. */
export const CONTRACT_VIEWS: {
  readonly [View in ViewName]: {
    readonly from: string;
    readonly columns: Readonly<Record<FieldOf<View>, string>>;
  };
} = {
  dossiers: {
    from: 'dongbo_ho_so',
    columns: {
      code: 'ma_ho_so',
      procedureCode: 'ma_tthc',
      procedureName: 'ten_tthc',
      agencyCode: 'ma_don_vi',
      agencyName: 'ten_don_vi',
      channel: 'kenh',
      ownerName: 'chu_ho_so',
      subjectType: 'loai_doi_tuong',
      ownerIdType: 'loai_dinh_danh',
      ownerIdNumber: 'so_dinh_danh',
      ownerAccountId: 'ma_doi_tuong',
      email: 'email',
      phone: 'so_dien_thoai',
      fax: 'fax',
      subject: 'trich_yeu',
      submittedAt: 'ngay_nop',
      receivedAt: 'ngay_tiep_nhan',
      dueAt: 'ngay_hen_tra',
      finishedAt: 'ngay_ket_thuc',
      returnedAt: 'ngay_tra',
      refusedAt: 'ngay_tu_choi',
      status: 'trang_thai',
      substatus: 'trang_thai_phu',
      returnMethod: 'hinh_thuc_tra',
      filingPlace: 'noi_nop',
      vneidVerified: 'xac_thuc_vneid',
      payment: 'thanh_toan',
      databases: 'csdl',
      note: 'ghi_chu',
      deleted: 'da_xoa',
      changedAt: 'cap_nhat_luc',
    },
  },
  components: {
    from: 'dongbo_thanh_phan',
    columns: {
      dossierCode: 'ma_ho_so',
      id: 'id',
      documentCode: 'ma_giay_to',
      name: 'ten',
      link: 'duong_dan',
      digitized: 'so_hoa',
      reuse: 'tai_su_dung',
      fromStore: 'tu_kho_dmqg',
      replacesResultCode: 'ma_ket_qua_thay_the',
      deleted: 'da_xoa',
    },
  },
  results: {
    from: 'dongbo_ket_qua',
    columns: {
      dossierCode: 'ma_ho_so',
      id: 'id',
      documentCode: 'ma_giay_to',
      name: 'ten',
      link: 'duong_dan',
      componentCode: 'ma_thanh_phan',
    },
  },
  steps: {
    from: 'dongbo_tien_do',
    columns: {
      dossierCode: 'ma_ho_so',
      id: 'id',
      at: 'thoi_diem',
      processor: 'nguoi_xu_ly',
      position: 'chuc_danh',
      department: 'phong_ban',
      content: 'noi_dung',
      status: 'trang_thai',
      startedAt: 'ngay_bat_dau',
      dueAt: 'ngay_ket_thuc_theo_quy_dinh',
    },
  },
  fees: {
    from: 'dongbo_le_phi',
    columns: {
      dossierCode: 'ma_ho_so',
      id: 'id',
      feeCode: 'ma_phi',
      name: 'ten',
      amount: 'so_tien',
      collection: 'hinh_thuc_thu',
      kind: 'loai',
      paid: 'da_thanh_toan',
    },
  },
  supplements: {
    from: 'dongbo_bo_sung',
    columns: {
      dossierCode: 'ma_ho_so',
      id: 'id',
      requestedBy: 'nguoi_yeu_cau',
      content: 'noi_dung',
      requestedAt: 'ngay_yeu_cau',
      completedAt: 'ngay_hoan_thanh',
      dueBefore: 'ngay_hen_tra_truoc',
      dueAfter: 'ngay_hen_tra_moi',
    },
  },
};

/** The column of the view itself. */
export function columnRule(name: string): FieldRule {
  return { kind: 'place', place: { of: '', name } };
}

/** A view as the contract has it; nothing of it is stated by the province. */
function contractView<View extends ViewName>(name: View): ViewMap<FieldOf<View>> {
  const { from, columns } = CONTRACT_VIEWS[name];
  const fields = Object.entries<string>(columns).map(([field, column]) => [field, columnRule(column)]);
  return {
    from,
    query: null,
    joins: [],
    where: [],
    key: null,
    changedAt: null,
    fields: Object.fromEntries(fields) as ViewMap<FieldOf<View>>['fields'],
    stated: [],
  };
}

/** What is read where `source.yaml` says nothing else. */
export const DEFAULT_SOURCE_MAP: FullSourceMap = {
  dossiers: contractView('dossiers'),
  components: contractView('components'),
  results: contractView('results'),
  steps: contractView('steps'),
  fees: contractView('fees'),
  supplements: contractView('supplements'),
};
