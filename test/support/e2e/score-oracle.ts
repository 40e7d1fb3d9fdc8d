/**
 * The indicators counted a second time, by a plain loop over what the stand-in for the portal has.
 * Guarantees: believes nothing of Dongbo: reads the fields of the wire as the portal keeps them, and what a procedure
 * is from the facts of the simulator. Written from the description of the indicators, not from the program.
 * Must not: import anything of `src/score`, `src/pipeline` or `src/ledger`.
 */
import { NATIONAL_PROCEDURES } from '../../../src/simulator/national-facts/national-procedures.ts';
import type { AtPortal } from './closing-table.ts';
import type { WireFields } from './said-by-source.ts';

/** A period, times in the wire's form (`20261031235959`), which sort as text. */
export interface WirePeriod {
  readonly begin: string;
  readonly end: string;
  /** The end, or now where it is not over. */
  readonly asOf: string;
}

/** Numerator and denominator by the indicator's code. */
export type Counted = Readonly<Record<string, readonly [numerator: number, denominator: number]>>;

const PROCEDURES = new Map(NATIONAL_PROCEDURES.map((procedure) => [procedure.code, procedure]));
const CITIZENS: readonly string[] = ['ĐT1', 'ĐT14'];

const text = (fields: WireFields, name: string): string => String(fields[name] ?? '');
const list = (fields: WireFields, name: string): readonly WireFields[] =>
  (fields[name] ?? []) as WireFields[];

/** Seconds, for differences only. */
function seconds(time: string): number {
  const [year, month, day, hour, minute, second] = [
    time.slice(0, 4),
    time.slice(4, 6),
    time.slice(6, 8),
    time.slice(8, 10),
    time.slice(10, 12),
    time.slice(12, 14),
  ].map(Number) as [number, number, number, number, number, number];
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
}

interface Course {
  /** '' = it goes on. */
  readonly ended: string;
  readonly onTime: boolean | null;
}

/** How it ended, and whether in time, by what had happened up to `asOf`. */
function courseOf({ payload, steps }: AtPortal, asOf: string): Course {
  const done = steps
    .map((step) => ({ status: text(step, 'TrangThai'), at: text(step, 'ThoiDiemXuLy') }))
    .filter(({ at }) => at !== '' && at <= asOf)
    .sort((a, b) => (a.at < b.at ? -1 : 1));
  const received = text(payload, 'NgayTiepNhan');
  const isProcessed = done.some(({ status }) => status === '9');
  const ends = done.filter(
    ({ status, at }) =>
      ['3', '8', '9'].includes(status) ||
      (status === '7' && at >= received) ||
      (status === '10' && !isProcessed),
  );
  let ended = ends.at(-1)?.at ?? '';

  const requests = list(payload, 'DanhSachHoSoBoSung')
    .map((one) => ({ from: text(one, 'NgayBoSung'), to: text(one, 'NgayTiepNhanBoSung') }))
    .filter(({ from }) => from !== '' && from <= asOf)
    .map(({ from, to }) => {
      if (to !== '' && to <= asOf) return { from, to };
      return { from, to: done.find(({ status, at }) => status !== '5' && at > from)?.at ?? '' };
    });
  const asked = new Set(done.filter(({ status }) => status === '5').map(({ at }) => at));
  if (Math.max(asked.size, requests.length) > 1) return { ended, onTime: false };

  const open = requests.find(({ to }) => to === '');
  if (ended === '' && open !== undefined) ended = open.from;
  const until = ended === '' ? asOf : ended;
  const citizens = requests
    .map(({ from, to }) => [from, to === '' || to > until ? until : to] as const)
    .filter(([from, to]) => from < to)
    .reduce((sum, [from, to]) => sum + seconds(to) - seconds(from), 0);
  const due = text(payload, 'NgayHenTra');
  if (due === '') {
    // Of the made-up province only refusals have none, and they are refused when they are received.
    const terms = PROCEDURES.get(text(payload, 'MaTTHC'))?.terms ?? [];
    const hasTerm = terms.some(([, time, unit]) => Number(time) > 0 && unit !== 'Khác');
    return { ended, onTime: hasTerm && ended === received ? true : null };
  }
  return { ended, onTime: seconds(until) - citizens <= seconds(due) };
}

/**
 * Every indicator that the ledger can tell, of what is at the portal.
 * @param recorded dossiers of the period at the province, sent or not
 */
export function countAtPortal(
  portal: Iterable<AtPortal>,
  { begin, end, asOf }: WirePeriod,
  recorded: number,
): Counted {
  let [received, inProcess, onTime, online, reused, fromStore, population] = [0, 0, 0, 0, 0, 0, 0];
  let [withFee, paidOnline, resultDue, resultFile, digitized] = [0, 0, 0, 0, 0];
  const used = {
    fee: new Set<string>(),
    paid: new Set<string>(),
    citizen: new Set<string>(),
    connected: new Set<string>(),
  };
  for (const dossier of portal) {
    const { payload } = dossier;
    const receivedAt = text(payload, 'NgayTiepNhan');
    if (receivedAt > asOf) continue;
    const course = courseOf(dossier, asOf);
    if (receivedAt >= begin || course.ended === '' || course.ended >= begin) {
      if (course.onTime !== null) inProcess += 1;
      if (course.onTime === true) onTime += 1;
    }
    if (receivedAt < begin || receivedAt > end) continue;

    received += 1;
    const code = text(payload, 'MaTTHC');
    const procedure = PROCEDURES.get(code);
    const components = list(payload, 'TaiLieuNop').filter((one) => one.IsDeleted !== 'True');
    const results = list(payload, 'DanhSachGiayToKetQua');
    const isDue = (procedure?.results.length ?? 0) > 0;
    const hasFile = results.some((one) => one.DuongDanTepTinKetQua !== '');
    const hasCodeAndFile = results.some(
      (one) => one.DuongDanTepTinKetQua !== '' && one.MaGiayToKetQua !== '',
    );
    if (payload.KenhThucHien === '2' && (!isDue || hasCodeAndFile)) online += 1;
    if (isDue) resultDue += 1;
    if (isDue && hasFile) resultFile += 1;
    if (components.some((one) => one.DuongDanTaiTepTin !== '') && (!isDue || hasFile)) digitized += 1;
    if (components.some((one) => one.DuocTaiSuDung === '1' || one.DuocTaiSuDung === '2')) reused += 1;
    const stored = components.some((one) => one.DuocLayTuKhoDMQG === '1');
    if (stored) fromStore += 1;
    const isConnected =
      stored ||
      payload.TaiKhoanDuocXacThucVoiVNeID === '1' ||
      list(payload, 'DSKetNoiCSDL').some((one) => one.MaCSDL === '1');
    if (isConnected) population += 1;
    const isPaid = ['1', '2'].includes(text(payload, 'DuocThanhToanTrucTuyen'));
    const owesFee = list(payload, 'DanhSachLePhi').some((one) => Number(one.Gia) > 0);
    if (owesFee) withFee += 1;
    if (owesFee && isPaid) paidOnline += 1;
    const charges = procedure?.fees.some((amount) => amount !== null && amount > 0) === true;
    if (charges && owesFee) used.fee.add(code);
    if (charges && owesFee && isPaid) used.paid.add(code);
    if (procedure?.subjects.some((subject) => CITIZENS.includes(subject)) === true) {
      used.citizen.add(code);
      if (isConnected) used.connected.add(code);
    }
  }
  const charging = NATIONAL_PROCEDURES.filter(
    ({ published, fees }) => published && fees.some((amount) => amount !== null && amount > 0),
  ).length;
  return {
    DOSSIER_SYNC: [received, recorded],
    PROGRESS_ON_TIME: [onTime, inProcess],
    ONLINE_DOSSIERS: [online, received],
    PAYMENT_DOSSIERS: [paidOnline, withFee],
    PAYMENT_PROCEDURES: [used.paid.size, charging],
    PAYMENT_FEE_PROCEDURES: [used.fee.size, charging],
    ORIGINAL_RESULT_AVAILABLE: [resultFile, resultDue],
    SO_HOA_GIAY_TO_GIAI_QUYET: [digitized, received],
    REUSED_DIGITIZED_DATA: [reused, received],
    SYNCED_WITH_DVCQG_PERSONAL_STORAGE: [fromStore, received],
    CITIZEN_DATA_CONNECTED_DOSSIER: [population, received],
    CITIZEN_DATA_CONNECTED_FORMALITY: [used.connected.size, used.citizen.size],
    DOSSIER_RECEIVING_SATISFACTION: [onTime, inProcess],
  };
}

/** Points by the indicator's code, `null` where there is no ratio. */
export function pointsOf(counted: Counted): Readonly<Record<string, number | null>> {
  const ratio = (code: string): number | null => {
    const [numerator, denominator] = counted[code] ?? [0, 0];
    return denominator === 0 ? null : numerator / denominator;
  };
  const times = (code: string, max: number, fullAt = 1): number | null => {
    const of = ratio(code);
    return of === null ? null : Math.min(max, (max * of) / fullAt);
  };
  const [a, b, c] = [ratio('PAYMENT_DOSSIERS'), ratio('PAYMENT_PROCEDURES'), ratio('PAYMENT_FEE_PROCEDURES')];
  return {
    DOSSIER_SYNC: times('DOSSIER_SYNC', 6),
    PROGRESS_ON_TIME: times('PROGRESS_ON_TIME', 20),
    PAYMENT: a === null || b === null || c === null ? null : 6 * a + Math.min(2, 2.5 * b) + 2.5 * c,
    ORIGINAL_RESULT_AVAILABLE: times('ORIGINAL_RESULT_AVAILABLE', 6),
    SO_HOA_GIAY_TO_GIAI_QUYET: times('SO_HOA_GIAY_TO_GIAI_QUYET', 4),
    REUSED_DIGITIZED_DATA: times('REUSED_DIGITIZED_DATA', 2, 0.8),
    SYNCED_WITH_DVCQG_PERSONAL_STORAGE: times('SYNCED_WITH_DVCQG_PERSONAL_STORAGE', 4),
    CITIZEN_DATA_CONNECTED_DOSSIER: times('CITIZEN_DATA_CONNECTED_DOSSIER', 2),
    CITIZEN_DATA_CONNECTED_FORMALITY: times('CITIZEN_DATA_CONNECTED_FORMALITY', 2),
  };
}
