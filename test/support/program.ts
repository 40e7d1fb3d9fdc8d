/**
 * The program that tests start as a process: compiled once a run, laid out as in a release.
 * Guarantees: compiled from the sources when the first test of a run asks, so a run that starts none compiles
 * none; started in a third of the time that the sources take. Outside a test run it is the checkout's.
 * Must not: judge types (`npm run check` does), or touch dist/ of the checkout.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { runFolder } from './run-folder.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** Of two workers that ask at once both compile, and one of the two programs stays. */
function compileTo(home: string, folder: string): void {
  const making = mkdtempSync(join(folder, 'making-'));
  const words = [
    '--out',
    join(making, 'dist'),
    '--project',
    join(import.meta.dirname, 'tsconfig.program.json'),
  ];
  execFileSync(process.execPath, [join(ROOT, 'bin', 'build.mjs'), ...words]);
  mkdirSync(join(making, 'bin'));
  cpSync(join(ROOT, 'bin', 'dongbo.mjs'), join(making, 'bin', 'dongbo.mjs'));
  symlinkSync(join(ROOT, 'node_modules'), join(making, 'node_modules'));
  try {
    renameSync(making, home);
  } catch (error) {
    if (!existsSync(home)) throw error;
    rmSync(making, { recursive: true });
  }
}

/** Where the compiled program lies; `null` outside a test run. */
function programHome(): string | null {
  const folder = runFolder();
  if (folder === null) return null;
  const home = join(folder, 'program');
  if (!existsSync(home)) compileTo(home, folder);
  return home;
}

/** What node is told to start `dongbo`. */
export function dongboEntry(): readonly string[] {
  return [join(programHome() ?? ROOT, 'bin', 'dongbo.mjs')];
}

/** What node is told to start a process of the tests' own: one of those in tsconfig.program.json. */
export function childEntry(source: string): readonly string[] {
  const home = programHome();
  if (home === null) return ['--import', import.meta.resolve('tsx'), source];
  return ['--enable-source-maps', join(home, 'dist', relative(ROOT, source).replace(/\.ts$/, '.js'))];
}
