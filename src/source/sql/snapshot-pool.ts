/**
 * Connections that are kept for a while, for drivers that bring no pool that would do.
 * Guarantees: each piece of work has a connection of its own; one that broke, or whose work failed, is never used
 * again; one that lies idle for 30 seconds is closed; nobody waits for one longer than 15 seconds.
 */
import type { Session } from './engine.ts';
import { sourceFailure } from './source-failure.ts';
import type { Verdict } from './verdict.ts';

/** A connection. */
export interface Link {
  readonly session: Session;
  /** It broke while nobody looked. */
  isBroken(): boolean;
  /** Begins the snapshot. */
  begin(): Promise<void>;
  /** Ends it. */
  end(): Promise<void>;
  /** Ends the connection, in whatever state it is, at once. */
  drop(): void;
}

const IDLE_MS = 30_000;
/** Longest wait for a connection, login and settings included: behind the drivers' own, which say more. */
const CONNECT_MS = 15_000;

/** Waits for a connection, but not for ever; one that comes too late is ended. */
async function inTime(connecting: Promise<Link>): Promise<Link> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no connection within ${CONNECT_MS} ms`)), CONNECT_MS);
  });
  try {
    return await Promise.race([connecting, tooLong]);
  } catch (error) {
    connecting.then(
      (late) => late.drop(),
      () => undefined,
    );
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** See the file's head. */
export interface SnapshotPool {
  inSnapshot<T>(work: (session: Session) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** @param connect opens a connection; what it throws becomes an error of the catalogue by `verdictOf` */
export function snapshotPool(
  connect: () => Promise<Link>,
  where: string,
  verdictOf: (error: unknown) => Verdict,
): SnapshotPool {
  const idle = new Map<Link, NodeJS.Timeout>();
  let closed = false;

  function take(): Link | null {
    for (const [link, timer] of idle) {
      clearTimeout(timer);
      idle.delete(link);
      if (!link.isBroken()) return link;
      link.drop();
    }
    return null;
  }

  function giveBack(link: Link): void {
    if (closed) {
      link.drop();
      return;
    }
    const timer = setTimeout(() => {
      idle.delete(link);
      link.drop();
    }, IDLE_MS);
    timer.unref();
    idle.set(link, timer);
  }

  return {
    async inSnapshot(work) {
      let link: Link | null = null;
      try {
        link = take() ?? (await inTime(connect()));
        await link.begin();
        const result = await work(link.session);
        await link.end();
        giveBack(link);
        return result;
      } catch (error) {
        link?.drop();
        throw sourceFailure(error, where, verdictOf);
      }
    },
    async close() {
      closed = true;
      for (let link = take(); link; link = take()) link.drop();
    },
  };
}
