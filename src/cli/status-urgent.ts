/** Of `dongbo status`: dossiers that the province has finished in time and the portal does not know of as finished. */
import type { FaultyCount } from '../ledger/score-later.ts';
import { FRESH_DAYS, type StandingCount, type Urgent } from '../ledger/urgent.ts';
import type { Say } from './command-context.ts';

/** What is told of them. */
export interface UrgentFare {
  readonly counts: Pick<Urgent, 'lateBecauseOfSync' | 'dueSoonNotSynchronized'>;
  readonly standings: readonly StandingCount[];
  /** Dossiers that changed since and are not in the figures. */
  readonly notCountedYet: number;
  /** Those of them whose record could not be made. */
  readonly faulty: readonly FaultyCount[];
}

/** More than this is counted no further. */
const COUNTED = 100_000;

function standingWords(
  { standing, late }: Pick<StandingCount, 'standing' | 'late'>,
  say: Say,
): readonly [what: string, remedy: string] {
  switch (standing) {
    case 'waiting':
      return [
        late
          ? say(
              `chờ gửi, quá hẹn trong ${FRESH_DAYS} ngày qua thì đi trước`,
              `on their way, those of the last ${FRESH_DAYS} days before others`,
            )
          : say('chờ gửi, đi trước mọi hồ sơ khác', 'on their way, before all others'),
        say(
          'không đi thì xem làn tạm dừng, Cổng: dongbo doctor',
          'if they do not go: paused lanes, the portal: dongbo doctor',
        ),
      ];
    case 'held':
      return [
        say('bị giữ lại', 'held'),
        say('sửa theo từng lý do: dongbo held list', 'mend by reason: dongbo held list'),
      ];
    case 'otherwise':
      return [
        say(
          'Cổng ghi bước khác với nguồn và không cho sửa',
          'the portal has a step otherwise than the source, and changes none',
        ),
        say('báo đơn vị vận hành Cổng', 'tell those who run the portal'),
      ];
  }
}

function standingLines({ late, standing, count, examples }: StandingCount, say: Say): string[] {
  const [what, remedy] = standingWords({ late, standing }, say);
  const when = late ? say('quá hẹn', 'past their date') : say('sắp đến hẹn', 'due soon');
  return [`  ${when}, ${what}: ${count} (dongbo explain: ${examples.join(', ')})`, `    → ${remedy}`];
}

/** Lines for people; with what to do where there are any. */
export function urgentLines({ counts, standings, notCountedYet, faulty }: UrgentFare, say: Say): string[] {
  const { lateBecauseOfSync, dueSoonNotSynchronized } = counts;
  const more =
    notCountedYet >= COUNTED ? say('từ 100.000 trở lên', '100,000 or more') : String(notCountedYet);
  return [
    `${say('Trễ chỉ vì đồng bộ', 'Late only because of synchronization')}: ${lateBecauseOfSync}`,
    `${say('Xong đúng hạn, sắp đến hẹn mà Cổng chưa biết', 'Finished in time, due soon, and the portal does not know')}: ${dueSoonNotSynchronized}`,
    ...standings.flatMap((one) => standingLines(one, say)),
    ...(standings.length > 0
      ? [say('  điểm bị ảnh hưởng: dongbo score', '  what it costs: dongbo score')]
      : []),
    ...(notCountedYet > 0
      ? [
          say(
            `  chưa tính hồ sơ vừa đổi: ${more} (việc score của dongbo run sẽ tính tiếp)`,
            `  dossiers that changed and are not counted yet: ${more} (the job score of dongbo run goes on)`,
          ),
        ]
      : []),
    ...faulty.map(({ fault, count, examples }) =>
      say(
        `  không tính được, thử lại mỗi giờ: ${count} (${fault}; dongbo explain: ${examples.join(', ')})`,
        `  cannot be counted, tried again each hour: ${count} (${fault}; dongbo explain: ${examples.join(', ')})`,
      ),
    ),
  ];
}
