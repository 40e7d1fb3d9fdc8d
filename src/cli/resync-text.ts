/** What `resync` says to people: what would change field by field, what was queued, how long it takes. */
import type { TimedPlan } from '../compose/resyncing.ts';
import type { Language } from '../domain/errors.ts';
import type { ResyncRecord } from '../ledger/resync-list.ts';
import type { ResyncReport } from '../pipeline/resync.ts';
import type { Say } from './command-context.ts';
import { shownValue } from './explain-held.ts';
import { fieldName, partName } from './field-names.ts';
import { lookedUpLines, stoppedLine } from './resync-looked-up-text.ts';
import { duration, table, vietnamTime } from './table.ts';

/** Characters of a value that are shown. */
const SHOWN = 120;

/** `components[7].code` → `thành phần hồ sơ 7: mã`. */
function fieldWords(field: string, language: Language): string {
  const [, list = '', id, below] = /^(\w+)(?:\[(.*)\])?(?:\.(\w+))?$/s.exec(field) ?? [];
  if (below === undefined && id === undefined)
    return partName(list, language) === list ? fieldName(list, language) : partName(list, language);
  const part = [partName(list, language), id === undefined ? '' : shownValue(id)].join(' ').trim();
  return below === undefined ? part : `${part}: ${fieldName(`${list}.${below}`, language)}`;
}

function valueText(value: unknown, say: Say): string {
  if (value === null) return say('(không có)', '(none)');
  if (value === '') return say('(trống)', '(empty)');
  const text = shownValue(typeof value === 'string' ? value : JSON.stringify(value));
  const characters = [...text];
  return characters.length > SHOWN ? `${characters.slice(0, SHOWN - 1).join('')}…` : text;
}

function counts(plan: TimedPlan, say: Say): string[] {
  const { changed, unchanged, neverTold, toldUnknown, held, pruned, pending, kept, steps, lookedUp } = plan;
  const lines: [number, string][] = [
    [
      changed,
      lookedUp === null
        ? say(
            'hồ sơ có nội dung khác với lần Cổng nhận gần nhất',
            'say something else than the portal was last told',
          )
        : say('hồ sơ có nội dung khác với Cổng', 'say something else than the portal has'),
    ],
    [
      unchanged,
      lookedUp === null
        ? say('hồ sơ gửi lại đúng nội dung Cổng đã nhận', 'say again just what it was told')
        : say(
            'hồ sơ ở Cổng đã đúng như sẽ gửi: không gửi',
            'are there already as we would send them: do NOT go',
          ),
    ],
    [neverTold, say('hồ sơ chưa từng được Cổng nhận', 'were never accepted by the portal')],
    [
      toldUnknown,
      say(
        'hồ sơ không so được: nội dung Cổng đã nhận không còn lưu',
        'cannot be compared: what the portal was told was not kept',
      ),
    ],
    [
      held,
      say(
        'hồ sơ KHÔNG được gửi: bị giữ cả hồ sơ (dongbo held list)',
        'do NOT go: held as a whole (dongbo held list)',
      ),
    ],
    [
      pruned,
      say(
        'hồ sơ KHÔNG được gửi: dữ liệu cá nhân đã được xóa theo RETAIN_DAYS',
        'do NOT go: their personal data were taken out by RETAIN_DAYS',
      ),
    ],
    [
      kept,
      say(
        'hồ sơ giữ nguyên nội dung Cổng đã nhận, vì bảng mã hiện tại sẽ làm mất bớt',
        'go as the portal has them, for the present tables would say less',
      ),
    ],
    [pending, say('hồ sơ vốn đang chờ gửi', 'are on their way anyway')],
    [
      steps,
      say('bước tiến độ Cổng chưa nhận, được gửi theo', 'steps that the portal has not accepted go along'),
    ],
  ];
  return lines.filter(([count]) => count > 0).map(([count, words]) => `  ${count} ${words}`);
}

/** The dry run for people. */
export function planText(plan: TimedPlan, say: Say): string {
  const language = say('vi', 'en') === 'vi' ? 'vi' : 'en';
  const fields = table(
    [say('Trường', 'Field'), say('Số hồ sơ', 'Dossiers')],
    plan.fields.map(({ field, dossiers }) => [`${fieldWords(field, language)} (${field})`, dossiers]),
  );
  const examples = plan.examples.map(({ dossier, changes }) => {
    const rows = changes.map(({ field, from, to }) => [
      fieldWords(field, language),
      valueText(from, say),
      valueText(to, say),
    ]);
    return `${say('Hồ sơ', 'Dossier')} ${dossier}\n${table(
      [
        say('Trường', 'Field'),
        plan.lookedUp === null ? say('Cổng đã nhận', 'Last told') : say('Cổng đang có', 'The portal has'),
        say('Sẽ gửi', 'Would go'),
      ],
      rows,
      [34, 44, 44],
    )}`;
  });
  const time =
    plan.seconds === null
      ? say('chưa đủ số liệu', 'not enough figures yet')
      : `≈ ${duration(plan.seconds, say)}`;
  const partly = plan.dossiers < plan.selected;
  return [
    say(
      `Sẽ gửi lại, trong ${plan.selected} hồ sơ được chọn; chưa thay đổi gì:`,
      `Would go again, of ${plan.selected} selected dossiers; nothing has been changed:`,
    ),
    ...(partly
      ? [
          say(
            `  CHƯA XEM HẾT: mới xem ${plan.dossiers} hồ sơ, các số dưới đây chỉ tính chừng đó.`,
            `  NOT ALL OF THEM: ${plan.dossiers} were looked at, and the figures below are of these alone.`,
          ),
        ]
      : []),
    ...counts(plan, say),
    ...(plan.lookedUp === null ? [] : lookedUpLines(plan.lookedUp, say)),
    ...(plan.fields.length > 0 ? [fields] : []),
    ...examples,
    `${say('Thời gian gửi ước tính', 'Estimated time')}: ${time}`,
    ...(plan.lookedUp === null ? [] : stoppedLine(plan.lookedUp, say)),
  ].join('\n');
}

/** What was queued, for people. */
export function reportText(report: ResyncReport, say: Say): string {
  const { id, queued, pending, held, pruned, lookedUp, complete } = report;
  const lines = [
    say(
      `Lần gửi lại số ${id}: đã xếp ${queued} hồ sơ vào hàng chờ; lượt sync kế tiếp sẽ gửi.`,
      `Resync ${id}: queued ${queued} dossiers; the next pass sends them.`,
    ),
    pending > 0 &&
      say(
        `  ${pending} hồ sơ vốn đang chờ gửi, sẽ đi với nội dung mới nhất`,
        `  ${pending} were on their way anyway, and go with what is true now`,
      ),
    held > 0 &&
      say(
        `  ${held} hồ sơ không gửi được: bị giữ cả hồ sơ (dongbo held list)`,
        `  ${held} do not go: held as a whole (dongbo held list)`,
      ),
    pruned > 0 &&
      say(
        `  ${pruned} hồ sơ không gửi được: dữ liệu cá nhân đã được xóa`,
        `  ${pruned} do not go: their personal data were taken out`,
      ),
    ...(lookedUp === null ? [] : [...lookedUpLines(lookedUp, say), ...stoppedLine(lookedUp, say)]),
    !complete &&
      say(
        `Chưa hết: mới xem ${report.dossiers} hồ sơ. Chạy tiếp: dongbo resync continue ${id}`,
        `Not through: ${report.dossiers} dossiers were looked at. To go on: dongbo resync continue ${id}`,
      ),
    queued > 0 &&
      say(
        `Gọi lại phần chưa gửi: dongbo resync cancel ${id}`,
        `To call back what has not gone: dongbo resync cancel ${id}`,
      ),
  ];
  return lines.filter((line) => line !== false).join('\n');
}

/** What was typed, a line a condition; of a list its beginning. */
export function selectionText(selection: ResyncRecord['selection']): string {
  return Object.entries(selection)
    .map(([name, value]) => {
      const text = Array.isArray(value)
        ? value.slice(0, 3).join(', ') + (value.length > 3 ? ' …' : '')
        : String(value);
      return `${name}: ${text}`;
    })
    .join('\n');
}

/** The resyncs for people. */
export function listText(all: readonly ResyncRecord[], say: Say): string {
  if (all.length === 0) return say('Chưa có lần gửi lại nào.', 'There was no resync yet.');
  return table(
    [
      say('Số', 'No.'),
      say('Lúc', 'When'),
      say('Người chạy', 'Who'),
      say('Chọn', 'Selection'),
      say('Đã xếp', 'Queued'),
      say('Đã gửi', 'Sent'),
      say('Đang chờ', 'Waiting'),
      say('Bị giữ', 'Held'),
      say('Đã gọi lại', 'Cancelled'),
    ],
    all.map((one) => [
      one.id,
      `${vietnamTime(one.at)}${one.complete || one.cancelledAt !== null ? '' : `\n${say(`mới xem ${one.lookedAt}/${one.selected}`, `${one.lookedAt} of ${one.selected} looked at`)}`}`,
      one.who,
      selectionText(one.selection) + (one.verify ? '\n--verify' : ''),
      one.queued,
      one.sent,
      one.waiting,
      one.held,
      one.cancelled,
    ]),
  );
}
