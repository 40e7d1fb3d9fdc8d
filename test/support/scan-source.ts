/**
 * Splits a TypeScript file into code, comments and strings, without a compiler (TypeScript 7 has
 * no API in JavaScript).
 * Guarantees: both views have the length and the line breaks of the source, so positions agree;
 * what it cannot read to the end is an error, never silently skipped.
 * Must not: understand more than that: JSX and `<T>value` casts are not in this house.
 */

/** One string literal; for a template, one piece of it between `${…}`. */
export interface StringLiteral {
  /** Position of the opening quote. */
  readonly start: number;
  /** As written, escapes not resolved. */
  readonly value: string;
}

/** A file seen twice. */
export interface ScannedSource {
  /** Comments and the insides of strings and regular expressions are blanks. */
  readonly code: string;
  /** Comments are blanks; strings stand as written. */
  readonly withoutComments: string;
  readonly strings: readonly StringLiteral[];
}

/** After these words a slash begins a regular expression, not a division. */
const BEFORE_EXPRESSION =
  /(?:^|[^\w$.])(?:return|typeof|case|in|of|delete|void|throw|new|else|do|instanceof|yield|await)$/;

const blank = (text: string): string => text.replace(/[^\n]/g, ' ');

class Scanner {
  readonly #text: string;
  readonly #strings: StringLiteral[] = [];
  #code = '';
  #withoutComments = '';
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  run(): ScannedSource {
    if (this.#text.startsWith('#!')) this.#comment(this.#endOfLine());
    this.#readCode(false);
    return { code: this.#code, withoutComments: this.#withoutComments, strings: this.#strings };
  }

  /** Reads code up to the end, or inside a template up to the `}` that closes its expression. */
  #readCode(inTemplate: boolean): void {
    let depth = 0;
    while (this.#at < this.#text.length) {
      const char = this.#text.charAt(this.#at);
      const two = this.#text.slice(this.#at, this.#at + 2);
      if (two === '//') this.#comment(this.#endOfLine());
      else if (two === '/*') this.#comment(this.#find('*/') + 2);
      else if (char === "'" || char === '"') this.#readString(char);
      else if (char === '`') this.#readTemplate();
      else if (char === '/' && this.#beginsRegex()) this.#readRegex();
      else {
        if (char === '{') depth += 1;
        if (char === '}' && inTemplate && depth === 0) return;
        if (char === '}') depth -= 1;
        this.#keep(1);
      }
    }
    if (inTemplate) this.#fail('a template is not closed');
  }

  #readString(quote: string): void {
    const start = this.#at;
    let end = start + 1;
    while (this.#text.charAt(end) !== quote) {
      if (end >= this.#text.length || this.#text.charAt(end) === '\n') this.#fail('a string is not closed');
      end += this.#text.charAt(end) === '\\' ? 2 : 1;
    }
    this.#literal(start, end);
    this.#keep(1);
  }

  #readTemplate(): void {
    for (;;) {
      const start = this.#at;
      let end = start + 1;
      while (this.#text.charAt(end) !== '`' && this.#text.slice(end, end + 2) !== '${') {
        if (end >= this.#text.length) this.#fail('a template is not closed');
        end += this.#text.charAt(end) === '\\' ? 2 : 1;
      }
      this.#literal(start, end);
      if (this.#text.charAt(end) === '`') break;
      this.#keep(2);
      this.#readCode(true);
    }
    this.#keep(1);
  }

  #readRegex(): void {
    const start = this.#at;
    let end = start + 1;
    for (let inClass = false; inClass || this.#text.charAt(end) !== '/'; ) {
      const char = this.#text.charAt(end);
      if (end >= this.#text.length || char === '\n') this.#fail('a regular expression is not closed');
      if (char === '[') inClass = true;
      if (char === ']') inClass = false;
      end += char === '\\' ? 2 : 1;
    }
    this.#keep(1);
    this.#inside(end);
    this.#keep(1);
  }

  #beginsRegex(): boolean {
    const before = this.#code.trimEnd();
    return !/[\w$)\]}'"`]$/.test(before) || BEFORE_EXPRESSION.test(before);
  }

  /** The opening quote is kept, what follows up to `end` is inside. */
  #literal(start: number, end: number): void {
    this.#strings.push({ start, value: this.#text.slice(start + 1, end) });
    this.#keep(1);
    this.#inside(end);
  }

  #inside(end: number): void {
    const text = this.#text.slice(this.#at, end);
    this.#code += blank(text);
    this.#withoutComments += text;
    this.#at = end;
  }

  #comment(end: number): void {
    const text = blank(this.#text.slice(this.#at, end));
    this.#code += text;
    this.#withoutComments += text;
    this.#at = end;
  }

  #keep(length: number): void {
    const text = this.#text.slice(this.#at, this.#at + length);
    this.#code += text;
    this.#withoutComments += text;
    this.#at += length;
  }

  #endOfLine(): number {
    const end = this.#text.indexOf('\n', this.#at);
    return end === -1 ? this.#text.length : end;
  }

  #find(mark: string): number {
    const found = this.#text.indexOf(mark, this.#at + 2);
    return found === -1 ? this.#fail('a comment is not closed') : found;
  }

  #fail(what: string): never {
    throw new Error(`line ${lineAt(this.#text, this.#at)}: ${what}`);
  }
}

/** Reads `text`; throws an Error with the line where it cannot be read to the end. */
export function scanSource(text: string): ScannedSource {
  return new Scanner(text).run();
}

/** Line number (1 = first) of a position. */
export function lineAt(text: string, position: number): number {
  return text.slice(0, position).split('\n').length;
}
