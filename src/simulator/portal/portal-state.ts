/**
 * What can be asked of the simulated portal afterwards.
 * Guarantees: a snapshot of counts; the dossiers themselves are shared, not copied.
 */
import type { StoredDossier, WritingCall } from './portal-store.ts';

/** Everything that the portal has and has seen. */
export interface PortalState {
  readonly dossiers: ReadonlyMap<string, StoredDossier>;
  /** Steps that are there, doubled ones included. */
  readonly steps: number;
  /** Steps that ever came again although they were there: must be 0. */
  readonly doubledSteps: number;
  /** Dossiers that it lost because it was told to. */
  readonly forgotten: number;
  /** Calls per service, those that met a fault included. */
  readonly calls: Readonly<Record<string, number>>;
  /** Calls of `DongBoHoSoMC` and `CapNhatTienDoHoSoMC`, those that met a fault included. */
  readonly writingCalls: number;
  /** Most calls under way at one moment. */
  readonly maxInFlight: number;
  readonly logins: number;
  /** Writing calls that reached the store, with `isUpdating`, oldest first. */
  readonly history: readonly WritingCall[];
  readonly faults: Readonly<Record<string, number>>;
  /** Calls turned away because of a dossier in them. */
  readonly poisoned: number;
  readonly down: boolean;
}

/** Everything that is kept, a JSON line a dossier, in the order in which they came. */
export function* dossierLines(dossiers: ReadonlyMap<string, StoredDossier>): Generator<string> {
  for (const [code, { payload, created, updated, steps }] of dossiers) {
    yield `${JSON.stringify({ code, payload, created, updated, steps })}\n`;
  }
}

/** The state as JSON for other processes; `withDossiers` adds one short entry a dossier. */
export function summarize(state: PortalState, withDossiers: boolean): Readonly<Record<string, unknown>> {
  const { dossiers, history, ...counts } = state;
  const entries = [...dossiers].map(([code, { payload, created, updated, steps }]) => [
    code,
    { status: payload.TrangThaiHoSo, procedure: payload.MaTTHC, created, updated, steps: steps.length },
  ]);
  const updates = history.filter(({ isUpdating }) => isUpdating === 'True').length;
  return {
    ...counts,
    dossiers: dossiers.size,
    storedCalls: history.length,
    updatingCalls: updates,
    ...(withDossiers ? { byCode: Object.fromEntries(entries) } : {}),
  };
}
