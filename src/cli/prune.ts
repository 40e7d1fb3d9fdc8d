/** `dongbo prune`: takes out of the ledger what RETAIN_DAYS lets go; the daemon does it every night. */
import { audited } from '../compose/auditing.ts';
import { type Pruned, prune, wouldPrune } from '../ledger/prune.ts';
import { type AddVerb, type CommonOptions, runVerb, type Verb } from './command-context.ts';

interface PruneOptions extends CommonOptions {
  readonly dryRun?: boolean;
}

function verb({ dryRun }: PruneOptions): Verb {
  return async ({ house, config, print, say, signal }) => {
    const days = config.RETAIN_DAYS;
    const ledger = await house.ledger();
    const pruned: Pruned = dryRun
      ? await wouldPrune(ledger, days, signal)
      : await audited(house, {
          action: 'prune',
          detail: { days },
          work: () => prune(ledger, days, signal),
          outcome: ({ attempts, dossiers }) => ({ attempts, dossiers }),
        });
    const { attempts, dossiers } = pruned;
    print({ ...pruned, days, dryRun: dryRun === true }, () =>
      dryRun
        ? say(
            `Sẽ bỏ ${attempts} lượt gọi và dữ liệu cá nhân của ${dossiers} hồ sơ đã xong quá ${days} ngày; chưa thay đổi gì.`,
            `Would take out ${attempts} attempts, and the personal data of ${dossiers} dossiers that were over ${days} days ago; nothing has been changed.`,
          )
        : say(
            `Đã bỏ ${attempts} lượt gọi và dữ liệu cá nhân của ${dossiers} hồ sơ đã xong quá ${days} ngày. Đã gửi gì, lúc nào thì vẫn giữ.`,
            `Took out ${attempts} attempts, and the personal data of ${dossiers} dossiers that were over ${days} days ago. What was sent, and when, stays.`,
          ),
    );
    return signal.aborted ? 75 : 0;
  };
}

/** Adds the verb. */
export const addPrune: AddVerb = (program, done, say) => {
  program
    .command('prune')
    .description(
      say(
        'bỏ khỏi sổ những gì quá RETAIN_DAYS ngày',
        'takes out of the ledger what is older than RETAIN_DAYS',
      ),
    )
    .option('--dry-run', say('chỉ cho biết sẽ bỏ gì', 'only say what would go'))
    .option('--json', say('in một tài liệu JSON', 'one JSON document on standard output'))
    .addHelpText('after', `\n${say('Ví dụ', 'Examples')}:\n  dongbo prune --dry-run\n  dongbo prune`)
    .action((options: PruneOptions) => done(runVerb(options, verb(options))));
};
