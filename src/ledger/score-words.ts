/**
 * Procedures and agencies by the numbers under which records name them.
 * Guarantees: a pair of code and name has one number for good, whoever asks first; two who ask for the same new ones
 * at once wait for each other and never deadlock.
 * Must not: take numbers for pairs that are known, nor ever change or drop a pair.
 */
import type { Queryable } from './database.ts';

/** What a number stands for. */
export type ScoreWordKind = 'procedure' | 'agency';

/** A pair that gets a number; `code` '' where only the name is known. */
export interface ScoreWord {
  readonly code: string;
  readonly name: string;
}

const KNOWN = `
  SELECT w.id, x.at FROM unnest($2::text[], $3::text[]) WITH ORDINALITY AS x(code, name, at)
  JOIN score_word w ON w.kind = $1::score_word_kind AND w.code = x.code AND w.name = x.name`;

/** In one order for everybody. */
const ADD = `
  INSERT INTO score_word (kind, code, name)
  SELECT DISTINCT $1::score_word_kind, x.code, x.name FROM unnest($2::text[], $3::text[]) AS x(code, name)
  ORDER BY 2, 3 ON CONFLICT DO NOTHING`;

/** Numbers of `words`, in their order; gives numbers to those that have none. */
export async function wordIds(
  tx: Queryable,
  kind: ScoreWordKind,
  words: readonly ScoreWord[],
): Promise<number[]> {
  const ids = await known(tx, kind, words);
  const lacking = words.filter((_, at) => ids[at] === undefined);
  if (lacking.length === 0) return words.map((_, at) => ids[at] ?? 0);
  await tx.query(ADD, parametersOf(kind, lacking));
  const all = await known(tx, kind, words);
  return words.map((word, at) => {
    const id = all[at];
    if (id === undefined) throw new Error(`${kind} ${word.code} got no number`);
    return id;
  });
}

const parametersOf = (kind: ScoreWordKind, words: readonly ScoreWord[]) => [
  kind,
  words.map(({ code }) => code),
  words.map(({ name }) => name),
];

async function known(
  tx: Queryable,
  kind: ScoreWordKind,
  words: readonly ScoreWord[],
): Promise<readonly (number | undefined)[]> {
  if (words.length === 0) return [];
  const { rows } = await tx.query<{ id: number; at: number }>(KNOWN, parametersOf(kind, words));
  const ids: (number | undefined)[] = [];
  for (const { id, at } of rows) ids[at - 1] = id;
  return ids;
}
