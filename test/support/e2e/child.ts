/**
 * `bin/dongbo.mjs` as a process of its own, for what only a process can show: signals, its log, its end.
 * Guarantees: started in an empty folder with nothing but the given settings; killed when the test ends.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dongboEntry } from '../program.ts';
import { waitFor } from '../wait-for.ts';
import { completeSettings, type Finished, type Settings } from './command.ts';

/** A running `dongbo`. */
export class DongboProcess {
  readonly #child: ChildProcess;
  readonly #ended: Promise<number>;
  #stdout = '';
  #stderr = '';
  /** What has been read as log lines of the output, up to where: it is asked for many times a second. */
  readonly #lines: Record<string, unknown>[] = [];
  #read = 0;

  /** @param entry another program than `dongbo`, with what node must be told to load it */
  constructor(argv: readonly string[], settings: Settings, entry: readonly string[] = dongboEntry()) {
    const folder = mkdtempSync(join(tmpdir(), 'dongbo-e2e-'));
    const { PATH = '', HOME = folder } = process.env;
    const env = { PATH, HOME, ...completeSettings({ LOG_LEVEL: 'info', ...settings }) };
    this.#child = spawn(process.execPath, [...entry, ...argv], {
      cwd: folder,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child.stdout?.on('data', (chunk: Buffer) => {
      this.#stdout += chunk.toString();
    });
    this.#child.stderr?.on('data', (chunk: Buffer) => {
      this.#stderr += chunk.toString();
    });
    this.#ended = new Promise((done) => {
      this.#child.once('close', (code, signal) => {
        rmSync(folder, { recursive: true, force: true });
        done(code ?? (signal === 'SIGKILL' ? 137 : 143));
      });
    });
  }

  get stdout(): string {
    return this.#stdout;
  }

  /** Both outputs, for messages and for what must stand in neither. */
  get output(): string {
    return this.#stdout + this.#stderr;
  }

  /** Log lines with this message, oldest first. */
  logged(message: string): Record<string, unknown>[] {
    const end = this.#stdout.lastIndexOf('\n') + 1;
    for (const line of this.#stdout.slice(this.#read, end).split('\n'))
      if (line.startsWith('{')) this.#lines.push(JSON.parse(line) as Record<string, unknown>);
    this.#read = end;
    return this.#lines.filter((line) => line.msg === message);
  }

  /** Waits until `condition` holds. Throws, with what the process said, when it ends before or takes too long. */
  async until(what: string, condition: () => boolean | Promise<boolean>, timeoutMs = 40_000): Promise<void> {
    const reached = waitFor(async () => this.#child.exitCode !== null || (await condition()), {
      timeoutMs,
      what,
    });
    await reached.catch((cause) => {
      throw new Error(`${what}: ${this.output.slice(-4_000)}`, { cause });
    });
    if (this.#child.exitCode !== null) throw new Error(`ended before: ${what}: ${this.output.slice(-4_000)}`);
  }

  /** Sends a signal and waits for the end. Answers the exit code (137 = killed) and how long it took. */
  async end(
    signal: 'SIGTERM' | 'SIGINT' | 'SIGKILL',
  ): Promise<{ readonly code: number; readonly ms: number }> {
    const started = performance.now();
    if (this.#child.exitCode === null) this.#child.kill(signal);
    const code = await this.#ended;
    return { code, ms: performance.now() - started };
  }

  /** Lets it stand still, as a machine that swaps or sleeps; `thaw` lets it go on. */
  freeze(): void {
    this.#child.kill('SIGSTOP');
  }

  thaw(): void {
    this.#child.kill('SIGCONT');
  }

  /** Waits for the end. */
  async finished(): Promise<Finished> {
    const code = await this.#ended;
    return { code, stdout: this.#stdout, stderr: this.#stderr };
  }
}
