/**
 * The province's system as SQL views in a PostgreSQL (3-source-contract).
 * Guarantees: never writes; a page is one snapshot, so a dossier and its parts agree; a page costs
 * nine statements, transaction and settings included, however many dossiers it has; no row is lost.
 * Must not: know codes of the nation or judge what it reads.
 */
import { DongboError } from '../../domain/errors.ts';
import { PART_NAMES, type ViewName } from '../../domain/source-fields.ts';
import type { SourceMap } from '../../domain/source-map.ts';
import type { Source, SourcePage } from '../../domain/source-ports.ts';
import { assembleDossiers, type PartRows, type Row } from '../rows/assemble.ts';
import { isBlank, spellings } from '../rows/row-keys.ts';
import { earlier } from '../rows/source-time.ts';
import { irregularSql, keysSql, pageSql, partsSql } from './select-statements.ts';
import { createSnapshotReader, type Query } from './snapshot-reader.ts';
import { inspectViews, type ReadableView } from './view-columns.ts';

/** Where and how to read. */
export interface SqlSourceSettings {
  /** `SOURCE_URL`, `postgres://…`. */
  readonly url: string;
  /** `SOURCE_PAGE_SIZE`: dossiers a page. */
  readonly pageSize: number;
  /** Milliseconds for one statement; default five minutes. */
  readonly timeoutMs?: number;
}

type Views = Partial<Readonly<Record<ViewName, ReadableView>>>;

async function readParts(query: Query, views: Views, rows: readonly Row[]): Promise<PartRows> {
  const codes = rows.flatMap(({ code }) => (isBlank(code) ? [] : [code ?? '']));
  const asked = (view: ReadableView): string[] => [
    ...new Set(codes.flatMap((code) => spellings(code, view.texts.has('dossierCode')))),
  ];
  const parts: [string, readonly Row[]][] = [];
  for (const name of PART_NAMES) {
    const view = views[name];
    parts.push([name, view && codes.length > 0 ? await query(partsSql(view), [asked(view)]) : []]);
  }
  return Object.fromEntries(parts) as PartRows;
}

/**
 * A source on PostgreSQL views.
 * Throws DB-SRC-003, DB-SRC-006 (exit 78) for a URL that it cannot use. Its methods throw
 * DB-SRC-001 (away), DB-TLS-001 to -003 (no TLS that holds), DB-SRC-002 (login), -004 (columns, every fault in `details`), -005 (a query failed).
 */
export function createSqlSource(settings: SqlSourceSettings, map: SourceMap): Source {
  const reader = createSnapshotReader(settings.url, settings.timeoutMs ?? 300_000);
  let known: { views: Views; dossiers: ReadableView } | null = null;

  async function inspect(query: Query): Promise<{ views: Views; dossiers: ReadableView }> {
    const { views, faults } = await inspectViews(query, map);
    const { dossiers } = views;
    if (faults.length > 0 || !dossiers)
      throw new DongboError('DB-SRC-004', { where: reader.where, count: faults.length }, { details: faults });
    return { views, dossiers };
  }

  /** Reads with the views as last seen; whatever fails, they are looked at anew the next time. */
  async function read<T>(
    work: (query: Query, views: Views, dossiers: ReadableView) => Promise<T>,
  ): Promise<T> {
    try {
      return await reader.inSnapshot(async (query) => {
        known ??= await inspect(query);
        return work(query, known.views, known.dossiers);
      });
    } catch (error) {
      known = null;
      throw error;
    }
  }

  return {
    feeds: ['dossiers'],
    digests: null,

    async check() {
      known = null;
      await read(async () => undefined);
    },

    readPage(position): Promise<SourcePage> {
      return read(async (query, views, dossiers) => {
        const after = position ? [position.at, position.key] : [];
        const rows = await query(pageSql(dossiers, position !== null), [settings.pageSize, ...after]);
        const lastRow = rows.at(-1);
        return {
          dossiers: assembleDossiers(rows, await readParts(query, views, rows)),
          last: lastRow ? { at: lastRow.changedAt ?? '', key: lastRow.code ?? '' } : null,
          end: rows.length < settings.pageSize,
        };
      });
    },

    readKeys(keys) {
      return read(async (query, views, dossiers) => {
        const text = dossiers.texts.has('code');
        const asked = [...new Set(keys.flatMap((key) => spellings(key, text)))];
        const rows = await query(keysSql(dossiers), [asked]);
        return assembleDossiers(rows, await readParts(query, views, rows));
      });
    },

    rewind: (position, seconds) => ({ at: earlier(position.at, seconds), key: position.key }),

    readIrregular(skip) {
      return read(async (query, views, dossiers) => {
        const rows = await query(irregularSql(dossiers), [settings.pageSize, skip]);
        return {
          dossiers: assembleDossiers(rows, await readParts(query, views, rows)),
          end: rows.length < settings.pageSize,
        };
      });
    },

    close: () => reader.close(),
  };
}
