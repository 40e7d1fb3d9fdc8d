/**
 * What the simulated portal is told at its start and while it runs.
 * Guarantees: every option has a default; control from outside is checked before anything changes.
 */
import { DongboError } from '../../domain/errors.ts';
import { isRecord } from './check-fields.ts';
import type { FaultRates } from './fault-plan.ts';
import { checkFaultRates } from './parse-faults.ts';
import type { FailMessages } from './portal-answers.ts';
import type { PortalCredentials } from './portal-sessions.ts';
import { BATCH_MODES, type BatchMode } from './settle-batch.ts';

/** Options of {@link startSimulatedPortal}; all may be left out. */
export interface SimulatedPortalOptions {
  /** 0 = a free one. */
  readonly port?: number;
  /** `127.0.0.1`; the stand-in must not be offered to a network without need. */
  readonly host?: string;
  /** How a bad record fails its batch; `rows`. */
  readonly mode?: BatchMode;
  readonly faults?: FaultRates;
  readonly latencyMs?: number;
  readonly seed?: number;
  readonly credentials?: PortalCredentials;
  readonly sessionSeconds?: number;
  /** `TraCuuHoSo` shows the steps under `TienDoXuLy`; true. */
  readonly lookupSteps?: boolean;
  /** Most steps a call; 10. */
  readonly stepsPerCall?: number;
  readonly failMessages?: Partial<FailMessages>;
  /** Milliseconds since 1970; the clock of sessions. */
  readonly now?: () => number;
}

/** A change while the portal runs; what is absent stays. */
export interface PortalControl {
  readonly faults?: FaultRates;
  readonly mode?: BatchMode;
  readonly latencyMs?: number;
  readonly lookupSteps?: boolean;
  /** True: every connection is destroyed, as if the portal were away. */
  readonly down?: boolean;
  /** True: every session ends now. */
  readonly expireSessions?: boolean;
}

function refuse(option: string, value: unknown, expected: string): never {
  throw new DongboError('DB-CFG-003', { option, value: JSON.stringify(value), expected });
}

const FLAGS = ['lookupSteps', 'down', 'expireSessions'] as const;

/** Checks a control message. Throws DongboError DB-CFG-003. */
export function checkControl(body: unknown): PortalControl {
  if (!isRecord(body)) refuse('__control', body, 'a JSON object');
  const control: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(body)) {
    if (name === 'faults') {
      if (!isRecord(value)) refuse(name, value, '{"lost": 0.1}');
      control.faults = checkFaultRates(value);
    } else if (name === 'mode') {
      if (!BATCH_MODES.some((mode) => mode === value)) refuse(name, value, BATCH_MODES.join(', '));
      control.mode = value;
    } else if (name === 'latencyMs') {
      if (typeof value !== 'number' || !(value >= 0)) refuse(name, value, 'milliseconds, 0 or more');
      control.latencyMs = value;
    } else if (FLAGS.some((flag) => flag === name)) {
      if (typeof value !== 'boolean') refuse(name, value, 'true, false');
      control[name] = value;
    } else {
      refuse('__control', name, ['faults', 'mode', 'latencyMs', ...FLAGS].join(', '));
    }
  }
  return control;
}
