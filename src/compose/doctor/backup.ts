/** The newest backup by `dongbo backup`: where they are made again and again, one of last night. */
import { type BackupAge, newestBackup } from '../../ledger/backup-age.ts';
import { type Finding, span, well, words, wrong } from './finding.ts';
import { type Check, Skip } from './room.ts';

/** They are made every night, and one takes its time; DongboBackupTooOld waits as long. */
const LIMIT_SECONDS = 26 * 3_600;

/** Judges the newest. */
export function judgeBackup({ ageSeconds, regular }: BackupAge): Finding {
  const age = span(ageSeconds);
  const found = words(`bản mới nhất cách đây ${age}`, `the newest was made ${age} ago`);
  if (!regular || ageSeconds <= LIMIT_SECONDS) return well(found);
  return wrong('warning', 'DB-DOC-025', found, { params: { found: age } });
}

/** See the file's head. */
export const backupCheck: Check = {
  name: 'backup',
  title: words('Sao lưu sổ', 'Backup of the ledger'),
  async run(room) {
    const newest = await newestBackup(await room.ledger());
    if (newest === null)
      throw new Skip(words('chưa sao lưu bằng dongbo backup', 'none by dongbo backup yet'));
    return judgeBackup(newest);
  },
};
