/**
 * What stands below a verb's help: examples of a call, and what its exit codes mean.
 * Guarantees: an example is the words after `dongbo`, as they are typed; every one of them parses
 * (test/unit/cli/help.test.ts); one language at a time.
 */
import type { Command } from 'commander';
import type { Say } from './command-context.ts';

/** The words after `dongbo` (`held list --actor clerk`) and what that call does. */
export type Example = readonly [words: string, vi: string, en: string];

/** An exit code and when this verb ends with it. */
export type ExitMeaning = readonly [code: number, vi: string, en: string];

const told = new WeakMap<Command, readonly string[]>();

/** Adds "Ví dụ:" or "Examples:" below the help of `command`. */
export function withExamples(command: Command, say: Say, examples: readonly Example[]): Command {
  told.set(command, [...examplesOf(command), ...examples.map(([words]) => words)]);
  const lines = examples.flatMap(([words, vi, en]) => [`  dongbo ${words}`, `      ${say(vi, en)}`]);
  return command.addHelpText('after', ['', say('Ví dụ:', 'Examples:'), ...lines].join('\n'));
}

/** Adds "Mã thoát:" or "Exit codes:" below the help, for what scripts have to tell apart. */
export function withExitCodes(command: Command, say: Say, meanings: readonly ExitMeaning[]): Command {
  const lines = meanings.map(([code, vi, en]) => `  ${String(code).padEnd(4)}${say(vi, en)}`);
  return command.addHelpText('after', ['', say('Mã thoát:', 'Exit codes:'), ...lines].join('\n'));
}

/** The examples of a command: the words after `dongbo`. */
export function examplesOf(command: Command): readonly string[] {
  return told.get(command) ?? [];
}

/** The words of an example as a shell would split them; quotes hold words together. */
export function wordsOf(example: string): string[] {
  const words = example.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? [];
  return words.map((word) => word.replaceAll(/["']/g, ''));
}
