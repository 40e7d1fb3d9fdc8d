/**
 * `dongbo mapping accept`: takes over proposals whose names are alike enough.
 * Guarantees: only where one national code stands alone at the top and belongs to the procedure; below
 * 1.0 a person has to say `--yes`, because such a row is a guess until somebody has looked at it.
 */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { DongboError } from '../domain/errors.ts';
import { type Accepted, acceptProposals } from '../pipeline/accept.ts';
import { isSure, PROPOSAL_KINDS, type Proposal } from '../pipeline/propose.ts';
import { type CommandContext, runVerb, type Verb } from './command-context.ts';
import { documentOf, type PickOptions, proposalsFor } from './mapping-suggest.ts';
import { vietnamTime } from './table.ts';

interface AcceptOptions extends PickOptions {
  readonly atLeast: string;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

/** Throws DB-CFG-005 unless it is a number above 0 and at most 1. */
function likenessOf(text: string): number {
  const likeness = Number(text);
  if (text.trim() !== '' && likeness > 0 && likeness <= 1) return likeness;
  throw new DongboError('DB-CFG-005', { reason: `--at-least ${text}: 0 < … <= 1.0` });
}

/** The province's own name only where it is the national one: what a clerk typed may name a person. */
function noteOf({ name, suggestions }: Proposal, say: CommandContext['say'], today: string): string {
  const score = suggestions[0]?.score ?? 0;
  const how = say(`nhận theo tên, ${score.toFixed(2)}, ${today}`, `by name, ${score.toFixed(2)}, ${today}`);
  return score < 1 ? how : `${name.replaceAll(/\s+/g, ' ').slice(0, 200)} (${how})`;
}

function text(
  sure: readonly Proposal[],
  left: number,
  added: Accepted | null,
  say: CommandContext['say'],
): string {
  const lines = sure.map(
    ({ kind, procedure, provinceCode, suggestions }) =>
      `  ${kind} ${procedure} ${provinceCode} → ${suggestions[0]?.code ?? ''}  ${suggestions[0]?.name ?? ''}`,
  );
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
    const { config, language, print, say } = context;
    const atLeast = likenessOf(options.atLeast);
    if (atLeast < 1 && options.yes !== true && options.dryRun !== true) {
      throw new DongboError('DB-CFG-005', { reason: `--at-least ${options.atLeast}: --yes, --dry-run` });
    }
    const proposals = await proposalsFor(context, options);
    const sure = proposals.filter((proposal) => isSure(proposal, atLeast));
    const today = vietnamTime(new Date()).slice(0, 10);
    const added =
      options.dryRun === true || sure.length === 0
        ? null
        : await acceptProposals(
            resolve(config.MAPPINGS_DIR),
            sure,
            (proposal) => noteOf(proposal, say, today),
            language,
          );
    const left = proposals.length - sure.length;
    print({ accepted: documentOf(sure), written: added ?? {}, left }, () => text(sure, left, added, say));
    return 0;
  };
}

/** Adds the verb. */
export function addMappingAccept(mapping: Command, done: (code: Promise<number>) => Promise<void>): void {
  mapping
    .command('accept')
    .description('nhận đề xuất vào bảng · takes proposals over into the tables')
    .requiredOption('--at-least <likeness>', '1.0 = the same name; less needs --yes')
    .option('--kind <kind>', PROPOSAL_KINDS.join(', '))
    .option('--procedure <code>', 'only parts of this national procedure')
    .option('--names <file>', "the province's own list instead: CSV with kind,procedure,province_code,name")
    .option('--dry-run', 'show what would be taken over, write nothing')
    .option('--yes', 'also below 1.0')
    .option('--json', 'one JSON document on standard output')
    .action((options: AcceptOptions) => done(runVerb(options, accept(options))));
}
