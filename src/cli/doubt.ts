/**
 * `dongbo doubt`: steps up to a time may be at the portal though the ledger does not know it: after a
 * restore by PostgreSQL's own means, or where another program has sent before Dongbo.
 */

import { Option } from 'commander';
import { audited } from '../compose/auditing.ts';
import { doubtUntil, doubtUntilNow, endDoubt, noteDoubt } from '../ledger/doubt.ts';
import { type AddVerb, type CommonOptions, runVerb, type Verb } from './command-context.ts';
import { withExamples } from './help-examples.ts';
import { jsonOption } from './help-language.ts';
import { vietnamTime } from './table.ts';
import { momentOf } from './vietnam-day.ts';

interface DoubtOptions extends CommonOptions {
  readonly until?: string;
  readonly end?: boolean;
}

const EXPECTED = 'now, 2026-11-28T18:00:00+07:00, 2026-11-28';

/** The time that was typed; `null` = now, by the ledger's clock. Throws DB-CFG-003. */
function timeOf(text: string): Date | null {
  return text === 'now' ? null : momentOf('--until', text, EXPECTED);
}

function doubt({ until, end }: DoubtOptions): Verb {
  return async ({ house, print, say }) => {
    const time = until === undefined ? null : timeOf(until);
    const ledger = await house.ledger();
    let waiting = 0;
    if (until !== undefined) {
      waiting = await audited(house, {
        action: 'doubt',
        detail: { until: time === null ? 'now' : time.toISOString() },
        work: () => (time === null ? ledger.transaction(doubtUntilNow) : noteDoubt(ledger, time)),
        outcome: (steps) => ({ steps }),
      });
    } else if (end === true) {
      await audited(house, {
        action: 'doubt end',
        detail: {},
        work: () => endDoubt(ledger),
        outcome: (ended) => ({ ended }),
      });
    }
    const present = await doubtUntil(ledger);
    print({ until: present, waiting }, () =>
      present === null
        ? say('Không có nghi ngờ nào: bước mới được gửi ngay.', 'No doubt: new steps go at once.')
        : say(
            `Bước có thời điểm đến ${vietnamTime(present)} được tra ở Cổng trước khi gửi (${waiting} bước đang chờ vừa được đánh dấu).`,
            `Steps up to ${vietnamTime(present)} are looked up at the portal before they go (${waiting} waiting ones were marked just now).`,
          ) +
          (until === 'now'
            ? say(
                '\nĐã cộng thêm một ngày: bước mang giờ của tỉnh, mà đồng hồ bên tỉnh có thể chạy nhanh.',
                "\nA day is added: steps carry the province's time, and its clock may be ahead.",
              )
            : ''),
    );
    return 0;
  };
}

/** Adds the verb. */
export const addDoubt: AddVerb = (program, done, say) => {
  const until = new Option(
    '--until <time>',
    say(
      'now (thêm một ngày, phòng đồng hồ bên tỉnh chạy nhanh), thời điểm ISO kèm múi giờ, hoặc hết ngày YYYY-MM-DD giờ Việt Nam',
      "now (and a day, for the province's clock may be ahead), an ISO time with its zone, or the end of YYYY-MM-DD, Vietnam time",
    ),
  ).conflicts('end');
  const verb = program
    .command('doubt')
    .description(
      say(
        'các bước đến một thời điểm có thể đã ở Cổng: tra trước khi gửi',
        'steps up to a time may be at the portal: looked up before they go',
      ),
    )
    .addOption(until)
    .option('--end', say('thôi nghi ngờ những bước đọc từ nay', 'no more doubt of what is read from now on'))
    .option(...jsonOption(say))
    .action((options: DoubtOptions) => done(runVerb(options, doubt(options))));
  withExamples(verb, say, [
    ['doubt', 'đang nghi ngờ đến lúc nào', 'until when there is doubt'],
    [
      'doubt --until now',
      'sau khi khôi phục bằng công cụ của PostgreSQL',
      "after a restore by PostgreSQL's own means",
    ],
    [
      'doubt --until 2026-11-28T18:00:00+07:00',
      'phần mềm khác đã gửi đến lúc đó',
      'another program has sent until then',
    ],
    ['doubt --end', 'thôi nghi ngờ', 'no more doubt'],
  ]);
};
