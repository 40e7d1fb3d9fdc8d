/** Sheets of what costs points: reasons, dossiers, and what it would bring to mend what is held. */
import { blameWords } from '../words/blame-words.ts';
import { tellReason } from '../words/reason-words.ts';
import { CODE, type Look, NAME, type SheetPen } from './sheet-pen.ts';

const REASON: readonly Look[] = [
  [{ vi: 'Do đâu', en: 'Whose' }, 20, 'text'],
  [{ vi: 'Lý do', en: 'Reason' }, 50, 'wrapped'],
];

/** As people write it. */
const timeOf = (time: string): string => time.replace('T', ' ');

/** Reasons, the dearest first, and the dossiers that are listed. */
export function addCosts(pen: SheetPen): void {
  const { costs } = pen.report;
  const { language } = pen.telling;
  const told = costs.map((cost) => {
    const { message, remedy } = tellReason(cost.reason, language);
    return { ...cost, blameName: pen.say(blameWords[cost.blame]), message, remedy };
  });
  pen.add(
    { vi: 'Mất điểm', en: 'Costs' },
    [
      NAME,
      CODE,
      ...REASON,
      [{ vi: 'Hồ sơ', en: 'Dossiers' }, 10, 'count'],
      [{ vi: 'Điểm', en: 'Points' }, 10, 'points'],
      [{ vi: 'Cách xử lý', en: 'Remedy' }, 60, 'wrapped'],
    ],
    told.map(({ indicator, blameName, message, count, points, remedy }) => [
      pen.nameOf(indicator),
      indicator,
      blameName,
      message,
      count,
      points,
      remedy,
    ]),
  );
  pen.add(
    { vi: 'Hồ sơ', en: 'Dossiers' },
    [
      [{ vi: 'Hồ sơ', en: 'Dossier' }, 28, 'text'],
      NAME,
      ...REASON,
      [{ vi: 'Cơ quan', en: 'Agency' }, 36, 'wrapped'],
      [{ vi: 'Thủ tục', en: 'Procedure' }, 36, 'wrapped'],
      [{ vi: 'Tiếp nhận', en: 'Received' }, 20, 'text'],
      [{ vi: 'Hẹn trả', en: 'Due' }, 20, 'text'],
      [{ vi: 'Kết thúc', en: 'Ended' }, 20, 'text'],
    ],
    told.flatMap(({ indicator, blameName, message, dossiers }) =>
      dossiers.map(({ dossier, agency, procedure, received, due, ended }) => [
        dossier,
        pen.nameOf(indicator),
        blameName,
        message,
        agency,
        procedure,
        timeOf(received),
        timeOf(due),
        timeOf(ended),
      ]),
    ),
  );
}

/** What is held, by its fault. */
export function addWhatIf(pen: SheetPen): void {
  const looks: readonly Look[] = [
    [{ vi: 'Mã lỗi', en: 'Code' }, 14, 'text'],
    [{ vi: 'Nếu sửa', en: 'If this were mended' }, 60, 'wrapped'],
    [{ vi: 'Hồ sơ chỉ vướng lỗi này', en: 'Dossiers of it alone' }, 14, 'count'],
    [{ vi: 'Hồ sơ vướng cả lỗi khác', en: 'Dossiers of others too' }, 14, 'count'],
    [{ vi: 'Thêm điểm', en: 'More points' }, 12, 'points'],
  ];
  const all = pen.say({ vi: 'mọi thứ đang bị giữ', en: 'everything that is held' });
  const rows = pen.report.whatIf.map(({ reason, dossiers, withOthers, points }) => [
    reason === 'all' ? '' : reason,
    reason === 'all' ? all : tellReason(reason, pen.language).message,
    dossiers,
    withOthers,
    points,
  ]);
  pen.add({ vi: 'Nếu sửa', en: 'What if' }, looks, rows);
}
