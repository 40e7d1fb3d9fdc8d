/**
 * What the portal shows of a dossier's parts otherwise than we sent them.
 * Guarantees: a part is found by its id; where the portal shows none, it is the one it differs least
 * from. One that is missing or too many is told as `components[<id>]`, with its code.
 * Must not: miss a component that we sent as deleted; the portal may well show it no more.
 */
import type { Dossier } from '../domain/dossier.ts';
import type { FieldDifference } from '../domain/ports.ts';
import { asText, isRecord } from './body.ts';
import type { WireDossier } from './wire/encode-dossier.ts';
import { byName, compareRows, type FieldRow, nameKey, type ShownFields } from './wire/shown-fields.ts';
import { sameValue, shownText } from './wire/shown-value.ts';

type WireRow = Readonly<Record<string, unknown>>;
type PartField = 'components' | 'results' | 'fees' | 'supplements';

/** A list of parts: where it is, what its parts are known by, and what is compared. */
interface PartList {
  readonly field: PartField;
  readonly list: keyof WireDossier;
  /** What makes out which part it is. */
  readonly key: string;
  /** What to call a part by in words. */
  readonly code: string;
  /** Mark of a part that is there no more. */
  readonly gone: string | null;
  readonly rows: readonly FieldRow[];
}

const LISTS: readonly PartList[] = [
  {
    field: 'components',
    list: 'TaiLieuNop',
    key: 'TepDinhKemId',
    code: 'MaThanhPhanHoSo',
    gone: 'IsDeleted',
    rows: [
      ['name', 'TenTepDinhKem', 'text'],
      ['deleted', 'IsDeleted', 'flag'],
      ['code', 'MaThanhPhanHoSo', 'text'],
      ['link', 'DuongDanTaiTepTin', 'text'],
      ['digitized', 'DuocSoHoa', 'flag'],
      ['reuse', 'DuocTaiSuDung', 'text'],
      ['fromStore', 'DuocLayTuKhoDMQG', 'flag'],
      ['replacesResult', 'MaKetQuaThayThe', 'text'],
    ],
  },
  {
    field: 'results',
    list: 'DanhSachGiayToKetQua',
    key: 'GiayToId',
    code: 'MaGiayToKetQua',
    gone: null,
    rows: [
      ['name', 'TenGiayTo', 'text'],
      ['componentCode', 'MaThanhPhanHoSo', 'text'],
      ['link', 'DuongDanTepTinKetQua', 'text'],
      ['code', 'MaGiayToKetQua', 'text'],
    ],
  },
  {
    field: 'fees',
    list: 'DanhSachLePhi',
    // A fee goes without its id, and of two with one code each is the one it differs least from.
    key: 'MaPhiLePhi',
    code: 'MaPhiLePhi',
    gone: null,
    rows: [
      ['name', 'TenPhiLePhi', 'text'],
      ['code', 'MaPhiLePhi', 'text'],
      ['collection', 'HinhThucThu', 'text'],
      ['amountDong', 'Gia', 'amount'],
      ['kind', 'LoaiPhiLePhi', 'text'],
    ],
  },
  {
    field: 'supplements',
    list: 'DanhSachHoSoBoSung',
    key: 'HoSoBoSungId',
    code: 'HoSoBoSungId',
    gone: null,
    rows: [
      ['requestedBy', 'NguoiYeuCauBoSung', 'text'],
      ['content', 'NoiDungBoSung', 'text'],
      ['requestedAt', 'NgayBoSung', 'time'],
      ['completedAt', 'NgayTiepNhanBoSung', 'time'],
      ['dueBefore', 'NgayHenTraTruoc', 'time'],
      ['dueAfter', 'NgayHenTraMoi', 'time'],
    ],
  },
];

/** Compares every list of parts that the portal shows. */
export function comparePartLists(
  dossier: Dossier,
  wire: WireDossier,
  there: ShownFields,
): readonly FieldDifference[] {
  return LISTS.flatMap((list) => {
    const shown = there.get(nameKey(list.list));
    if (!Array.isArray(shown)) return [];
    const ids = dossier[list.field].map(({ id }) => id);
    const ours = (wire[list.list] as readonly WireRow[]).map((row, index) => ({ id: ids[index] ?? '', row }));
    return compareList(list, ours, shown.filter(isRecord).map(byName));
  });
}

interface Own {
  readonly id: string;
  readonly row: WireRow;
}

function compareList(
  list: PartList,
  ours: readonly Own[],
  shown: readonly ShownFields[],
): readonly FieldDifference[] {
  const compare = (own: Own, there: ShownFields) =>
    compareRows(list.rows, own.row, there, `${list.field}[${own.id}].`);
  const isUnnamed = (there: ShownFields) => keyShown(list, there) === '';
  const mayBe = (own: Own, there: ShownFields) => isUnnamed(there) || hasKey(list, own, there);

  // What is wholly the same goes first, so that no other takes its place.
  const same = pairUp(ours, shown, (own, there) => mayBe(own, there) && compare(own, there).length === 0);
  const open = new Set(ours.filter((own) => !same.has(own)));
  const differences: FieldDifference[] = [];
  const left: ShownFields[] = [];
  const taken = new Set(same.values());
  // Those that show which one they are choose before those that do not.
  const rest = shown.filter((there) => !taken.has(there));
  for (const there of [...rest.filter((one) => !isUnnamed(one)), ...rest.filter(isUnnamed)]) {
    const candidates = [...open].filter((own) => mayBe(own, there));
    const [own] = candidates.sort((a, b) => compare(a, there).length - compare(b, there).length);
    if (own === undefined) left.push(there);
    else {
      open.delete(own);
      differences.push(...compare(own, there));
    }
  }
  return [
    ...differences,
    ...[...open]
      .filter(({ row }) => !isGone(list, row[list.gone ?? '']))
      .map(({ id, row }) => ({ field: `${list.field}[${id}]`, ours: asText(row[list.code]), shown: '' })),
    ...left
      .filter((there) => !isGone(list, there.get(nameKey(list.gone ?? ''))))
      .map((there) => ({
        field: `${list.field}[${keyShown(list, there)}]`,
        ours: '',
        shown: asText(there.get(nameKey(list.code))),
      })),
  ];
}

/** As many pairs as there can be: whoever comes later may make an earlier one change its partner. */
function pairUp<A, B>(
  ours: readonly A[],
  shown: readonly B[],
  fits: (own: A, there: B) => boolean,
): ReadonlyMap<A, B> {
  const partner = new Map<A, B>();
  const place = (there: B, asked: Set<A>): boolean => {
    for (const own of ours) {
      if (asked.has(own) || !fits(own, there)) continue;
      asked.add(own);
      const other = partner.get(own);
      if (other !== undefined && !place(other, asked)) continue;
      partner.set(own, there);
      return true;
    }
    return false;
  };
  for (const there of shown) place(there, new Set());
  return partner;
}

/** '' where the portal does not show what makes out the part. */
function keyShown({ key }: PartList, there: ShownFields): string {
  return shownText(there.get(nameKey(key))) ?? '';
}

function hasKey(list: PartList, own: Own, there: ShownFields): boolean {
  const key = keyShown(list, there);
  return key !== '' && sameValue('code', asText(own.row[list.key]), key) === true;
}

function isGone({ gone }: PartList, mark: unknown): boolean {
  return gone !== null && sameValue('flag', '1', asText(mark)) === true;
}
