/** The completion scripts, run by the shells themselves. */
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { runCommand } from '../../support/e2e/command.ts';

const script = async (shell: string): Promise<string> =>
  (await runCommand(['completion', shell], { LANGUAGE_CODE: 'vi' })).stdout;

const has = (shell: string): boolean => spawnSync(shell, ['-c', 'exit 0']).status === 0;

/** What bash offers for these words, the last of which is being typed. */
async function offers(...words: readonly string[]): Promise<string[]> {
  const ask = `${await script('bash')}
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _dongbo; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', ask, 'bash', 'dongbo', ...words], { encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout.split('\n').filter((line) => line !== '');
}

describe('bash', () => {
  it.each([
    [['h'], ['held', 'help']],
    [['held', 're'], ['release']],
    [
      ['held', 'list', '--a'],
      ['--actor', '--all'],
    ],
    [['held', 'list', '--actor', 'c'], ['clerk']],
    [['held', 'list', '--actor', '=', 'min'], ['ministry']],
    [['sync', '--wait', ''], []],
    [['sync', '--wait', '5', '--o'], ['--once']],
    [['completion', 'z'], ['zsh']],
    [['mapping', 'import', 'package-l'], ['package-lock.json']],
    [['mapping', 'suggest', '--names', 'package-l'], ['package-lock.json']],
  ])('%j', async (words, offered) => {
    expect(await offers(...words)).toEqual(offered);
  });
});

it.each(['bash', 'zsh', 'fish'])('%s finds nothing wrong with its script', async (shell) => {
  const text = await script(shell);
  expect(text).toContain('held list');
  // Where the shell is not installed, only that there is a script is checked.
  if (!has(shell)) return;
  const flags = shell === 'fish' ? ['--no-execute'] : ['-n'];
  expect(spawnSync(shell, flags, { input: text, encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
});
