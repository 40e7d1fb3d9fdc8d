/**
 * Which calls a rate of faults is for: `lost@steps=0.2`.
 * Guarantees: a scope is a short word or the name of a service; anything else is no scope.
 */

/** Short words for people, with the services they cover; `Lay` stands for all that begin with it. */
const SHORT: Readonly<Record<string, (service: string) => boolean>> = {
  dossiers: (service) => service === 'DongBoHoSoMC',
  steps: (service) => service === 'CapNhatTienDoHoSoMC',
  lookup: (service) => service === 'TraCuuHoSo',
  catalogue: (service) => service.startsWith('Lay') || service === PUBLIC_PAGES,
};

/** Stands for the public catalogue, which has addresses in the place of services. */
export const PUBLIC_PAGES = 'public';

const SERVICES = [
  'DongBoHoSoMC',
  'CapNhatTienDoHoSoMC',
  'TraCuuHoSo',
  'LayDanhSachTTHC',
  'LayThuTuc',
  'LayDanhMucLinhVuc',
  'LayDanhMucCoQuan',
  'LayDanhMucLePhi',
  'LayDanhMucDoiTuong',
  'LayDanhMucCapThucHien',
  'LayDanhMucTinhThanh',
  'LayDanhMucQuanHuyen',
  'LayDanhMucPhuongXa',
  PUBLIC_PAGES,
];

/** Every scope that may be named. */
export const SCOPES: readonly string[] = [...Object.keys(SHORT), ...SERVICES];

/** Does `scope` cover a call of `service`? No scope covers all. */
export function covers(scope: string | undefined, service: string): boolean {
  return scope === undefined || scope === service || SHORT[scope]?.(service) === true;
}

/** A service that each scope covers, so that sums can be checked for every kind of call. */
export const KINDS_OF_CALL: readonly string[] = SERVICES;
