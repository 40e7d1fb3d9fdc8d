/** `dongbo vanished`: dossiers that their source no longer has, what the portal has of them, and what to do. */
import type { VanishedDossier } from '../ledger/vanished.ts';
import { vanishedCount, vanishedDossiers } from '../ledger/vanished.ts';
import { type AddVerb, type CommonOptions, runVerb, type Say, type Verb } from './command-context.ts';
import { withExamples } from './help-examples.ts';
import { jsonOption } from './help-language.ts';
import { wholeNumberOf } from './number-option.ts';
import { stateName } from './status.ts';
import { table, vietnamTime } from './table.ts';

const SHOWN = 50;
const MOST = 1_000_000;

/** What to do about a dossier that its source no longer has; Dongbo itself does nothing. */
export function vanishedRemedy(isAtPortal: boolean, say: Say): string {
  return isAtPortal
    ? say(
        'Hỏi cơ quan xử lý: nếu hồ sơ nhập nhầm hoặc đã hủy, yêu cầu đơn vị vận hành Cổng gỡ; nếu đổi mã, hồ sơ mã mới đã được đọc; nếu xóa nhầm, khôi phục ở nguồn.',
        'Ask the agency: one that was entered by mistake or withdrawn is taken down by those who run the portal; one whose code changed has been read under the new one; one that was deleted by mistake is to be restored in the source.',
      )
    : say(
        'Cổng chưa có hồ sơ này. Nếu xóa nhầm thì khôi phục ở nguồn; nếu không thì không cần làm gì.',
        'The portal has nothing of it. If it was deleted by mistake, restore it in the source; else there is nothing to do.',
      );
}

function vanishedTable(rows: readonly VanishedDossier[], say: Say): string {
  return table(
    [
      say('Hồ sơ', 'Dossier'),
      say('Nguồn', 'Source'),
      say('Mất từ', 'Gone since'),
      say('Ở Cổng', 'At the portal'),
    ],
    rows.map(({ dossier, source, noticedAt, state, acceptedAt, status }) => [
      dossier,
      source,
      vietnamTime(noticedAt),
      acceptedAt === null
        ? say(`chưa có (${stateName(state, say)})`, `nothing (${stateName(state, say)})`)
        : say(
            `trạng thái ${status ?? '?'}, nhận ${vietnamTime(acceptedAt)}`,
            `status ${status ?? '?'}, accepted ${vietnamTime(acceptedAt)}`,
          ),
    ]),
  );
}

function verb(limit: number): Verb {
  return async ({ house, print, say }) => {
    const ledger = await house.ledger();
    const rows = await vanishedDossiers(ledger, limit);
    const count = await vanishedCount(ledger);
    const document = rows.map((row) => ({ ...row, remedy: vanishedRemedy(row.acceptedAt !== null, say) }));
    print(document, () => {
      if (count === 0)
        return say(
          'Mọi hồ sơ trong sổ đều còn trong nguồn.',
          'All dossiers of the ledger are in their source.',
        );
      const remedies = [true, false]
        .filter((isAtPortal) => rows.some(({ acceptedAt }) => (acceptedAt !== null) === isAtPortal))
        .map((isAtPortal) => vanishedRemedy(isAtPortal, say));
      const more =
        count > rows.length
          ? [say(`… và ${count - rows.length} nữa`, `… and ${count - rows.length} more`)]
          : [];
      return [vanishedTable(rows, say), ...more, ...remedies].join('\n');
    });
    return 0;
  };
}

/** Adds the verb. */
export const addVanished: AddVerb = (program, done, say) => {
  const command = program
    .command('vanished')
    .description(
      say(
        'hồ sơ không còn trong nguồn của tỉnh, Cổng đang có gì của chúng',
        "dossiers that the province's source no longer has, and what the portal has of them",
      ),
    )
    .option('--limit <count>', say('nhiều nhất ngần này dòng', 'at most so many lines'))
    .option(...jsonOption(say))
    .action((options: CommonOptions & { readonly limit?: string }) => {
      const usual = options.json === true ? MOST : SHOWN;
      const limit = options.limit === undefined ? usual : wholeNumberOf('--limit', options.limit, 1, MOST);
      return done(runVerb(options, verb(limit)));
    });
  withExamples(command, say, [['vanished', 'những hồ sơ nguồn không còn', 'the dossiers that are gone']]);
};
