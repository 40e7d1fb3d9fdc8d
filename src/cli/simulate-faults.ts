/**
 * `dongbo simulate faults`: every fault with what the portal has stored by then.
 * Guarantees: both languages at once, since who rehearses and who reads logs may not share one.
 */
import type { Command } from 'commander';
import { FAULT_MEANINGS, FAULT_NAMES, type Stored } from '../simulator/portal/fault-meanings.ts';
import { SCOPES } from '../simulator/portal/fault-scope.ts';
import { type CommonOptions, runVerb } from './command-context.ts';
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
export function addSimulateFaults(simulate: Command, done: (code: Promise<number>) => Promise<void>): void {
  simulate
    .command('faults')
    .description('mọi lỗi có thể gây ra và ý nghĩa · every fault with its meaning')
    .option('--json', 'one JSON document on standard output')
    .action((options: CommonOptions) => done(listFaults(options)));
}
