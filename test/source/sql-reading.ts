/** Reading as the road does it, and what it throws. */
import { DongboError } from '../../src/domain/errors.ts';
import type { Source, SourcePosition } from '../../src/domain/source-ports.ts';

/** Reads a feed to its end, as the road does; throws on an endless one. */
export async function readAll(
  source: Source,
  from: SourcePosition | null = null,
  feed = 'dossiers',
): Promise<{ keys: string[]; last: SourcePosition | null }> {
  const keys: string[] = [];
  let last = from;
  for (let pages = 0; pages < 200; pages += 1) {
    const page = await source.readPage(last, feed);
    keys.push(...page.dossiers.map(({ key }) => key));
    last = page.last ?? last;
    if (page.end) return { keys, last };
  }
  throw new Error('reading does not end');
}

/** What is thrown, which must be an error of the catalogue. */
export async function failureOf(work: Promise<unknown>): Promise<DongboError> {
  const error = await work.then(
    () => new Error('nothing was thrown'),
    (reason: unknown) => reason,
  );
  if (error instanceof DongboError) return error;
  throw error;
}
