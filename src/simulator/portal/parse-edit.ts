/**
 * Reads `H99.01-261001-0001:status=7`, the words of `--edit`: what somebody changes at the portal.
 * Guarantees: fields are called as `reconcile` calls them; what is no field, or no change, is told, never
 * dropped; several changes of one dossier become one.
 */
import { DongboError } from '../../domain/errors.ts';

/** Fields by the name that comparing gives them. */
const FIELDS: Readonly<Record<string, string>> = {
  status: 'TrangThaiHoSo',
  ownerName: 'ChuHoSo',
  subject: 'TrichYeuHoSo',
  note: 'GhiChu',
  phone: 'SoDienThoai',
  email: 'Email',
  agencyName: 'DonViXuLy',
  procedureCode: 'MaTTHC',
  procedureName: 'TenTTHC',
  channel: 'KenhThucHien',
  receivedAt: 'NgayTiepNhan',
  dueAt: 'NgayHenTra',
  finishedAt: 'NgayKetThucXuLy',
  returnedAt: 'NgayTra',
};

const CHANGE = /^(?<code>[^:]+):(?<field>[A-Za-z]+)=(?<value>.*)$/s;

function refuse(value: string): never {
  const expected = `<MaHoSo>:<field>=<value>; field: ${Object.keys(FIELDS).join(', ')}`;
  throw new DongboError('DB-CFG-003', { option: '--edit', value, expected });
}

/** Reads the changes. Throws DongboError DB-CFG-003. */
export function parseEdit(words: readonly string[]): Record<string, Record<string, string>> {
  const edit: Record<string, Record<string, string>> = {};
  for (const word of words) {
    const { code = '', field = '', value = '' } = CHANGE.exec(word)?.groups ?? {};
    const wire = Object.hasOwn(FIELDS, field) ? FIELDS[field] : undefined;
    if (wire === undefined) refuse(word);
    edit[code.trim()] = { ...edit[code.trim()], [wire]: value };
  }
  return edit;
}
