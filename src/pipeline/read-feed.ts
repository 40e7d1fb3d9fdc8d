/**
 * One stream of changes, page by page, into the ledger.
 * Guarantees: pages are stored in the order in which they were read, each with its cursor (invariant 2); while
 * one is stored the next is read and normalized, so that a first load uses the source's, the ledger's and this
 * machine's time at once; all that was read ahead is stored in the turn in which it was read (turns.ts).
 */
import type { Source, SourcePage, SourcePosition } from '../domain/source-ports.ts';
import { type CursorMove, prepare, store, type TakeInDeps, type TakenIn } from './take-in.ts';

/** A turn has an end, however much there is to read: a change of this moment waits for it. */
const PAGES_A_TURN = 5;

/** Where a turn of reading ended. */
export interface TurnEnd {
  readonly position: SourcePosition | null;
  /** There is nothing more now. */
  readonly end: boolean;
}

/** What reading works with. */
export interface FeedDeps extends TakeInDeps {
  readonly source: Source;
}

const NOTHING = new Set<string>();

/**
 * Reads pages of `feed` after `position` and stores them; a few, or until there is nothing more, somebody else
 * waits for the turn, or `signal` fires. Throws what reading or storing throws, once nothing of this turn goes on any more.
 * @param onPage told after each page that was stored
 */
export async function readTurn(
  deps: FeedDeps,
  feed: string,
  position: SourcePosition | null,
  onPage: (page: TakenIn) => void,
  signal: AbortSignal,
  isAwaited: () => boolean = () => false,
): Promise<TurnEnd> {
  let at = position;
  let storing: Promise<void> = Promise.resolve();
  let reading: Promise<SourcePage> | null = deps.source.readPage(at, feed);
  let underWay: ReadonlySet<string> = NOTHING;
  try {
    for (let pages = 1; ; pages += 1) {
      const page: SourcePage = await reading;
      if (page.last) at = page.last;
      const goesOn = !page.end && pages < PAGES_A_TURN && !isAwaited() && !signal.aborted;
      reading = goesOn ? ahead(deps.source.readPage(at, feed)) : null;
      const prepared = await prepare(deps, page.dossiers, underWay);
      await storing;
      const move: CursorMove | null = page.last && { feed, position: page.last };
      storing = ahead(store(deps, prepared, move).then(onPage));
      underWay = prepared.codes;
      if (reading === null) {
        await storing;
        return { position: at, end: page.end };
      }
    }
  } finally {
    await Promise.allSettled([storing, reading]);
  }
}

/** A failure waits for whoever asks for the result. */
function ahead<T>(work: Promise<T>): Promise<T> {
  work.catch(() => undefined);
  return work;
}
