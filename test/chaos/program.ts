/**
 * A `dongbo` as a process of its own, whose every word goes into a file of the work folder.
 * Guarantees: sees nothing but the given settings; never outlives {@link endAll}.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { completeSettings, type Settings } from '../support/e2e/command.ts';
import { dongboEntry } from '../support/program.ts';

const running = new Set<ChildProcess>();

// Whatever ends this process must not leave daemons behind.
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** How a program ended: its exit code, `null` where a signal ended it. */
export interface End {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A running or ended program. */
export class Program {
  readonly name: string;
  readonly ended: Promise<End>;
  readonly #child: ChildProcess;
  readonly #file: string;
  #over = false;

  /** @param name names its log; several lives share one file */
  constructor(name: string, argv: readonly string[], settings: Settings, folder: string) {
    this.name = name;
    this.#file = join(folder, `${name}.log`);
    const log = openSync(this.#file, 'a');
    const { PATH = '' } = process.env;
    this.#child = spawn(process.execPath, [...dongboEntry(), ...argv], {
      cwd: folder,
      env: { PATH, HOME: folder, ...completeSettings({ LOG_LEVEL: 'info', ...settings }) },
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    running.add(this.#child);
    this.ended = new Promise((done) => {
      this.#child.once('exit', (code, signal) => {
        this.#over = true;
        running.delete(this.#child);
        done({ code, signal });
      });
    });
  }

  get over(): boolean {
    return this.#over;
  }

  signal(signal: NodeJS.Signals): void {
    if (!this.#over) this.#child.kill(signal);
  }

  /** The last lines that programs of this name have said. */
  lastWords(): string {
    const said = readFileSync(this.#file, 'utf8').trimEnd().split('\n');
    return said.slice(-4).join(' | ').slice(-600);
  }

  async end(signal: NodeJS.Signals): Promise<End> {
    this.signal(signal);
    return this.ended;
  }
}

/** Kills whatever still runs. */
export async function endAll(): Promise<void> {
  for (const child of running) child.kill('SIGKILL');
}
