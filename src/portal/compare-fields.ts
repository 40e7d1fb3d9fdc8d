/**
 * What the portal shows of a dossier otherwise than we say it.
 * Guarantees: only what the portal shows is compared, whatever the letter case of its field names; a
 * part is found by its id, not by its place; fields are named as the trace names them. Pure.
 * Must not: hold what is left out, or what we never send, for a difference.
 */
import type { Dossier } from '../domain/dossier.ts';
import type { FieldDifference } from '../domain/ports.ts';
import { isRecord } from './body.ts';
import { comparePartLists } from './compare-parts.ts';
import { encodeDossier } from './wire/encode-dossier.ts';
import { byName, compareRows, type FieldRow, nameKey, type ShownFields } from './wire/shown-fields.ts';
import { shownText } from './wire/shown-value.ts';

const FIELDS = [
  ['code', 'MaHoSo', 'code'],
  ['procedureCode', 'MaTTHC', 'text'],
  ['procedureName', 'TenTTHC', 'text'],
  ['sectorCode', 'MaLinhVuc', 'text'],
  ['sectorName', 'TenLinhVuc', 'text'],
  ['channel', 'KenhThucHien', 'text'],
  ['ownerName', 'ChuHoSo', 'text'],
  ['subjectType', 'LoaiDoiTuong', 'text'],
  ['ownerAccountId', 'MaDoiTuong', 'text'],
  ['email', 'Email', 'code'],
  ['fax', 'Fax', 'text'],
  ['phone', 'SoDienThoai', 'text'],
  ['subject', 'TrichYeuHoSo', 'text'],
  ['submittedAt', 'NgayNopHoSo', 'time'],
  ['receivedAt', 'NgayTiepNhan', 'time'],
  ['dueAt', 'NgayHenTra', 'time'],
  ['finishedAt', 'NgayKetThucXuLy', 'time'],
  ['returnedAt', 'NgayTra', 'time'],
  ['refusedAt', 'NgayTuChoi', 'time'],
  ['status', 'TrangThaiHoSo', 'text'],
  ['returnMethod', 'HinhThuc', 'flag'],
  ['note', 'GhiChu', 'text'],
  ['agencyName', 'DonViXuLy', 'text'],
  ['filingPlace', 'NoiNopHoSo', 'text'],
  ['hasDigitizedComponent', 'HoSoCoThanhPhanSoHoa', 'flag'],
  ['vneidVerified', 'TaiKhoanDuocXacThucVoiVNeID', 'flag'],
  ['payment', 'DuocThanhToanTrucTuyen', 'text'],
] as const satisfies readonly FieldRow<keyof ReturnType<typeof encodeDossier>>[];

/** What `shown` has otherwise than `dossier`, field by field; `shown` is a look-up's answer in wire words. */
export function compareFields(
  dossier: Dossier,
  shown: Readonly<Record<string, unknown>>,
): readonly FieldDifference[] {
  const wire = encodeDossier(dossier);
  const there = byName(shown);
  return [
    ...compareRows(FIELDS, wire, there, ''),
    ...compareBag(
      'ownerIds',
      ['LoaiDinhDanh', 'SoDinhDanh'],
      wire.DinhDanhCHS,
      there.get(nameKey('DinhDanhCHS')),
    ),
    ...compareBag('databases', ['MaCSDL'], wire.DSKetNoiCSDL, there.get(nameKey('DSKetNoiCSDL'))),
    ...comparePartLists(dossier, wire, there),
  ];
}

/** A list without ids: what is in it, in any order, by those columns that every entry shows. */
function compareBag(
  field: string,
  columns: readonly string[],
  ours: readonly Readonly<Record<string, unknown>>[],
  list: unknown,
): readonly FieldDifference[] {
  if (!Array.isArray(list)) return [];
  const rows = list.filter(isRecord).map(byName);
  const shown = columns.filter((name) => rows.every((row) => textOf(row, name) !== ''));
  if (rows.length < list.length || shown.length === 0) return [];
  const told = (entries: readonly ShownFields[]): string =>
    entries
      .map((entry) => shown.map((name) => textOf(entry, name)).join(' '))
      .sort()
      .join('; ');
  const [own, there] = [told(ours.map(byName)), told(rows)];
  return own === there ? [] : [{ field, ours: own, shown: there }];
}

function textOf(row: ShownFields, name: string): string {
  return shownText(row.get(nameKey(name))) ?? '';
}
