/**
 * What an expression of PromQL asks for: its selectors, and the labels that it puts results together by.
 * Guarantees: knows what the shipped rules and the dashboard write, and throws at the rest; whether the
 * expression is a good one only Prometheus itself can say.
 */

/** `label op "value"` of a selector. */
export interface Matcher {
  readonly label: string;
  readonly op: '=' | '!=' | '=~' | '!~';
  readonly value: string;
}

/** One selector of series. */
export interface Selector {
  readonly name: string;
  readonly matchers: readonly Matcher[];
}

/** See the file's head. */
export interface Asked {
  readonly selectors: readonly Selector[];
  /** Of `by`, `on` and their like. */
  readonly grouping: readonly string[];
  /** Labels that `label_replace` makes. */
  readonly made: readonly string[];
}

/** The labels of one series, its name as `__name__`. */
export type Series = ReadonlyMap<string, string>;

const TOKEN =
  /\s+|\[[^\]]*\]|"((?:[^"\\]|\\.)*)"|([a-zA-Z_][\w:]*)|\d+(?:\.\d+)?(?:e[+-]?\d+)?(?:ms|[smhdwy])?|[=!]~|[=!<>]=|[-+*/(){},<>=]/y;
const LABEL_LISTS = new Set(['by', 'without', 'on', 'ignoring', 'group_left', 'group_right']);
const OPERATORS = new Set(['and', 'or', 'unless', 'bool', 'offset']);

interface Token {
  readonly text: string;
  readonly string?: string;
  readonly word?: string;
}

function tokens(expr: string): Token[] {
  const found: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < expr.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(expr);
    if (match === null) throw new Error(`not understood: ${expr.slice(at, at + 30)}`);
    const [text, string, word] = match;
    if (text.trim() !== '')
      found.push({ text, ...(word ? { word } : string === undefined ? {} : { string }) });
  }
  return found;
}

/** The texts between the bracket that opens at `at` and the one that closes it. */
function inside(all: readonly Token[], at: number, close: string): readonly Token[] {
  const end = all.findIndex(
    ({ text, string }, index) => index > at && string === undefined && text === close,
  );
  if (end < 0) throw new Error(`no ${close}`);
  return all.slice(at + 1, end);
}

function matchersOf(all: readonly Token[]): Matcher[] {
  return all.flatMap(({ word = '' }, at) => {
    const [op, value] = [all[at + 1]?.text, all[at + 2]?.string];
    if (word === '') return [];
    if (value === undefined) throw new Error(`no value: ${word}`);
    return [{ label: word, op: op as Matcher['op'], value }];
  });
}

/** Reads an expression. Throws an Error where it is not understood. */
export function asks(expr: string): Asked {
  const all = tokens(expr);
  const selectors: Selector[] = [];
  const grouping: string[] = [];
  const made: string[] = [];
  for (let at = 0; at < all.length; at += 1) {
    const { text, word } = all[at] ?? { text: '' };
    const next = all[at + 1]?.text;
    if (text === '{') throw new Error(`a selector without a name: ${expr}`);
    if (word === undefined || OPERATORS.has(word)) continue;
    if (LABEL_LISTS.has(word)) {
      const list = inside(all, at + 1, ')');
      grouping.push(...list.flatMap((one) => one.word ?? []));
      at += list.length + 2;
    } else if (next === '(' || next === 'by' || next === 'without') {
      if (word !== 'label_replace') continue;
      const depthAt = (index: number): number =>
        all.slice(at + 1, index).filter((one) => /^[({]$/.test(one.text)).length -
        all.slice(at + 1, index).filter((one) => /^[)}]$/.test(one.text)).length;
      made.push(
        all.find(({ string }, index) => index > at && string !== undefined && depthAt(index) === 1)?.string ??
          '',
      );
    } else {
      const list = next === '{' ? inside(all, at + 1, '}') : [];
      selectors.push({ name: word, matchers: matchersOf(list) });
      if (next === '{') at += list.length + 2;
    }
  }
  return { selectors, grouping, made };
}

/** Does the selector take this series? */
export function takes({ name, matchers }: Selector, series: Series): boolean {
  if (series.get('__name__') !== name) return false;
  return matchers.every(({ label, op, value }) => {
    const own = series.get(label) ?? '';
    const is = op.endsWith('~') ? new RegExp(`^(?:${value})$`).test(own) : own === value;
    return op.startsWith('!') ? !is : is;
  });
}

/** The selector once for each word of `a|b`: a word that nothing has must not hide behind its neighbour. */
export function wordByWord(selector: Selector): readonly Selector[] {
  const at = selector.matchers.findIndex(({ op, value }) => op === '=~' && /^\w+(\|\w+)+$/.test(value));
  const { label = '', value = '' } = selector.matchers[at] ?? {};
  if (at < 0) return [selector];
  return value
    .split('|')
    .flatMap((word) =>
      wordByWord({ ...selector, matchers: selector.matchers.with(at, { label, op: '=', value: word }) }),
    );
}

/** What of the expression, and of the `labels` that a legend names, is in no series; nothing where all is. */
export function lacks(expr: string, all: readonly Series[], labels: readonly string[] = []): string[] {
  const { selectors, grouping, made } = asks(expr);
  const named = all.filter((series) => selectors.some(({ name }) => series.get('__name__') === name));
  const shown = (selector: Selector): string =>
    `${selector.name}{${selector.matchers.map(({ label, op, value }) => `${label}${op}"${value}"`).join(',')}}`;
  return [
    ...selectors
      .flatMap(wordByWord)
      .filter((selector) => !all.some((series) => takes(selector, series)))
      .map(shown),
    ...[...grouping, ...labels].filter(
      (label) => !made.includes(label) && !named.some((series) => series.has(label)),
    ),
  ];
}
