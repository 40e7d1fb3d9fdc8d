/**
 * `dongbo simulate faults`: every fault with what the portal has stored by then.
 * Guarantees: both languages at once, since who rehearses and who reads logs may not share one.
 */
import { FAULT_MEANINGS, FAULT_NAMES, type Stored } from '../simulator/portal/fault-meanings.ts';
import { SCOPES } from '../simulator/portal/fault-scope.ts';
import { type AddVerb, type CommonOptions, runVerb } from './command-context.ts';
import { withExamples } from './help-examples.ts';
import { jsonOption } from './help-language.ts';
import { table } from './table.ts';

const STORED: Readonly<Record<Stored, readonly [vi: string, en: string]>> = {
  all: ['đã lưu', 'all'],
  half: ['lưu một nửa', 'half'],
  nothing: ['không lưu', 'nothing'],
};

function listFaults(options: CommonOptions): Promise<number> {
  return runVerb(options, async ({ print, say }) => {
    const rows = FAULT_NAMES.map((name) => ({ name, ...FAULT_MEANINGS[name] }));
    print(rows, () =>
      [
        table(
          [say('Tên', 'Name'), say('Đã lưu', 'Stored'), 'Tiếng Việt', 'English'],
          rows.map(({ name, stored, vi, en }) => [name, say(...STORED[stored]), vi, en]),
          [20, 14, 50, 50],
        ),
        say(
          `Dùng: --faults lost=0.1,http503=0.05; chỉ cho một loại: lost@steps=0.2 (${SCOPES.join(', ')}).`,
          `Use: --faults lost=0.1,http503=0.05; for some calls only: lost@steps=0.2 (${SCOPES.join(', ')}).`,
        ),
      ].join('\n'),
    );
    return 0;
  });
}

/** Adds the verb under `simulate`. */
export const addSimulateFaults: AddVerb = (simulate, done, say) => {
  const verb = simulate
    .command('faults')
    .description(say('mọi lỗi gây ra được, bằng hai thứ tiếng', 'every fault it can make, in both languages'))
    .option(...jsonOption(say))
    .action((options: CommonOptions) => done(listFaults(options)));
  withExamples(verb, say, [
    ['simulate faults', 'tên lỗi để dùng với --faults', 'the names that --faults takes'],
  ]);
};
