/**
 * Tells systemd how the service is (sd_notify), by way of its own program `systemd-notify`: Node cannot
 * speak to unix datagram sockets.
 * Guarantees: does nothing where NOTIFY_SOCKET is not set; messages arrive in the order in which they were
 * given; a program that is missing, fails or hangs is told once and stops no work. The program waits until
 * systemd has taken the message (no --no-block), so that systemd can tell whose it was; hence NotifyAccess=all.
 * Must not: hand settings of this process on to that program; keep the process from ending.
 */
import { spawn } from 'node:child_process';

/** Longest time a message may take, milliseconds; systemd-notify itself gives up after five seconds. */
const PATIENCE_MS = 8_000;

type Environment = Readonly<Record<string, string | undefined>>;

/** See the file's head. */
export class Systemd {
  readonly #environment: Environment;
  readonly #onFailure: (reason: string) => void;
  #told = false;
  #last: Promise<void> = Promise.resolve();

  /** @param onFailure told once why systemd cannot be told */
  constructor(environment: Environment, onFailure: (reason: string) => void) {
    this.#environment = environment;
    this.#onFailure = onFailure;
  }

  /** Whether there is a systemd that wants to be told. */
  get listens(): boolean {
    return Boolean(this.#environment.NOTIFY_SOCKET);
  }

  /** How often at least it wants a sign of life (WatchdogSec=), milliseconds; `null` where it wants none from us. */
  get watchdogMs(): number | null {
    const { WATCHDOG_USEC = '', WATCHDOG_PID } = this.#environment;
    const microseconds = Number(WATCHDOG_USEC);
    if (!this.listens || !(microseconds > 0)) return null;
    return WATCHDOG_PID && WATCHDOG_PID !== String(process.pid) ? null : microseconds / 1000;
  }

  /**
   * Sends assignments such as `READY=1`, `STATUS=…`; no personal data (anybody may read them on the machine).
   * Resolves when systemd has them, or cannot be told.
   */
  notify(...assignments: readonly string[]): Promise<void> {
    if (!this.listens) return Promise.resolve();
    this.#last = this.#last.then(async () => {
      const reason = await this.#send(assignments);
      if (reason === null || this.#told) return;
      this.#told = true;
      this.#onFailure(reason);
    });
    return this.#last;
  }

  /** Why it was not sent, else `null`. */
  #send(assignments: readonly string[]): Promise<string | null> {
    const { NOTIFY_SOCKET, PATH } = this.#environment;
    return new Promise((resolve) => {
      const child = spawn('systemd-notify', [...assignments], {
        env: { NOTIFY_SOCKET, PATH, LC_ALL: 'C.UTF-8' },
        stdio: 'ignore',
        timeout: PATIENCE_MS,
        killSignal: 'SIGKILL',
      });
      child.unref();
      child.once('error', (error) => resolve(`systemd-notify: ${error.message}`));
      child.once('exit', (code, signal) =>
        resolve(code === 0 ? null : `systemd-notify: ${signal ?? `exit ${code}`}`),
      );
    });
  }
}
