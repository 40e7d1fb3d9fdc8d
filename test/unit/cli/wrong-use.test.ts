/**
 * Wrong use is told in the language of the settings, and with `--json` as the one document on standard
 * output, whoever found the fault.
 */
import { CommanderError } from 'commander';
import { expect, it } from 'vitest';
import { sayIn } from '../../../src/cli/command-context.ts';
import { wrongUse } from '../../../src/cli/wrong-use.ts';
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
  const { code, stdout } = await runCommand(['status', '--help', '--json'], { LANGUAGE_CODE: 'en' });
  expect(code).toBe(0);
  expect(stdout).toContain('Usage');
});

it.each([
  [['held', 'lst'], "không có lệnh 'lst' (ý bạn là list?)"],
  [['status', '--tat-ca'], "không có tùy chọn '--tat-ca'"],
  [['explain'], 'thiếu tham số <mã-hồ-sơ>'],
  [['explain', 'A', 'B'], 'thừa tham số: nhận 1, đã gõ 2'],
  [['sync', '--once', '--wait'], "tùy chọn '--wait <số-giây>' thiếu giá trị"],
  [['mapping', 'accept'], "thiếu tùy chọn bắt buộc '--at-least <độ-giống>'"],
  [
    ['held', 'release', 'A', '--at-portal', '--not-at-portal'],
    "tùy chọn '--at-portal' không đi cùng '--not-at-portal'",
  ],
  [
    ['simulate', 'portal', '--mode', 'x'],
    "tùy chọn '--mode <cách>' không nhận 'x'; các giá trị được nhận: whole, rows, names",
  ],
])('%j is told in Vietnamese', async (argv, reason) => {
  const { code, stdout, stderr } = await runCommand(argv, { LANGUAGE_CODE: 'vi' });
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(reason);
  expect(stderr).not.toMatch(/error:|Did you mean|Usage/);
});

it('tells in its own words what commander has new', () => {
  const error = new CommanderError(1, 'commander.new', 'error: something new');
  expect(wrongUse(error, sayIn('vi')).params.reason).toBe('something new');
});
