/** Cutting a list into calls; order is kept. */

/** Pieces of at most `size`, none empty. */
export function chunksOf<Item>(items: readonly Item[], size: number): (readonly Item[])[] {
  const width = Math.max(1, size);
  const chunks: (readonly Item[])[] = [];
  for (let at = 0; at < items.length; at += width) chunks.push(items.slice(at, at + width));
  return chunks;
}

/**
 * Calls for `items`, those that were never tried first. What was tried in vain as often as another
 * travels with it, in calls half as large for each try: one that makes the portal fail is alone after
 * log2 `size` tries, and never holds up what has not failed yet.
 */
export function callsOf<Item>(
  items: readonly Item[],
  triesOf: (item: Item) => number,
  size: number,
): (readonly Item[])[] {
  const byTries = new Map<number, Item[]>();
  for (const item of items) {
    const tries = Math.max(0, triesOf(item));
    const group = byTries.get(tries);
    if (group) group.push(item);
    else byTries.set(tries, [item]);
  }
  return [...byTries]
    .sort(([a], [b]) => a - b)
    .flatMap(([tries, group]) => chunksOf(group, Math.floor(size / 2 ** tries)));
}
