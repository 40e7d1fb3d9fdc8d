/** Made-up dossiers and steps that a strict portal accepts; changes make them bad. */
import type {
  AgencyCode,
  DossierCode,
  LocalTime,
  ProcedureCode,
  SectorCode,
} from '../../src/domain/codes.ts';
import type { Dossier, Step } from '../../src/domain/dossier.ts';

export function dossierCode(number: number): DossierCode {
  return `H99.01-261102-${String(number).padStart(4, '0')}` as DossierCode;
}

export function localTime(text: string): LocalTime {
  return text as LocalTime;
}

export function someDossier(number: number, changes: Partial<Dossier> = {}): Dossier {
  return {
    code: dossierCode(number),
    procedureCode: '1.001193' as ProcedureCode,
    procedureName: 'Thủ tục đăng ký khai sinh',
    sectorCode: 'G15-TP07' as SectorCode,
    sectorName: 'Hộ tịch',
    channel: '1',
    ownerName: 'Nguyễn Thị Mẫu',
    subjectType: '1',
    ownerAccountId: '',
    ownerIds: [{ type: '1', number: '099000000001' }],
    email: '',
    fax: '',
    phone: '0900000001',
    subject: 'Đăng ký khai sinh',
    submittedAt: '',
    receivedAt: localTime('2026-11-02T08:30:00'),
    dueAt: localTime('2026-11-03T17:00:00'),
    finishedAt: '',
    returnedAt: '',
    refusedAt: '',
    status: '2',
    returnMethod: '0',
    agencyCode: 'H99.01' as AgencyCode,
    agencyName: 'UBND xã Mẫu Đông',
    filingPlace: '2',
    hasDigitizedComponent: '0',
    vneidVerified: '0',
    payment: '0',
    databases: [],
    note: '',
    components: [],
    results: [],
    fees: [],
    supplements: [],
    ...changes,
  };
}

/** A dossier that the portal refuses: a channel that does not exist. */
export function badDossier(number: number): Dossier {
  return someDossier(number, { channel: '7' });
}

export function someStep(dossier: number, number: number, changes: Partial<Step> = {}): Step {
  return {
    id: `${dossier}/${number}`,
    dossierCode: dossierCode(dossier),
    at: localTime(`2026-11-02T09:${String(number).padStart(2, '0')}:00`),
    processor: 'Trần Văn Mẫu',
    position: '',
    department: '',
    content: `Bước ${number}`,
    status: '4',
    startedAt: '',
    dueAt: '',
    ...changes,
  };
}
