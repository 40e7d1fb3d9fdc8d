/** The help of every verb: its examples are calls that the program takes. */
import { type Command, CommanderError } from 'commander';
import { expect, it } from 'vitest';
import { sayIn } from '../../../src/cli/command-context.ts';
import { examplesOf, wordsOf } from '../../../src/cli/help-examples.ts';
import { createProgram } from '../../../src/cli/main.ts';
import { allVerbs } from '../../../src/cli/verbs.ts';

const VERBS = await allVerbs();

const withBelow = (command: Command): Command[] => [command, ...command.commands.flatMap(withBelow)];

/** The program with verbs that do nothing and tell nothing: it only takes words apart. */
function parser(): Command {
  const program = createProgram(VERBS, async () => {}, sayIn('en'));
  for (const command of withBelow(program)) {
    command.exitOverride().configureOutput({ writeOut: () => {}, writeErr: () => {}, outputError: () => {} });
    command.action(() => {});
  }
  return program;
}

/** Why the program does not take these words; `null` where it does. */
async function refusalOf(example: string): Promise<string | null> {
  try {
    await parser().parseAsync(wordsOf(example), { from: 'user' });
    return null;
  } catch (error) {
    const isHelp = error instanceof CommanderError && error.exitCode === 0;
    return isHelp ? null : (error as Error).message;
  }
}

it('splits an example as a shell does', () => {
  expect(wordsOf(`held show X --note "đã gọi điện" --by='a b'`)).toEqual([
    'held',
    'show',
    'X',
    '--note',
    'đã gọi điện',
    '--by=a b',
  ]);
});

it('refuses what is no call', async () => {
  expect(await refusalOf('held list --who clerk')).toContain('--who');
  expect(await refusalOf('explain')).toContain('missing required argument');
});

it('every example is a call that the program takes', async () => {
  const examples = withBelow(parser()).flatMap(examplesOf);
  const refused = await Promise.all(examples.map(async (example) => [example, await refusalOf(example)]));
  expect(refused.filter(([, refusal]) => refusal !== null)).toEqual([]);
});
