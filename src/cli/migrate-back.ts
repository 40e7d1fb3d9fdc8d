/**
 * `dongbo migrate --to`: the ledger back to the version of an older program.
 * Guarantees: nothing is taken back while a service is at work on the ledger, and none begins meanwhile; nor
 * before whoever asks has been told what is lost and has said yes, however long that took: what has changed
 * since is looked at again; the newest hash of an audit that goes stands in the log.
 */
import { noteAudit } from '../compose/auditing.ts';
import type { House } from '../compose.ts';
import { DongboError } from '../domain/errors.ts';
import { newestAudit } from '../ledger/audit.ts';
import type { Database } from '../ledger/database.ts';
import { appliedVersions, migrateBack, VERSIONS } from '../ledger/migrate.ts';
import { atWork, differs, keepAlone, type Loss, type LossName, lossesOf } from '../ledger/step-back.ts';
import { canAsk, saysYes } from './ask.ts';
import type { Say, Verb } from './command-context.ts';

/** What each loss means, after its number. */
const MEANINGS: Readonly<Record<LossName, readonly [vi: string, en: string]>> = {
  published: [
    'con số Cổng đã công bố mà đã nhập: nhập lại được từ tệp',
    'figures published by the portal that were imported: they can be imported again from their files',
  ],
  underWay: [
    'lần gửi lại còn dở: không tiếp được, phải làm lại',
    'resyncs under way: they cannot go on, and are to be begun anew',
  ],
  audit: ['mục nhật ký thao tác (ai đã làm gì)', 'entries of the audit (who did what)'],
  pauses: [
    'làn đang được cho tạm dừng: sẽ gửi tiếp khi dịch vụ chạy lại',
    'lanes that a person has paused: they send again once the service runs',
  ],
  doubt: [
    'mốc nghi ngờ: bước có thể đã ở Cổng không còn được tra trước khi gửi, có thể bị gửi trùng',
    'time of doubt: steps that may be at the portal are no longer looked up first, and may be doubled',
  ],
  resyncs: [
    'lần gửi lại đã ghi (hồ sơ đã xếp vẫn được gửi)',
    'resyncs on record (what they queued still goes)',
  ],
  drift: [
    'điểm khác với Cổng đã thấy mà chưa sửa: đối chiếu lại sẽ thấy lại',
    'differences from the portal that are not mended: comparing again finds them',
  ],
  told: [
    'hồ sơ không còn biết Cổng đã nhận nội dung nào lần cuối: không so được cho đến lần gửi sau',
    'dossiers of which it is no longer known what the portal was last told: not compared until they go again',
  ],
  pruned: [
    'hồ sơ đã xóa dữ liệu cá nhân không còn dấu hiệu đó: chương trình cũ có thể gửi lại hồ sơ thiếu các dữ liệu này',
    'dossiers without personal data lose the mark of it: an older program may send them again without those data',
  ],
  untold: [
    'bước mà một lần gửi trước hoặc một nội dung cũ có thể đã ở Cổng, không rõ: điều này không còn được ghi',
    'steps of which an earlier call, or an older text, may be at the portal, nobody could tell: that is forgotten',
  ],
  following: [
    'thay đổi của bước đang chờ biết bước cũ có ở Cổng không: không được gửi nữa',
    'changes of steps that wait until it is known whether the old one is at the portal: they will not go',
  ],
  absent: [
    'hồ sơ có vẻ Cổng đã làm mất: không còn được theo dõi',
    'dossiers that the portal seems to have lost: no longer looked after',
  ],
  catalogueChanges: ['thay đổi của danh mục quốc gia đã ghi', 'changes of the national catalogue on record'],
  endedCodes: ['mã đã hết hiệu lực của danh mục quốc gia', 'codes of the national catalogue that have ended'],
  lookups: [
    'hồ sơ không còn ghi các mã đã tra: được chuẩn hóa lại một lần khi nâng cấp lại',
    'dossiers whose looked-up codes are forgotten: normalized once more after the next upgrade',
  ],
};

const indented = (line: string): string => `  - ${line}`;
const lineOf = ({ what, count }: Loss, say: Say): string => `${count} ${say(...MEANINGS[what])}`;

/** The version that was typed: its whole name, or its number. Throws DB-OPS-004. */
export function versionOf(text: string): string {
  const number = /^\d{1,4}$/.test(text) ? `${text.padStart(4, '0')}-` : null;
  const found = VERSIONS.find((name) => name === text || (number !== null && name.startsWith(number)));
  if (found === undefined)
    throw new DongboError('DB-OPS-004', { value: text, expected: VERSIONS.join(', ') });
  return found;
}

/** The table goes; outside of the database its last hash stays a witness. */
async function bearWitness(house: House, database: Database, found: string, target: string): Promise<void> {
  await noteAudit(house, database, { action: 'migrate --to', phase: 'begun', detail: { found, target } });
  const newest = await newestAudit(database);
  house.log.warn('the audit goes with this step back', {
    records: newest?.seq ?? 0,
    hash: newest?.hash ?? '',
  });
}

/** Takes the ledger back to `target`; `yes`: whoever asks knows what is lost. */
export function migrateBackVerb(target: string, yes: boolean): Verb {
  return async (context) => {
    const { house, print, note, say, signal } = context;
    const { database, url } = await house.openedLedger();
    const applied = await appliedVersions(database);
    const found = applied.at(-1) ?? '-';
    const undone = applied.filter((name) => name > target);
    // Neither can this program take back what it does not know, nor does the way up lead through here.
    if (undone.some((name) => !VERSIONS.includes(name)) || (undone.length === 0 && found !== target)) {
      throw new DongboError('DB-SVC-005', { found, needed: target });
    }
    if (undone.length === 0) {
      print({ undone, version: found, lost: {}, ledger: database.where }, () =>
        say(`Sổ đã ở phiên bản ${found}.`, `The ledger is at version ${found}.`),
      );
      return 0;
    }
    const busy = await atWork(database);
    if (busy.length > 0) throw new DongboError('DB-OPS-006', { where: busy.join(', ') });
    let losses = await lossesOf(database, undone);
    let lines = losses.map((loss) => lineOf(loss, say));
    const refuse = (): never => {
      throw new DongboError('DB-OPS-005', { found, needed: target }, { details: lines });
    };
    if (losses.length > 0 && !yes) {
      if (!canAsk(context)) refuse();
      note([say('Sẽ mất:', 'This would be lost:'), ...lines.map(indented)].join('\n'));
      const question = say(`Lùi sổ từ ${found} về ${target}? [y/N] `, `Take it back to ${target}? [y/N] `);
      if (!(await saysYes(question, signal))) {
        note(say('Không thay đổi gì.', 'Nothing was changed.'));
        return 1;
      }
    }
    const done = await migrateBack(database, url, target, async (guard, newer) => {
      await keepAlone(guard);
      const told = losses;
      losses = await lossesOf(guard, newer);
      lines = losses.map((loss) => lineOf(loss, say));
      // Who said yes from the beginning has agreed to whatever it is.
      if (!yes && differs(told, losses)) refuse();
      if (losses.some(({ what }) => what === 'audit')) await bearWitness(house, database, found, target);
    });
    const lost = Object.fromEntries(losses.map(({ what, count }) => [what, count]));
    print({ undone: done, version: target, lost, ledger: database.where }, () =>
      [
        say(
          `Sổ đã lùi về phiên bản ${target} (đã gỡ: ${done.join(', ')}).`,
          `The ledger is back at version ${target} (undone: ${done.join(', ')}).`,
        ),
        ...(lines.length > 0 ? [say('Đã mất:', 'Lost:'), ...lines.map(indented)] : []),
        say(
          'Chạy chương trình của phiên bản đó; `dongbo migrate` của bản này đưa sổ lên lại.',
          'Run the program of that version; `dongbo migrate` of this one brings the ledger up again.',
        ),
      ].join('\n'),
    );
    return 0;
  };
}
