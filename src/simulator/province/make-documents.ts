/**
 * Components and results of a made-up dossier.
 * Guarantees: every code belongs to the procedure; what is reused, digitized or fetched is said in
 * the province's words, and several files stand in one field, as real sources do.
 */
import { between, pick, type Random } from '../random.ts';
import { dirtyCode, dirtyText } from './dirt.ts';
import { type CodedRow, type Making, partId } from './draft.ts';
import { ownDocumentCode, SERVICES } from './services-offered.ts';
import type { ViewRow } from './view-columns.ts';
import { wordFor, wordForNo } from './words.ts';

/** Address that relative links are under: `FILE_BASE_URL` for the made-up province. */
export const PROVINCE_FILE_BASE_URL = 'https://tep.tinh-mau.example/luu-tru/';

const RESULT_CODES = SERVICES.flatMap(({ procedure }) => procedure.results.map(([code]) => code));

function link(random: Random, path: string): string {
  return pick(random, [path, `/${path}`, PROVINCE_FILE_BASE_URL + path]);
}

function written(making: Making, kind: 'component' | 'result', nationalCode: string): string {
  const { random, service } = making;
  const own = ownDocumentCode(kind, service.procedure.code, nationalCode);
  return dirtyCode(random, own !== null && random() < 0.7 ? own : nationalCode);
}

/** 1 to 4 components, in the order of the catalogue. */
export function makeComponents(making: Making): CodedRow<ViewRow<'dongbo_thanh_phan'>>[] {
  const { random, service, code, index } = making;
  const all = service.procedure.components;
  const wanted = between(random, 1, Math.min(4, all.length));
  const start = between(random, 0, all.length - wanted);
  return all.slice(start, start + wanted).map(([nationalCode, name], position) => {
    const files = random() < 0.7 ? between(random, 1, 2) : 0;
    const paths = Array.from({ length: files }, (_, file) =>
      link(random, `${code}/tp-${position + 1}-${file + 1}.pdf`),
    );
    const reuse = random() < 0.75 ? '0' : pick(random, ['1', '2']);
    const stored = random() < 0.15;
    const row = {
      ma_ho_so: code,
      id: partId(index, position),
      ma_giay_to: written(making, 'component', nationalCode),
      ten: dirtyText(random, name),
      duong_dan: files === 0 ? null : paths.join('##'),
      so_hoa: files > 0 ? wordFor(random, 'digitized', '1') : wordForNo(random, 'digitized'),
      tai_su_dung: reuse === '0' ? wordForNo(random, 'reuse') : wordFor(random, 'reuse', reuse),
      tu_kho_dmqg: stored ? wordFor(random, 'from_store', '1') : wordForNo(random, 'from_store'),
      ma_ket_qua_thay_the: reuse === '2' ? dirtyCode(random, pick(random, RESULT_CODES)) : null,
      da_xoa: 'false',
    };
    return { row, nationalCode, files: Math.max(files, 1) };
  });
}

/** One result of a finished dossier whose procedure has any. */
export function makeResults(making: Making): CodedRow<ViewRow<'dongbo_ket_qua'>>[] {
  const { random, service, life } = making;
  if (!life.finished || service.procedure.results.length === 0) return [];
  const [nationalCode, name] = pick(random, service.procedure.results);
  const row = makeResultRow(making, written(making, 'result', nationalCode), name);
  return [{ row, nationalCode, files: 1 }];
}

/** A result row with this code, right or wrong. */
export function makeResultRow(making: Making, documentCode: string, name: string): ViewRow<'dongbo_ket_qua'> {
  const { random, code, index } = making;
  return {
    ma_ho_so: code,
    id: partId(index, 0),
    ma_giay_to: documentCode,
    ten: dirtyText(random, name),
    duong_dan: link(random, `${code}/kq-1.pdf`),
    ma_thanh_phan: null,
  };
}
