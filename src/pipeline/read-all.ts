/**
 * Reads every source once, all at the same time.
 * Guarantees: one that is away, or takes long, holds up none of the others; what became of each is told by name,
 * with what it gave before it failed.
 */
import { DongboError } from '../domain/errors.ts';
import { type ExtractReport, NOTHING_READ, sumOf } from './extract.ts';

/** A source, and how all that it has is read. */
export interface Readable {
  readonly name: string;
  /** @param onPage told how much it is by now, after each page */
  read(signal: AbortSignal, onPage: (report: ExtractReport) => void): Promise<ExtractReport>;
}

/** What became of one. */
export interface SourceRead extends ExtractReport {
  readonly name: string;
  /** What it failed with; `null` = it was read to its end. */
  readonly error: unknown;
}

/** Sources that are being read. */
export interface Reading {
  /** Resolves when all have ended, or `lateMs` after one has ended well: then the others go on beside what follows. */
  most(lateMs: number, pause: (ms: number, signal: AbortSignal) => Promise<void>): Promise<void>;
  /** Have all ended? */
  readonly ended: boolean;
  /** What became of each, in their order, when all have ended. Never rejects. */
  readonly all: Promise<readonly SourceRead[]>;
}

/**
 * Begins.
 * @param onPage told after each page how much all have given together
 */
export function readAll(
  sources: readonly Readable[],
  signal: AbortSignal,
  onPage: (report: ExtractReport) => void,
): Reading {
  let ended = false;
  const soFar = new Map<string, ExtractReport>();
  const each = sources.map(async (source): Promise<SourceRead> => {
    const { name } = source;
    try {
      const report = await source.read(signal, (page) => {
        soFar.set(name, page);
        onPage(together([...soFar.values()]));
      });
      return { ...report, name, error: null };
    } catch (error) {
      return { ...(soFar.get(name) ?? NOTHING_READ), name, error: error ?? new Error(`${name} failed`) };
    }
  });
  const all = Promise.all(each).finally(() => {
    ended = true;
  });
  return {
    all,
    get ended() {
      return ended;
    },
    async most(lateMs, pause) {
      const enough = new AbortController();
      const well = Promise.any(
        each.map(async (one) => {
          if ((await one).error !== null) throw new Error('not well');
        }),
      );
      const late = well.then(
        () => pause(lateMs, enough.signal),
        () => all,
      );
      await Promise.race([all, late]);
      enough.abort();
    },
  };
}

/** As if one had been read. */
export function together(reads: readonly ExtractReport[]): ExtractReport {
  return reads.reduce(sumOf, NOTHING_READ);
}

/** Is it this source's alone? What the ledger, the queue or our own mistakes fail with concerns all. */
export function isOfSource(error: unknown): boolean {
  return error instanceof DongboError && !/^DB-(SVC|CAT|MAP|OPS)-/.test(error.code);
}

/**
 * Throws what stops a pass: what is no source's own fault, and, where every source has failed, what the first one
 * failed with.
 */
export function throwUnlessSomeWell(reads: readonly SourceRead[]): void {
  const failed = reads.filter(({ error }) => error !== null);
  const foreign = failed.find(({ error }) => !isOfSource(error));
  if (foreign) throw foreign.error;
  if (failed.length === reads.length && failed[0]) throw failed[0].error;
}
