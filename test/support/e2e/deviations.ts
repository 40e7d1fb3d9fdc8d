/**
 * Holds what the portal and the ledger have against what must have become of each dossier.
 * Guarantees: the expectation comes from the generator that made the dossier, never from Dongbo;
 * every deviation is told, so that an empty answer means that all is as it should be.
 */
import type { StoredDossier } from '../../../src/simulator/portal/portal-store.ts';
import type { Expectation } from '../../../src/simulator/province/expectation.ts';
import type { World } from './world.ts';

type Rows = readonly Readonly<Record<string, unknown>>[];

const distinct = (rows: unknown, field: string): string =>
  [...new Set((rows as Rows).map((row) => String(row[field])))].sort().join();

const list = (codes: readonly string[]): string => codes.join();

function atPortal(expected: Expectation, stored: StoredDossier | undefined): string[] {
  if (expected.outcome === 'held') return stored === undefined ? [] : ['is at the portal'];
  if (stored === undefined) return ['is not at the portal'];
  const { payload, created, steps } = stored;
  const pairs: readonly (readonly [string, unknown, unknown])[] = [
    ['MaTTHC', payload.MaTTHC, expected.procedureCode],
    ['TrangThaiHoSo', payload.TrangThaiHoSo, expected.status],
    ['MaThanhPhanHoSo', distinct(payload.TaiLieuNop, 'MaThanhPhanHoSo'), list(expected.componentCodes)],
    ['TaiLieuNop', (payload.TaiLieuNop as Rows).length, expected.componentFiles],
    ['MaGiayToKetQua', distinct(payload.DanhSachGiayToKetQua, 'MaGiayToKetQua'), list(expected.resultCodes)],
    ['steps', steps.map((step) => step.TrangThai).join(), list(expected.stepStatuses)],
    ['created', created, 1],
  ];
  return pairs
    .filter(([, found, wanted]) => found !== wanted)
    .map(([what, found, wanted]) => `${what}: ${String(found)} instead of ${String(wanted)}`);
}

function inLedger(expected: Expectation, row: LedgerRow | undefined): string[] {
  if (row === undefined) return ['is not in the ledger'];
  const faults: string[] = [];
  const state = expected.outcome === 'held' ? 'held' : 'accepted';
  if (row.state !== state) faults.push(`ledger: ${row.state} instead of ${state}`);
  if (row.incomplete !== (expected.outcome === 'incomplete'))
    faults.push(`ledger: incomplete ${row.incomplete}`);
  if (list(row.scopes) !== list(expected.heldScopes)) {
    faults.push(`held: ${list(row.scopes)} instead of ${list(expected.heldScopes)}`);
  }
  if (state === 'accepted' && row.open_steps !== 0)
    faults.push(`ledger: ${row.open_steps} steps not accepted`);
  return faults;
}

interface LedgerRow {
  readonly code: string;
  readonly state: string;
  readonly incomplete: boolean;
  readonly scopes: readonly string[];
  readonly open_steps: number;
}

/** One text a deviation; none = portal and ledger hold exactly what is expected, and nothing else. */
export async function deviations(world: World, expected: readonly Expectation[]): Promise<string[]> {
  const { dossiers } = world.portal.state();
  const rows = await world.ledger<LedgerRow>(`
    SELECT d.code, v.state::text, d.incomplete,
      ARRAY(SELECT DISTINCT h.scope::text FROM held h WHERE h.dossier_id = d.id ORDER BY 1) AS scopes,
      (SELECT count(*)::int FROM delivery s WHERE s.dossier_id = d.id AND s.kind = 'step' AND s.state <> 'accepted') AS open_steps
    FROM dossier d JOIN delivery v ON v.dossier_id = d.id AND v.kind = 'dossier'`);
  const ledger = new Map(rows.map((row) => [row.code, row]));
  const known = new Set(expected.map(({ code }) => code));
  const strange = [...new Set([...dossiers.keys(), ...ledger.keys()])].filter((code) => !known.has(code));
  const found = expected.flatMap((one) =>
    [...atPortal(one, dossiers.get(one.code)), ...inLedger(one, ledger.get(one.code))].map(
      (fault) => `${one.code} (${one.fault ?? 'good'}): ${fault}`,
    ),
  );
  return [...found, ...strange.map((code) => `${code}: not of this province`)];
}
