/** Of `dongbo explain`: whether the dossier is in time, at the province and at the portal. */
import type { OnTime, SideOnTime } from '../pipeline/told-on-time.ts';
import type { Say } from './command-context.ts';

const spaced = (local: string): string => local.replace('T', ' ');

function sideWords({ ended, onTime, why }: SideOnTime, say: Say): string {
  const when =
    ended === null
      ? say('chưa kết thúc', 'not ended')
      : say(`xong ${spaced(ended)}`, `ended ${spaced(ended)}`);
  if (why === 'asked-again')
    return `${when}, ${say('trễ vì yêu cầu bổ sung quá một lần', 'late: more papers were asked for more than once')}`;
  if (onTime === null) return when;
  return `${when}, ${onTime ? say('đúng hạn', 'in time') : say('trễ hạn', 'late')}`;
}

/** Nothing where no record has been made of it yet. */
export function onTimeLines(onTime: OnTime | null, say: Say): string[] {
  if (onTime === null || onTime.province === null) return [];
  const { appointment, recorded, province, portal, lateBecauseOfSync, dueAndNotSynchronized, upToDate } =
    onTime;
  const due =
    appointment === null
      ? say('không có hẹn trả', 'no appointment')
      : `${say('hẹn trả', 'appointment')} ${spaced(appointment)}${recorded ? '' : say(' (theo thời hạn của thủ tục)', " (by the procedure's term)")}`;
  const there = portal === null ? say('chưa có gì', 'nothing of it') : sideWords(portal, say);
  return [
    `${say('Thời hạn', 'Term')}: ${due}; ${say('tỉnh', 'province')}: ${sideWords(province, say)}; ${say('Cổng', 'portal')}: ${there}`,
    ...(lateBecauseOfSync
      ? [
          say(
            '  ! Cổng tính là trễ hạn chỉ vì đồng bộ',
            '  ! the portal counts it as late because of synchronization alone',
          ),
        ]
      : []),
    ...(dueAndNotSynchronized
      ? [
          say(
            '  ! tỉnh đã xong đúng hạn mà Cổng chưa biết',
            '  ! finished in time, and the portal does not know yet',
          ),
        ]
      : []),
    ...(upToDate
      ? []
      : [
          say(
            '  (hồ sơ đã đổi hoặc chưa tính, việc score của dongbo run sẽ tính lại)',
            '  (it has changed or was not judged yet; the job score of dongbo run does so)',
          ),
        ]),
  ];
}
