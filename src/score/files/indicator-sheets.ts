/** Sheets of indicators: of the province, and of agencies, communes or procedures with their ranks. */
import type { GroupedBy } from '../../domain/score/score-report.ts';
import { groupNames } from '../words/group-names.ts';
import { unknownUnit } from '../words/unit-words.ts';
import type { Wording } from '../words/wording.ts';
import { CODE, FIGURES, figuresOf, type Look, NAME, type SheetPen, WHY, whyNone } from './sheet-pen.ts';

const UNIT: Readonly<Record<GroupedBy, Wording>> = {
  agency: { vi: 'Cơ quan', en: 'Agency' },
  procedure: { vi: 'Thủ tục', en: 'Procedure' },
  commune: { vi: 'Xã, phường', en: 'Commune' },
};

/** Indicator by indicator, and their sum. */
export function addSummary(pen: SheetPen): void {
  const { indicators, province, sum } = pen.report;
  const ifAll = new Map(province.map((one) => [one.code, one.score]));
  const rows = indicators.map((one) => [
    pen.say(groupNames[one.group]),
    pen.nameOf(one.code),
    one.code,
    ...figuresOf(one),
    ifAll.get(one.code) ?? null,
    one.atMost,
    whyNone(pen, one),
  ]);
  const total = pen.say({ vi: 'Tổng các chỉ số có điểm', en: 'Sum of what has a score' });
  rows.push(['', total, '', null, null, null, sum.score, sum.max, null, null, '']);
  const looks: readonly Look[] = [
    [{ vi: 'Nhóm', en: 'Group' }, 24, 'text'],
    NAME,
    CODE,
    ...FIGURES,
    [{ vi: 'Điểm nếu Cổng có đủ', en: 'Score if all were there' }, 14, 'points'],
    [{ vi: 'Nhiều nhất', en: 'At most' }, 10, 'points'],
    WHY,
  ];
  pen.add({ vi: 'Tổng hợp', en: 'Summary' }, looks, rows, rows.length - 1);
}

/** Ranks, then the indicators of each; nothing where they were not asked for. */
export function addUnits(pen: SheetPen): void {
  const { groupedBy } = pen.report;
  if (groupedBy === null) return;
  const groups = pen.report.groups.map((group) => ({
    ...group,
    name: group.name === '' && group.code === '' ? pen.say(unknownUnit) : group.name,
  }));
  const unit: readonly Look[] = [
    [UNIT[groupedBy], 46, 'wrapped'],
    [{ vi: 'Mã đơn vị', en: 'Its code' }, 18, 'text'],
  ];
  const ranked = groups.map(({ name, code, sum, dossiers, lateBecauseOfSync }, place) => [
    place + 1,
    name,
    code,
    sum.score,
    sum.max,
    dossiers,
    lateBecauseOfSync,
  ]);
  const ranks: readonly Look[] = [
    [{ vi: 'Hạng', en: 'Rank' }, 8, 'count'],
    ...unit,
    [{ vi: 'Điểm', en: 'Score' }, 10, 'points'],
    [{ vi: 'Tối đa', en: 'Max' }, 10, 'points'],
    [{ vi: 'Hồ sơ', en: 'Dossiers' }, 10, 'count'],
    [{ vi: 'Trễ vì đồng bộ', en: 'Late because of synchronization' }, 12, 'count'],
  ];
  pen.add({ vi: 'Xếp hạng', en: 'Ranking' }, ranks, ranked);
  const rows = groups.flatMap(({ name, code, indicators }) =>
    indicators.map((one) => [
      name,
      code,
      pen.nameOf(one.code),
      one.code,
      ...figuresOf(one),
      whyNone(pen, one),
    ]),
  );
  pen.add({ vi: 'Theo đơn vị', en: 'By unit' }, [...unit, NAME, CODE, ...FIGURES, WHY], rows);
}
