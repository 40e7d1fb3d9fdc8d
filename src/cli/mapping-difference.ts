/**
 * What an import does or would do, as a document and as text.
 * Guarantees: every row that is added, removed or changed is named with its place; the text shows
 * the first of each and how many more there are.
 */
import { explainImportFault, type ImportFault, type IncomingRow } from '../codebook/exchange/incoming.ts';
import type { ImportPlan, TablePlan } from '../codebook/exchange/plan-import.ts';
import type { TableRow } from '../codebook/exchange/table-shape.ts';
import { type DongboError, explainError, type Language } from '../domain/errors.ts';
import type { CommandContext } from './command-context.ts';
import { table } from './table.ts';

/** Rows of each kind that the text shows. */
const SHOWN = 20;

const placeOf = ({ origin, at }: IncomingRow): string => origin.placeOf(at);

function tableDocument({ before, difference, stale }: TablePlan) {
  const { file } = before;
  const { added, removed, changed, unchanged } = difference;
  return {
    file,
    isNew: before.hash === null,
    unchanged,
    changedSinceExport: stale,
    added: added.map((one) => ({ place: placeOf(one), row: one.row })),
    removed: removed.map(({ line, row }) => ({ place: `${file}:${line}`, row })),
    changed: changed.map(({ before: old, after, columns }) => ({
      place: placeOf(after),
      was: `${file}:${old.line}`,
      cells: columns.map((column) => ({
        column,
        from: old.row[column] ?? '',
        to: after.row[column] ?? '',
      })),
    })),
  };
}

/** What needs `--yes`. */
interface Doubts {
  readonly doubts: readonly DongboError[];
  /** New rows whose codes the catalogue does not have. */
  readonly targets: readonly ImportFault[];
}

/** The document of `mapping import --json`. */
export function documentOf(
  plan: ImportPlan,
  written: readonly string[],
  { doubts, targets }: Doubts,
  language: Language,
) {
  return {
    faults: plan.faults.map((fault) => explainImportFault(fault, language)),
    passedOver: plan.passedOver,
    unknownTargets: targets.map((fault) => explainImportFault(fault, language)),
    needsYes: doubts.map(({ code, params }) => ({ code, ...explainError(code, language, params) })),
    tables: plan.tables.map(tableDocument),
    written,
  };
}

type ImportDocument = ReturnType<typeof documentOf>;
type Say = CommandContext['say'];

const shown = (text: string): string => (text === '' ? '∅' : text);
const rowText = (row: TableRow): string =>
  Object.values(row)
    .filter((cell) => cell !== '')
    .join(' | ');

function some<Item>(items: readonly Item[], say: Say, line: (item: Item) => string): string[] {
  const rest = items.length - SHOWN;
  const more = say(`    … còn ${rest} dòng nữa (--json)`, `    … and ${rest} more (--json)`);
  return [...items.slice(0, SHOWN).map(line), ...(rest > 0 ? [more] : [])];
}

function tableText(one: ImportDocument['tables'][number], say: Say): string[] {
  const { file, unchanged, added, removed, changed } = one;
  return [
    say(
      `${file}: giữ ${unchanged}, sửa ${changed.length}, thêm ${added.length}, bỏ ${removed.length}`,
      `${file}: ${unchanged} kept, ${changed.length} changed, ${added.length} added, ${removed.length} removed`,
    ),
    ...some(changed, say, ({ place, was, cells }) => {
      const what = cells.map(({ column, from, to }) => `${column}: ${shown(from)} → ${shown(to)}`).join('; ');
      // Copies that come back have the table's own name, and mostly its lines.
      return `  ~ ${was}${place === was ? '' : say(` (từ ${place})`, ` (from ${place})`)} ${what}`;
    }),
    ...some(added, say, ({ place, row }) => `  + ${place} ${rowText(row)}`),
    ...some(removed, say, ({ place, row }) => `  - ${place} ${rowText(row)}`),
  ];
}

function faultTable(faults: ImportDocument['faults'], say: Say): string[] {
  if (faults.length === 0) return [];
  const header = [say('Chỗ', 'Place'), say('Lỗi', 'Fault'), say('Cách sửa', 'Remedy')];
  const rows = faults.map(({ place, code, message, remedy }) => [place, `${code} ${message}`, remedy]);
  return [table(header, rows, [34, 50, 50])];
}

/** Where the content before is; a table that was not there has none. */
function oldContent({ tables, written }: ImportDocument, say: Say): string {
  const isKept = tables.some(({ file, isNew }) => written.includes(file) && !isNew);
  return isKept ? say('; nội dung cũ còn ở tệp .bak.', '; the old content is in the .bak files.') : '.';
}

/** The document for people. */
export function textOf(document: ImportDocument, say: Say): string {
  const { faults, passedOver, unknownTargets, needsYes, tables, written } = document;
  const outcome =
    faults.length > 0
      ? say(`${faults.length} lỗi; chưa ghi gì.`, `${faults.length} faults; nothing was written.`)
      : written.length > 0
        ? say(`Đã ghi ${written.join(', ')}`, `Written: ${written.join(', ')}`) + oldContent(document, say)
        : say('Chưa ghi gì.', 'Nothing was written.');
  return [
    ...faultTable(faults, say),
    ...passedOver.map(({ place, name }) =>
      say(`Bỏ qua ${place}: ${name}`, `Passed over ${place}: ${name}`).replaceAll('\n', ' '),
    ),
    ...tables.flatMap((one) => tableText(one, say)),
    ...faultTable(unknownTargets, say),
    ...needsYes.map(({ code, message }) => `! ${code} ${message} (--yes)`),
    outcome,
  ].join('\n');
}
