/**
 * What a person is shown of a database before the daemon reads it: `dongbo source check`.
 * Guarantees: every fault and every doubt at once; reads only, and no row but the samples that are asked for.
 * Must not: hide a value of a sample: whoever shows them does.
 */
import type { SourceDossier } from '../../domain/source-dossier.ts';
import type { ViewName } from '../../domain/source-fields.ts';
import type { Place, SourceMap } from '../../domain/source-map.ts';
import type { Session } from './engine.ts';
import { type ExaminedView, examineViews } from './examine-views.ts';
import { indexDoubts } from './index-doubts.ts';
import { openEngine } from './open-engine.ts';
import { wholeDossiers } from './read-pages.ts';
import { type ReadableViews, readableViews } from './readable-views.ts';
import { newestRowsStatement } from './select-statements.ts';

/** A place of a view, as the database has it. */
export interface InspectedPlace {
  readonly place: Place;
  /** Table and column, for people. */
  readonly shown: string;
  /** The server's own word for its type; `null` = there is no such column. */
  readonly type: string | null;
  /** The account may read it. */
  readonly readable: boolean;
}

/** A view, as the database has it. */
export interface InspectedView {
  readonly name: ViewName;
  /** The table's name, for people. */
  readonly shown: string;
  readonly exists: boolean;
  readonly places: readonly InspectedPlace[];
  /** What is wrong: the daemon will not read like that. A line each, in both languages. */
  readonly faults: readonly string[];
  /** What will be slow or may be missed. A line each, in both languages. */
  readonly doubts: readonly string[];
}

/** See the file's head. */
export interface SourceInspection {
  /** Host, port and database. */
  readonly where: string;
  /** Name and version of the server. */
  readonly server: string;
  readonly views: readonly InspectedView[];
  /** What the server as a whole lets be doubted. */
  readonly doubts: readonly string[];
  /** The dossiers changed last, the newest first; none where there are faults. Values as the province wrote them. */
  readonly samples: readonly SourceDossier[];
}

function inspected(view: ExaminedView, doubts: readonly string[]): InspectedView {
  return {
    name: view.name,
    shown: view.shown,
    exists: view.found !== null,
    places: [...view.places.values()].map(({ place, shown, column }) => ({
      place,
      shown,
      type: column?.type ?? null,
      readable: column?.readable ?? false,
    })),
    faults: view.faults,
    doubts,
  };
}

async function samplesOf(session: Session, views: ReadableViews, count: number): Promise<SourceDossier[]> {
  if (count === 0) return [];
  const rows = await session.query(newestRowsStatement(views, count));
  return (await wholeDossiers(session, views, rows)).slice(0, count);
}

/**
 * Looks at everything that `map` speaks of.
 * @param timeoutMs for one statement
 * @param samples how many dossiers to read
 * Throws DB-SRC-001 to -003, -005 to -007 and DB-TLS-001 to -003; what -004 tells of is in the answer.
 */
export async function inspectSource(
  url: string,
  map: SourceMap,
  timeoutMs: number,
  samples = 0,
): Promise<SourceInspection> {
  const engine = openEngine(url, timeoutMs);
  try {
    return await engine.inSnapshot(async (session) => {
      const examined = await examineViews(engine, session, map);
      const { server } = await engine.account(session, []);
      const views: InspectedView[] = [];
      const isSound = examined.every(({ faults }) => faults.length === 0);
      const readable = isSound ? readableViews(examined, engine.dialect) : null;
      for (const view of examined) views.push(inspected(view, await indexDoubts(engine, session, view)));
      return {
        where: engine.where,
        server,
        views,
        doubts: await engine.doubts(session),
        samples: readable ? await samplesOf(session, readable, samples) : [],
      };
    });
  } finally {
    await engine.close();
  }
}
