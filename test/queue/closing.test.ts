/** Closing the queues leaves nothing that keeps a process alive, seen from outside. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { freshDatabase, redisServer } from '../support/services.ts';

describe('closing', () => {
  test('leaves nothing that keeps a process alive', async () => {
    const redis = await redisServer();
    const database = await freshDatabase();
    try {
      const script = fileURLToPath(new URL('./open-and-close.ts', import.meta.url));
      const child = spawn(process.execPath, ['--import', 'tsx', script, database.url, redis?.url ?? ''], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let said = '';
      child.stdout.on('data', (chunk: Buffer) => {
        said += chunk.toString();
      });
      const killer = setTimeout(() => child.kill('SIGKILL'), 30_000);
      const [code] = await new Promise<[number | null]>((resolve) =>
        child.once('exit', (exit) => resolve([exit])),
      );
      clearTimeout(killer);
      // Ended by itself, not by process.exit and not by us.
      expect([code, said.trim()]).toEqual([0, redis ? 'closed 2' : 'closed 1']);
    } finally {
      await redis?.stop();
      await database.drop();
    }
  });
});
