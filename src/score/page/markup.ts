/**
 * HTML that cannot be broken by what is put into it.
 * Guarantees: whatever is no Markup is escaped, in texts and in quoted attributes alike; control characters, which no
 * page may have, become U+FFFD. Must not: be told that a text is safe by anybody but a template of this house.
 */

/** A piece of HTML whose parts are escaped. Made by {@link html} alone. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What a template takes: texts and numbers are escaped, `null` is nothing, a list is its pieces one after another. */
export type Piece = Markup | string | number | null | readonly Piece[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A foreign text as it may stand in HTML. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']|[^\P{Cc}\t\n\r]/gu, (found) => ENTITIES[found] ?? '\uFFFD');
}

function written(piece: Piece): string {
  if (piece === null) return '';
  if (piece instanceof Markup) return piece.text;
  if (typeof piece === 'string') return escaped(piece);
  if (typeof piece === 'number') return String(piece);
  return piece.map(written).join('');
}

/** Template of HTML; a line's end is a blank, and nothing beside a tag. */
export function html(parts: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  const fixed = trimmed(parts);
  let text = fixed[0] ?? '';
  for (const [index, piece] of pieces.entries()) text += written(piece) + (fixed[index + 1] ?? '');
  return new Markup(text);
}

/** A template's own parts never change: what was trimmed once is kept. */
const kept = new WeakMap<TemplateStringsArray, readonly string[]>();

function trimmed(parts: TemplateStringsArray): readonly string[] {
  const found = kept.get(parts);
  if (found !== undefined) return found;
  const made = parts.map((part) =>
    part.replace(/(?<=>)\s*\n\s*|\s*\n\s*(?=<)/g, '').replace(/\s*\n\s*/g, ' '),
  );
  kept.set(parts, made);
  return made;
}
