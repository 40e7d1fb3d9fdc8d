/**
 * What may be told to a simulated portal while it runs: the body of `POST /__control`.
 * Guarantees: all of a message is checked before anything changes.
 */
import { DongboError } from '../../domain/errors.ts';
import { isRecord } from './check-fields.ts';
import type { FaultRates } from './fault-plan.ts';
import { checkFaultRates } from './parse-faults.ts';
import { checkPoison, type Poison } from './poison.ts';
import { BATCH_MODES, type BatchMode } from './settle-batch.ts';

/** A change while the portal runs; what is absent stays. */
export interface PortalControl {
  readonly faults?: FaultRates;
  readonly poison?: Poison;
  readonly mode?: BatchMode;
  readonly latencyMs?: number;
  readonly jitterMs?: number;
  readonly retryAfterSeconds?: number;
  readonly clockSkewSeconds?: number;
  readonly trickleMs?: number;
  readonly slowMs?: number;
  /** For sessions opened from now on. */
  readonly sessionSeconds?: number;
  readonly singleSession?: boolean;
  readonly lookupSteps?: boolean;
  readonly lookupStepsMost?: number;
  /** True: every connection is destroyed, as if the portal were away. */
  readonly down?: boolean;
  /** True: every session ends now. */
  readonly expireSessions?: boolean;
  /** Dossiers that vanish with their steps: their codes, or how many, drawn by the seed. */
  readonly forget?: readonly string[] | number;
  /** Fields that say something else behind everybody's back, by dossier. */
  readonly edit?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Dossiers whose last step vanishes. */
  readonly loseStep?: readonly string[];
  /** Dossiers whose last step is there once more. */
  readonly doubleStep?: readonly string[];
}

function refuse(option: string, value: unknown, expected: string): never {
  throw new DongboError('DB-CFG-003', { option, value: JSON.stringify(value), expected });
}

type Check = (value: unknown, name: string) => unknown;

function number(least: number, expected: string): Check {
  return (value, name) =>
    typeof value === 'number' && Number.isFinite(value) && value >= least
      ? value
      : refuse(name, value, expected);
}

const flag: Check = (value, name) =>
  typeof value === 'boolean' ? value : refuse(name, value, 'true, false');
const milliseconds = number(0, 'milliseconds, 0 or more');
const seconds = number(0, 'seconds, 0 or more');

function checkForget(value: unknown, name: string): unknown {
  const count = typeof value === 'number' && Number.isInteger(value) && value >= 0;
  const codes = Array.isArray(value) && value.every((code) => typeof code === 'string');
  return count || codes ? value : refuse(name, value, '["…"], 3');
}

function checkCodes(value: unknown, name: string): unknown {
  const codes = Array.isArray(value) && value.every((code) => typeof code === 'string');
  return codes ? value : refuse(name, value, '["…"]');
}

function checkEdit(value: unknown, name: string): unknown {
  const isEdit =
    isRecord(value) &&
    Object.values(value).every(
      (fields) => isRecord(fields) && Object.values(fields).every((text) => typeof text === 'string'),
    );
  return isEdit ? value : refuse(name, value, '{"…": {"…": "…"}}');
}

const CHECKS: Readonly<Record<keyof PortalControl, Check>> = {
  faults: (value, name) => (isRecord(value) ? checkFaultRates(value) : refuse(name, value, '{"lost": 0.1}')),
  poison: checkPoison,
  mode: (value, name) =>
    BATCH_MODES.some((mode) => mode === value) ? value : refuse(name, value, BATCH_MODES.join(', ')),
  latencyMs: milliseconds,
  jitterMs: milliseconds,
  retryAfterSeconds: seconds,
  clockSkewSeconds: number(-Infinity, 'seconds'),
  trickleMs: milliseconds,
  slowMs: milliseconds,
  sessionSeconds: seconds,
  singleSession: flag,
  lookupSteps: flag,
  lookupStepsMost: number(0, 'a count, 0 or more'),
  down: flag,
  expireSessions: flag,
  forget: checkForget,
  edit: checkEdit,
  loseStep: checkCodes,
  doubleStep: checkCodes,
};

function isControlName(name: string): name is keyof PortalControl {
  return Object.hasOwn(CHECKS, name);
}

/** Checks a control message. Throws DongboError DB-CFG-003. */
export function checkControl(body: unknown): PortalControl {
  if (!isRecord(body)) refuse('__control', body, 'a JSON object');
  const control: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(body)) {
    if (!isControlName(name)) refuse('__control', name, Object.keys(CHECKS).join(', '));
    control[name] = CHECKS[name](value, name);
  }
  return control;
}
