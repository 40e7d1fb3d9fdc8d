/**
 * What watches over the work of this process: counters, contact with portal and ledger, progress of the worker.
 * Guarantees: the parts that work tell it, it never asks them; telling costs next to nothing.
 */
import { readFileSync } from 'node:fs';
import type { Config } from '../config.ts';
import type { PortalCall } from '../domain/portal-outcome.ts';
import { LedgerContact } from '../telemetry/ledger-contact.ts';
import type { Logger } from '../telemetry/logger.ts';
import { Metrics } from '../telemetry/metrics.ts';
import { PortalContact } from '../telemetry/portal-contact.ts';
import { StallWatch } from '../telemetry/stall-watch.ts';

/** A worker that could fetch a job and does not for this long is stalled. */
const IDLE_LIMIT_MS = 60_000;
/** A login, a place in line and the call itself may each take the time-out, one after the other. */
const CALLS_IN_A_ROW = 3;

/** The version of this program, from the package.json beside it (in dist/ as well). */
export function programVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

/** See the file's head. */
export class Watch {
  readonly metrics = new Metrics(programVersion());
  readonly contact: PortalContact;
  readonly ledger: LedgerContact;
  readonly stall: StallWatch;

  /** @param now clock, milliseconds since the epoch. */
  constructor(config: Pick<Config, 'PORTAL_TIMEOUT_SECONDS'>, now: () => number, log: Logger) {
    this.contact = new PortalContact(now);
    this.ledger = new LedgerContact(log, now);
    this.stall = new StallWatch({
      now,
      idleLimitMs: IDLE_LIMIT_MS,
      stuckLimitMs: Math.max(IDLE_LIMIT_MS, CALLS_IN_A_ROW * config.PORTAL_TIMEOUT_SECONDS * 1000),
    });
  }

  /** A call to the portal has ended. */
  call(call: PortalCall): void {
    this.metrics.call(call);
    this.contact.call(call);
    this.stall.sign();
  }
}
