/** A source dossier without fault and its parts, for tests that change one thing. Everything in it is made up. */
import type {
  SourceComponent,
  SourceDossier,
  SourceFee,
  SourceFields,
  SourceResult,
  SourceStep,
  SourceSupplement,
} from '../../src/domain/source-dossier.ts';

const FIELDS: SourceFields = {
  code: 'H19.12-260102-0001',
  procedureCode: '1.001193',
  agencyCode: 'H19.12',
  procedureName: null,
  agencyName: null,
  channel: '2',
  ownerName: 'Trần Thị Ví Dụ',
  subjectType: '1',
  ownerIdType: 'CCCD',
  ownerIdNumber: '075190000123',
  ownerAccountId: 'acc-1',
  email: 'vidu@example.vn',
  phone: '0912345678',
  fax: null,
  subject: 'Đăng ký khai sinh',
  submittedAt: '2026-01-02T07:30:00+07:00',
  receivedAt: '2026-01-02T08:00:00+07:00',
  dueAt: '2026-01-05T17:00:00+07:00',
  finishedAt: null,
  returnedAt: null,
  refusedAt: null,
  status: '4',
  substatus: null,
  returnMethod: '0',
  filingPlace: '2',
  vneidVerified: '1',
  payment: '2',
  databases: '',
  note: null,
  deleted: '0',
};

export function aDossier(
  fields: Partial<SourceFields> = {},
  parts: Partial<Omit<SourceDossier, 'fields'>> = {},
): SourceDossier {
  return {
    key: fields.code ?? 'H19.12-260102-0001',
    changedAt: '2026-01-02T01:00:00Z',
    fields: { ...FIELDS, ...fields },
    components: [],
    results: [],
    steps: [],
    fees: [],
    supplements: [],
    ...parts,
  };
}

export function aComponent(change: Partial<SourceComponent> = {}): SourceComponent {
  return {
    id: '7',
    documentCode: 'TKKS',
    name: 'Tờ khai',
    link: 'https://tep.example.vn/a.pdf',
    digitized: '1',
    reuse: '0',
    fromStore: '0',
    replacesResultCode: null,
    deleted: '0',
    ...change,
  };
}

export function aResult(change: Partial<SourceResult> = {}): SourceResult {
  return {
    id: '3',
    documentCode: 'GKS',
    name: 'Giấy khai sinh',
    link: 'https://tep.example.vn/kq.pdf',
    componentCode: null,
    ...change,
  };
}

export function aStep(change: Partial<SourceStep> = {}): SourceStep {
  return {
    id: '1',
    at: '2026-01-02T08:00:00+07:00',
    processor: 'Cán bộ Một',
    position: 'Chuyên viên',
    department: 'Bộ phận một cửa',
    content: 'Tiếp nhận',
    status: '2',
    startedAt: null,
    dueAt: null,
    ...change,
  };
}

export function aFee(change: Partial<SourceFee> = {}): SourceFee {
  return {
    id: '5',
    feeCode: null,
    name: 'Lệ phí',
    amount: '50000',
    collection: '1',
    kind: '1',
    paid: null,
    ...change,
  };
}

export function aSupplement(change: Partial<SourceSupplement> = {}): SourceSupplement {
  return {
    id: '9',
    requestedBy: 'Cán bộ Hai',
    content: 'Bổ sung bản sao',
    requestedAt: '2026-01-03 08:00:00',
    completedAt: null,
    dueBefore: null,
    dueAfter: null,
    ...change,
  };
}
