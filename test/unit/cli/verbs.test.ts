/** Which verbs a call loads: its own where it names one, else all of them. */
import { expect, it } from 'vitest';
import { createProgram } from '../../../src/cli/main.ts';
import { allVerbs, verbsFor } from '../../../src/cli/verbs.ts';

const namesOf = async (argv: readonly string[] | null): Promise<readonly string[]> => {
  const verbs = argv === null ? await allVerbs() : await verbsFor(argv);
  return createProgram(verbs, async () => {}).commands.map((command) => command.name());
};

const ALL = await namesOf(null);
const ALONE = ALL.filter((name) => name !== 'completion');

it.each(ALONE)('a call of %s loads that verb alone', async (name) => {
  expect(await namesOf([name, '--help'])).toEqual([name]);
});

it.each([[], ['--help'], ['help', 'run'], ['rum'], ['--json', 'run'], ['completion', 'bash']])(
  'a call that begins otherwise loads all: %s',
  async (...argv) => {
    expect(await namesOf(argv)).toEqual(ALL);
  },
);
