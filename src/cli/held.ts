/** `dongbo held list | show | release`: what waits for a person, with the remedy. */
import type { Command } from 'commander';
import type { Language } from '../domain/errors.ts';
import { type HeldReason, heldReasons, heldRows } from '../ledger/held-list.ts';
import { type CommandContext, type CommonOptions, runVerb, type Verb } from './command-context.ts';
import { explainHeld, shownValue } from './explain-held.ts';
import { heldBy } from './held-by.ts';
import { release } from './held-release.ts';
import { wholeNumberOf } from './number-option.ts';
import { table } from './table.ts';

/** The reasons as a table. */
export function heldTable(
  reasons: readonly HeldReason[],
  language: Language,
  say: CommandContext['say'],
): string {
  return table(
    [
      say('Lý do', 'Reason'),
      say('Phạm vi', 'Scope'),
      say('Hồ sơ', 'Dossiers'),
      say('Nghĩa · cách xử lý', 'Meaning · remedy'),
    ],
    reasons.map((reason) => {
      const { message, remedy } = explainHeld(reason, language);
      return [
        reason.code,
        reason.scope,
        reason.count,
        `${message}\n→ ${remedy}\n(${reason.examples.join(', ')})`,
      ];
    }),
    [13, 12, 10, 90],
  );
}

const list: Verb = async ({ house, print, say, language }) => {
  const reasons = await heldReasons(await house.ledger());
  const document = reasons.map((reason) => ({
    reason: reason.code,
    scope: reason.scope,
    count: reason.count,
    ...explainHeld(reason, language),
    examples: reason.examples,
  }));
  print(document, () =>
    reasons.length === 0
      ? say('Không có gì bị giữ lại.', 'Nothing is held.')
      : heldTable(reasons, language, say),
  );
  return 0;
};

function show(what: string, limit: number): Verb {
  return async ({ house, print, say, language }) => {
    const ledger = await house.ledger();
    const rows = await heldRows(ledger, await heldBy(ledger, what), limit);
    const document = rows.map((row) => ({ ...row, ...explainHeld(row, language) }));
    print(document, () =>
      rows.length === 0
        ? say('Không có gì bị giữ lại.', 'Nothing is held.')
        : table(
            [
              say('Hồ sơ', 'Dossier'),
              say('Phần', 'Part'),
              say('Giá trị', 'Value'),
              say('Lý do · cách xử lý', 'Reason · remedy'),
            ],
            document.map((row) => [
              row.dossier,
              [row.scope, row.part].filter((text) => text !== '').join(' '),
              shownValue(row.value),
              `${row.code} ${row.message}\n→ ${row.remedy}`,
            ]),
            [28, 18, 24, 70],
          ),
    );
    return 0;
  };
}

/** Adds the verbs. */
export function addHeld(program: Command, done: (code: Promise<number>) => Promise<void>): void {
  const held = program.command('held').description('phần chờ người xử lý · what waits for a person');
  held
    .command('list')
    .description('theo lý do, kèm cách xử lý · by reason, with the remedy')
    .option('--json', 'one JSON document on standard output')
    .action((options: CommonOptions) => done(runVerb(options, list)));
  held
    .command('show <reason-or-dossier>')
    .description('từng phần của một lý do hoặc một hồ sơ · each part of a reason or of a dossier')
    .option('--limit <count>', 'at most so many', '50')
    .option('--json', 'one JSON document on standard output')
    .action((what: string, options: CommonOptions & { limit: string }) => {
      const limit = wholeNumberOf('--limit', options.limit, 1, 1_000_000);
      return done(runVerb(options, show(what, limit)));
    });
  held
    .command('release <reason-or-dossier>')
    .description('gửi lại điều Cổng đã từ chối hoặc trả lời không rõ · send again what the portal refused')
    .option('--json', 'one JSON document on standard output')
    .action((what: string, options: CommonOptions) => done(runVerb(options, release(what))));
}
