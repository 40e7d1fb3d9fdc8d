/**
 * Rows in one ready-made shape: a row to which field after field is added costs several times as much to make, to
 * keep and to clear away.
 * Guarantees: pure; the fields stand in the order in which they were named.
 */
import type { SourceText } from '../../domain/source-dossier.ts';

/** Makes rows whose fields are all absent. */
export function copyOfEmpty(fields: readonly string[]): () => Record<string, SourceText> {
  // What is read from JSON has a shape, however many fields there are; what is put together here may have none.
  const empty = JSON.parse(
    JSON.stringify(Object.fromEntries(fields.map((field) => [field, null]))),
  ) as Record<string, SourceText>;
  return () => ({ ...empty });
}
