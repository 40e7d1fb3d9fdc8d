/**
 * The command line inside the test's own process: `main` with settings and captured output.
 * Guarantees: sees the settings that are given and no others, whatever the machine's environment
 * says; one call at a time, since environment and standard output belong to the process.
 */
import { main } from '../../../src/cli/main.ts';
import { SETTINGS } from '../../../src/config/settings.ts';

/** Settings by name, as the environment would have them. */
export type Settings = Readonly<Record<string, string>>;

/** What a command left behind. */
export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** All settings, those not given switched off. */
export function completeSettings(settings: Settings): Settings {
  const off = Object.fromEntries(Object.keys(SETTINGS).map((name) => [name, '']));
  return { ...off, LOG_LEVEL: 'error', ...settings };
}

let running = false;

function capture(stream: NodeJS.WriteStream): { readonly text: () => string; readonly release: () => void } {
  const original = stream.write;
  const pieces: string[] = [];
  stream.write = ((chunk: string | Uint8Array) => {
    pieces.push(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString());
    return true;
  }) as typeof stream.write;
  return {
    text: () => pieces.join(''),
    release: () => {
      stream.write = original;
    },
  };
}

/** Runs `dongbo <argv>` in this process. */
export async function runCommand(argv: readonly string[], settings: Settings): Promise<Finished> {
  if (running) throw new Error('one command at a time');
  running = true;
  const before = { ...process.env };
  const stdout = capture(process.stdout);
  const stderr = capture(process.stderr);
  try {
    Object.assign(process.env, completeSettings(settings));
    const code = await main(argv);
    return { code, stdout: stdout.text(), stderr: stderr.text() };
  } finally {
    stdout.release();
    stderr.release();
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    Object.assign(process.env, before);
    running = false;
  }
}

/** The one JSON document of `finished`. Throws when standard output holds anything else. */
export function documentOf<Document>(finished: Finished): Document {
  try {
    return JSON.parse(finished.stdout) as Document;
  } catch (cause) {
    throw new Error(`no JSON document, exit ${finished.code}: ${finished.stdout}${finished.stderr}`, {
      cause,
    });
  }
}
