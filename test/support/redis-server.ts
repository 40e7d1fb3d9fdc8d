/**
 * A Redis of one's own, on a free port, for tests and for whatever runs without vitest.
 * Guarantees: never talks to a server that it did not start, never to a standard port; ended with the
 * process that started it, also when that one is killed.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** A Redis of one test's own, empty, without persistence. */
export interface RedisServer {
  readonly url: string;
  readonly port: number;
  /** Ends it; with `SIGKILL` as an outage would. */
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

/** The redis-server of this machine, `null` where there is none. */
export function redisBinary(): string | null {
  const named = process.env.DONGBO_TEST_REDIS_SERVER;
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const candidates = named ? [named] : folders.map((folder) => join(folder, 'redis-server'));
  const runnable = (path: string): boolean => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  };
  return candidates.find(runnable) ?? null;
}

/** A port of 127.0.0.1 that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => child.once('exit', () => resolve()));
}

/** True when the server takes connections, false when it ended before. */
function ready(child: ChildProcess): Promise<boolean> {
  return new Promise((resolve) => {
    let said = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (/ready to accept connections/i.test(said)) resolve(true);
    });
    child.once('exit', () => resolve(false));
    child.once('error', () => resolve(false));
  });
}

/**
 * Starts a Redis on a free port of 127.0.0.1; `null` where the machine has none.
 * @param port to bring one back at the address where it was
 * @param more settings of its configuration; `tls-…` among them: it speaks TLS and nothing else
 */
export async function redisServer(
  port?: number,
  more: Readonly<Record<string, string>> = {},
): Promise<RedisServer | null> {
  const binary = redisBinary();
  if (binary === null) return null;
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    const folder = await mkdtemp(join(tmpdir(), 'dongbo-redis-'));
    const chosen = port ?? (await freePort());
    const isTls = 'tls-cert-file' in more;
    const ports = isTls ? { port: 0, 'tls-port': chosen } : { port: chosen };
    const settings = { ...ports, bind: '127.0.0.1', dir: folder, save: '', appendonly: 'no', ...more };
    const args = Object.entries({ ...settings, 'maxmemory-policy': 'noeviction', daemonize: 'no' });
    const child = spawn(
      binary,
      args.flatMap(([key, value]) => [`--${key}`, String(value)]),
      { stdio: ['ignore', 'pipe', 'ignore'] },
    );
    if (await ready(child)) {
      // Should this process be killed, the pipe closes and the watcher ends the server.
      const watcher = spawn('/bin/sh', ['-c', 'cat > /dev/null; kill "$0"', String(child.pid)], {
        stdio: ['pipe', 'ignore', 'ignore'],
      });
      for (const process of [child, watcher]) process.unref();
      const stop = async (signal: NodeJS.Signals = 'SIGTERM'): Promise<void> => {
        watcher.kill('SIGKILL');
        child.kill(signal);
        await ended(child);
        await rm(folder, { recursive: true, force: true });
      };
      return { url: `redis${isTls ? 's' : ''}://127.0.0.1:${chosen}`, port: chosen, stop };
    }
    await rm(folder, { recursive: true, force: true });
  }
  throw new Error(`${binary} does not start`);
}
