/**
 * What the province's database lets our account do, and how fresh it is; for the doctor.
 * Guarantees: asks for rights instead of trying them; the one row that it reads is told as its time alone.
 */
import type { SourceMap } from '../../domain/source-map.ts';
import type { AccountFacts } from './engine.ts';
import { viewsOf } from './map-places.ts';
import { openEngine } from './open-engine.ts';
import { soundViews } from './open-views.ts';
import { newestStatement } from './select-statements.ts';

/** See the file's head. */
export interface SourceFacts extends AccountFacts {
  /** Host, port and database. */
  readonly where: string;
  /** Seconds since the newest change that is not in the future, by the source's clock; `null` without rows. */
  readonly newestSeconds: number | null;
}

/** The tables and views that a map names. */
function tablesOf(map: SourceMap): string[] {
  const named = viewsOf(map).flatMap(({ view }) => [
    ...(view.query === null ? [view.from] : []),
    ...view.joins.map(({ from }) => from),
  ]);
  return [...new Set(named)];
}

/** Asks. Throws DB-SRC-001 to -007 and DB-TLS-001 to -003 as the source itself does. */
export async function sourceFacts(url: string, map: SourceMap, timeoutMs: number): Promise<SourceFacts> {
  const engine = openEngine(url, timeoutMs);
  try {
    return await engine.inSnapshot(async (session) => {
      const views = await soundViews(engine, session, map);
      const account = await engine.account(session, tablesOf(map));
      const [newest] = await session.query(newestStatement(views));
      return {
        ...account,
        where: engine.where,
        newestSeconds: newest?.seconds ? Number(newest.seconds) : null,
      };
    });
  } finally {
    await engine.close();
  }
}
