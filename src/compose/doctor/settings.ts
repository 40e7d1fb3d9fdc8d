/** Are the settings right, and are the files of secrets for their owner alone? Must not: show a value. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { SETTINGS } from '../../config/settings.ts';
import { type Config, namedSecretFiles, readDotEnv } from '../../config.ts';
import { plain, well, words, wrong } from './finding.ts';
import type { Check } from './room.ts';

/** Readable, or writable, by others than owner and group. */
const OTHERS = 0o006;

/** Files that hold a secret: those that the settings name, keys of certificates, and `.env` itself. */
function secretFiles(config: Config): string[] {
  const keys = [
    config.PORTAL_CLIENT_KEY_FILE,
    config.REDIS_CLIENT_KEY_FILE,
    ...[config.DATABASE_URL, config.SOURCE_URL].map((address) =>
      address === null ? null : new URL(address).searchParams.get('sslkey'),
    ),
  ];
  const folder = process.cwd();
  return [
    ...namedSecretFiles(process.env, dotEnvOf(folder), config),
    join(folder, '.env'),
    ...keys.flatMap((key) => key ?? []),
  ];
}

/** One that cannot be read is told by the check of the settings. */
function dotEnvOf(folder: string): ReturnType<typeof readDotEnv> {
  try {
    return readDotEnv(folder);
  } catch {
    return {};
  }
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
    const open = secretFiles(config).filter(openToOthers);
    if (open.length === 0) return well(words('chỉ chủ và nhóm đọc được', 'for owner and group alone'));
    return wrong('warning', 'DB-DOC-002', plain(open.join(', ')), { params: { path: open.join(', ') } });
  },
};
