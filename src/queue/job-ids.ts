/**
 * The ids in a job, whoever wrote it.
 * Guarantees: total on anything; whole numbers and nothing else, so many at most. A Redis or a table that others
 * can write to must not bring a worker, or the search for lost work, down: what a job does not say the ledger knows.
 */

/** More than any job of ours has (a batch is 500 at most). */
const MOST_IDS = 10_000;

/** Of a job's data, as read or as it lies in Redis. */
export function jobIds(data: unknown): number[] {
  const dossiers = typeof data === 'object' && data !== null && 'dossiers' in data ? data.dossiers : null;
  if (!Array.isArray(dossiers)) return [];
  return dossiers.slice(0, MOST_IDS).filter((id: unknown) => Number.isSafeInteger(id));
}

/** Of the text under which it lies in Redis. */
export function jobIdsIn(text: string): number[] {
  try {
    return jobIds(JSON.parse(text));
  } catch {
    // No job of ours: there is nothing in it that we could miss.
    return [];
  }
}
