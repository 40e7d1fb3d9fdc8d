/** Wrong use with `--json`: the one document on standard output, whoever found the fault. */
import { expect, it } from 'vitest';
import { documentOf, runCommand } from '../../support/e2e/command.ts';

interface ErrorDocument {
  readonly error: { readonly code: string; readonly message: string; readonly remedy: string };
}

it.each([
  ['an unknown command', ['dong-bo', '--json'], 'dong-bo'],
  ['an unknown option', ['status', '--tat-ca', '--json'], '--tat-ca'],
  ['a missing argument', ['explain', '--json'], 'dossier'],
  ['a value that is no choice', ['simulate', 'portal', '--mode', 'lung-tung', '--json'], 'lung-tung'],
  ['no verb at all', ['held', '--json'], ''],
])('%s is told as a document, exit 2', async (_what, argv, named) => {
  const finished = await runCommand(argv, { LANGUAGE_CODE: 'en' });
  expect(finished.code).toBe(2);
  const { error } = documentOf<ErrorDocument>(finished);
  expect(error.code).toBe('DB-CFG-005');
  expect(error.message).toContain(named);
  expect(error.message).not.toMatch(/error:|outputHelp/);
  expect(error.remedy).toContain('--help');
});

it('help is no fault with --json either', async () => {
  const { code, stdout } = await runCommand(['status', '--help', '--json'], {});
  expect(code).toBe(0);
  expect(stdout).toContain('Usage');
});
