/**
 * Programs of the machine that some tests of deploy/ need.
 * Guarantees: where one is lacking it is said once, aloud, with the way to have it; where CI is set that is a failure.
 */
import { spawnSync } from 'node:child_process';

/** Is `name` on PATH? @param asked what makes it tell its version */
export function isInstalled(name: string, asked = '--version'): boolean {
  return spawnSync(name, [asked]).status === 0;
}

/**
 * As {@link isInstalled}, and says what is skipped where it is not.
 * Throws under CI, where nothing may be skipped for want of a program.
 *
 * @param of the Debian package that brings it
 * @param asked what makes it tell its version, where that is not `--version`
 */
export function isHere(name: string, of: string, what: string, asked?: string): boolean {
  if (isInstalled(name, asked)) return true;
  const lack = `no ${name} on PATH (Debian: apt-get install ${of}): ${what}`;
  if (process.env.CI) throw new Error(lack);
  process.stderr.write(`!!! SKIPPED, ${lack}\n`);
  return false;
}
