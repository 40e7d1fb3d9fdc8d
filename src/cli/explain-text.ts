/**
 * What `explain` says to people.
 * Guarantees: plain words for where the dossier stands at the portal, values by part with the rule
 * behind each, warnings marked; long values are cut here, the JSON document has them whole.
 */
import { explainError, isErrorCode, type Language } from '../domain/errors.ts';
import type { Trace } from '../domain/normalized.ts';
import { heldPartLabel } from '../pipeline/explain.ts';
import type { CommandContext } from './command-context.ts';
import type { ExplainDocument } from './explain-document.ts';
import { shownValue, whoActs } from './explain-held.ts';
import { onTimeLines } from './explain-on-time.ts';
import { ownersLine } from './explain-owners.ts';
import { doubt, stepLines } from './explain-steps.ts';
import { fieldName, partName } from './field-names.ts';
import { selectionText } from './resync-text.ts';
import { ruleName } from './rule-names.ts';
import { stateName } from './status.ts';
import { table, vietnamTime } from './table.ts';
import { vanishedRemedy } from './vanished.ts';

type Say = CommandContext['say'];

/** Characters of a value that the table shows. */
const SHOWN = 90;
/** Characters of a codebook's version that tell it from others. */
const VERSION = 10;

/** How it stands at the portal where its state alone would mislead; '' where it does not. */
export function standing(
  document: Pick<ExplainDocument, 'state' | 'incomplete' | 'held' | 'acceptedVersion' | 'acceptedAt'>,
  say: Say,
): string {
  const parts = document.held.length;
  if (parts === 0) return '';
  if (document.state === 'accepted' && document.incomplete) {
    return say(
      `Cổng đã nhận hồ sơ, nhưng thiếu ${parts} phần nêu dưới đây; sửa xong thì hồ sơ tự động được gửi lại đầy đủ.`,
      `The portal has the dossier without the ${parts} parts below; once mended it goes again, whole.`,
    );
  }
  if (document.state === 'accepted') {
    return say(
      'Cổng đã nhận và vẫn giữ nội dung đúng trước đây. Từ khi bảng mã hoặc nguồn thay đổi, các phần dưới đây chưa xác định được nên không gửi gì thêm cho đến khi sửa.',
      'The portal has it and keeps what was right. Since tables or source changed, the parts below cannot be told, so nothing more is sent until they are mended.',
    );
  }
  if (document.acceptedVersion !== null && document.state === 'held') {
    return say(
      `Cổng đang giữ bản đã nhận lúc ${vietnamTime(document.acceptedAt)}; thay đổi sau đó bị giữ lại, chưa gửi.`,
      `The portal has the version accepted at ${vietnamTime(document.acceptedAt)}; what changed since is held, not sent.`,
    );
  }
  return '';
}

/** `components[7].code` is of the part `components[7]`, `ownerIds.type` of `ownerIds`, `subject` of ''. */
function partOf(field: string): string {
  const dot = field.lastIndexOf('.');
  return dot < 0 ? '' : field.slice(0, dot);
}

function titleOf(part: string, language: Language): string {
  if (part === '') return language === 'vi' ? 'hồ sơ' : 'dossier';
  const [, kind = part, id = ''] = /^(\w+)(?:\[(.*)\])?$/s.exec(part) ?? [];
  return `${partName(kind, language)} ${shownValue(id)}`.trim();
}

const cut = (value: string): string => {
  const characters = [...shownValue(value)];
  return characters.length > SHOWN ? `${characters.slice(0, SHOWN - 1).join('')}…` : characters.join('');
};

function ruleCell({ rule, warning }: Trace, language: Language): string {
  return warning === undefined ? ruleName(rule, language) : `${ruleName(rule, language)}\n⚠ ${warning}`;
}

/** The order in which parts are shown; those of another kind come last. */
const KINDS = ['', 'ownerIds', 'components', 'results', 'fees', 'supplements', 'steps'];
const rankOf = (part: string): number =>
  (KINDS.indexOf(part.replace(/\[.*$/s, '')) + KINDS.length) % KINDS.length;

/** What the heading says of a part with a fault: whether it goes or not; by label of the part. */
function standingOfParts({ held }: ExplainDocument, say: Say): ReadonlyMap<string, string> {
  const parts = held.filter(({ part }) => part !== '');
  return new Map(
    parts.map((fault) => [
      heldPartLabel(fault),
      fault.inPayload
        ? say(' (có lỗi chờ sửa; nội dung gửi Cổng vẫn có phần này)', ' (at fault; the payload still has it)')
        : say(' (giữ lại, không gửi)', ' (held, not sent)'),
    ]),
  );
}

/** Values by part: a heading and a table each; what is absent on both sides is left out. */
function valueTables(document: ExplainDocument, language: Language, say: Say): string[] {
  const { codes } = document;
  const standings = standingOfParts(document, say);
  const groups = new Map<string, Trace[]>([['', []]]);
  for (const code of codes) {
    const part = partOf(code.field);
    const group = groups.get(part) ?? [];
    groups.set(part, group);
    if (code.from !== '' || code.to !== '') group.push(code);
  }
  const head = [say('Trường', 'Field'), say('Nguồn', 'From'), say('Gửi đi', 'To'), say('Quy tắc', 'Rule')];
  return [...groups]
    .filter(([, group]) => group.length > 0)
    .sort(([one], [other]) => rankOf(one) - rankOf(other))
    .map(([part, group]) => {
      const rows = group.map((code) => [
        fieldName(code.field, language),
        cut(code.from),
        cut(code.to),
        ruleCell(code, language),
      ]);
      const unique = [...new Map(rows.map((row) => [row.join('\n'), row])).values()];
      return `${titleOf(part, language)}${standings.get(part) ?? ''}\n${table(head, unique, [24, 34, 34, 30])}`;
    });
}

const toOf = (codes: readonly Trace[], field: string): string =>
  codes.find((code) => code.field === field)?.to ?? '';

/** Each warning once, with what it means and what to do. */
function warnings(codes: readonly Trace[], language: Language): string[] {
  const seen = new Map(codes.flatMap((code) => (code.warning === undefined ? [] : [[code.warning, code]])));
  return [...seen].map(([warning, { field, from, to, rule }]) => {
    if (!isErrorCode(warning)) return `  ⚠ ${warning}`;
    const params = {
      field: fieldName(field, language),
      value: shownValue(from),
      code: to,
      rule: ruleName(rule, language),
      part: /\[(.*)\]/s.exec(field)?.[1] ?? '',
      procedure: toOf(codes, 'procedureCode'),
      day: toOf(codes, 'receivedAt').slice(0, 10),
    };
    const { message, remedy } = explainError(warning, language, params);
    return `  ⚠ ${warning} ${message}\n    → ${remedy}`;
  });
}

function codebookLine({ codebook }: ExplainDocument, say: Say): string {
  const { fault } = codebook;
  if (fault !== null || codebook.rulesOf === null) {
    const why = fault === null ? '' : `: ${fault.code} ${fault.message}`;
    return [
      say(
        `Chưa cho biết được quy tắc của từng giá trị vì bảng mã hiện tại không dùng được${why}`,
        `The rules behind the values cannot be told, because the present codebook cannot be used${why}`,
      ),
      ...(fault?.details ?? []).map((detail) => `  - ${detail}`),
      ...(fault === null ? [] : [`    → ${fault.remedy}`]),
    ].join('\n');
  }
  const rules = codebook.rulesOf.slice(0, VERSION);
  if (codebook.current)
    return say(`Theo bảng mã ${rules} (hiện tại).`, `By codebook ${rules} (the present one).`);
  const last = codebook.version.slice(0, VERSION);
  return say(
    `Theo bảng mã ${rules} (hiện tại); nội dung trong sổ được chuẩn hóa lần cuối theo ${last}, lượt sau sẽ chuẩn hóa lại.`,
    `By codebook ${rules} (the present one); what the ledger has was normalized with ${last}, the next pass does it anew.`,
  );
}

function attemptTable({ attempts }: ExplainDocument, say: Say): string {
  const head = [
    say('Lúc', 'At'),
    say('Dịch vụ', 'Service'),
    say('Của', 'Of'),
    say('Kết quả', 'Outcome'),
    say('Lô', 'Batch'),
    say('Cổng trả lời', 'Answer'),
  ];
  const rows = attempts.map((attempt) => [
    vietnamTime(attempt.at),
    attempt.service,
    attempt.of === '' ? say('bước đã bỏ', 'a dropped step') : attempt.of,
    attempt.outcome,
    attempt.batch,
    [attempt.errorCode, attempt.message].filter((text) => text !== '').join(' '),
  ]);
  return table(head, rows);
}

/** Who had it sent again, when, and which dossiers were meant; nothing where nobody had. */
function resyncLines({ resyncs }: ExplainDocument, say: Say): string[] {
  return resyncs.map(({ resync, at, who, selection }) => {
    const meant = selectionText(selection).replaceAll('\n', '; ');
    return say(
      `Được gửi lại theo yêu cầu: lần gửi lại số ${resync}, ${vietnamTime(at)}, người chạy ${who} (${meant})`,
      `Sent again on request: resync ${resync}, ${vietnamTime(at)}, by ${who} (${meant})`,
    );
  });
}

/** Whether a step that cannot be told is held by choice; the setting may have changed since it was. */
function settingInForce(code: string, { stepsWhenUnknown }: ExplainDocument, say: Say): string {
  if (code !== 'DB-PRT-012') return '';
  const said = {
    hold: say(
      'đang đặt STEPS_WHEN_UNKNOWN=hold: giữ lại cho người xem',
      'STEPS_WHEN_UNKNOWN=hold is set: it waits for a person',
    ),
    resend: say(
      'đang đặt STEPS_WHEN_UNKNOWN=resend: `dongbo held release` thì tra lại rồi gửi lại, có thể trùng (trừ bước mà nguồn đã bỏ, hoặc còn nội dung cũ chưa rõ)',
      'STEPS_WHEN_UNKNOWN=resend is set: `dongbo held release` looks it up, then it goes again and may be doubled (not one that the source has no more, or of whose older text nobody can tell)',
    ),
  };
  return `\n    (${said[stepsWhenUnknown]})`;
}

/** That it is here without its personal data; '' where it is whole. */
export function prunedLine({ prunedAt }: Pick<ExplainDocument, 'prunedAt'>, say: Say): string {
  if (prunedAt === null) return '';
  const at = vietnamTime(prunedAt);
  return say(
    `Dữ liệu cá nhân và các lần gửi cũ của hồ sơ này đã được bỏ khỏi sổ lúc ${at} (RETAIN_DAYS): các giá trị và nội dung dưới đây không còn là nội dung đã gửi. Cổng vẫn giữ bản đầy đủ; khi nguồn thay đổi, sổ có lại đầy đủ.`,
    `Its personal data and old attempts were taken out of the ledger at ${at} (RETAIN_DAYS): values and payload below are not what was sent. The portal still has it whole; a change in the source brings it back here, too.`,
  );
}

/** That its source no longer has it; '' where it has. */
export function vanishedLine(
  { vanishedAt, acceptedVersion }: Pick<ExplainDocument, 'vanishedAt' | 'acceptedVersion'>,
  say: Say,
): string {
  if (vanishedAt === null) return '';
  const at = vietnamTime(vanishedAt);
  const gone = say(
    `Từ ${at} nguồn của tỉnh không còn hồ sơ này; Dongbo không gỡ gì ở Cổng.`,
    `Since ${at} the province's source has it no more; Dongbo takes nothing back at the portal.`,
  );
  return `${gone}\n    → ${vanishedRemedy(acceptedVersion !== null, say)}`;
}

/** The explanation for people. */
export function explanation(document: ExplainDocument, language: Language, say: Say): string {
  const heading = (text: string): string => `\n── ${text}`;
  const incomplete = document.incomplete ? say(' (gửi chưa đầy đủ)', ' (incomplete)') : '';
  const stands = [
    standing(document, say),
    ownersLine(document, say),
    doubt(document, say),
    prunedLine(document, say),
    vanishedLine(document, say),
  ].filter((line) => line !== '');
  return [
    `${say('Hồ sơ', 'Dossier')} ${document.dossier}: ${stateName(document.state, say)}${incomplete}`,
    ...stands,
    ...onTimeLines(document.onTime, say),
    ...document.held.map(
      (held) =>
        `  ! ${held.code} [${[held.scope, held.part].join(' ').trim()}] ${held.message}\n    → ${held.remedy}${settingInForce(held.code, document, say)}\n    ${whoActs(held.code, language)}`,
    ),
    ...warnings(document.codes, language),
    heading(say('Từng giá trị và quy tắc đã cho ra nó', 'Each value and the rule behind it')),
    codebookLine(document, say),
    ...valueTables(document, language, say),
    heading(say('Nội dung gửi Cổng', 'Payload')),
    JSON.stringify(document.payload, null, 2),
    heading(say('Các bước tiến độ', 'Steps')),
    ...stepLines(document, say),
    heading(say('Các lần gửi', 'Attempts')),
    attemptTable(document, say),
    ...resyncLines(document, say),
    `${say('Việc tiếp theo', 'What next')}: ${document.next}`,
  ].join('\n');
}
