/**
 * `dongbo sweep`: everything that the sources have, against the ledger, now; the daemon does it every night.
 * Guarantees: one source that is away, or that is not believed, holds up none of the others; the first error is told
 * when all have been swept.
 */
import { audited } from '../compose/auditing.ts';
import { type SourceInUse, sourceCalled } from '../compose/sources.ts';
import { canBeSwept, sweepAlone } from '../compose/sweeping.ts';
import { sourceNeeds } from '../config/source-settings.ts';
import { emptySweep, type SweepReport, sweptTogether } from '../pipeline/sweep-report.ts';
import { type AddVerb, type CommonOptions, runVerb, type Say, type Verb } from './command-context.ts';
import { withExamples, withExitCodes } from './help-examples.ts';
import { jsonOption } from './help-language.ts';
import { startProgress } from './progress.ts';

interface Options extends CommonOptions {
  readonly source?: string;
  readonly yes?: boolean;
}

/** What was found in one source. */
interface Swept extends SweepReport {
  readonly source: string;
}

function sweepText({ source, ...found }: Swept, say: Say): string {
  const { swept, reread, untimed, missed, vanished, back, complete } = found;
  const late = found.takenIn - untimed - missed;
  const lines = [
    say(
      `${source}: ${swept} hồ sơ, đọc lại ${reread}.`,
      `${source}: ${swept} dossiers, ${reread} read whole.`,
    ),
    untimed > 0 &&
      say(
        `  ${untimed} hồ sơ đã đổi mà thời điểm cập nhật không đổi: đã nhận vào; hãy sửa khung nhìn.`,
        `  ${untimed} changed without their time of change: taken in; have the view mended.`,
      ),
    missed > 0 &&
      say(
        `  ${missed} hồ sơ việc đọc theo thời điểm đã bỏ qua: đã nhận vào.`,
        `  ${missed} were passed over by reading in the order of time: taken in.`,
      ),
    late > 0 && say(`  ${late} hồ sơ vừa đổi: đã nhận vào.`, `  ${late} changed just now: taken in.`),
    vanished > 0 &&
      say(
        `  ${vanished} hồ sơ không còn trong nguồn: xem dongbo vanished.`,
        `  ${vanished} are no longer in the source: see dongbo vanished.`,
      ),
    back > 0 && say(`  ${back} hồ sơ đã có lại.`, `  ${back} are there again.`),
    !complete && say('  Dừng giữa chừng; chạy lại để xong.', '  Stopped before the end; run it again.'),
  ];
  return lines.filter((line) => line !== false).join('\n');
}

function verb({ source: name, yes }: Options): Verb {
  return async ({ house, json, print, say, signal }) => {
    const all = await house.sources();
    const sources = name === undefined ? all.filter(canBeSwept) : [sourceCalled(all, name)];
    const bar = startProgress(say('Rà soát', 'Sweeping'), json);
    const swept: Swept[] = [];
    const failures: unknown[] = [];
    const one = async (source: SourceInUse): Promise<void> => {
      try {
        const report = await sweepAlone(house, source, { believe: yes === true }, signal, (now) =>
          bar.update(now.swept, now.swept),
        );
        swept.push({ source: source.name, ...report });
      } catch (error) {
        failures.push(error);
      }
    };
    try {
      await audited(house, {
        action: 'sweep',
        detail: { source: name ?? null, yes: yes === true },
        work: async () => {
          for (const source of sources) if (!signal.aborted) await one(source);
        },
        outcome: () => {
          const {
            swept: dossiers,
            takenIn,
            vanished,
          } = swept.reduce<SweepReport>(sweptTogether, emptySweep());
          return { dossiers, takenIn, vanished, failed: failures.length };
        },
      });
    } finally {
      bar.stop();
    }
    const [failure] = failures;
    if (failure !== undefined && swept.length === 0) throw failure;
    print(swept, () => swept.map((found) => sweepText(found, say)).join('\n'));
    if (failure !== undefined) throw failure;
    return swept.every(({ complete }) => complete) ? 0 : 75;
  };
}

/** Adds the verb. */
export const addSweep: AddVerb = (program, done, say) => {
  const command = program
    .command('sweep')
    .description(
      say(
        'rà soát mọi hồ sơ của nguồn: đổi mà không đổi thời điểm, bị bỏ sót, đã mất',
        'all that the sources have, against the ledger: what changed without its time, was missed, has vanished',
      ),
    )
    .option('--source <name>', say('chỉ nguồn này', 'only this source'))
    .option(
      '--yes',
      say(
        'cả khi nguồn bỗng thiếu nhiều hồ sơ: chúng đã được bỏ thật',
        'also where a source suddenly lacks many: they are gone indeed',
      ),
    )
    .option(...jsonOption(say))
    .action((options: Options) => done(runVerb(options, verb(options), { needs: { names: sourceNeeds } })));
  withExamples(command, say, [
    ['sweep', 'rà soát ngay, không đợi đến đêm', 'now, and not at night'],
    ['sweep --source sql', 'chỉ một nguồn', 'one source'],
  ]);
  withExitCodes(command, say, [
    [0, 'xong, kể cả khi có hồ sơ đổi hoặc mất', 'done, also when some changed or vanished'],
    [1, 'nguồn thiếu nhiều hồ sơ đến mức chưa tin được', 'a source lacks more than is believed'],
    [2, 'nguồn này chỉ nhận hồ sơ gửi đến', 'what this source has is only sent to us'],
    [
      69,
      'một nguồn không liên lạc được; các nguồn khác đã được rà soát',
      'a source is away; the others have been swept',
    ],
    [
      75,
      'dừng giữa chừng, hoặc một lượt khác đang chạy',
      'stopped before the end, or another sweep is under way',
    ],
  ]);
};
