/**
 * Whether a query of the province's own may be read as if it were a view.
 * Guarantees: what passes is one SELECT from its first letter to its last, with every bracket and quote closed,
 * so that it can stand as `(…) AS t` and nothing of it reaches beyond; nothing in it is hidden from whoever
 * reads the file. Databases refuse to write besides: every reading is read-only.
 * Must not: understand SQL. What is wrong in itself the database says (`dongbo source check`).
 */

/** Longer than anybody keeps in a settings file. */
const LONGEST = 20_000;

/**
 * Texts and names in quotes. Between backticks stand plain names alone: they quote in MySQL, but are nothing of the
 * kind in PostgreSQL, which would read on behind the first.
 */
const QUOTED = String.raw`'(?:[^']|'')*'|"(?:[^"]|"")*"|\x60[\p{L}\p{M}\p{N}_$ ]+\x60`;
const ALL_QUOTED = new RegExp(QUOTED, 'gu');
/** Those, words, and single signs. */
const PIECE = new RegExp(String.raw`${QUOTED}|[\p{L}_][\p{L}\p{M}\p{N}_$]*|\S`, 'gu');
/** Words that change something, lock or write; those of the second list are functions as well. */
const CHANGING =
  /^(?:delete|update|merge|drop|alter|create|grant|revoke|into|outfile|dumpfile|lock|call|exec|execute|copy|vacuum|begin|commit|rollback)$/i;
const CHANGING_UNLESS_CALLED = /^(?:insert|truncate|replace|set|load)$/i;
/** What has no place anywhere, quoted or not: `\` and `?` mean different things to databases and drivers. */
const NOWHERE = ['\\', '?', '\0'] as const;
/** What has no place outside of quotes: comments, the end of a statement, parameters, texts in dollars. */
const NOT_BARE = ['--', '/*', '*/', ';', '#', '$', ':=', '@'] as const;

/** What of `query` may not be there, as it is written; `null` = it is one SELECT. */
export function forbiddenIn(query: string): string | null {
  if (query.length > LONGEST) return `${query.length} > ${LONGEST}`;
  const nowhere = NOWHERE.find((sign) => query.includes(sign));
  if (nowhere !== undefined) return nowhere === '\0' ? 'U+0000' : nowhere;
  const bare = query.replace(ALL_QUOTED, ' ');
  const sign = NOT_BARE.find((one) => bare.includes(one));
  if (sign !== undefined) return sign;
  const open = /['"`]/.exec(bare);
  if (open) return open[0];
  const pieces = [...query.matchAll(PIECE)].map(([piece]) => piece);
  const first = pieces[0] ?? '';
  if (!/^(?:select|with)$/i.test(first)) return first === '' ? "''" : first;
  return unbalanced(pieces) ?? changingWord(pieces);
}

function unbalanced(pieces: readonly string[]): string | null {
  let depth = 0;
  for (const piece of pieces) {
    if (piece === '(') depth += 1;
    if (piece === ')') depth -= 1;
    if (depth < 0) return ')';
  }
  return depth === 0 ? null : '(';
}

function changingWord(pieces: readonly string[]): string | null {
  const found = pieces.find((piece, at) => {
    // `t.update` is a column of that name.
    if (pieces[at - 1] === '.') return false;
    if (CHANGING.test(piece)) return true;
    return CHANGING_UNLESS_CALLED.test(piece) && pieces[at + 1] !== '(';
  });
  return found ?? null;
}
