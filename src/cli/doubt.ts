/**
 * `dongbo doubt`: steps up to a time may be at the portal though the ledger does not know it: after a
 * restore by PostgreSQL's own means, or where another program has sent before Dongbo.
 */

import { audited } from '../compose/auditing.ts';
import { DongboError } from '../domain/errors.ts';
import { doubtUntil, endDoubt, noteDoubt } from '../ledger/doubt.ts';
import { type AddVerb, type CommonOptions, runVerb, type Verb } from './command-context.ts';
import { vietnamTime } from './table.ts';

interface DoubtOptions extends CommonOptions {
  readonly until?: string;
  readonly end?: boolean;
}

/** The time that was typed, `now` or an ISO time. Throws DB-CFG-003. */
function timeOf(text: string): Date {
  const time = text === 'now' ? new Date() : new Date(text);
  if (Number.isNaN(time.getTime())) {
    throw new DongboError('DB-CFG-003', {
      option: '--until',
      value: text,
      expected: 'now, 2026-11-28T18:00:00+07:00',
    });
  }
  return time;
}

function doubt({ until, end }: DoubtOptions): Verb {
  return async ({ house, print, say }) => {
    const ledger = await house.ledger();
    let waiting = 0;
    if (until !== undefined) {
      const time = timeOf(until);
      waiting = await audited(house, {
        action: 'doubt',
        detail: { until: time.toISOString() },
        work: () => noteDoubt(ledger, time),
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
          ),
    );
    return 0;
  };
}

/** Adds the verb. */
export const addDoubt: AddVerb = (program, done, say) => {
  program
    .command('doubt')
    .description(
      say(
        'các bước đến một thời điểm có thể đã ở Cổng: tra trước khi gửi',
        'steps up to a time may be at the portal: looked up before they go',
      ),
    )
    .option('--until <time>', say('now, hoặc thời điểm ISO', 'now, or an ISO time'))
    .option('--end', say('thôi nghi ngờ những bước đọc từ nay', 'no more doubt of what is read from now on'))
    .option('--json', say('in một tài liệu JSON', 'one JSON document on standard output'))
    .addHelpText(
      'after',
      `\n${say('Ví dụ', 'Examples')}:\n  dongbo doubt\n  dongbo doubt --until now\n  dongbo doubt --until 2026-11-28T18:00:00+07:00\n  dongbo doubt --end`,
    )
    .action((options: DoubtOptions) => done(runVerb(options, doubt(options))));
};
