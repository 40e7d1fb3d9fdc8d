/**
 * The hash that stands for how a source is read.
 * Guarantees: same hash, same dossiers of the same rows; the order in which fields are named does not count.
 */
import { createHash } from 'node:crypto';
import type { SourceMap } from '../../domain/source-map.ts';

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}

/** SHA-256 in hexadecimal. */
export function sourceMapHash(map: SourceMap): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(map)))
    .digest('hex');
}
