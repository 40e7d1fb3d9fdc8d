/**
 * `dongbo mapping accept`: takes over proposals whose names are alike enough.
 * Guarantees: only where one national code stands alone at the top and belongs to the procedure, and the
 * province's code has one name, no row, and is no national code; below 1.0 a person has to say `--yes`,
 * because such a row is a guess until somebody has looked at it.
 */
import { resolve } from 'node:path';
import { audited } from '../compose/auditing.ts';
import { DongboError } from '../domain/errors.ts';
import { type Accepted, acceptProposals } from '../pipeline/accept.ts';
import { isSure, type Proposal } from '../pipeline/propose.ts';
import { type AddVerb, type CommandContext, runVerb, type Verb } from './command-context.ts';
import { withExamples } from './help-examples.ts';
import { jsonOption } from './help-language.ts';
import { kindName } from './mapping-coverage.ts';
import { documentOf, type PickOptions, proposalsFor, withPickOptions } from './mapping-suggest.ts';
import { vietnamTime } from './table.ts';

interface AcceptOptions extends PickOptions {
  readonly atLeast: string;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

/** Plain digits: `0x1` and `1e-1` are slips, not likenesses. */
const LIKENESS = /^(?:0?\.\d+|1(?:\.0*)?)$/;

/** Throws DB-CFG-005 unless it is a number above 0 and at most 1. */
function likenessOf(text: string): number {
  const likeness = Number(text);
  if (LIKENESS.test(text.trim()) && likeness > 0) return likeness;
  throw new DongboError('DB-CFG-005', { reason: `--at-least ${text}: 0 < … <= 1.0` });
}

/** Longest name worth repeating in a note. */
const NOTE_NAME = 200;

/** The province's own name only where it is the national one: what a clerk typed may name a person. */
function noteOf({ name, suggestions }: Proposal, say: CommandContext['say'], today: string): string {
  const score = suggestions[0]?.score ?? 0;
  const how = say(`nhận theo tên, ${score.toFixed(2)}, ${today}`, `by name, ${score.toFixed(2)}, ${today}`);
  // Without a name the code itself was it, and stands in the row.
  if (score < 1 || name === '') return how;
  const kept = [...name.replaceAll(/\s+/g, ' ')].slice(0, NOTE_NAME).join('');
  return `${kept} (${how})`;
}

function text(
  sure: readonly Proposal[],
  left: number,
  added: Accepted | null,
  say: CommandContext['say'],
): string {
  const lines = sure.map(({ kind, procedure, provinceCode, suggestions }) => {
    const from = [kindName(kind, say), procedure, provinceCode].filter((word) => word !== '').join(' ');
    return `  ${from} → ${suggestions[0]?.code ?? ''}  ${suggestions[0]?.name ?? ''}`;
  });
  const what =
    added === null
      ? say(
          `Sẽ nhận ${sure.length} dòng (chưa ghi gì).`,
          `Would accept ${sure.length} rows (nothing written).`,
        )
      : say(
          `Đã thêm ${sure.length} dòng: ${tell(added)}. Lượt sync kế tiếp tự gửi những hồ sơ được gỡ.`,
          `Added ${sure.length} rows: ${tell(added)}. The next pass sends by itself what they release.`,
        );
  const rest = say(`Còn ${left} mã chờ người xem.`, `${left} codes wait for a person.`);
  return [...lines, sure.length === 0 ? say('Không có gì để nhận.', 'Nothing to accept.') : what, rest].join(
    '\n',
  );
}

const tell = (added: Accepted): string =>
  Object.entries(added)
    .map(([file, rows]) => `${file} ${rows}`)
    .join(', ');

function accept(options: AcceptOptions): Verb {
  return async (context) => {
    const { config, house, language, print, say } = context;
    const atLeast = likenessOf(options.atLeast);
    if (atLeast < 1 && options.yes !== true && options.dryRun !== true) {
      throw new DongboError('DB-CFG-005', { reason: `--at-least ${options.atLeast}: --yes, --dry-run` });
    }
    const proposals = await proposalsFor(context, options);
    const sure = proposals.filter((proposal) => isSure(proposal, atLeast));
    const today = vietnamTime(new Date()).slice(0, 10);
    const dryRun = options.dryRun === true;
    const note = (proposal: Proposal): string => noteOf(proposal, say, today);
    const work = (): Promise<Accepted> =>
      acceptProposals(resolve(config.MAPPINGS_DIR), sure, { note, language, dryRun });
    const { kind = null, procedure = null, names = null } = options;
    const detail = { atLeast, kind, procedure, names, yes: options.yes === true };
    const taken = await (dryRun || sure.length === 0
      ? work()
      : audited(house, { action: 'mapping accept', detail, work, outcome: (added) => ({ ...added }) }));
    const added = dryRun || sure.length === 0 ? null : taken;
    const left = proposals.length - sure.length;
    print({ accepted: documentOf(sure), written: added ?? {}, left }, () => text(sure, left, added, say));
    return 0;
  };
}

/** Adds the verb. */
export const addMappingAccept: AddVerb = (mapping, done, say) => {
  const verb = mapping
    .command('accept')
    .description(say('nhận đề xuất vào các bảng', 'takes proposals over into the tables'))
    .requiredOption(
      '--at-least <likeness>',
      say(
        'độ giống ít nhất; 1.0 = trùng tên, nhỏ hơn thì cần --yes',
        '1.0 = the same name; less needs --yes',
      ),
    );
  withPickOptions(verb, say)
    .option('--dry-run', say('chỉ xem sẽ nhận gì, không ghi', 'show what would be taken over, write nothing'))
    .option('--yes', say('cả khi độ giống dưới 1.0', 'also below 1.0'))
    .option(...jsonOption(say))
    .action((options: AcceptOptions) => done(runVerb(options, accept(options))));
  withExamples(verb, say, [
    ['mapping accept --at-least 1.0 --dry-run', 'xem trước', 'shows first what would be taken over'],
    ['mapping accept --at-least 1.0', 'nhận những tên trùng khít', 'takes over names that are the same'],
  ]);
};
