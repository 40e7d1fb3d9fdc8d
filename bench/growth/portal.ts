/** The bench's handle on the portal's stand-in, which is a process of its own. Guarantees: knows the given dossiers from the start. */
import { fork } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** See the head of this file. */
export interface GrowthPortal {
  readonly url: string;
  /** Changes that it has stored since its start, and the epoch milliseconds of the last. */
  stored(): { readonly count: number; readonly at: number };
  stop(): void;
}

const LATENCY_MS = 20;

/** Starts it. Throws where it ends before it listens. @param folder for what it keeps */
export async function startPortal(folder: string, known: readonly string[]): Promise<GrowthPortal> {
  const journal = join(folder, 'portal.jsonl');
  const lines = known.map((code) => `${JSON.stringify({ changes: [['create', code, {}]] })}\n`);
  await writeFile(journal, lines.join(''));
  const child = fork(join(import.meta.dirname, 'portal-process.ts'), [String(LATENCY_MS), journal]);
  let last = { count: 0, at: 0 };
  const url = await new Promise<string>((resolve, reject) => {
    child.on('message', (told: { url?: string; stored?: number; at?: number }) => {
      if (told.url !== undefined) resolve(told.url);
      if (told.stored !== undefined) last = { count: told.stored, at: told.at ?? 0 };
    });
    child.once('exit', (code) => reject(new Error(`the portal's stand-in ended with ${String(code)}`)));
  });
  return { url, stored: () => last, stop: () => void child.kill() };
}
