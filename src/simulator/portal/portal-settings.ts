/**
 * Everything about a simulated portal that may change while it runs, in one object that its parts share.
 * Guarantees: every setting has a default; a change counts from the next call on.
 */
import type { PortalControl } from './portal-control.ts';
import type { GateSettings } from './portal-gate.ts';
import type { SimulatedPortalOptions } from './portal-options.ts';
import type { ServiceSettings } from './portal-services.ts';
import type { SessionSettings } from './portal-sessions.ts';

/** See the head of this file. */
export interface PortalSettings extends ServiceSettings, SessionSettings, GateSettings {
  clockSkewSeconds: number;
  /** Every connection is destroyed. */
  down: boolean;
}

const CHANGEABLE = [
  'mode',
  'lookupSteps',
  'lookupStepsMost',
  'sessionSeconds',
  'singleSession',
  'latencyMs',
  'jitterMs',
  'slowMs',
  'poison',
  'retryAfterSeconds',
  'trickleMs',
  'clockSkewSeconds',
  'down',
] as const satisfies readonly (keyof PortalControl & keyof PortalSettings)[];

/** Settings at the start. */
export function settingsOf(options: SimulatedPortalOptions): PortalSettings {
  return {
    mode: options.mode ?? 'rows',
    lookupSteps: options.lookupSteps ?? true,
    lookupStepsMost: options.lookupStepsMost ?? 0,
    stepsPerCall: options.stepsPerCall ?? 10,
    sessionSeconds: options.sessionSeconds ?? 1800,
    singleSession: options.singleSession ?? false,
    latencyMs: options.latencyMs ?? 0,
    jitterMs: options.jitterMs ?? 0,
    slowMs: options.slowMs ?? 2000,
    poison: options.poison ?? {},
    seed: options.seed ?? 1,
    retryAfterSeconds: options.retryAfterSeconds ?? 1,
    trickleMs: options.trickleMs ?? 10_000,
    clockSkewSeconds: options.clockSkewSeconds ?? 0,
    down: false,
  };
}

/** Takes over what `change` names. */
export function changeSettings(settings: PortalSettings, change: PortalControl): void {
  const named = CHANGEABLE.filter((name) => change[name] !== undefined);
  Object.assign(settings, Object.fromEntries(named.map((name) => [name, change[name]])));
}
