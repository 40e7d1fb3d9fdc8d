/**
 * What `dongbo reconcile` says to people.
 * Guarantees: each cause with its meaning and what to do; values of fields only where they are no
 * personal data, and of few dossiers.
 */
import { DRIFT_CAUSES, type DriftCause } from '../domain/drift.ts';
import { namesOf, type ReconcileReport, type Stop } from '../pipeline/reconcile-report.ts';
import type { Say } from './command-context.ts';
import { shownValue } from './explain-held.ts';
import { table } from './table.ts';

/** Dossiers whose fields are told one by one. */
const TOLD = 20;
const EXAMPLES = 3;

/** Values of people: that they differ is told, not what they are. */
const PERSONAL = /^(?:owner|email$|phone$|fax$|subject$|note$)|\.(?:requestedBy|content|link)$/;

type Texts = readonly [meaning: string, remedy: string];

function textsOf(cause: DriftCause, say: Say): Texts {
  const heal = say(
    'dongbo reconcile --heal, rồi lượt sync kế tiếp',
    'dongbo reconcile --heal, then the next pass',
  );
  switch (cause) {
    case 'missing':
      return [
        say(
          'Cổng đã nhận hồ sơ nhưng nay tra cứu không thấy',
          'accepted by the portal, which no longer shows it',
        ),
        say(
          `${heal}: gửi lại như hồ sơ đã có, Cổng trả lời không có thì mới tạo lại`,
          `${heal}: offered as an update; created anew only where the portal itself says that it has none`,
        ),
      ];
    case 'changed':
      return [
        say('Cổng hiển thị khác nội dung đã nhận lần cuối', 'the portal shows other than it last accepted'),
        say(`${heal}: gửi lại nội dung đã nhận`, `${heal}: what it accepted goes again`),
      ];
    case 'outdated':
      return [
        say(
          'Cổng còn nội dung cũ, bản mới đang chờ gửi hoặc bị giữ',
          'it shows the old; the newer waits or is held',
        ),
        say(
          'xem dongbo explain kèm mã hồ sơ; không cần sửa ở Cổng',
          'see dongbo explain with its code; nothing to mend',
        ),
      ];
    case 'steps-missing':
      return [
        say('bước tiến độ Cổng đã nhận nay không thấy', 'progress steps that it accepted are not shown'),
        say(
          'không tự gửi lại vì có thể trùng. Xem hồ sơ trên Cổng: nếu đúng là mất, dongbo reconcile --heal --resend-steps kèm --dossier',
          'does not go by itself, as it might be doubled. See the dossier at the portal; where it is lost indeed: dongbo reconcile --heal --resend-steps with --dossier',
        ),
      ];
    case 'steps-unknown':
      return [
        say('Cổng có bước tiến độ không phải do hệ thống này gửi', 'it shows steps that are none of ours'),
        say(
          'hỏi đơn vị quản lý Cổng: còn hệ thống nào khác gửi không',
          "ask the portal's operator who else sends",
        ),
      ];
    case 'steps-doubled':
      return [
        say(
          'Cổng có một bước tiến độ nhiều lần hơn số đã gửi',
          'it shows a step more often than it was sent',
        ),
        say(
          'đề nghị đơn vị quản lý Cổng xóa bước thừa',
          "ask the portal's operator to take the extra one away",
        ),
      ];
  }
}

function examplesOf(report: ReconcileReport, cause: DriftCause): string {
  const codes =
    cause === 'missing'
      ? report.missing
      : report.different
          .filter(({ causes }) => causes.some((one) => one.cause === cause))
          .map((one) => one.dossier);
  return codes.slice(0, EXAMPLES).join('\n');
}

/** The causes as a table; '' where none was found. */
function causesTable(report: ReconcileReport, say: Say): string {
  const found = DRIFT_CAUSES.filter((cause) => report.byCause[cause] > 0);
  if (found.length === 0) return '';
  const head = [
    say('Khác', 'Cause'),
    say('Hồ sơ', 'Dossiers'),
    say('Nghĩa', 'Meaning'),
    say('Cách xử lý', 'Remedy'),
    say('Ví dụ', 'Examples'),
  ];
  return table(
    head,
    found.map((cause) => [cause, report.byCause[cause], ...textsOf(cause, say), examplesOf(report, cause)]),
    [16, 10, 34, 44, 28],
  );
}

function differencesText({ different }: ReconcileReport, say: Say): string[] {
  const lines = different
    .slice(0, TOLD)
    .flatMap(({ dossier, causes }) => [
      dossier,
      ...causes.flatMap((found) => [
        ...(found.fields ?? []).map(({ field, ours, shown }) =>
          PERSONAL.test(field)
            ? `  ${field}: ${say('khác (không in dữ liệu cá nhân)', 'differs (personal data is not printed)')}`
            : `  ${field}: ${shownValue(ours) || '–'} → ${shownValue(shown) || '–'}`,
        ),
        ...namesOf({ cause: found.cause, stepIds: found.stepIds ?? [] }).map(
          (name) => `  ${name}: ${found.cause}`,
        ),
      ]),
    ]);
  if (lines.length === 0) return [];
  const more = different.length - TOLD;
  return [
    say('Của ta → Cổng hiển thị:', 'Ours → as the portal shows it:'),
    ...lines,
    ...(more > 0 ? [say(`… và ${more} hồ sơ nữa`, `… and ${more} more dossiers`)] : []),
  ];
}

/** Why it stopped, in words; `null` for a word that is none of its reasons. */
export function stopMeaning(stop: string, say: Say): string | null {
  const told: Readonly<Record<Stop, string>> = {
    away: say('Cổng không trả lời', 'the portal does not answer'),
    breaker: say(
      'làn gửi đang tạm dừng vì Cổng không liên lạc được',
      'a lane is stopped, the portal is away',
    ),
    paused: say('có người đã tạm dừng làn backfill', 'a person has paused the backfill lane'),
    refused: say(
      'Cổng không trả lời tra cứu theo cách hiểu được',
      'its answers to look-ups are not understood',
    ),
    interrupted: say('được lệnh dừng', 'told to stop'),
    time: say('hết thời gian', 'its time was over'),
    limit: say('đủ số hồ sơ đã yêu cầu', 'as many as were asked for'),
  };
  return Object.hasOwn(told, stop) ? told[stop as Stop] : null;
}

function stopText(stop: Stop, reason: string, say: Say): string {
  const told = stopMeaning(stop, say) ?? stop;
  const why = reason === '' ? '' : ` (${shownValue(reason)})`;
  return say(
    `Dừng giữa chừng: ${told}${why}. Lần sau đối chiếu tiếp từ đây.`,
    `Stopped before the end: ${told}${why}. The next one goes on from here.`,
  );
}

/** The outcome for people. */
export function reconcileText(
  report: ReconcileReport,
  round: { readonly checked: number; readonly total: number; readonly finished: boolean } | null,
  say: Say,
): string {
  const MOST = (1_000).toLocaleString(say('vi', 'en'));
  const {
    checked,
    healed,
    notHealed,
    forPerson,
    sourceUnread,
    inMotion,
    failed,
    notCompared,
    stopped,
    reason,
  } = report;
  const drift = report.missing.length + report.different.length;
  const lines = [
    say(
      `Đã đối chiếu ${checked} hồ sơ; ${drift} hồ sơ khác.`,
      `Compared ${checked} dossiers; ${drift} are apart.`,
    ),
    causesTable(report, say),
    ...differencesText(report, say),
    healed > 0 &&
      say(
        `Đã cho gửi lại ${healed} hồ sơ; lượt sync kế tiếp sẽ gửi.`,
        `${healed} dossiers go again with the next pass.`,
      ),
    notHealed > 0 &&
      say(
        `Còn ${notHealed} hồ sơ sửa được nhưng chưa sửa: nếu không có --yes, mỗi lần chỉ sửa nhiều nhất ${MOST} hồ sơ. Xem bằng dongbo reconcile drift; nếu đúng ý thì chạy dongbo reconcile --heal --yes.`,
        `${notHealed} more could be mended and were not: without --yes it mends at most ${MOST} at a time. See them with dongbo reconcile drift; if it is what you mean: dongbo reconcile --heal --yes.`,
      ),
    forPerson > 0 &&
      say(
        `${forPerson} hồ sơ có bước tiến độ khác phải có người xem, không tự sửa (cách xử lý ở bảng trên).`,
        `${forPerson} dossiers have steps apart that a person must look at; they are not mended (see the remedies above).`,
      ),
    sourceUnread &&
      say(
        'Sổ được khôi phục và từ đó chưa đọc lại nguồn: nội dung và bước Cổng nhận sau bản sao lưu hiện thành changed và steps-unknown. Chạy dongbo sync --once trước, rồi dongbo reconcile --all; trước khi đọc lại nguồn, hồ sơ changed chưa được sửa.',
        'The ledger was restored and the source not read since: what the portal took after the backup shows as changed and steps-unknown. First dongbo sync --once, then dongbo reconcile --all; until then what is changed is not mended.',
      ),
    inMotion > 0 &&
      say(`${inMotion} hồ sơ đang được gửi, chưa so.`, `${inMotion} are in motion and were not compared.`),
    failed > 0 && say(`${failed} hồ sơ không tra cứu được.`, `${failed} could not be looked up.`),
    notCompared.pruned > 0 &&
      say(
        `${notCompared.pruned} hồ sơ không so được: nội dung đã gửi không còn trong sổ (dữ liệu cá nhân đã bỏ theo RETAIN_DAYS); xem dongbo explain.`,
        `${notCompared.pruned} cannot be compared: what was sent of them is not in the ledger any more (personal data taken out by RETAIN_DAYS); see dongbo explain.`,
      ),
    notCompared.unknown > 0 &&
      say(
        `${notCompared.unknown} mã hồ sơ: Cổng chưa nhận hồ sơ nào từ sổ này; xem dongbo explain.`,
        `${notCompared.unknown} codes: the portal has accepted no such dossier from this ledger; see dongbo explain.`,
      ),
    notCompared.steps > 0 &&
      say(
        `Cổng không cho xem bước tiến độ của ${notCompared.steps} hồ sơ: chưa so được bước.`,
        `The portal shows no steps of ${notCompared.steps} dossiers: those were not compared.`,
      ),
    stopped !== null && stopText(stopped, reason, say),
    round !== null &&
      say(
        `Lượt đối chiếu: ${round.checked}/${round.total} hồ sơ${round.finished ? ', đã hết' : ''}.`,
        `Round: ${round.checked} of ${round.total} dossiers${round.finished ? ', finished' : ''}.`,
      ),
  ];
  return lines.filter((line) => line !== false && line !== '').join('\n');
}
