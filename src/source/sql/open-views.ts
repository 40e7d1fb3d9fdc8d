/**
 * Reading with the views as they were last seen.
 * Guarantees: whatever fails, they are looked at anew the next time, and every few minutes anyway: what may be
 * missing and is made later, or was missing for a moment while the province made its views anew, makes nothing fail.
 * Each piece of work is one snapshot.
 */
import { DongboError } from '../../domain/errors.ts';
import type { SourceMap } from '../../domain/source-map.ts';
import type { Engine, Session } from './engine.ts';
import { examineViews } from './examine-views.ts';
import { type ReadableViews, readableViews } from './readable-views.ts';

/** Runs `work` on one snapshot. Throws DB-SRC-004 with every fault of the views, and what the engine throws. */
export type ReadViews = <T>(work: (session: Session, views: ReadableViews) => Promise<T>) => Promise<T>;

/** Looks at the views, once, and throws DB-SRC-004 with every fault. */
export async function soundViews(engine: Engine, session: Session, map: SourceMap): Promise<ReadableViews> {
  const examined = await examineViews(engine, session, map);
  const faults = examined.flatMap((view) => view.faults);
  if (faults.length > 0)
    throw new DongboError('DB-SRC-004', { where: engine.where, count: faults.length }, { details: faults });
  return readableViews(examined, engine.dialect);
}

/** So long they are taken to be as they were seen, milliseconds. */
const KNOWN_MS = 300_000;

/**
 * See the file's head. `forget` has the views looked at anew.
 * @param monotonicMs a clock that never steps back, milliseconds
 */
export function openViews(
  engine: Engine,
  map: SourceMap,
  monotonicMs: () => number = () => performance.now(),
): { read: ReadViews; forget(): void } {
  let known: ReadableViews | null = null;
  let knownAt = 0;
  return {
    forget() {
      known = null;
    },
    async read(work) {
      try {
        return await engine.inSnapshot(async (session) => {
          const now = monotonicMs();
          if (known === null || now - knownAt >= KNOWN_MS) {
            known = await soundViews(engine, session, map);
            knownAt = now;
          }
          return work(session, known);
        });
      } catch (error) {
        known = null;
        throw error;
      }
    },
  };
}
