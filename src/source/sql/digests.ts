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
      let failed: { readonly error: unknown } | null = null;
      try {
        await patient.inSnapshot(async (session) => {
          const views = await soundViews(patient, session, map);
          for (const sql of words.before) await session.query({ sql, values: [] });
          for await (const rows of session.stream(digestStatement(views, words, timed, null), PORTION)) {
            // What it ends with is none of the source's failures.
            await take(rows.map(digestOf)).catch((error: unknown) => {
              failed = { error };
              throw error;
            });
            if (signal.aborted) return;
          }
        });
      } catch (error) {
        throw told(failed, error);
      }
    },
    readKeys: (keys) => read((session, views) => digestedDossiers(session, views, words, timed, keys)),
  };
}

const told = (failed: { readonly error: unknown } | null, error: unknown): unknown =>
  failed === null ? error : failed.error;

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
