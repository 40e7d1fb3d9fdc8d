/** The adapter driver pointed at a stand-in, and an observer that remembers. */

import type { PortalCall } from '../../src/domain/portal-outcome.ts';
import type { CallObserver } from '../../src/domain/ports.ts';
import { createAdapterPortal } from '../../src/portal/adapter/create-adapter-portal.ts';
import type { AdapterSettings } from '../../src/portal/adapter/settings.ts';
import { DEFAULT_CREDENTIALS } from '../../src/simulator/portal/portal-sessions.ts';
import { shippedAnswerRules } from './answer-rules.ts';

/** Settings for a stand-in at `baseUrl`. */
export function adapterSettings(baseUrl: string, changes: Partial<AdapterSettings> = {}): AdapterSettings {
  return {
    baseUrl,
    authPath: '/mapi/login',
    sharePath: '/mapi/g',
    integrationPath: '/mapi/g',
    ...DEFAULT_CREDENTIALS,
    dstcode: null,
    dstcodeIn: 'header',
    providerUrl: null,
    ca: null,
    clientCert: null,
    clientKey: null,
    batchSize: 50,
    stepsPerCall: 10,
    concurrency: 4,
    ratePerSecond: 0,
    connectTimeoutSeconds: 10,
    firstByteTimeoutSeconds: 30,
    idleTimeoutSeconds: 10,
    timeoutSeconds: 30,
    maxResponseBytes: 1_000_000,
    ...changes,
  };
}

/** The driver with shipped rules; waiting takes no time. */
export function adapterAt(
  baseUrl: string,
  changes: Partial<AdapterSettings> = {},
  namedOthersStored = false,
) {
  const rules = { ...shippedAnswerRules(), namedOthersStored };
  const clock = { now: () => new Date() };
  return createAdapterPortal(adapterSettings(baseUrl, changes), rules, { clock, sleep: async () => {} });
}

/** Remembers calls in order. */
export function remembering() {
  const calls: { call: PortalCall; refs: readonly number[] }[] = [];
  const begun: string[] = [];
  const observer: CallObserver = {
    beforeCall: async (service) => {
      begun.push(service);
    },
    afterCall: async (call, refs) => {
      calls.push({ call, refs });
    },
  };
  return { observer, calls, begun };
}

/** A signal that never fires. */
export const NEVER = new AbortController().signal;
