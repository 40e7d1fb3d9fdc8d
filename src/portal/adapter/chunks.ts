/** Cutting a list into calls; order is kept. */

/** Pieces of at most `size`, none empty. */
export function chunksOf<Item>(items: readonly Item[], size: number): (readonly Item[])[] {
  const width = Math.max(1, size);
  const chunks: (readonly Item[])[] = [];
  for (let at = 0; at < items.length; at += width) chunks.push(items.slice(at, at + width));
  return chunks;
}
