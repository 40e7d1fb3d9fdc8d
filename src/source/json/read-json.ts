/**
 * JSON read without loss.
 * Guarantees: a number is the text that was written (`9007199254740993`, `1.10`); objects are maps, so that no
 * key (`__proto__`) is anything but a key; nesting is bounded, and so is the stack; what is not JSON from its
 * first to its last letter is refused with the place, never with a value (invariant 10).
 * Must not: know what the document is about.
 */

/** A number as it was written. */
export class JsonNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** An object: keys in the order in which they came, the last of equal ones counting. */
export type JsonObject = ReadonlyMap<string, Json>;
/** Any value. */
export type Json = string | boolean | null | JsonNumber | readonly Json[] | JsonObject;

/** How JSON is to be read. */
export interface JsonRules {
  /** Objects and lists within each other, at most. */
  readonly deepest: number;
  /** Of a key that an object has twice: the last one counts, or the document is refused. */
  readonly twice: 'last' | 'refuse';
}

/** Why a text is not read. */
export class JsonFault extends Error {
  readonly kind: 'syntax' | 'deep' | 'twice';
  /** UTF-16 units from the beginning. */
  readonly at: number;

  constructor(kind: JsonFault['kind'], at: number) {
    super(`${{ syntax: 'no JSON', deep: 'nested too deeply', twice: 'a key twice' }[kind]} at ${at}`);
    this.kind = kind;
    this.at = at;
  }
}

const BLANKS = /[ \t\n\r]*/y;
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const HEX = /[0-9a-fA-F]{4}/y;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};
const WORDS: readonly (readonly [string, boolean | null])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
];

/** Reads one document. Throws {@link JsonFault}. */
export function readJson(text: string, rules: JsonRules): Json {
  return new Reader(text, rules).document();
}

class Reader {
  readonly #text: string;
  readonly #rules: JsonRules;
  #at = 0;

  constructor(text: string, rules: JsonRules) {
    this.#text = text;
    this.#rules = rules;
  }

  document(): Json {
    this.#take(BLANKS);
    const value = this.#value(0);
    this.#take(BLANKS);
    if (this.#at < this.#text.length) throw this.#fault();
    return value;
  }

  #fault(kind: JsonFault['kind'] = 'syntax'): JsonFault {
    return new JsonFault(kind, this.#at);
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }

  /** Steps over `sign`, and the blanks behind it; false where something else stands. */
  #isNext(sign: string): boolean {
    if (this.#text[this.#at] !== sign) return false;
    this.#at += 1;
    this.#take(BLANKS);
    return true;
  }

  #value(depth: number): Json {
    const first = this.#text[this.#at];
    if (first === '"') return this.#string();
    if (first === '{' || first === '[') {
      if (depth >= this.#rules.deepest) throw this.#fault('deep');
      return first === '{' ? this.#object(depth + 1) : this.#list(depth + 1);
    }
    const word = WORDS.find(([name]) => this.#text.startsWith(name, this.#at));
    if (word) {
      this.#at += word[0].length;
      return word[1];
    }
    const number = this.#take(NUMBER);
    if (number === '') throw this.#fault();
    return new JsonNumber(number);
  }

  #list(depth: number): Json[] {
    const list: Json[] = [];
    this.#isNext('[');
    if (this.#isNext(']')) return list;
    for (;;) {
      list.push(this.#value(depth));
      this.#take(BLANKS);
      if (this.#text[this.#at] === ']') break;
      if (!this.#isNext(',')) throw this.#fault();
    }
    this.#at += 1;
    return list;
  }

  #object(depth: number): JsonObject {
    const object = new Map<string, Json>();
    this.#isNext('{');
    if (this.#isNext('}')) return object;
    for (;;) {
      const at = this.#at;
      if (this.#text[at] !== '"') throw this.#fault();
      const key = this.#string();
      if (this.#rules.twice === 'refuse' && object.has(key)) throw new JsonFault('twice', at);
      this.#take(BLANKS);
      if (!this.#isNext(':')) throw this.#fault();
      object.set(key, this.#value(depth));
      this.#take(BLANKS);
      if (this.#text[this.#at] === '}') break;
      if (!this.#isNext(',')) throw this.#fault();
    }
    this.#at += 1;
    return object;
  }

  #string(): string {
    this.#at += 1;
    let text = '';
    for (;;) {
      text += this.#take(PLAIN);
      const sign = this.#text[this.#at];
      if (sign === '"') break;
      // A control character, or the end.
      if (sign !== '\\') throw this.#fault();
      text += this.#escape();
    }
    this.#at += 1;
    return text;
  }

  #escape(): string {
    const letter = this.#text[this.#at + 1] ?? '';
    if (letter !== 'u') {
      const meant = Object.hasOwn(ESCAPES, letter) ? ESCAPES[letter] : undefined;
      if (meant === undefined) throw this.#fault();
      this.#at += 2;
      return meant;
    }
    this.#at += 2;
    const code = this.#take(HEX);
    if (code === '') throw this.#fault();
    return String.fromCharCode(Number.parseInt(code, 16));
  }
}
