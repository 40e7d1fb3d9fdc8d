/** `dongbo held list | show | release`: what waits for a person, with the remedy. */
import { Option } from 'commander';
import { ACTORS } from '../domain/error-actors.ts';
import type { Actor, Language } from '../domain/errors.ts';
import { countHeld, type HeldReason, heldReasons, heldRows } from '../ledger/held-list.ts';
import {
  type AddVerb,
  type CommandContext,
  type CommonOptions,
  runVerb,
  type Say,
  type Verb,
} from './command-context.ts';
import { dutyOf, explainHeld, shownValue, whoActs } from './explain-held.ts';
import { heldBy } from './held-by.ts';
import { type ReleaseFlags, release } from './held-release.ts';
import { withExamples } from './help-examples.ts';
import { jsonOption } from './help-language.ts';
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
    say('Nghĩa, cách xử lý', 'Meaning, remedy'),
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
              say('Lý do, cách xử lý', 'Reason, remedy'),
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

const addList: AddVerb = (held, done, say) => {
  const who = new Option(
    '--actor <who>',
    say(
      'chỉ những gì chờ người này: đơn vị vận hành, cán bộ một cửa, cơ quan công bố thủ tục, đơn vị quản lý Cổng',
      'only what waits for this one',
    ),
  ).choices(Object.keys(ACTORS));
  const verb = held
    .command('list')
    .description(say('theo từng lý do, kèm cách xử lý', 'by reason, with the remedy'))
    .addOption(who)
    .option(
      '--all',
      say(
        'cả những gì Cổng đã nhận và vẫn giữ đúng như trước, chưa cần ai xử lý',
        'also what the portal has accepted and keeps as it was',
      ),
    )
    .option(...jsonOption(say))
    .action((options: CommonOptions & { actor?: Actor; all?: boolean }) =>
      done(runVerb(options, list(options.actor ?? null, options.all === true))),
    );
  withExamples(verb, say, [
    ['held list', 'mọi lý do, nhiều hồ sơ nhất trước', 'every reason, most dossiers first'],
    ['held list --actor clerk', 'chỉ những gì cán bộ một cửa phải sửa', 'only what clerks have to mend'],
  ]);
};

/** What `show` and `release` are told. */
const whatWords = (say: Say): [flags: string, description: string] => [
  '<reason-or-dossier>',
  say('mã lý do (DB-DOS-004) hoặc mã hồ sơ', 'a reason (DB-DOS-004) or the code of a dossier'),
];

const addShow: AddVerb = (held, done, say) => {
  const verb = held
    .command('show')
    .argument(...whatWords(say))
    .description(
      say(
        'từng phần bị giữ của một lý do hoặc một hồ sơ',
        'each part that is held, of a reason or a dossier',
      ),
    )
    .option(
      '--limit <count>',
      say(
        `nhiều nhất ngần này phần; mặc định ${SHOWN}, với --json là tất cả`,
        `at most so many parts; else ${SHOWN}, or all with --json`,
      ),
    )
    .option(...jsonOption(say))
    .action((what: string, options: CommonOptions & { limit?: string }) => {
      const usual = options.json === true ? MOST : SHOWN;
      const limit = options.limit === undefined ? usual : wholeNumberOf('--limit', options.limit, 1, MOST);
      return done(runVerb(options, show(what, limit)));
    });
  withExamples(verb, say, [
    ['held show DB-DOS-004', 'những hồ sơ bị giữ vì lý do này', 'the dossiers that are held for this reason'],
    ['held show H99.01-261001-0001', 'những phần của hồ sơ này', 'the parts of this dossier'],
  ]);
};

const addRelease: AddVerb = (held, done, say) => {
  const looked = say('kèm --step: đã xem trên Cổng', 'with --step: I have looked');
  const verb = held
    .command('release')
    .argument(...whatWords(say))
    .description(
      say('kiểm tra lại rồi gửi lại những phần bị giữ', 'checks anew what is held and sends it again'),
    )
    .option('--dry-run', say('chỉ xem sẽ gửi những gì, không đổi gì', 'only say what would go'))
    .option('--yes', say('cả khi có hơn 1.000 hồ sơ', 'also for more than 1,000 dossiers'))
    .option('--step <id>', say('chỉ bước tiến độ này của hồ sơ', 'only this step of the dossier'))
    .addOption(
      new Option('--at-portal', `${looked}, ${say('bước đã có ở đó', 'it is at the portal')}`).conflicts(
        'notAtPortal',
      ),
    )
    .option('--not-at-portal', `${looked}, ${say('bước chưa có ở đó', 'it is not at the portal')}`)
    .option(...jsonOption(say))
    .action((what: string, options: ReleaseFlags) => done(runVerb(options, release(what, options))));
  withExamples(verb, say, [
    ['held release DB-DOS-004 --dry-run', 'xem trước sẽ gửi gì', 'shows first what would go'],
    ['held release DB-DOS-004', 'gửi lại mọi hồ sơ bị giữ vì lý do này', 'sends all that this reason holds'],
    [
      'held release H99.01-261001-0001 --step 3 --at-portal',
      'đã xem trên Cổng: bước 3 có ở đó rồi, đừng gửi nữa',
      'I have looked: step 3 is at the portal, do not send it again',
    ],
  ]);
};

/** Adds the verbs. */
export const addHeld: AddVerb = (program, done, say) => {
  const held = program
    .command('held')
    .description(say('những gì bị giữ lại, chờ người xử lý', 'what is held and waits for a person'));
  for (const add of [addList, addShow, addRelease]) add(held, done, say);
  withExamples(held, say, [
    ['held list', 'bị giữ vì sao, ai phải làm gì', 'what is held, and who has to do what'],
  ]);
};
