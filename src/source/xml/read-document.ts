/**
 * One document, read twice: once to judge it whole, once to give its dossiers.
 * Guarantees: nothing is given of a document that is not sound from end to end; memory for one batch, however
 * long it is; a document that changes while it is read is given no further.
 * Must not: know folders.
 */
import type { FileHandle } from 'node:fs/promises';
import { reasonOf } from '../../domain/errors.ts';
import type { SourceDossier } from '../../domain/source-dossier.ts';
import { type Cut, DossierCutter, type Fragment } from './cut-dossiers.ts';
import { documentText } from './document-text.ts';
import type { DossierReader } from './dossier-of-element.ts';
import { createPace } from './pace.ts';
import { readElement } from './read-element.ts';
import { type DocumentFault, Refusal, refusal } from './refusal.ts';
import { type Schema, standAlone } from './schema.ts';

/** UTF-16 units of the fragments of one batch: a page of very large dossiers is cut smaller. */
const LONGEST_BATCH = 8 << 20;

/** How documents are to be read. */
export interface DocumentRules {
  /** Local names that lead from the root, not among them, to a dossier. */
  readonly path: readonly string[];
  /** `null` = form alone is judged. */
  readonly schema: Schema | null;
  readonly maxBytes: number;
  readonly pageSize: number;
  readonly dossierOf: DossierReader;
}

async function* cuts(
  file: FileHandle,
  path: readonly string[],
): AsyncGenerator<Cut & { readonly hasPlace: boolean | null }> {
  let cutter: DossierCutter | null = null;
  const pieces = documentText(file, (encoding) => {
    cutter = new DossierCutter(path, encoding);
  });
  for await (const piece of pieces) {
    // Said here for the compiler: the encoding is told before the first piece.
    const known = cutter as DossierCutter | null;
    if (known) yield { ...known.write(piece), hasPlace: null };
  }
  const known = cutter as DossierCutter | null;
  if (known) yield known.end();
}

/** Those of one part: whoever mends it begins with the first. */
async function faultsIn(
  { fragments, slice }: Cut,
  schema: Schema | null,
  pace: ReturnType<typeof createPace>,
): Promise<readonly DocumentFault[]> {
  if (schema === null) return [];
  try {
    if (schema.of === 'document') return slice === null ? [] : schema.faultsOf(slice);
    for (const fragment of fragments) {
      const faults = schema.faultsOf(standAlone(fragment));
      if (faults.length > 0) return faults;
      await pace();
    }
    return [];
  } catch (error) {
    throw oursToMend(error);
  }
}

/** One document that cannot be gone through is put away: it must not hold up all that come behind it. */
function oursToMend(error: unknown): Refusal {
  // Words of libraries repeat what stands there.
  return refusal('DB-XML-008', { reason: error instanceof Error ? error.name : reasonOf(error) });
}

/**
 * Judges a document from end to end. Throws a {@link Refusal}, and what reading or `onPiece` throws.
 * @param onPiece called between pieces
 */
export async function judge(file: FileHandle, rules: DocumentRules, onPiece: () => void): Promise<void> {
  const { size } = await file.stat();
  if (size > rules.maxBytes) throw refusal('DB-XML-020', { limit: rules.maxBytes });
  const pace = createPace();
  for await (const cut of cuts(file, rules.path)) {
    onPiece();
    const faults = await faultsIn(cut, rules.schema, pace);
    if (faults.length > 0) throw new Refusal(faults);
    if (cut.hasPlace === false) throw refusal('DB-XML-027', { path: rules.path.join('.') });
  }
}

function read({ text }: Fragment, dossierOf: DossierReader): SourceDossier[] {
  try {
    const dossier = dossierOf(readElement(text));
    return dossier ? [dossier] : [];
  } catch (error) {
    throw oursToMend(error);
  }
}

/**
 * Gives the dossiers of a document that {@link judge} has found sound, in its order. Throws what `store` and
 * what is called throw.
 * @param called.onPiece between pieces
 * @param called.onBatch and waited for, before each batch is stored: is it still the document that was judged?
 */
export async function give(
  file: FileHandle,
  rules: DocumentRules,
  store: (dossiers: readonly SourceDossier[]) => Promise<void>,
  called: { readonly onPiece: () => void; readonly onBatch: () => Promise<void> },
): Promise<number> {
  let count = 0;
  let batch: SourceDossier[] = [];
  let length = 0;
  const flush = async (): Promise<void> => {
    if (batch.length === 0) return;
    await called.onBatch();
    await store(batch);
    count += batch.length;
    batch = [];
    length = 0;
  };
  const pace = createPace();
  for await (const { fragments } of cuts(file, rules.path)) {
    called.onPiece();
    for (const fragment of fragments) {
      await pace();
      batch.push(...read(fragment, rules.dossierOf));
      length += fragment.text.length;
      if (batch.length >= rules.pageSize || length >= LONGEST_BATCH) await flush();
    }
  }
  await flush();
  return count;
}
