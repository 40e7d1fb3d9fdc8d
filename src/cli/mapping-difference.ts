/**
 * What an import does or would do, as a document and as text.
 * Guarantees: every row that is added, removed or changed is named with its place; the text shows
 * the first of each and how many more there are.
 */
import { explainImportFault, type IncomingRow } from '../codebook/exchange/incoming.ts';
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

/** The document of `mapping import --json`. */
export function documentOf(
  plan: ImportPlan,
  written: readonly string[],
  doubts: readonly DongboError[],
  language: Language,
) {
  return {
    faults: plan.faults.map((fault) => explainImportFault(fault, language)),
    passedOver: plan.passedOver,
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
      return `  ~ ${was} (${place}) ${what}`;
    }),
    ...some(added, say, ({ place, row }) => `  + ${place} ${rowText(row)}`),
    ...some(removed, say, ({ place, row }) => `  - ${place} ${rowText(row)}`),
  ];
}

/** The document for people. */
export function textOf({ faults, passedOver, needsYes, tables, written }: ImportDocument, say: Say): string {
  const faultTable = table(
    [say('Chỗ', 'Place'), say('Lỗi', 'Fault'), say('Cách sửa', 'Remedy')],
    faults.map(({ place, code, message, remedy }) => [place, `${code} ${message}`, remedy]),
    [34, 50, 50],
  );
  const outcome =
    faults.length > 0
      ? say(`${faults.length} lỗi; chưa ghi gì.`, `${faults.length} faults; nothing was written.`)
      : written.length > 0
        ? say(
            `Đã ghi ${written.join(', ')}; nội dung cũ còn ở tệp .bak.`,
            `Written: ${written.join(', ')}; the old content is in the .bak files.`,
          )
        : say('Chưa ghi gì.', 'Nothing was written.');
  return [
    ...(faults.length > 0 ? [faultTable] : []),
    ...passedOver.map(({ place, name }) =>
      say(`Bỏ qua ${place}: ${name}`, `Passed over ${place}: ${name}`).replaceAll('\n', ' '),
    ),
    ...tables.flatMap((one) => tableText(one, say)),
    ...needsYes.map(({ code, message }) => `! ${code} ${message} (--yes)`),
    outcome,
  ].join('\n');
}
