/**
 * `dongbo mapping suggest`: for each code that the tables lack, the national codes of the most similar names.
 * Guarantees: changes nothing; most dossiers first; long numbers in the province's names are not shown.
 */
import { readFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { readWantedNames } from '../codebook/read-wanted-names.ts';
import { proposalsOf } from '../compose/mapping-work.ts';
import { DongboError, reasonOf } from '../domain/errors.ts';
import { type LookReason, PROPOSAL_KINDS, type Proposal, type ProposalKind } from '../pipeline/propose.ts';
import {
  type AddVerb,
  type CommandContext,
  type CommonOptions,
  runVerb,
  type Verb,
} from './command-context.ts';
import { withExamples } from './help-examples.ts';
import { jsonOption } from './help-language.ts';
import { kindName } from './mapping-coverage.ts';
import { wholeNumberOf } from './number-option.ts';
import { table } from './table.ts';

type Say = CommandContext['say'];

/** Options by which proposals are picked. */
export interface PickOptions extends CommonOptions {
  readonly kind?: ProposalKind;
  readonly procedure?: string;
  readonly names?: string;
}

/**
 * Proposals for what the ledger's dossiers lack or, with `--names`, for the province's own list.
 * Throws DB-MAP-033 (faults of the list), DB-MAP-034 (no such procedure), DB-MAP-035 (told to stop).
 */
export async function proposalsFor(
  { house, signal, language }: Pick<CommandContext, 'house' | 'signal' | 'language'>,
  { kind, procedure, names }: PickOptions,
): Promise<Proposal[]> {
  return proposalsOf(
    await house.ledger(),
    await house.codebook(),
    {
      kind: kind ?? null,
      wanted: names === undefined ? null : readWantedNames(names, bytesOf(names), language),
      procedure: procedure ?? null,
    },
    signal,
  );
}

function bytesOf(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new DongboError('DB-CFG-005', { reason: `--names ${file}: ${reasonOf(error)}` }, { cause: error });
  }
}

/** The document of `suggest --json` (5-interface.md). */
export function documentOf(proposals: readonly Proposal[]) {
  return proposals.map(({ kind, procedure, provinceCode, name, dossiers, suggestions, why, rule, look }) => ({
    kind,
    procedure,
    provinceCode,
    name,
    dossiers,
    why,
    rule,
    look,
    suggestions,
  }));
}

/** Further codes of one name that are shown. */
const TWINS = 5;

/** Why a person has to look, for people. */
function lookText(reason: LookReason, say: Say): string {
  switch (reason) {
    case 'several-names':
      return say('(mã này có nhiều tên khác nhau)', '(the code has several names)');
    case 'row':
      return say('(đã có dòng trong bảng: sửa dòng đó)', '(has a row already: mend that one)');
    case 'catch-all':
      return say('(mã dùng chung cho nhiều giấy tờ)', '(a code for whatever has none)');
    case 'national-code':
      return say('(bản thân là mã quốc gia)', '(is a national code itself)');
  }
}

/** A suggestion for people; one that no row could lead to is marked, further codes of the name are told. */
function suggestionText(
  { score, code, name, fits, sameName }: Proposal['suggestions'][number],
  say: Say,
): string {
  const mark = fits ? '' : ` ${say('[không thuộc thủ tục]', '[not of the procedure]')}`;
  const rest = sameName.length > TWINS ? ', …' : '';
  const codes = sameName.slice(0, TWINS).join(', ') + rest;
  const twins = codes === '' ? '' : ` ${say(`(cùng tên: ${codes})`, `(same name: ${codes})`)}`;
  return `${score.toFixed(2)} ${code}${mark} ${shortened(name)}${twins}`;
}

function text(proposals: readonly Proposal[], limit: number, say: Say): string {
  if (proposals.length === 0) return say('Không có mã nào cần đề xuất.', 'No code waits for a proposal.');
  const shown = proposals.slice(0, limit);
  const grid = table(
    [
      say('Loại', 'Kind'),
      say('Mã của tỉnh', "Province's code"),
      say('Tên', 'Name'),
      say('Hồ sơ', 'Dossiers'),
      say('Đề xuất (độ giống, mã, tên)', 'Proposals (likeness, code, name)'),
    ],
    shown.map((proposal) => [
      kindName(proposal.kind, say),
      [proposal.procedure, proposal.provinceCode].filter((part) => part !== '').join(' '),
      [proposal.name, ...proposal.look.map((reason) => lookText(reason, say))]
        .filter((line) => line !== '')
        .join('\n'),
      proposal.dossiers,
      proposal.suggestions.length === 0
        ? say('(không có tên nào giống)', '(no similar name)')
        : proposal.suggestions.map((suggestion) => suggestionText(suggestion, say)).join('\n'),
    ]),
    [12, 26, 36, 10, 70],
  );
  const rest = proposals.length - shown.length;
  return [
    grid,
    ...(rest > 0 ? [say(`… còn ${rest} mã nữa (--limit).`, `… and ${rest} more (--limit).`)] : []),
    say(
      'dongbo mapping accept --at-least 1.0 nhận những tên trùng khít; phần còn lại cần người xem (dongbo mapping export).',
      'dongbo mapping accept --at-least 1.0 takes over names that are the same; the rest wait for a person (dongbo mapping export).',
    ),
  ].join('\n');
}

/** National names can be whole paragraphs. */
function shortened(name: string): string {
  return name.length > 110 ? `${name.slice(0, 109).toWellFormed()}…` : name;
}

function suggest(options: PickOptions, limit: number): Verb {
  return async (context) => {
    const proposals = await proposalsFor(context, options);
    context.print(documentOf(proposals), () => text(proposals, limit, context.say));
    return 0;
  };
}

/** The options by which proposals are picked, of `suggest` and `accept`. */
export function withPickOptions(verb: Command, say: Say): Command {
  return verb
    .addOption(
      new Option('--kind <kind>', say('chỉ loại mã này', 'only codes of this kind')).choices([
        ...PROPOSAL_KINDS,
      ]),
    )
    .option(
      '--procedure <code>',
      say('chỉ giấy tờ của thủ tục quốc gia này', 'only parts of this national procedure'),
    )
    .option(
      '--names <file>',
      say(
        'lấy từ danh sách riêng của tỉnh: CSV có kind,procedure,province_code,name',
        "the province's own list instead: CSV with kind,procedure,province_code,name",
      ),
    );
}

/** Adds the verb. */
export const addMappingSuggest: AddVerb = (mapping, done, say) => {
  const verb = mapping
    .command('suggest')
    .description(
      say(
        'đề xuất mã quốc gia theo tên, cho những mã còn thiếu',
        'proposes national codes by name for what is lacking',
      ),
    );
  withPickOptions(verb, say)
    .option('--limit <count>', say('số dòng hiện ra', 'rows shown'), '50')
    .option(...jsonOption(say))
    .action((options: PickOptions & { limit: string }) =>
      done(runVerb(options, suggest(options, wholeNumberOf('--limit', options.limit, 1, 1_000_000)))),
    );
  withExamples(verb, say, [
    [
      'mapping suggest',
      'cho mọi mã còn thiếu, nhiều hồ sơ nhất trước',
      'for all that is lacking, most dossiers first',
    ],
    ['mapping suggest --kind procedure', 'chỉ các thủ tục', 'procedures only'],
    [
      'mapping suggest --names danh-sach.csv',
      'cho danh sách riêng, chưa cần hồ sơ',
      'for a list, before there are dossiers',
    ],
  ]);
};
