/**
 * The plain likeness that is often taken for this: cosine of the words of two names, counted.
 * Guarantees: a fair one: case, Unicode form and punctuation do not matter to it; every name is compared.
 * Must not: be used outside the bench; it is what the engine is measured against.
 */
export class CosineIndex {
  readonly #items: { readonly code: string; readonly name: string }[] = [];
  readonly #having = new Map<string, [number, number][]>();
  readonly #lengths: number[] = [];

  constructor(items: Iterable<{ readonly code: string; readonly name: string }>) {
    for (const { code, name } of items) {
      const counts = counted(name);
      const at = this.#items.push({ code, name }) - 1;
      for (const [word, count] of counts) {
        const having = this.#having.get(word);
        if (having === undefined) this.#having.set(word, [[at, count]]);
        else having.push([at, count]);
      }
      this.#lengths.push(Math.hypot(...counts.values()));
    }
  }

  find(name: string, limit = 5): { readonly code: string; readonly name: string }[] {
    const counts = counted(name);
    const dots = new Float64Array(this.#items.length);
    for (const [word, count] of counts) {
      for (const [at, other] of this.#having.get(word) ?? []) dots[at] = (dots[at] ?? 0) + count * other;
    }
    const best: [number, number][] = [];
    for (let at = 0; at < dots.length; at += 1) {
      const likeness = (dots[at] ?? 0) / (this.#lengths[at] ?? 1);
      if (likeness === 0 || (best.length >= limit && likeness <= (best.at(-1)?.[1] ?? 0))) continue;
      best.push([at, likeness]);
      best.sort((a, b) => b[1] - a[1] || a[0] - b[0]);
      if (best.length > limit) best.pop();
    }
    return best.flatMap(([at]) => this.#items[at] ?? []);
  }
}

function counted(name: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [word] of name
    .normalize('NFC')
    .toLowerCase()
    .matchAll(/[\p{L}\p{N}]+/gu)) {
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}
