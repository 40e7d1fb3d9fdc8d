/**
 * The simulated portal as a process that may be killed: `dongbo simulate portal` with a journal.
 * Guarantees: at the same address after each start, with all that it has stored and the faults that it
 * was told last; counts survive its deaths as far as they were looked at before.
 */
import { join } from 'node:path';
import type { PortalControl } from '../../src/simulator/portal/portal-control.ts';
import type { AtPortal } from '../support/e2e/closing-table.ts';
import { freePort } from '../support/redis-server.ts';
import { waitFor } from '../support/wait-for.ts';
import { Program } from './program.ts';

/** Counts of one life or of all. */
interface Counts {
  readonly calls: Readonly<Record<string, number>>;
  readonly faults: Readonly<Record<string, number>>;
  readonly doubledSteps: number;
}

function added(
  a: Readonly<Record<string, number>>,
  b: Readonly<Record<string, number>>,
): Record<string, number> {
  const sum: Record<string, number> = { ...a };
  for (const [name, count] of Object.entries(b)) sum[name] = (sum[name] ?? 0) + count;
  return sum;
}

/** See the head of this file. */
export class PortalProcess {
  readonly url: string;
  readonly #argv: readonly string[];
  readonly #folder: string;
  #program: Program;
  #control: PortalControl = {};
  #before: Pick<Counts, 'calls' | 'faults'> = { calls: {}, faults: {} };

  private constructor(port: number, seed: number, folder: string) {
    this.url = `http://127.0.0.1:${port}`;
    this.#folder = folder;
    this.#argv = ['simulate', 'portal', '--port', String(port), '--seed', String(seed), '--latency', '15'];
    this.#program = this.#begin();
  }

  static async start(folder: string, seed: number): Promise<PortalProcess> {
    const portal = new PortalProcess(await freePort(), seed, folder);
    await portal.#ready();
    return portal;
  }

  #begin(): Program {
    const argv = [...this.#argv, '--journal', join(this.#folder, 'portal.journal')];
    return new Program('portal', argv, {}, this.#folder);
  }

  #ready(): Promise<unknown> {
    return waitFor(() => this.#state(), { what: 'the simulated portal', timeoutMs: 60_000 });
  }

  async #state(): Promise<Counts> {
    return (await (await fetch(`${this.url}/__state`)).json()) as Counts;
  }

  /** Changes how it behaves; remembered over its deaths. */
  async control(change: PortalControl): Promise<void> {
    this.#control = { ...this.#control, ...change, expireSessions: false };
    await this.#tell(change);
  }

  async #tell(change: PortalControl): Promise<void> {
    const response = await fetch(`${this.url}/__control`, { method: 'POST', body: JSON.stringify(change) });
    if (!response.ok) throw new Error(`the simulated portal: ${await response.text()}`);
  }

  async kill(): Promise<void> {
    const { calls, faults } = await this.#state();
    this.#before = { calls: added(this.#before.calls, calls), faults: added(this.#before.faults, faults) };
    await this.#program.end('SIGKILL');
  }

  async restart(): Promise<void> {
    this.#program = this.#begin();
    await this.#ready();
    await this.#tell(this.#control);
  }

  async counts(): Promise<Counts> {
    const now = await this.#state();
    const { calls, faults } = this.#before;
    return { ...now, calls: added(calls, now.calls), faults: added(faults, now.faults) };
  }

  /** Everything that it has. */
  async dossiers(): Promise<Map<string, AtPortal>> {
    const text = await (await fetch(`${this.url}/__state?full`)).text();
    return new Map(
      text
        .split('\n')
        .filter((line) => line !== '')
        .map((line): [string, AtPortal] => {
          const dossier = JSON.parse(line) as AtPortal & { readonly code: string };
          return [dossier.code, dossier];
        }),
    );
  }
}
