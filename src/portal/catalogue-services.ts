/**
 * The national catalogue through the portal's sharing services.
 * Guarantees: a list is whole or the call throws; passing trouble is tried again a few times,
 * because reading changes nothing; a list that the portal does not offer is `null`.
 * Must not: mend codes; `codebook` compares, nobody here cleans.
 */
import { DongboError } from '../domain/errors.ts';
import type { RecordOutcome } from '../domain/portal-outcome.ts';
import type { CatalogueItem, CatalogueListKind, CatalogueService } from '../domain/ports.ts';
import type { Answer } from './classify-answer.ts';
import { decodeProcedure, itemsOf, rowsOf } from './decode-procedure.ts';
import type { Sleep } from './sleep.ts';

/** An answer, or the outcome that stands for a missing one. */
export type CatalogueAnswer =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'none'; readonly outcome: RecordOutcome };

/** What the services are built from. */
export interface CatalogueParts {
  call(
    service: string,
    parameters: Readonly<Record<string, unknown>>,
    signal: AbortSignal,
  ): Promise<CatalogueAnswer>;
  /** Address for messages. */
  readonly where: string;
  readonly sleep: Sleep;
  onSkipped(service: string, rows: number): void;
}

/** How often a read is tried, and the longest wait between, in seconds. */
const TRIES = 3;
const LONGEST_WAIT_SECONDS = 30;

const LISTS: Readonly<Record<CatalogueListKind, readonly [service: string, code: string, name: string]>> = {
  sector: ['LayDanhMucLinhVuc', 'MALINHVUC', 'TENLINHVUC'],
  agency: ['LayDanhMucCoQuan', 'MADONVI', 'TENDONVI'],
  // The fields of these are unseen; '' = the first one that begins with MA, with TEN.
  fee: ['LayDanhMucLePhi', '', ''],
  subject: ['LayDanhMucDoiTuong', '', ''],
  level: ['LayDanhMucCapThucHien', '', ''],
  province: ['LayDanhMucTinhThanh', '', ''],
  district: ['LayDanhMucQuanHuyen', '', ''],
  ward: ['LayDanhMucPhuongXa', '', ''],
};

/** Builds the services. */
export function createCatalogueService(parts: CatalogueParts): CatalogueService {
  return {
    async listProcedures(signal) {
      const answer = await ask(parts, 'LayDanhSachTTHC', {}, signal);
      return readList(parts, 'LayDanhSachTTHC', success(answer, 'LayDanhSachTTHC'), 'MATTHC', 'TENTTHC');
    },
    async procedure(code, signal) {
      const answer = await ask(parts, 'LayThuTuc', { maTTHC: code }, signal);
      if (answer.meaning === 'not-found') return null;
      const [row] = rowsOf(success(answer, 'LayThuTuc').result);
      if (row === undefined || Object.keys(row).length === 0) return null;
      const procedure = decodeProcedure(row);
      if (procedure === null) throw notUnderstood('LayThuTuc', 'MATTHC is missing');
      return procedure;
    },
    async list(kind, signal) {
      const [service, code, name] = LISTS[kind];
      const answer = await ask(parts, service, {}, signal);
      return answer.meaning === 'ok' ? readList(parts, service, answer, code, name) : null;
    },
  };
}

function readList(
  parts: CatalogueParts,
  service: string,
  { result }: Answer,
  codeName: string,
  nameName: string,
): readonly CatalogueItem[] {
  if (result !== null && !Array.isArray(result)) throw notUnderstood(service, 'result is not a list');
  const rows = rowsOf(result);
  const [first] = rows;
  if (first === undefined) return [];
  const keys = Object.keys(first);
  const code = codeName || keys.find((key) => /^ma/i.test(key));
  const name = nameName || keys.find((key) => /^ten/i.test(key));
  if (code === undefined || name === undefined) {
    throw notUnderstood(service, `no code and name among ${keys.slice(0, 20).join(', ')}`);
  }
  const items = itemsOf(rows, code, [name]);
  if (items.length === 0) throw notUnderstood(service, `no row has ${code}`);
  if (items.length < rows.length) parts.onSkipped(service, rows.length - items.length);
  return items;
}

/** Asks until something definite comes. Throws DB-PRT-001 when nothing does. */
async function ask(
  parts: CatalogueParts,
  service: string,
  parameters: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
): Promise<Answer> {
  let reason = '';
  for (let tried = 1; tried <= TRIES && !signal.aborted; tried += 1) {
    const result = await parts.call(service, parameters, signal);
    if (result.kind === 'answer' && !isPassing(result.answer)) return result.answer;
    const { errorCode, message } = result.kind === 'answer' ? result.answer : result.outcome;
    const wait = (result.kind === 'answer' ? result.answer.retryAfterSeconds : undefined) ?? tried;
    reason = `${service}: ${[errorCode, message].filter((word) => word !== '').join(', ') || 'no answer'}`;
    if (tried < TRIES) await parts.sleep(Math.min(wait, LONGEST_WAIT_SECONDS) * 1000, signal);
  }
  throw new DongboError('DB-PRT-001', { where: parts.where, reason: reason || `${service}: stopped` });
}

function isPassing({ meaning }: Answer): boolean {
  return meaning === 'unavailable' || meaning === 'throttled' || meaning === 'unreadable';
}

function success(answer: Answer, service: string): Answer {
  if (answer.meaning === 'ok') return answer;
  throw notUnderstood(service, `${answer.errorCode} ${answer.message}`.trim() || `HTTP ${answer.httpStatus}`);
}

function notUnderstood(service: string, reason: string): DongboError {
  return new DongboError('DB-PRT-003', { service, reason });
}
