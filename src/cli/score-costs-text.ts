/**
 * What costs points, who is ahead and what it would pay to mend, for people.
 * Guarantees: the dearest first; what is left out is said, with the option that shows it; dossiers by their codes alone.
 */
import type { Cost, GroupedBy, ScoredGroup, ScoreReport, WhatIf } from '../domain/score/score-report.ts';
import { blameWords } from '../score/words/blame-words.ts';
import { tellReason } from '../score/words/reason-words.ts';
import { unknownUnit } from '../score/words/unit-words.ts';
import { countText, gainText, pointsText } from './score-numbers.ts';
import type { ScoreTelling } from './score-text.ts';
import { table } from './table.ts';

/** Rows that fit on a screen or two. */
const SHOWN = { costs: 12, units: 50, whatIf: 15 } as const;

/** `DB-CMP-005: …`, or a phrase. */
function reasonText(reason: Cost['reason'], { language }: ScoreTelling): string {
  const { message } = tellReason(reason, language);
  return reason.startsWith('DB-') && reason !== message ? `${reason}: ${message}` : message;
}

function costTable(costs: readonly Cost[], telling: ScoreTelling): string {
  const { say, language, names } = telling;
  const rows = costs.map((cost) => [
    cost.points === null ? '–' : pointsText(cost.points, language),
    countText(cost.count, language),
    names.get(cost.indicator)?.[language] ?? cost.indicator,
    blameWords[cost.blame][language],
    reasonText(cost.reason, telling),
    cost.dossiers.map(({ dossier }) => dossier).join('\n'),
  ]);
  const head = [
    say('Điểm', 'Points'),
    say('Hồ sơ', 'Dossiers'),
    say('Chỉ số', 'Indicator'),
    say('Do đâu', 'Whose'),
    say('Lý do', 'Reason'),
    say('Ví dụ', 'Examples'),
  ];
  return table(head, rows, [9, 10, 34, 16, 36, 28]);
}

/** The dearest reasons. */
export function costLines({ costs }: ScoreReport, telling: ScoreTelling): string[] {
  const { say } = telling;
  if (costs.length === 0) return [say('Không hồ sơ nào làm mất điểm.', 'No dossier costs a point.')];
  const rest = costs.length - SHOWN.costs;
  return [
    say('Mất điểm nhiều nhất:', 'What costs most:'),
    costTable(costs.slice(0, SHOWN.costs), telling),
    ...(rest > 0
      ? [
          say(
            `… còn ${rest} lý do; danh sách hồ sơ: dongbo score --csv --costs, hoặc --html.`,
            `… and ${rest} more reasons; the dossiers: dongbo score --csv --costs, or --html.`,
          ),
        ]
      : []),
  ];
}

const UNITS: Readonly<Record<GroupedBy, readonly [vi: string, en: string]>> = {
  agency: ['Cơ quan', 'Agency'],
  procedure: ['Thủ tục', 'Procedure'],
  commune: ['Xã, phường', 'Commune'],
};

function unitTable(by: GroupedBy, groups: readonly ScoredGroup[], { say, language }: ScoreTelling): string {
  const [vi, en] = UNITS[by];
  const head = [
    say('Hạng', 'Rank'),
    say(vi, en),
    say('Hồ sơ', 'Dossiers'),
    say('Điểm', 'Score'),
    say('Trễ vì đồng bộ', 'Late by sync'),
  ];
  const rows = groups.map(({ name, code, dossiers, sum, lateBecauseOfSync }, place) => [
    place + 1,
    [name, code === '' ? '' : `(${code})`].filter((part) => part !== '').join(' ') || unknownUnit[language],
    countText(dossiers, language),
    `${pointsText(sum.score, language)} / ${pointsText(sum.max, language)}`,
    countText(lateBecauseOfSync, language),
  ]);
  return table(head, rows, [7, 60, 11, 18, 16]);
}

/** Agencies, communes or procedures in their order; none where they were not asked for. */
export function unitLines({ groupedBy, groups }: ScoreReport, telling: ScoreTelling): string[] {
  if (groupedBy === null) return [];
  const rest = groups.length - SHOWN.units;
  return [
    unitTable(groupedBy, groups.slice(0, SHOWN.units), telling),
    ...(rest > 0
      ? [telling.say(`… còn ${rest} (--csv, --xlsx).`, `… and ${rest} more (--csv, --xlsx).`)]
      : []),
  ];
}

function whatIfRow({ reason, dossiers, withOthers, points, indicators }: WhatIf, telling: ScoreTelling) {
  const { say, language, names } = telling;
  return [
    reason === 'all' ? say('mọi thứ đang bị giữ', 'all that is held') : reasonText(reason, telling),
    countText(dossiers, language),
    countText(withOthers, language),
    gainText(points, language),
    indicators
      .flatMap(({ code, before, after }) => {
        const [was, is] = [pointsText(before.score, language), pointsText(after.score, language)];
        // Numbers that are written alike are no change to whoever reads them.
        return was === is ? [] : [`${names.get(code)?.[language] ?? code}: ${was} → ${is}`];
      })
      .join('\n'),
  ];
}

/** What it would bring to mend what is held, by reason. */
export function whatIfLines({ whatIf }: ScoreReport, telling: ScoreTelling): string[] {
  const { say } = telling;
  if (whatIf.length === 0) return [say('Không có gì đang bị giữ.', 'Nothing is held.')];
  const head = [
    say('Nếu sửa', 'If this were mended'),
    say('Chỉ vướng lỗi này', 'This alone'),
    say('Vướng cả lỗi khác', 'Others too'),
    say('Thêm điểm', 'Points'),
    say('Chỉ số đổi', 'Indicators that change'),
  ];
  const rest = whatIf.length - SHOWN.whatIf;
  return [
    say(
      'Nếu sửa những gì đang bị giữ (dongbo held list nêu cách sửa):',
      'If what is held were mended (dongbo held list tells how):',
    ),
    table(
      head,
      whatIf.slice(0, SHOWN.whatIf).map((one) => whatIfRow(one, telling)),
      [44, 12, 12, 10, 56],
    ),
    ...(rest > 0
      ? [say(`… còn ${rest} lý do (--json, --xlsx).`, `… and ${rest} more (--json, --xlsx).`)]
      : []),
  ];
}
