/**
 * What must hold at every moment of a ledger, whoever has died in the middle of what (src/README.md).
 * Guarantees: each violation is told by the number of its invariant. Must not: change anything.
 */
import type { Source } from '../../../src/domain/source-ports.ts';
import type { Queryable } from '../../../src/ledger/database.ts';
import { sourceFingerprint } from '../../../src/normalize/fingerprint.ts';
import { ledgerCode } from '../../../src/pipeline/take-in.ts';
import { readAll } from './said-by-source.ts';

/** Where to look. */
export interface Looked {
  readonly ledger: Queryable;
  /** The province's database, past everything of ours. */
  readonly province: Queryable;
  readonly source: Source;
  /** As the portal counts them. */
  readonly doubledSteps: number;
}

const COUNTS = `
  SELECT
    (SELECT count(*) FROM delivery v WHERE v.state = 'sending'
      AND NOT EXISTS (SELECT FROM lease l WHERE l.dossier_id = v.dossier_id))::int AS orphans,
    (SELECT count(*) FROM attempt a JOIN delivery v ON v.id = a.delivery_id
      WHERE v.kind = 'step' AND a.outcome = 'missing')::int AS early,
    (SELECT count(*) FROM dossier d WHERE NOT EXISTS (
      SELECT FROM delivery v WHERE v.dossier_id = d.id AND v.kind = 'dossier'))::int AS astray,
    (SELECT count(*) FROM delivery WHERE accepted_version IS NOT NULL AND kind = 'step' AND state <> 'accepted')::int AS late`;

/** One text a violation. */
export async function violations({ ledger, province, source, doubledSteps }: Looked): Promise<string[]> {
  const { rows } = await ledger.query<{ orphans: number; early: number; astray: number; late: number }>(
    COUNTS,
  );
  const { orphans = 0, early = 0, astray = 0, late = 0 } = rows[0] ?? {};
  const counted: readonly (readonly [number, string])[] = [
    [orphans, 'invariant 4: deliveries are sending without a lease'],
    [early, 'invariant 5: steps came before their dossier'],
    [doubledSteps, 'invariant 5: steps were doubled'],
    [late, 'invariant 5: accepted steps go again'],
    [astray, 'invariant 6: dossiers are in no state'],
  ];
  const told = counted.filter(([count]) => count > 0).map(([count, what]) => `${what}: ${count}`);
  return [...told, ...(await cursorAhead(ledger, province, source))];
}

/** Every row up to the cursor is in the ledger (invariant 2). No change comes between a life and this. */
async function cursorAhead(ledger: Queryable, province: Queryable, source: Source): Promise<string[]> {
  const cursor = await ledger.query<{ at: string; key: string }>(
    'SELECT position_at AS at, position_key AS key FROM source_cursor',
  );
  const [position] = cursor.rows;
  if (!position) return [];
  const { rows: before } = await province.query<{ code: string }>(
    'SELECT ma_ho_so AS code FROM dongbo_ho_so WHERE (cap_nhat_luc, ma_ho_so) <= ($1::timestamptz, $2)',
    [position.at, position.key],
  );
  const stored = await ledger.query<{ code: string; hash: string }>(
    'SELECT code, source_hash AS hash FROM dossier',
  );
  const known = new Map(stored.rows.map(({ code, hash }) => [code, hash]));
  const hashes = new Map((await readAll(source)).map((row) => [ledgerCode(row), sourceFingerprint(row)]));
  return before
    .filter(({ code }) => known.get(code) !== hashes.get(code))
    .map(({ code }) => `invariant 2: the cursor is past ${code}, which is not stored so`);
}
