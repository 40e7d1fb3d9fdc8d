/** `dongbo backup` and `dongbo restore`: the ledger into a file, and out of one into an empty ledger. */
import { backUp, restoreFrom } from '../compose/backing-up.ts';
import { type AddVerb, type CommonOptions, runVerb, type Verb } from './command-context.ts';
import { wholeNumberOf } from './number-option.ts';
import { vietnamTime } from './table.ts';

const KEPT = 14;
const MOST_KEPT = 10_000;
const MIB = 1024 * 1024;

function backup(folder: string, keep: number): Verb {
  return async ({ house, print, say, note }) => {
    const written = await backUp(house, folder, keep, (table) => {
      if (process.stderr.isTTY) note(`  ${table}`);
    });
    const { file, bytes, seconds, removed } = written;
    print(written, () =>
      [
        say(
          `Đã ghi ${file} (${(bytes / MIB).toFixed(1)} MiB, ${seconds.toFixed(1)} giây).`,
          `Wrote ${file} (${(bytes / MIB).toFixed(1)} MiB, ${seconds.toFixed(1)} s).`,
        ),
        say(
          'Tệp chứa mọi dữ liệu cá nhân có trong sổ: giữ kín như sổ, và chép sang máy khác.',
          'The file holds all personal data of the ledger: guard it as the ledger, and copy it to another machine.',
        ),
        ...(removed.length > 0
          ? [say(`Đã bỏ ${removed.length} bản cũ.`, `Removed ${removed.length} older ones.`)]
          : []),
      ].join('\n'),
    );
    return 0;
  };
}

function restore(file: string): Verb {
  return async ({ house, print, say }) => {
    const restored = await restoreFrom(house, file);
    const { takenAt, dossiers, doubted } = restored;
    print(restored, () =>
      [
        say(
          `Đã khôi phục sổ đến ${vietnamTime(takenAt)}: ${dossiers} hồ sơ.`,
          `Restored the ledger as of ${vietnamTime(takenAt)}: ${dossiers} dossiers.`,
        ),
        say(
          `Sổ không biết những gì đã gửi sau lúc đó. Vì vậy ${doubted} bước đang chờ, và mọi bước có thời điểm trước lúc khôi phục hoặc trong một ngày sau đó (phòng đồng hồ bên tỉnh chạy nhanh), được tra ở Cổng trước khi gửi: không bước nào bị trùng.`,
          `The ledger does not know what was sent since. So ${doubted} waiting steps, and all steps of a time before the restore or within a day after it (the province's clock may be ahead), are looked up at the portal before they go: none is doubled.`,
        ),
        say(
          'Tiếp theo: chạy lại dịch vụ, rồi dongbo reconcile --all để đối soát với Cổng.',
          'Next: start the service again, then dongbo reconcile --all compares it with the portal.',
        ),
      ].join('\n'),
    );
    return 0;
  };
}

/** Adds `backup`. */
export const addBackup: AddVerb = (program, done, say) => {
  program
    .command('backup <folder>')
    .description(
      say('sao lưu sổ ra tệp, không làm dừng dịch vụ', 'writes the ledger to a file while the service runs'),
    )
    .option(
      '--keep <count>',
      say(`giữ lại ngần này bản mới nhất (${KEPT})`, `how many of the newest stay (${KEPT})`),
    )
    .option('--json', say('in một tài liệu JSON', 'one JSON document on standard output'))
    .addHelpText('after', `\n${say('Ví dụ', 'Examples')}:\n  dongbo backup /var/backups/dongbo --keep 30`)
    .action((folder: string, options: CommonOptions & { keep?: string }) => {
      const keep = options.keep === undefined ? KEPT : wholeNumberOf('--keep', options.keep, 1, MOST_KEPT);
      return done(runVerb(options, backup(folder, keep)));
    });
};

/** Adds `restore`. */
export const addRestore: AddVerb = (program, done, say) => {
  program
    .command('restore <file>')
    .description(
      say(
        'khôi phục sổ từ bản sao lưu vào cơ sở dữ liệu trống',
        'brings a backup back into an empty database',
      ),
    )
    .option('--json', say('in một tài liệu JSON', 'one JSON document on standard output'))
    .addHelpText(
      'after',
      `\n${say('Ví dụ', 'Examples')}:\n  dongbo restore /var/backups/dongbo/dongbo-20261128T180000Z.backup.gz`,
    )
    .action((file: string, options: CommonOptions) => done(runVerb(options, restore(file))));
};
