/** Are the settings right, and are the files of secrets for their owner alone? Must not: show a value. */
import { statSync } from 'node:fs';
import { SETTINGS } from '../../config/settings.ts';
import { plain, well, words, wrong } from './finding.ts';
import type { Check } from './room.ts';

/** Readable, or writable, by others than owner and group. */
const OTHERS = 0o006;

/** Files that hold a secret: those that the environment names, the key, and `.env` itself. */
function secretFiles(keyFile: string | null): string[] {
  const named = Object.entries(SETTINGS).flatMap(([name, { secret }]) => {
    const file = secret ? process.env[`${name}_FILE`] : undefined;
    return file ? [file] : [];
  });
  return ['.env', ...named, ...(keyFile === null ? [] : [keyFile])];
}

function openToOthers(file: string): boolean {
  const stat = statSync(file, { throwIfNoEntry: false });
  // Windows tells no such rights.
  return stat !== undefined && process.platform !== 'win32' && (stat.mode & OTHERS) !== 0;
}

/** Faults of the settings. */
export const settingsCheck: Check = {
  name: 'settings',
  title: words('Thiết lập', 'Settings'),
  offline: true,
  async run({ settings: { faults } }) {
    const count = faults.length;
    if (count > 0)
      return wrong('failed', 'DB-CFG-001', words(`${count} lỗi`, `${count} faults`), {
        params: { count },
        details: faults,
      });
    return well(
      words(
        `${Object.keys(SETTINGS).length} thiết lập, không lỗi`,
        `${Object.keys(SETTINGS).length} settings, no fault`,
      ),
    );
  },
};

/** Who may read the files of secrets. */
export const secretsCheck: Check = {
  name: 'secret-files',
  title: words('Tệp chứa bí mật', 'Files of secrets'),
  offline: true,
  async run({ config }) {
    const files = secretFiles(config.PORTAL_CLIENT_KEY_FILE);
    const open = files.filter(openToOthers);
    if (open.length === 0) return well(words('chỉ chủ và nhóm đọc được', 'for owner and group alone'));
    return wrong('warning', 'DB-DOC-002', plain(open.join(', ')), { params: { path: open.join(', ') } });
  },
};
