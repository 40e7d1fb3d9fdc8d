/** `dongbo catalogue pull | show <code> | diff | versions`: the national catalogue in the ledger. */
import type { Command } from 'commander';
import type { Config } from '../config.ts';
import { explainError, type Language } from '../domain/errors.ts';
import { type DiffOptions, showDiff, showVersions } from './catalogue-diff.ts';
import { showCode } from './catalogue-show.ts';
import { countsLine } from './catalogue-words.ts';
import { type CommonOptions, PORTAL_SETTINGS, runVerb, type Verb } from './command-context.ts';
import { startProgress } from './progress.ts';

/** Options of `catalogue pull`. */
interface PullFlags extends CommonOptions {
  readonly full?: boolean;
  readonly yes?: boolean;
}

function pull({ full = false, yes = false }: PullFlags): Verb {
  return async ({ house, print, say, json, language, signal }) => {
    const progress = startProgress(say('Danh mục', 'Catalogue'), json);
    const report = await house
      .pullCatalogue(
        { full, confirmed: yes, onProgress: (done, total) => progress.update(done, total) },
        signal,
      )
      .finally(() => progress.stop());
    print(report, () =>
      [
        say(
          `Cổng liệt kê ${report.listed} thủ tục; đã tải chi tiết ${report.fetched}.`,
          `The portal lists ${report.listed} procedures; details fetched: ${report.fetched}.`,
        ),
        `${say('Thay đổi', 'Changes')}: ${countsLine(say, report.changes)}`,
        ...report.failed.map(
          ({ code, reason }) =>
            `  ! ${code}: ${say('không tải được chi tiết, lượt sau tải lại', 'details could not be had, the next pull tries again')} (${reason})`,
        ),
        ...report.absent.map(
          (code) =>
            `  ? ${code}: ${say('Cổng liệt kê nhưng không cho chi tiết, lượt sau hỏi lại', 'listed, but the portal gave no details; the next pull asks again')}`,
        ),
        ...(report.unconfirmed === 0 ? [] : unconfirmedText(report.unconfirmed, language)),
      ].join('\n'),
    );
    return report.failed.length + report.absent.length + report.unconfirmed > 0 ? 75 : 0;
  };
}

function unconfirmedText(count: number, language: Language): string[] {
  const { message, remedy } = explainError('DB-CAT-008', language, { count });
  return [`  ! DB-CAT-008 ${message}`, `    → ${remedy}`];
}

/** The public catalogue needs no account of the portal; that it needs its address is seen with the settings. */
const pullNeeds = ({ CATALOGUE_SOURCE }: Partial<Config>) =>
  CATALOGUE_SOURCE === 'public' ? [] : PORTAL_SETTINGS;

/** Adds the verbs. */
export function addCatalogue(program: Command, done: (code: Promise<number>) => Promise<void>): void {
  const catalogue = program
    .command('catalogue')
    .description('danh mục quốc gia · the national catalogue of procedures');
  catalogue
    .command('pull')
    .description('tải danh mục về sổ, lần sau chỉ tải phần mới · into the ledger, incrementally')
    .option('--full', 'fetch every procedure again')
    .option('--yes', 'the list is whole: what it lacks has ended, however many')
    .option('--json', 'one JSON document on standard output')
    .action((options: PullFlags) => done(runVerb(options, pull(options), { needs: { names: pullNeeds } })));
  catalogue
    .command('show <code>')
    .description(
      'một thủ tục; hoặc thủ tục nào có mã thành phần, kết quả này · one procedure, or who has a component or result',
    )
    .option('--json', 'one JSON document on standard output')
    .action((code: string, options: CommonOptions) => done(runVerb(options, showCode(code))));
  catalogue
    .command('diff')
    .description('danh mục đã thay đổi gì, mặc định ở lần tải gần nhất có thay đổi · what changed')
    .option('--since <day>', 'from this day on, YYYY-MM-DD, Vietnam time')
    .option('--until <day>', 'up to and with this day')
    .option('--procedure <code>', 'of this procedure only; without days all that is recorded of it')
    .option('--json', 'one JSON document on standard output')
    .action((options: DiffOptions) => done(runVerb(options, showDiff(options))));
  catalogue
    .command('versions')
    .description('các lần tải làm danh mục thay đổi · the pulls that changed the catalogue')
    .option('--json', 'one JSON document on standard output')
    .action((options: CommonOptions) => done(runVerb(options, showVersions)));
}
