/**
 * What `source check` says to people and to programs.
 * Guarantees: says no more than {@link CheckedSource} holds; faults first, then samples.
 */
import { keyOfField } from '../codebook/source-map/read-view.ts';
import type { CheckedSource, CheckedView } from '../compose/source-checking.ts';
import { explainError, type Language } from '../domain/errors.ts';
import type { Say } from './command-context.ts';
import { table } from './table.ts';

/** The document of `--json`. */
export function sourceCheckDocument(checked: CheckedSource, language: Language): unknown {
  const { fault } = checked;
  if (fault === null) return checked;
  return {
    ...checked,
    fault: {
      code: fault.code,
      ...explainError(fault.code, language, fault.params),
      details: fault.details,
    },
  };
}

function fieldTable({ fields, rows }: CheckedView, say: Say): string {
  const shown = fields.filter(({ from, need }) => from !== '' || need === 'needed');
  return table(
    [
      say('Trường', 'Field'),
      say('Lấy từ', 'Filled by'),
      say('Kiểu', 'Type'),
      say('Có giá trị', 'Filled'),
      say('Mẫu (đã che)', 'Samples (masked)'),
      say('Thành', 'Becomes'),
    ],
    shown.map(({ field, need, from, type, filled, values, becomes }) => [
      need === 'needed' ? `${keyOfField(field)} *` : keyOfField(field),
      from,
      type,
      rows === 0 ? '' : `${filled}/${rows}`,
      values.join('\n'),
      becomes,
    ]),
  );
}

function viewText(view: CheckedView, samples: number, say: Say): string {
  const empty = view.fields
    .filter(({ from, filled }) => from !== '' && filled === 0)
    .map(({ field }) => keyOfField(field));
  return [
    `${view.name} ← ${view.from}`,
    ...view.faults.map((line) => say(`  LỖI: ${line}`, `  FAULT: ${line}`)),
    ...view.doubts.map((line) => say(`  Lưu ý: ${line}`, `  Note: ${line}`)),
    ...(view.faults.length > 0 ? [] : [fieldTable(view, say)]),
    ...(view.rows > 0 && empty.length > 0
      ? [say(`  Trống ở mọi mẫu: ${empty.join(', ')}`, `  Empty in all samples: ${empty.join(', ')}`)]
      : []),
    ...(samples > 0 && view.rows === 0
      ? [say('  Không có dòng nào trong các hồ sơ mẫu.', '  No row among the samples.')]
      : []),
  ].join('\n');
}

/** The text for people. */
export function sourceCheckText(checked: CheckedSource, language: Language, say: Say): string {
  const { name, kind, where, server, samples, doubts, views, held, fault } = checked;
  const title = say(`Nguồn ${name} (${kind})`, `Source ${name} (${kind})`);
  if (fault !== null) {
    const { message, remedy } = explainError(fault.code, language, fault.params);
    return [`${title}: ${fault.code} ${message}`, ...fault.details.map((line) => `  ${line}`), remedy].join(
      '\n',
    );
  }
  const faults = views.reduce((sum, view) => sum + view.faults.length, 0);
  const heldLines = held.map(({ code, field, count }) => `  ${count}× ${code} ${field}`);
  const known =
    kind === 'sql' || kind === 'rest'
      ? say(`${samples} hồ sơ mẫu.`, `${samples} dossiers looked at.`)
      : say('Chưa xem được mẫu của loại nguồn này.', 'Samples of this kind of source cannot be shown.');
  return [
    [title, where, server].filter((word) => word !== '').join(', '),
    ...doubts.map((line) => say(`Lưu ý: ${line}`, `Note: ${line}`)),
    ...views.map((view) => viewText(view, samples, say)),
    ...(held.length > 0
      ? [
          say(
            'Với các bảng mã hiện nay, trong số mẫu sẽ bị giữ lại:',
            'With the present tables, of the samples these would be held:',
          ),
          ...heldLines,
        ]
      : []),
    faults === 0
      ? say(`Không có lỗi. ${known}`, `No fault. ${known}`)
      : say(`${faults} lỗi.`, `${faults} faults.`),
  ].join('\n');
}
