/**
 * Digests of a database's dossiers, made by its own server.
 * Guarantees: all of them are of one moment, fetched in portions, so that no province has to fit into memory; a
 * dossier that is read with its digest is read in the moment of it.
 * Must not: hold what was fetched.
 */
import type { SourceMap } from '../../domain/source-map.ts';
import type { DigestedDossier, SourceDigest, SourceDigests } from '../../domain/source-ports.ts';
import { fittingName, isBlank, sameCode } from '../rows/row-keys.ts';
import {
  canDigest,
  DIGEST_COLUMNS,
  digestStatement,
  meetingPlace,
  timedContent,
} from './digest-statements.ts';
import type { DigestWords } from './digest-words.ts';
import type { Engine, RawRow, Session } from './engine.ts';
import { type ReadViews, soundViews } from './open-views.ts';
import { asked, wholeDossiers } from './read-pages.ts';
import type { ReadableViews } from './readable-views.ts';
import { matchingStatement } from './select-statements.ts';

/** Digests fetched at a time. */
const PORTION = 5_000;

/** What making them works with. */
export interface DigestsDeps {
  readonly map: SourceMap;
  /** For what goes through all that a province has: its statements may take long. */
  readonly patient: Engine;
  /** For a page. */
  readonly read: ReadViews;
}

/** See the file's head; `null` where this system, or this map, does not let the server make them. */
export function digestsOf({ map, patient, read }: DigestsDeps): SourceDigests | null {
  const words = patient.dialect.digests;
  if (!words || !canDigest(map)) return null;
  const timed = timedContent(map);
  return {
    async each(take, signal) {
      let halt: Halt | null = null;
      const halted = (one: Halt): Error => {
        halt = one;
        return new Error('halted');
      };
      try {
        await patient.inSnapshot(async (session) => {
          const views = await soundViews(patient, session, map);
          for (const sql of words.before) await session.query({ sql, values: [] });
          for await (const rows of ahead(
            session.stream(digestStatement(views, words, timed, null), PORTION),
          )) {
            await take(rows.map(digestOf)).catch((error: unknown) => {
              throw halted({ error });
            });
            // Thrown, so that the connection goes with all that it has not told yet.
            if (signal.aborted) throw halted('stopped');
          }
        });
      } catch (error) {
        outcome(halt, error);
      }
    },
    readKeys: (keys) => read((session, views) => digestedDossiers(session, views, words, timed, keys)),
  };
}

/** Why whoever takes digests takes no more: told to stop, or an error that is none of the source's. */
type Halt = 'stopped' | { readonly error: unknown };

function outcome(halt: Halt | null, error: unknown): void {
  if (halt === null) throw error;
  if (halt !== 'stopped') throw halt.error;
}

/** Asks for the next portion before the one at hand has been dealt with. */
async function* ahead<Portion>(portions: AsyncIterable<Portion>): AsyncIterable<Portion> {
  const each = portions[Symbol.asyncIterator]();
  for (let next = each.next(); ; ) {
    const { done, value } = await next;
    if (done) return;
    next = each.next();
    // Nobody waits for it where the portion at hand is the last that is wanted.
    next.catch(() => undefined);
    yield value;
  }
}

function digestOf(row: RawRow): SourceDigest {
  const code = row[DIGEST_COLUMNS.code];
  return {
    key: row[DIGEST_COLUMNS.key] ?? '',
    code: isBlank(code) ? '' : fittingName(code ?? '', '#'),
    digest: row[DIGEST_COLUMNS.digest] ?? '',
  };
}

async function digestedDossiers(
  session: Session,
  views: ReadableViews,
  words: DigestWords,
  timed: ReadonlySet<string>,
  keys: readonly string[],
): Promise<readonly DigestedDossier[]> {
  const { dossiers } = views;
  const wanted = asked(keys, dossiers.key.column.kind === 'text');
  if (wanted.length === 0) return [];
  const rows = await session.query(matchingStatement(views, dossiers, dossiers.key, wanted));
  const found = await session.query(
    digestStatement(views, words, timed, {
      keys: wanted,
      partNames: (part) => {
        const { alias } = meetingPlace(views, part);
        return asked(
          rows.map((row) => row[alias]),
          part.key.column.kind === 'text',
        );
      },
    }),
  );
  const digests = new Map<string, string | null>();
  for (const { code, digest } of found.map(digestOf)) {
    const name = sameCode(code);
    // Of two rows of one dossier neither digest is the dossier's.
    digests.set(name, digests.has(name) ? null : digest);
  }
  const read = await wholeDossiers(session, views, rows);
  return read.map((dossier) => ({ dossier, digest: digests.get(sameCode(dossier.key)) ?? null }));
}
