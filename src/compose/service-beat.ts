/**
 * What systemd is told of the running daemon: that it is up, how it is, that it stops.
 * Guarantees: a sign of life goes out only while the process is well (its event loop turns, workers and
 * scheduler get on); who asks for it and gets no answer gives none. A ledger or portal that is away is told in
 * the status and is no reason to be started anew.
 * Must not: tell of persons or dossiers: counts and codes only.
 */
import type { DongboError, Language } from '../domain/errors.ts';
import type { Queue } from '../domain/ports.ts';
import { Systemd } from '../lifecycle/systemd.ts';
import { pause } from '../lifecycle.ts';
import type { Logger } from '../telemetry/logger.ts';
import { within } from '../telemetry/within.ts';

/** Where systemd watches, it is told three times within its patience. */
const BEATS_WITHIN_PATIENCE = 3;
/** How often the status is told where nobody watches, milliseconds. */
const STATUS_EVERY_MS = 30_000;
/** A look at the work takes three seconds itself where ledger or queue do not answer. */
const LOOK_PATIENCE_MS = 5_000;

/** What is known of the daemon. */
export interface BeatDeps {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly language: Language;
  readonly log: Pick<Logger, 'warn'>;
  /** Whether this process still does its work; `false`, or no answer, ends the signs of life. */
  readonly isWell: () => boolean | Promise<boolean>;
  readonly queue: Pick<Queue, 'counts'>;
  /** What keeps the ledger from working, `null` while nothing does. */
  readonly ledgerFault: () => DongboError | null;
}

/** See the file's head. */
export class ServiceBeat {
  readonly #deps: BeatDeps;
  readonly #systemd: Systemd;
  readonly #ends = new AbortController();

  constructor(deps: BeatDeps) {
    this.#deps = deps;
    this.#systemd = new Systemd(deps.environment, (reason) =>
      deps.log.warn('systemd cannot be told how the service is', { reason }),
    );
  }

  /** The daemon is up: says so, and from now on how it is. Answers at once. */
  started(): void {
    if (!this.#systemd.listens) return;
    void this.#systemd.notify('READY=1');
    void this.#beat();
  }

  /** The daemon ends. Answers at once. */
  stopping(): void {
    this.#ends.abort();
    void this.#systemd.notify('STOPPING=1', `STATUS=${this.#say('đang dừng', 'stopping')}`);
  }

  async #beat(): Promise<void> {
    const patience = this.#systemd.watchdogMs;
    const everyMs = patience === null ? STATUS_EVERY_MS : patience / BEATS_WITHIN_PATIENCE;
    const { signal } = this.#ends;
    while (!signal.aborted) {
      const well = await this.#isWell();
      const status = await this.#status(well);
      if (signal.aborted) return;
      await this.#systemd.notify(`STATUS=${status}`, ...(well && patience !== null ? ['WATCHDOG=1'] : []));
      await pause(everyMs, signal);
    }
  }

  async #isWell(): Promise<boolean> {
    return within(Promise.resolve().then(this.#deps.isWell), LOOK_PATIENCE_MS).catch(() => false);
  }

  async #status(well: boolean): Promise<string> {
    if (!well) return this.#say('không tiến triển', 'no progress');
    const fault = this.#deps.ledgerFault();
    if (fault !== null) return this.#say(`chờ sổ (${fault.code})`, `waits for the ledger (${fault.code})`);
    const counts = await within(this.#deps.queue.counts(), LOOK_PATIENCE_MS).catch(() => null);
    if (counts === null) return this.#say('chờ hàng đợi', 'waits for the queue');
    const { live, backfill } = counts;
    const waiting = live.waiting + backfill.waiting;
    return this.#say(`làm việc: ${waiting} lô chờ`, `working: ${waiting} batches wait`);
  }

  #say(vi: string, en: string): string {
    return this.#deps.language === 'vi' ? vi : en;
  }
}
