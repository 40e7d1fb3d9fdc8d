/**
 * The hash that stands for how a source is read.
 * Guarantees: same hash, same dossiers of the same rows; the order in which fields are named does not count.
 */
import { createHash } from 'node:crypto';
import type { RestRules } from '../../domain/source-definition.ts';
import type { SourceMap } from '../../domain/source-map.ts';

/** Raised when a rule comes to mean something else (`source/rows/evaluate.ts`), so that everything is read again. */
const RULES_VERSION = 1;

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}

/** SHA-256 in hexadecimal. @param rest how its service is asked, where it is one: other rules list other dossiers */
export function sourceMapHash(map: SourceMap, rest: RestRules | null = null): string {
  return createHash('sha256')
    .update(JSON.stringify([RULES_VERSION, sorted(map), sorted(rest)]))
    .digest('hex');
}
