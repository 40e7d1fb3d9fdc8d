/**
 * Whether what was committed can be seen.
 * Logical replication may tell of a commit a moment before other sessions see it (the server writes the log first
 * and lets the transaction go afterwards; a synchronous standby may lie in between): who reads at once may read the
 * row as it was.
 */
import type { Ask } from './own-connection.ts';

// A transaction's number of 32 bits in the log, of 64 bits in a snapshot: of the round that is nearest.
const VISIBLE = `
  WITH seen AS (SELECT txid_current_snapshot() AS snapshot), top AS (SELECT snapshot, txid_snapshot_xmax(snapshot) AS xmax FROM seen)
  SELECT coalesce(bool_and(txid_visible_in_snapshot(xmax + ((x::bigint - (xmax & 4294967295) + 6442450944) % 4294967296) - 2147483648, snapshot)), true) AS visible
  FROM top, unnest($1::bigint[]) AS x`;

/** Can other sessions see these transactions? @param xids as replication tells them, 32 bits */
export async function areVisible(ask: Ask, xids: readonly number[]): Promise<boolean> {
  if (xids.length === 0) return true;
  const [row] = await ask<{ visible: boolean }>(VISIBLE, [xids.map((xid) => xid >>> 0)]);
  return row?.visible === true;
}

const FIRST_LOOK_MS = 5;
const LONGEST_LOOK_MS = 1_000;

/**
 * Resolves when other sessions can see them. Looks ever more seldom: a commit that waits for a standby that is away
 * may wait for hours, and the server has enough to bear. Throws what `ask` throws, and when `signal` has fired.
 * @param pause resolves after so many milliseconds
 */
export async function untilVisible(
  ask: Ask,
  xids: readonly number[],
  signal: AbortSignal,
  pause: (ms: number) => Promise<unknown> = (ms) => new Promise((done) => setTimeout(done, ms)),
): Promise<void> {
  for (let ms = FIRST_LOOK_MS; !(await areVisible(ask, xids)); ms = Math.min(2 * ms, LONGEST_LOOK_MS)) {
    // What was not read is not acknowledged: it comes again.
    if (signal.aborted) throw new Error('stopped');
    await pause(ms);
  }
}
