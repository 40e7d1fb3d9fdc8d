/** The bench's handle on the portal's stand-in, which is a process of its own. */
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { PortalCredentials } from '../../src/simulator/portal/portal-sessions.ts';

/** What the portal is started with. */
export interface PortalCase {
  /** Milliseconds before each answer. */
  readonly latencyMs: number;
  /** Most steps that it takes in a call. */
  readonly stepsPerCall: number;
  /** How many are awaited. */
  readonly dossiers: number;
  readonly steps: number;
}

/** What it was asked for. */
export interface PortalCount {
  /** Without logins. */
  readonly calls: number;
  readonly doubledSteps: number;
  readonly stored: number;
  readonly taken: number;
}

/** See the head of this file. */
export interface BenchPortal {
  readonly url: string;
  readonly pid: number;
  readonly credentials: PortalCredentials;
  /** Epoch milliseconds at which all that is awaited was stored. */
  readonly stored: Promise<number>;
  count(): Promise<PortalCount>;
  stop(): void;
}

function message<Kind extends object>(child: ChildProcess, key: string): Promise<Kind> {
  return new Promise((resolve, reject) => {
    const listen = (told: Kind): void => {
      if (!(key in told)) return;
      child.off('message', listen);
      resolve(told);
    };
    child.on('message', listen);
    child.once('exit', (code) => reject(new Error(`the portal's stand-in ended with ${code}`)));
  });
}

/** Starts it. Throws where it ends before it listens. */
export async function startPortal(given: PortalCase): Promise<BenchPortal> {
  const { latencyMs, stepsPerCall, dossiers, steps } = given;
  const child = fork(
    join(import.meta.dirname, 'portal-process.ts'),
    [latencyMs, stepsPerCall, dossiers, steps].map(String),
  );
  const stored = message<{ readonly at: number }>(child, 'at').then(({ at }) => at);
  // Awaited by whoever measures, and by nobody where the start fails.
  stored.catch(() => undefined);
  const started = await message<Pick<BenchPortal, 'url' | 'credentials'>>(child, 'url');
  return {
    ...started,
    pid: Number(child.pid),
    stored,
    count() {
      const answer = message<PortalCount>(child, 'calls');
      child.send('count');
      return answer;
    },
    stop: () => void child.kill(),
  };
}
