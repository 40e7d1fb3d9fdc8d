/**
 * The province's system as tables, views or queries in a database (3-source-contract).
 * Guarantees: never writes; a page is one snapshot, so a dossier and its parts agree; a page costs
 * a fixed number of statements, however many dossiers it has; no row is lost.
 * Must not: know codes of the nation or judge what it reads.
 */
import type { SourceMap } from '../../domain/source-map.ts';
import type { Source } from '../../domain/source-ports.ts';
import { earlier } from '../rows/source-time.ts';
import { digestsOf } from './digests.ts';
import { earlierNumber, feedsOf, isNumber, unitOf } from './feeds.ts';
import { openEngine } from './open-engine.ts';
import { openViews } from './open-views.ts';
import { dossiersOf, newestPlace, readFeedPage, wholeDossiers } from './read-pages.ts';
import type { ReadableView, ReadableViews } from './readable-views.ts';
import { irregularStatement } from './select-statements.ts';

/** Where and how to read. */
export interface SqlSourceSettings {
  /** `SOURCE_URL`: `postgres://…`, `mysql://…`, `mssql://…`, `oracle://…`. */
  readonly url: string;
  /** `SOURCE_PAGE_SIZE`: dossiers a page. */
  readonly pageSize: number;
  /** Milliseconds for one statement; default five minutes. */
  readonly timeoutMs?: number;
}

/** Milliseconds for one statement where nothing else is said. */
export const STATEMENT_MS = 300_000;
/** For one that goes through all that a province has. */
const PATIENT_MS = 3_600_000;

/**
 * A source on a database.
 * Throws DB-SRC-003, DB-SRC-006 (exit 78) for a URL that it cannot use. Its methods throw DB-SRC-001 (away),
 * DB-TLS-001 to -003 (no TLS that holds), DB-SRC-002 (login), -004 (columns, every fault in `details`), -005 (a
 * query failed), -007 (the driver is not installed).
 */
export function createSqlSource(settings: SqlSourceSettings, map: SourceMap): Source {
  const engine = openEngine(settings.url, settings.timeoutMs ?? STATEMENT_MS);
  const patient = openEngine(settings.url, PATIENT_MS);
  const views = openViews(engine, map);
  const feeds = feedsOf(map);
  const unit = unitOf(map);
  const viewOf = (all: ReadableViews, feed: string): ReadableView | undefined =>
    feed === 'dossiers' ? all.dossiers : Object.values(all.parts).find(({ name }) => name === feed);

  return {
    feeds,
    digests: digestsOf({ map, patient, read: views.read }),

    async check() {
      views.forget();
      await views.read(async () => undefined);
    },

    readPage: (position, feed = 'dossiers') =>
      views.read(async (session, all) => {
        const view = viewOf(all, feed);
        if (!view?.cursor) return { dossiers: [], last: null, end: true };
        return readFeedPage(session, all, view, position, settings.pageSize);
      }),

    readKeys: (keys) => views.read((session, all) => dossiersOf(session, all, keys)),

    rewind: (position, seconds) => ({
      // Feeds of parts go by times, whatever the dossiers count.
      at:
        unit === null || !isNumber(position.at)
          ? earlier(position.at, seconds)
          : earlierNumber(position.at, seconds, unit),
      key: position.key,
    }),

    newest: (feed) =>
      views.read(async (session, all) => {
        const view = viewOf(all, feed);
        return view ? newestPlace(session, all, view) : null;
      }),

    readIrregular: (skip) =>
      views.read(async (session, all) => {
        const rows = await session.query(irregularStatement(all, settings.pageSize, skip));
        return { dossiers: await wholeDossiers(session, all, rows), end: rows.length < settings.pageSize };
      }),

    async close() {
      await Promise.all([engine.close(), patient.close()]);
    },
  };
}
