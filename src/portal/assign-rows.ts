/**
 * Which row of `result` speaks for which records of the call.
 * Guarantees: a record has one row at most; by dossier code, and by order where a code stands for
 * several records or where rows name nobody but are as many as the records; pure.
 */
import type { AnswerRow } from './classify-answer.ts';

/** Rows with their records, and rows without. */
export interface RowAssignment<Item> {
  readonly assigned: readonly { readonly items: readonly Item[]; readonly row: AnswerRow }[];
  /** Rows that name no record of this call. */
  readonly strays: readonly AnswerRow[];
}

/** Assigns `rows` to `items`. */
export function assignRows<Item>(
  rows: readonly AnswerRow[],
  items: readonly Item[],
  codeOf: (item: Item) => string,
): RowAssignment<Item> {
  if (rows.length === items.length && followsOrder(rows, items, codeOf)) {
    return { assigned: inOrder(rows, items), strays: [] };
  }
  const groups = groupBy(items, (item) => codeOf(item).toLowerCase());
  const byCode = groupBy(rows, (row) => row.dossierCode.toLowerCase());
  const assigned = [...byCode].flatMap(([code, ofCode]) => assignCode(ofCode, groups.get(code) ?? []));
  return { assigned, strays: rows.filter((row) => !groups.has(row.dossierCode.toLowerCase())) };
}

function assignCode<Item>(rows: readonly AnswerRow[], group: readonly Item[]) {
  if (rows.length === group.length) return inOrder(rows, group);
  // Not as many rows as records of this dossier: a refusal among them outweighs the successes.
  const row = rows.find((one) => one.meaning !== 'ok') ?? rows[0];
  return row && group.length > 0 ? [{ items: group, row }] : [];
}

function inOrder<Item>(rows: readonly AnswerRow[], items: readonly Item[]) {
  return items.flatMap((item, at) => {
    const row = rows[at];
    return row ? [{ items: [item], row }] : [];
  });
}

/** Each row names the record at its own place, or none. */
function followsOrder<Item>(
  rows: readonly AnswerRow[],
  items: readonly Item[],
  codeOf: (item: Item) => string,
): boolean {
  return items.every((item, at) => {
    const named = rows[at]?.dossierCode.toLowerCase() ?? '';
    return named === '' || named === codeOf(item).toLowerCase();
  });
}

function groupBy<Value>(values: readonly Value[], keyOf: (value: Value) => string): Map<string, Value[]> {
  const groups = new Map<string, Value[]>();
  for (const value of values) {
    const group = groups.get(keyOf(value));
    if (group) group.push(value);
    else groups.set(keyOf(value), [value]);
  }
  return groups;
}
