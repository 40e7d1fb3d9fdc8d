/**
 * `dongbo mapping coverage`: what the province writes, how much of it is translated, and what is not.
 * Guarantees: says what it does not see; long numbers in the province's names are not shown.
 */
import { coverageOf } from '../compose/mapping-work.ts';
import type { LookupKind } from '../domain/codebook.ts';
import type { Coverage, KindCoverage, LackingCode } from '../pipeline/coverage.ts';
import { shownName } from '../pipeline/shown-name.ts';
import {
  type AddVerb,
  type CommandContext,
  type CommonOptions,
  runVerb,
  type Verb,
} from './command-context.ts';
import { withExamples } from './help-examples.ts';
import { jsonOption } from './help-language.ts';
import { wholeNumberOf } from './number-option.ts';
import { table } from './table.ts';

type Say = CommandContext['say'];

/** A kind of codes for people. */
export function kindName(kind: LookupKind, say: Say): string {
  switch (kind) {
    case 'procedure':
      return say('thủ tục', 'procedure');
    case 'component':
      return say('thành phần', 'component');
    case 'result':
      return say('kết quả', 'result');
    case 'any-result':
      return say('kết quả thay thế', 'replaced result');
    case 'agency':
      return say('cơ quan', 'agency');
    case 'status':
      return say('trạng thái', 'status');
    case 'value':
      return say('giá trị khác', 'other value');
  }
}

/** 0..1 as per cent; never `100%` for less than all. */
function percent(share: number | null): string {
  if (share === null) return '–';
  return `${(Math.floor(share * 10_000) / 100).toFixed(2)}%`;
}

/** What is in the way, for people. */
function reason({ why, rule }: LackingCode, say: Say): string {
  const words = {
    unknown: say('chưa có dòng nào, danh mục cũng không có', 'no row, and not in the catalogue'),
    'not-published': say('thủ tục không được công bố', 'the procedure is not published'),
    ended: say('danh mục không còn mã này', 'the catalogue no longer has it'),
    'not-of-procedure': say('không thuộc thủ tục này', 'does not belong to the procedure'),
    'not-valid-on-day': say('dòng hết hoặc chưa có hiệu lực', 'the row is out of its time'),
    'target-unknown': say(
      'dòng dẫn tới mã không có trong danh mục',
      'the row leads to a code not in the catalogue',
    ),
  }[why];
  return rule.includes(':') ? `${words} (${rule})` : words;
}

/** Share of a kind, with what is not translated and goes all the same. */
function shareText({ share, doubtful, named }: KindCoverage, say: Say): string {
  const beside = [
    ...(doubtful === 0 ? [] : [`${say('tạm cho qua', 'let through')}: ${doubtful}`]),
    ...(named === 0 ? [] : [`${say('gửi theo tên của nguồn', "by the source's own name")}: ${named}`]),
  ];
  return beside.length === 0 ? percent(share) : `${percent(share)} (${beside.join('; ')})`;
}

function nameText({ name, severalNames }: LackingCode, say: Say): string {
  const shown = shownName(name);
  return severalNames ? `${shown} ${say('(và tên khác)', '(and other names)')}` : shown;
}

/** What the counts leave out. */
function unseen(dossiers: number, say: Say): string[] {
  if (dossiers === 0) return [];
  return [
    say(
      `${dossiers} hồ sơ còn chờ thủ tục hoặc ngày tiếp nhận; thành phần và kết quả của chúng chưa được tính. Bổ sung procedures.csv, chạy dongbo sync --once rồi xem lại.`,
      `${dossiers} dossiers wait for their procedure or day of receipt; their components and results are not counted. Complete procedures.csv, run dongbo sync --once and look again.`,
    ),
  ];
}

function listText(lacking: readonly LackingCode[], limit: number, say: Say): string[] {
  if (lacking.length === 0) return [say('Không thiếu mã nào.', 'Nothing is lacking.')];
  const list = table(
    [
      say('Loại mã', 'Kind'),
      say('Mã của tỉnh', "Province's code"),
      say('Tên', 'Name'),
      say('Hồ sơ', 'Dossiers'),
      say('Vì sao', 'Why'),
    ],
    lacking
      .slice(0, limit)
      .map((code) => [
        kindName(code.key.kind, say),
        [code.key.scope, code.key.code || say('(để trống)', '(empty)')]
          .filter((part) => part !== '')
          .join(' '),
        nameText(code, say),
        code.dossiers,
        reason(code, say),
      ]),
    [18, 28, 46, 10, 34],
  );
  const rest = lacking.length - limit;
  return [
    list,
    ...(rest > 0 ? [say(`… còn ${rest} mã nữa (--limit).`, `… and ${rest} more (--limit).`)] : []),
    say('dongbo mapping suggest đề xuất mã theo tên.', 'dongbo mapping suggest proposes codes by name.'),
  ];
}

function text({ kinds, lacking, papersNotAsked }: Coverage, limit: number, say: Say): string {
  if (kinds.length === 0) return say('Sổ chưa có hồ sơ nào.', 'The ledger has no dossiers yet.');
  const overview = table(
    [
      say('Loại mã', 'Kind'),
      say('Số mã', 'Codes'),
      say('Đã dịch hết', 'Translated'),
      say('Lượt hồ sơ', 'Dossiers'),
      say('Tỷ lệ theo hồ sơ', 'Share by dossiers'),
    ],
    kinds.map((kind) => [
      kindName(kind.kind, say),
      kind.codes,
      kind.codesAnswered,
      kind.asked,
      shareText(kind, say),
    ]),
  );
  return [overview, ...unseen(papersNotAsked, say), ...listText(lacking, limit, say)].join('\n');
}

/** A code in the document. */
function codeOf({ key, name, severalNames, dossiers, why, rule }: LackingCode) {
  const { kind, scope, code } = key;
  return { kind, scope, provinceCode: code, name: shownName(name), severalNames, dossiers, why, rule };
}

/** The document of `coverage --json`. */
function documentOf({ kinds, lacking, named, papersNotAsked }: Coverage) {
  return { kinds, papersNotAsked, lacking: lacking.map(codeOf), named: named.map(codeOf) };
}

function coverage(limit: number): Verb {
  return async ({ house, print, say }) => {
    const measured = await coverageOf(await house.ledger(), await house.codebook());
    print(documentOf(measured), () => text(measured, limit, say));
    return 0;
  };
}

/** Adds the verb. */
export const addMappingCoverage: AddVerb = (mapping, done, say) => {
  const verb = mapping
    .command('coverage')
    .description(
      say(
        'tỉnh dùng những mã nào, dịch được bao nhiêu',
        'what codes the source uses, and how much of it maps',
      ),
    )
    .option('--limit <count>', say('số mã còn thiếu hiện ra', 'rows of what is lacking'), '50')
    .option(...jsonOption(say))
    .action((options: CommonOptions & { limit: string }) =>
      done(runVerb(options, coverage(wholeNumberOf('--limit', options.limit, 1, 1_000_000)))),
    );
  withExamples(verb, say, [
    [
      'mapping coverage',
      'tỷ lệ theo loại mã, và 50 mã thiếu nhiều hồ sơ nhất',
      'shares by kind, and the 50 that most dossiers lack',
    ],
    ['mapping coverage --limit 500', 'nhiều mã thiếu hơn', 'more of what is lacking'],
  ]);
};
