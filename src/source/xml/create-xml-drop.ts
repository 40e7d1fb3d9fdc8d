/**
 * A folder where others leave XML documents with dossiers (docs/xml.md).
 * Guarantees: a document is taken whole or refused whole, the oldest first, and none before an older one that could
 * not be put away: that would come over it later; it is in `inbox` until all of it is in the ledger, so that a crash
 * makes it come again (taking in is idempotent); a refused one lies in `refused` beside its reason; one that is still
 * being written is left alone.
 * Must not: follow a link, open what is no plain file, log names of files (a person's name may be in them).
 */
import { createHash } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { DongboError, reasonOf } from '../../domain/errors.ts';
import type { SourceMap } from '../../domain/source-map.ts';
import type { Drop, DropReport } from '../../domain/source-ports.ts';
import { watchFolder } from './arrivals.ts';
import { ReadFailure } from './document-text.ts';
import { checkMap, dossierReader } from './dossier-of-element.ts';
import { stepsOf } from './element-place.ts';
import { foldersOf, openFolders } from './folders.ts';
import { type Arrival, isSame, listInbox } from './inbox.ts';
import { putAwayRefused, putAwayTaken } from './put-away.ts';
import { type DocumentRules, give, judge } from './read-document.ts';
import { type DocumentFault, Refusal, refusal } from './refusal.ts';
import { openSchema, type Schema, type SchemaFile } from './schema.ts';
import { createSettling } from './settling.ts';

/** Where and how documents are taken. */
export interface XmlDropSettings {
  /** `SOURCE_DIR`. */
  readonly dir: string;
  /** `SOURCE_PAGE_SIZE`: dossiers that are stored at a time. */
  readonly pageSize: number;
  /** `SOURCE_XML_MAX_BYTES`. */
  readonly maxBytes: number;
  /** The contract's XSD for the contract's map, the province's own (`SOURCE_XSD`), or none. */
  readonly schema: SchemaFile | null;
  /** Told of each document that was put away, or left; for log and figures. */
  readonly onDocument?: (told: DocumentTold) => void;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** What became of a document. */
export interface DocumentTold {
  /** `left`: it stays in the inbox until it is whole. */
  readonly result: 'taken' | 'refused' | 'left';
  /** The beginning of a hash of its name: the same document can be known again, and nobody's name is in it. */
  readonly document: string;
  /** 0 unless taken. */
  readonly dossiers: number;
  /** Empty when taken. */
  readonly faults: readonly DocumentFault[];
}

type Store = Parameters<Drop['take']>[0];

/** The document changed while it was read: it is taken another time. */
class Changed extends Error {}
/** Reading was told to stop. */
class Stopped extends Error {}

/** See {@link Drop}. Throws DB-XML-004 (exit 78). Its methods throw DB-XML-001 to -003 (exit 78), -005 (exit 69). */
export function createXmlDrop(settings: XmlDropSettings, map: SourceMap): Drop {
  checkMap(map);
  const folders = foldersOf(settings.dir);
  const now = settings.now ?? Date.now;
  const settling = createSettling(now);
  const dossierOf = dossierReader(map);
  let schema: Promise<Schema> | null = null;
  let isReady = false;
  /** The document that is in the ledger, but could not be put away. */
  let stuck: { readonly arrival: Arrival; readonly dossiers: number } | null = null;

  async function rules(): Promise<DocumentRules> {
    const { maxBytes, pageSize } = settings;
    const path = stepsOf(map.dossiers.from);
    if (settings.schema !== null) schema ??= openSchema(settings.schema);
    try {
      return { path, schema: await schema, maxBytes, pageSize, dossierOf };
    } catch (error) {
      schema = null;
      throw error;
    }
  }

  async function check(): Promise<void> {
    await openFolders(folders);
    await rules();
    isReady = true;
  }

  /** The first time only: a folder that goes away later must not be made anew below where it was mounted. */
  async function ready(): Promise<void> {
    if (!isReady) await check();
  }

  function tell(
    result: DocumentTold['result'],
    { name }: Arrival,
    faults: readonly DocumentFault[],
    dossiers = 0,
  ) {
    const document = createHash('sha256').update(name).digest('hex').slice(0, 12);
    settings.onDocument?.({ result, document, dossiers, faults });
  }

  /** The dossiers that were given. Throws a {@link Refusal}, {@link Changed}, {@link Stopped}, and what `store` throws. */
  async function read(arrival: Arrival, store: Store, goOn: () => void): Promise<number> {
    const file = await openPlain(arrival);
    try {
      const begun = await file.stat({ bigint: true });
      const goOnUnchanged = async (): Promise<void> => {
        goOn();
        if (!isSame(begun, await file.stat({ bigint: true }))) throw new Changed();
      };
      const known = await rules();
      await judge(file, known, goOn);
      await goOnUnchanged();
      const dossiers = await give(file, known, store, { onPiece: goOn, onBatch: goOnUnchanged });
      // What was written over it meanwhile is not put away unread.
      await goOnUnchanged();
      return dossiers;
    } finally {
      await file.close();
    }
  }

  /** What is in the ledger is not read again only because it could not be put away. */
  async function takeIn(arrival: Arrival, store: Store, goOn: () => void): Promise<number> {
    const isIn = stuck?.arrival.name === arrival.name && isSame(stuck.arrival.stats, arrival.stats);
    const dossiers = isIn && stuck ? stuck.dossiers : await read(arrival, store, goOn);
    stuck = { arrival, dossiers };
    await puttingAway(() => putAwayTaken(folders, arrival, now()));
    stuck = null;
    return dossiers;
  }

  /**
   * `null` = it stays in the inbox. Throws DB-XML-005 where those behind it must wait: it is older than they.
   * @param onStuck told of a refused one that cannot be put away: nothing of it counts, so nobody waits for it
   */
  async function takeOne(
    arrival: Arrival,
    store: Store,
    goOn: () => void,
    onStuck: (error: DongboError) => void,
  ): Promise<Omit<DropReport, 'taken'> | null> {
    let faults: readonly DocumentFault[];
    try {
      const dossiers = await takeIn(arrival, store, goOn);
      tell('taken', arrival, [], dossiers);
      return { refused: 0, dossiers };
    } catch (error) {
      if (error instanceof Stopped) return null;
      if (error instanceof ReadFailure) throw away(error);
      if (!(error instanceof Refusal || error instanceof Changed)) throw error;
      faults = error instanceof Refusal ? error.faults : [];
      if (error instanceof Changed || !settling.isSettled(arrival)) {
        tell('left', arrival, faults);
        return null;
      }
    }
    try {
      await puttingAway(() => putAwayRefused(folders, arrival, faults, now()));
    } catch (error) {
      if (!(error instanceof DongboError)) throw error;
      onStuck(error);
      return null;
    }
    tell('refused', arrival, faults);
    return { refused: 1, dossiers: 0 };
  }

  async function puttingAway(move: () => Promise<void>): Promise<void> {
    try {
      await move();
    } catch (error) {
      throw away(error);
    }
  }

  function away(error: unknown): DongboError {
    return new DongboError('DB-XML-005', { path: settings.dir, reason: plainReason(error) });
  }

  return {
    check,

    async take(store, signal, onRead = () => undefined) {
      await ready();
      const arrivals = await listInbox(folders.inbox).catch((error: unknown) => {
        throw away(error);
      });
      settling.forgetAllBut(arrivals);
      let report: DropReport = { taken: 0, refused: 0, dossiers: 0 };
      const failures: DongboError[] = [];
      for (const arrival of arrivals) {
        if (signal.aborted) break;
        const goOn = (): void => {
          if (signal.aborted) throw new Stopped();
          onRead();
        };
        const one = await takeOne(arrival, store, goOn, (error) => failures.push(error));
        if (one === null) continue;
        const { taken, refused, dossiers } = report;
        report = {
          taken: taken + 1 - one.refused,
          refused: refused + one.refused,
          dossiers: dossiers + one.dossiers,
        };
      }
      const [failure] = failures;
      if (failure) throw failure;
      return report;
    },

    async onArrival(signal, callback) {
      // What is not as it should be is told by whoever takes.
      await ready().catch(() => undefined);
      await watchFolder(folders.inbox, signal, callback);
    },

    async close() {
      const opened = schema;
      schema = null;
      (await opened?.catch(() => null))?.close();
    },
  };
}

/** The system's word for it, without the path: a file's name may be a person's. */
function plainReason(error: unknown): string {
  if (error instanceof ReadFailure) return error.message;
  return (error as NodeJS.ErrnoException).code ?? reasonOf(error);
}

function kindOf(stats: Pick<Stats, 'isDirectory' | 'isSymbolicLink' | 'isFIFO' | 'isSocket'>): string {
  if (stats.isDirectory()) return 'folder';
  if (stats.isSymbolicLink()) return 'link';
  return stats.isFIFO() ? 'pipe' : stats.isSocket() ? 'socket' : 'device';
}

/** Opens a plain file, and nothing else: no link is followed, no pipe waited for. Throws as reading does. */
async function openPlain({ path, stats }: Arrival): Promise<FileHandle> {
  if (!stats.isFile()) throw refusal('DB-XML-006', { found: kindOf(stats as never) });
  let file: FileHandle;
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    const reason = plainReason(error);
    if (reason === 'EACCES' || reason === 'EPERM') throw refusal('DB-XML-007', { reason });
    // Gone, or a link by now; anything else is no fault of the document (too many open files, a network folder).
    throw reason === 'ENOENT' || reason === 'ELOOP' ? new Changed() : new ReadFailure(reason);
  }
  const found = await file.stat({ bigint: true });
  if (found.isFile() && isSame(found, stats)) return file;
  await file.close();
  throw new Changed();
}
