/**
 * `bin/dongbo.mjs` at a terminal, for what it asks a person: `script` of util-linux makes one.
 * Guarantees: started in an empty folder with nothing but the given settings; what the terminal shows of both
 * outputs is one text.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dongboEntry } from '../program.ts';
import { completeSettings, type Settings } from './command.ts';

/** How it ended, and what was seen. */
export interface AtTerminal {
  readonly code: number;
  readonly output: string;
}

/**
 * Runs `dongbo <argv>`; `answer` is typed as soon as a question stands there.
 * @param meanwhile done between question and answer
 */
export function atTerminal(
  argv: readonly string[],
  settings: Settings,
  answer: string,
  meanwhile: () => Promise<unknown> = async () => {},
): Promise<AtTerminal> {
  const folder = mkdtempSync(join(tmpdir(), 'dongbo-terminal-'));
  const { PATH = '', HOME = folder } = process.env;
  const command = [process.execPath, ...dongboEntry(), ...argv].map((word) => `'${word}'`).join(' ');
  const child = spawn('script', ['-qec', command, '/dev/null'], {
    cwd: folder,
    env: { PATH, HOME, TERM: 'dumb', ...completeSettings(settings) },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let output = '';
  let answered = false;
  const stop = (error: unknown): void => {
    output += String(error);
    child.kill();
  };
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    if (answered || !output.includes('[y/N]')) return;
    answered = true;
    void meanwhile().then(() => child.stdin.write(answer), stop);
  });
  return new Promise((done, failed) => {
    child.once('error', failed);
    child.once('close', (code) => {
      rmSync(folder, { recursive: true, force: true });
      done({ code: code ?? -1, output });
    });
  });
}
