/** How changes of the national catalogue are told to people. */
import type { ChangeKind } from '../ledger/catalogue-compare.ts';
import type { ProcedureChange } from '../ledger/catalogue-diff.ts';

type Say = (vi: string, en: string) => string;

/** Every kind of change in both languages. */
const WORDS: Readonly<Record<ChangeKind, readonly [vi: string, en: string]>> = {
  'procedure-added': ['thủ tục mới', 'new procedure'],
  'procedure-abolished': ['thủ tục bị bãi bỏ', 'procedure abolished'],
  'procedure-back': ['thủ tục có lại trong danh mục', 'procedure listed again'],
  published: ['được công bố', 'published'],
  unpublished: ['thôi công bố', 'no longer published'],
  renamed: ['đổi tên', 'renamed'],
  'sector-changed': ['đổi lĩnh vực', 'other sector'],
  'component-added': ['thêm thành phần', 'component added'],
  'component-removed': ['bỏ thành phần', 'component removed'],
  'component-renamed': ['đổi tên thành phần', 'component renamed'],
  'result-added': ['thêm kết quả', 'result added'],
  'result-removed': ['bỏ kết quả', 'result removed'],
  'result-renamed': ['đổi tên kết quả', 'result renamed'],
  'sector-added': ['lĩnh vực mới', 'new sector'],
  'sector-removed': ['bỏ lĩnh vực', 'sector removed'],
  'sector-renamed': ['đổi tên lĩnh vực', 'sector renamed'],
  'agency-added': ['cơ quan mới', 'new agency'],
  'agency-removed': ['bỏ cơ quan', 'agency removed'],
  'agency-renamed': ['đổi tên cơ quan', 'agency renamed'],
};

/** Name of a kind of change. */
export function kindWords(say: Say, what: string): string {
  const words = Object.hasOwn(WORDS, what) ? WORDS[what as ChangeKind] : undefined;
  return words === undefined ? what : say(...words);
}

/** `thêm thành phần 000.00.00.G15-KQ004389: Tờ khai`, `đổi tên: cũ → mới`. */
export function changeLine(say: Say, { what, code, before, after }: ProcedureChange): string {
  const text = before !== null && after !== null ? `${before} → ${after}` : (after ?? before ?? '');
  const head = code === null ? kindWords(say, what) : `${kindWords(say, what)} ${code}`;
  return text === '' ? head : `${head}: ${text}`;
}

/** `3 thủ tục mới, 1 đổi tên`; a dash for none. */
export function countsLine(say: Say, counts: Readonly<Record<string, number>>): string {
  const words = Object.entries(counts).map(([what, count]) => `${count} ${kindWords(say, what)}`);
  return words.length === 0 ? '–' : words.join(', ');
}
