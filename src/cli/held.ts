/** `dongbo held list | show | release`: what waits for a person, with the remedy. */
import { type Command, Option } from 'commander';
import { type Actor, DongboError, type Language } from '../domain/errors.ts';
import { countHeld, type HeldReason, heldReasons, heldRows } from '../ledger/held-list.ts';
import { type CommandContext, type CommonOptions, runVerb, type Verb } from './command-context.ts';
import { ACTORS } from './error-words.ts';
import { dutyOf, explainHeld, shownValue, whoActs } from './explain-held.ts';
import { heldBy } from './held-by.ts';
import { type ReleaseFlags, release } from './held-release.ts';
import { wholeNumberOf } from './number-option.ts';
import { table } from './table.ts';

/** The values at fault, most frequent first: `LẠ (5), X (2)`; '' where there is one, which the message names. */
function valuesText({ values, otherValues }: HeldReason, say: CommandContext['say']): string {
  if (values.length + otherValues < 2) return '';
  const told = values.map(({ value, count }) => `${shownValue(value)} (${count})`).join(', ');
  const others =
    otherValues > 0 ? say(` và ${otherValues} giá trị khác`, ` and ${otherValues} other values`) : '';
  return `${say('giá trị', 'values')}: ${told}${others}`;
}

function reasonCell(reason: HeldReason, language: Language, say: CommandContext['say']): string {
  const { message, remedy } = explainHeld(reason, language);
  const lines = [
    message,
    valuesText(reason, say),
    `→ ${remedy}`,
    whoActs(reason.code, language),
    `(${reason.examples.join(', ')})`,
  ];
  return lines.filter((line) => line !== '').join('\n');
}

/** `16`, or with those that the portal keeps as they were `7 (+9)`. */
const countCell = ({ count, acceptedAsBefore }: HeldReason): string =>
  acceptedAsBefore === 0 ? String(count) : `${count - acceptedAsBefore} (+${acceptedAsBefore})`;

/**
 * The reasons as a table, and what of them needs nobody now in a line below it.
 * @param all in the table, too
 */
export function heldTable(
  reasons: readonly HeldReason[],
  language: Language,
  say: CommandContext['say'],
  all = false,
): string {
  const shown = reasons.filter(({ count, acceptedAsBefore }) => all || count > acceptedAsBefore);
  const head = [
    say('Lý do', 'Reason'),
    say('Phạm vi', 'Scope'),
    say('Hồ sơ', 'Dossiers'),
    say('Nghĩa · cách xử lý', 'Meaning · remedy'),
  ];
  const rows = shown.map((reason) => [
    reason.code,
    reason.scope,
    countCell(reason),
    reasonCell(reason, language, say),
  ]);
  const asBefore = reasons.filter(({ acceptedAsBefore }) => acceptedAsBefore > 0);
  const told = asBefore.map(({ code, acceptedAsBefore }) => `${code} (${acceptedAsBefore})`).join(', ');
  const lines = [
    ...(rows.length > 0 ? [table(head, rows, [13, 12, 11, 90])] : []),
    ...(asBefore.length > 0
      ? [
          say(
            `Cổng đã nhận và vẫn giữ đúng nội dung trước đây, chưa cần ai xử lý: ${told}.`,
            `The portal has accepted and keeps what was right, nobody need act now: ${told}.`,
          ),
        ]
      : []),
    ...(shown.length < reasons.length
      ? [
          say(
            'Xem cả các lý do chỉ có những hồ sơ đó: dongbo held list --all',
            'Reasons that have only such dossiers: dongbo held list --all',
          ),
        ]
      : []),
  ];
  return lines.join('\n');
}

/** The actor that was asked for. Throws DB-CFG-003 for another word. */
function actorOf(text: string | undefined): Actor | null {
  if (text === undefined) return null;
  const known = Object.keys(ACTORS).find((actor): actor is Actor => actor === text);
  if (known) return known;
  throw new DongboError('DB-CFG-003', {
    option: '--actor',
    value: text,
    expected: Object.keys(ACTORS).join(', '),
  });
}

function list(actor: Actor | null, everything: boolean): Verb {
  return async ({ house, print, say, language }) => {
    const all = await heldReasons(await house.ledger());
    const reasons = all.filter(({ code }) => actor === null || dutyOf(code).actor === actor);
    const document = reasons.map((reason) => ({
      reason: reason.code,
      scope: reason.scope,
      count: reason.count,
      acceptedAsBefore: reason.acceptedAsBefore,
      values: reason.values,
      otherValues: reason.otherValues,
      ...dutyOf(reason.code),
      ...explainHeld(reason, language),
      examples: reason.examples,
    }));
    print(document, () => {
      if (reasons.length > 0) return heldTable(reasons, language, say, everything);
      if (actor === null) return say('Không có gì bị giữ lại.', 'Nothing is held.');
      const { name } = ACTORS[actor][language];
      return say(`Không có gì chờ ${name} xử lý.`, `Nothing waits for: ${name}.`);
    });
    return 0;
  };
}

/** Parts that `show` tells people of unless they ask for more. */
const SHOWN = 50;
/** Parts that one call tells at most. */
const MOST = 1_000_000;

function show(what: string, limit: number): Verb {
  return async ({ house, print, note, say, language }) => {
    const ledger = await house.ledger();
    const by = await heldBy(ledger, what);
    const rows = await heldRows(ledger, by, limit);
    const more = rows.length < limit ? 0 : (await countHeld(ledger, by)) - rows.length;
    const document = rows.map((row) => ({ ...row, ...dutyOf(row.code), ...explainHeld(row, language) }));
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
              `${row.code} ${row.message}\n→ ${row.remedy}\n${whoActs(row.code, language)}`,
            ]),
            [28, 18, 24, 70],
          ),
    );
    if (more > 0) {
      note(
        say(
          `Còn ${more} phần nữa chưa hiện; xem hết với --limit ${more + rows.length}.`,
          `${more} more parts are not shown; --limit ${more + rows.length} shows all.`,
        ),
      );
    }
    return 0;
  };
}

/** Adds the verbs. */
export function addHeld(program: Command, done: (code: Promise<number>) => Promise<void>): void {
  const held = program.command('held').description('phần chờ người xử lý · what waits for a person');
  held
    .command('list')
    .description('theo lý do, kèm cách xử lý · by reason, with the remedy')
    .option('--actor <who>', 'only what waits for operator, clerk, ministry or portal')
    .option('--all', 'also what the portal has accepted and keeps as it was')
    .option('--json', 'one JSON document on standard output')
    .action((options: CommonOptions & { actor?: string; all?: boolean }) =>
      done(runVerb(options, list(actorOf(options.actor), options.all === true))),
    );
  held
    .command('show <reason-or-dossier>')
    .description('từng phần của một lý do hoặc một hồ sơ · each part of a reason or of a dossier')
    .option('--limit <count>', `at most so many; else ${SHOWN}, or all with --json`)
    .option('--json', 'one JSON document on standard output')
    .action((what: string, options: CommonOptions & { limit?: string }) => {
      const usual = options.json === true ? MOST : SHOWN;
      const limit = options.limit === undefined ? usual : wholeNumberOf('--limit', options.limit, 1, MOST);
      return done(runVerb(options, show(what, limit)));
    });
  held
    .command('release <reason-or-dossier>')
    .description('kiểm tra lại rồi gửi lại phần bị giữ · checks what is held anew and sends it again')
    .option('--dry-run', 'only say what would go')
    .option('--yes', 'also for more than 1,000 dossiers')
    .option('--step <id>', 'only this step of the dossier')
    .addOption(
      new Option('--at-portal', 'with --step: I have looked, it is at the portal').conflicts('notAtPortal'),
    )
    .option('--not-at-portal', 'with --step: I have looked, it is not at the portal')
    .option('--json', 'one JSON document on standard output')
    .action((what: string, options: ReleaseFlags) => done(runVerb(options, release(what, options))));
}
