/**
 * Which ids of the ledger were seen: a bit each.
 * Guarantees: a million ids cost what the range they lie in costs, an eighth of a byte each.
 */

/** Bits of a piece: sparse ids, as updates leave them, do not cost what lies between. */
const PIECE_BITS = 65_536;

/** See the file's head. */
export class SeenIds {
  readonly #pieces = new Map<number, Uint8Array>();

  /** Marks it; answers whether it was marked before. */
  add(id: number): boolean {
    const which = Math.floor(id / PIECE_BITS);
    const piece = this.#pieces.get(which) ?? new Uint8Array(PIECE_BITS / 8);
    this.#pieces.set(which, piece);
    const bit = id % PIECE_BITS;
    const [byte, mask] = [bit >> 3, 1 << (bit & 7)];
    const before = ((piece[byte] ?? 0) & mask) !== 0;
    piece[byte] = (piece[byte] ?? 0) | mask;
    return before;
  }

  has(id: number): boolean {
    const bit = id % PIECE_BITS;
    const byte = this.#pieces.get(Math.floor(id / PIECE_BITS))?.[bit >> 3] ?? 0;
    return (byte & (1 << (bit & 7))) !== 0;
  }
}
