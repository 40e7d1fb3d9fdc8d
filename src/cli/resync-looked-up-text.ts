/** What looking up before a resync has come to, for people. Guarantees: says what could not be verified, and what becomes of it. */
import type { LookUpCount } from '../pipeline/look-up-count.ts';
import type { LookUpStop } from '../pipeline/look-up-limits.ts';
import type { Say } from './command-context.ts';

/** A line a count that is not 0, after how many were read. */
export function lookedUpLines(count: LookUpCount, say: Say): string[] {
  const lines: [number, string][] = [
    [
      count.already,
      say('hồ sơ ở Cổng đã đúng như sẽ gửi: không gửi', 'are there already as we would send them: do not go'),
    ],
    [
      count.stepsThere,
      say(
        'bước tiến độ Cổng đã có mà sổ chưa biết: không gửi',
        'steps that the portal has though the ledger did not know: do not go',
      ),
    ],
    [count.absent, say('hồ sơ Cổng không có: gửi, Cổng tự trả lời', 'are not there: they go')],
    [
      count.stepsNotShown,
      say(
        'hồ sơ Cổng không cho xem (đủ) các bước: bước không hiện ra thì không đối chiếu được, chỉ theo sổ',
        'are shown without (all of) their steps: what is not shown cannot be verified, the ledger alone decides',
      ),
    ],
    [
      count.untold,
      say(
        'hồ sơ tra cứu không thấy nhưng trước đây đã tra sai: không đối chiếu được, chỉ theo sổ',
        'are not found, but look-ups have been wrong about them: not verified, the ledger alone decides',
      ),
    ],
    [count.unread, unreadText(count, say)],
    [
      count.inMotion,
      say(
        'hồ sơ đang được gửi: để nguyên, không đối chiếu',
        'are being sent just now: left alone, not verified',
      ),
    ],
  ];
  return [
    say(`Đã tra cứu ${count.read} hồ sơ ở Cổng:`, `${count.read} dossiers were looked up at the portal:`),
    ...lines.filter(([count]) => count > 0).map(([count, words]) => `  ${count} ${words}`),
  ];
}

function unreadText({ unread, unreadExamples }: LookUpCount, say: Say): string {
  const which = unreadExamples.join(', ') + (unread > unreadExamples.length ? ' …' : '');
  return say(
    `hồ sơ KHÔNG gửi: tra cứu riêng hồ sơ đó không thành; gửi riêng sau (--dossier): ${which}`,
    `do NOT go: their own look-up failed; send them by themselves later (--dossier): ${which}`,
  );
}

const WHY: Readonly<Record<LookUpStop, readonly [vi: string, en: string]>> = {
  away: ['Cổng không trả lời', 'the portal does not answer'],
  breaker: ['làn đang tạm dừng vì Cổng không trả lời', 'the lane is paused, the portal does not answer'],
  paused: ['có người đã cho tạm dừng làn (dongbo resume)', 'a person has paused the lane (dongbo resume)'],
  refused: ['Cổng không hiểu hoặc không cho tra cứu', 'the portal does not offer look-ups'],
  interrupted: ['bị ngắt', 'interrupted'],
};

/** Why no more were looked up; empty where all were. */
export function stoppedLine({ read, stopped, reason }: LookUpCount, say: Say): string[] {
  if (stopped === null) return [];
  const why = [say(...WHY[stopped]), reason].filter((text) => text !== '').join(': ');
  return [
    say(
      `DỪNG sau khi tra cứu ${read} hồ sơ: ${why}`,
      `STOPPED after ${read} dossiers were looked up: ${why}`,
    ),
  ];
}

/** What goes may be older than what is there: a warning before anything is asked. */
export function sourceUnreadText(say: Say): string {
  return say(
    'Sổ được khôi phục và từ đó chưa đọc lại nguồn: nội dung gửi lại có thể cũ hơn Cổng đang có. Nên chạy dongbo sync --once trước.',
    'The ledger was restored and the source not read since: what goes again may be older than what the portal has. Better first run dongbo sync --once.',
  );
}
