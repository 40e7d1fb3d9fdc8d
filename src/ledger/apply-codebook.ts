/**
 * Takes a changed codebook into use: finds the dossiers whose answers it changes and marks them stale.
 * Guarantees: all in one transaction, so that a crash leaves the old codebook applied and nothing
 * lost; twice, or from two machines at once, is as good as once. A page that is being stored meanwhile
 * comes wholly before or wholly after (both lock the row of applied_codebook).
 * Must not: know how answers come about; it compares their fingerprints.
 */
import type { LookupKey } from '../domain/codebook.ts';
import { codebookId } from './codebook-version.ts';
import { type Database, LONG_STATEMENT_MS, type Queryable } from './database.ts';

/** What the ledger needs of a codebook. */
export interface LedgerCodebook {
  readonly version: string;
  /** See `Codebook.fingerprint`. */
  fingerprint(key: LookupKey): string;
}

interface Applied {
  readonly version: string | null;
  readonly rules: string;
}

const APPLIED = `
  SELECT c.hash AS version, a.rules FROM applied_codebook a LEFT JOIN codebook_version c ON c.id = a.codebook_id`;

async function read(db: Queryable, lock = ''): Promise<Applied> {
  const { rows } = await db.query<{ version: string | null; rules: string }>(APPLIED + lock);
  const row = rows[0];
  if (!row) throw new Error('the row of applied_codebook vanished');
  return row;
}

/** Is `version` the applied one? Stays true or false until the transaction ends. */
export async function isApplied(tx: Queryable, version: string): Promise<boolean> {
  return (await read(tx, ' FOR SHARE OF a')).version === version;
}

const ALL_STALE = `
  INSERT INTO stale_dossier SELECT id FROM dossier WHERE pruned_at IS NULL ORDER BY id ON CONFLICT DO NOTHING`;

/** Comparing lists with each other is fastest for a few questions; a longer list PostgreSQL makes a hash table of. */
const FEW = 64;
const staleBy = (condition: string): string => `
  INSERT INTO stale_dossier SELECT dossier_id FROM dossier_use WHERE ${condition} ON CONFLICT DO NOTHING`;
const STALE_BY_FEW = staleBy('lookups && $1::integer[]');
const STALE_BY_MANY = staleBy('EXISTS (SELECT FROM unnest(lookups) asked WHERE asked = ANY($1::integer[]))');

const REMEMBER = `
  UPDATE lookup_key k SET fingerprint = x.fingerprint
  FROM unnest($1::integer[], $2::text[]) AS x(id, fingerprint) WHERE k.id = x.id`;

/**
 * Makes `codebook` the applied one. Answers how many dossiers became stale.
 * @param rules hash of what else decides how a dossier is normalized: another one makes every dossier stale
 */
export async function applyCodebook(db: Database, codebook: LedgerCodebook, rules: string): Promise<number> {
  const isThis = (applied: Applied): boolean =>
    applied.version === codebook.version && applied.rules === rules;
  if (isThis(await read(db))) return 0;
  return db.transaction(async (tx) => {
    const before = await read(tx, ' FOR UPDATE OF a');
    if (isThis(before)) return 0;
    const touched = await renew(tx, codebook);
    const stale = before.rules === rules ? await markStale(tx, touched) : await rowsOf(tx, ALL_STALE);
    const id = await codebookId(tx, codebook.version);
    await tx.query('UPDATE applied_codebook SET codebook_id = $1, rules = $2', [id, rules]);
    return stale;
  }, LONG_STATEMENT_MS);
}

/** Gives every question its new fingerprint; answers the ids of those that got another one. */
async function renew(tx: Queryable, codebook: LedgerCodebook): Promise<number[]> {
  const { rows } = await tx.query<LookupKey & { id: number; fingerprint: string }>(
    'SELECT id, kind, scope, code, fingerprint FROM lookup_key ORDER BY id',
  );
  const changed = rows
    .map((row) => ({ ...row, now: codebook.fingerprint(row) }))
    .filter(({ fingerprint, now }) => fingerprint !== now);
  const ids = changed.map(({ id }) => id);
  if (ids.length > 0) await tx.query(REMEMBER, [ids, changed.map(({ now }) => now)]);
  return ids;
}

async function markStale(tx: Queryable, touched: readonly number[]): Promise<number> {
  if (touched.length === 0) return 0;
  return rowsOf(tx, touched.length <= FEW ? STALE_BY_FEW : STALE_BY_MANY, [touched]);
}

async function rowsOf(tx: Queryable, sql: string, params: readonly unknown[] = []): Promise<number> {
  return (await tx.query(sql, params)).rowCount ?? 0;
}
