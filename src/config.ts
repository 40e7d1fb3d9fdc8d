/**
 * The settings, read once at start.
 * Guarantees: every fault in one message (DB-CFG-001, exit 78); the environment wins over `.env`;
 * each fault in both languages, because LANGUAGE_CODE itself may be wrong; secrets may come from files; no value of a secret is ever in a message.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { type Config, SETTINGS, type SettingName } from './config/settings.ts';
import { DongboError, reasonOf } from './domain/errors.ts';

export type { Config, SettingName } from './config/settings.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** `.env` of `folder`, empty where there is none. */
export function readDotEnv(folder: string): Environment {
  let text: string;
  try {
    text = readFileSync(join(folder, '.env'), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new DongboError(
      'DB-CFG-001',
      { count: 1 },
      { details: [`.env: ${reasonOf(error)}`], cause: error },
    );
  }
  return parseEnv(text);
}

/** What a command asks of the settings besides their form. */
export interface ConfigNeeds {
  /** Settings that it cannot do without, also where they hang on others (which may be missing or wrong). */
  readonly names?: readonly SettingName[] | ((config: Partial<Config>) => readonly SettingName[]);
  /** Further faults, e.g. of cron expressions; asked only when the settings' form is right. */
  readonly check?: (config: Config) => readonly string[];
}

/**
 * Parses the settings; `environment` wins over `dotEnv`.
 * Throws DB-CFG-001 with every fault among its details.
 */
export function parseConfig(
  environment: Environment,
  dotEnv: Environment = {},
  needs: ConfigNeeds = {},
): Config {
  const faults: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, { schema, fallback, secret }] of Object.entries(SETTINGS)) {
    const raw = rawValue(name, environment, dotEnv, faults) ?? fallback;
    const parsed = schema.safeParse(raw);
    if (parsed.success) {
      values[name] = parsed.data;
      continue;
    }
    const shown = secret ? '' : ` ("${raw}")`;
    const expected = parsed.error.issues.map((issue) => issue.message).join('; ');
    faults.push(`${name}${shown}: ${expected}`);
  }
  const names = typeof needs.names === 'function' ? needs.names(values as Partial<Config>) : needs.names;
  for (const name of names ?? []) {
    if (values[name] === null)
      faults.push(`${name}: lệnh này cần, chưa đặt / needed by this command, not set`);
  }
  faults.push(...unknownNames(dotEnv), ...togetherFaults(values as Config), ...fileFaults(values as Config));
  if (faults.length === 0) faults.push(...(needs.check?.(values as Config) ?? []));
  if (faults.length > 0) throw new DongboError('DB-CFG-001', { count: faults.length }, { details: faults });
  return Object.freeze(values) as Config;
}

/**
 * The environment wins over `.env`, whether it gives the value or the file that holds it; an empty
 * value counts as absent, so that `NAME=` switches a setting off.
 */
function rawValue(
  name: string,
  environment: Environment,
  dotEnv: Environment,
  faults: string[],
): string | null {
  const fileName = `${name}_FILE`;
  const isSecret = SETTINGS[name as SettingName].secret === true;
  for (const place of [environment, dotEnv]) {
    const file = isSecret ? place[fileName] : undefined;
    if (file) {
      try {
        return readFileSync(file, 'utf8').replace(/\r?\n$/, '');
      } catch (error) {
        faults.push(`${fileName}: ${reasonOf(error)}`);
        return null;
      }
    }
    if (place[name]) return place[name];
    if (place[name] === '' || file === '') return null;
  }
  return null;
}

/** First words of our names. */
const OURS =
  /^(DATABASE|REDIS|DATA|SOURCE|MAPPINGS|HOLD|FILE|PORTAL|CATALOGUE|ADMIN|SCHEDULE|STEPS|RECONCILE|RETAIN|LOG|LANGUAGE)_/;

const SECRET_FILES: ReadonlySet<string> = new Set(
  Object.entries(SETTINGS).flatMap(([name, { secret }]) => (secret ? [`${name}_FILE`] : [])),
);

/** A misspelt setting would be silently ignored, and its default would do the harm. Only `.env` is ours to judge. */
function unknownNames(dotEnv: Environment): string[] {
  return Object.keys(dotEnv)
    .filter((name) => OURS.test(name) && !(name in SETTINGS))
    .filter((name) => !SECRET_FILES.has(name))
    .map((name) => `.env: ${name}: không có thiết lập này / no such setting`);
}

/** Phases of a call: a limit above that of the whole call would never be reached. */
const PHASES = [
  'PORTAL_CONNECT_TIMEOUT_SECONDS',
  'PORTAL_FIRST_BYTE_TIMEOUT_SECONDS',
  'PORTAL_IDLE_TIMEOUT_SECONDS',
] as const;

function togetherFaults(config: Config): string[] {
  const faults: string[] = [];
  if ((config.PORTAL_CLIENT_CERT_FILE === null) !== (config.PORTAL_CLIENT_KEY_FILE === null)) {
    faults.push('PORTAL_CLIENT_CERT_FILE, PORTAL_CLIENT_KEY_FILE: chỉ đi cùng nhau / only together');
  }
  if ((config.REDIS_SENTINELS === null) !== (config.REDIS_SENTINEL_NAME === null)) {
    faults.push('REDIS_SENTINELS, REDIS_SENTINEL_NAME: chỉ đi cùng nhau / only together');
  }
  for (const name of PHASES) {
    const limit = config[name];
    if (limit !== null && limit > config.PORTAL_TIMEOUT_SECONDS) {
      const whole = `PORTAL_TIMEOUT_SECONDS (${config.PORTAL_TIMEOUT_SECONDS})`;
      faults.push(`${name} ("${limit}"): không được dài hơn / not longer than ${whole}`);
    }
  }
  if (config.CATALOGUE_SOURCE === 'public' && config.CATALOGUE_PUBLIC_URL === null) {
    faults.push('CATALOGUE_PUBLIC_URL: cần khi CATALOGUE_SOURCE=public / needed for CATALOGUE_SOURCE=public');
  }
  return faults;
}

/** Certificates are read when the portal is first spoken to: that they can be read is seen at the start. */
function fileFaults(config: Config): string[] {
  const names = ['PORTAL_CA_FILE', 'PORTAL_CLIENT_CERT_FILE', 'PORTAL_CLIENT_KEY_FILE'] as const;
  return names.flatMap((name) => {
    const file = config[name];
    if (!file) return [];
    try {
      readFileSync(file);
      return [];
    } catch (error) {
      return [`${name}: ${reasonOf(error)}`];
    }
  });
}

/** The value of a setting that this command cannot do without. Throws DB-CFG-002. */
export function needed<Name extends SettingName>(config: Config, name: Name): NonNullable<Config[Name]> {
  const value = config[name];
  if (value === null || value === undefined) throw new DongboError('DB-CFG-002', { setting: name });
  return value as NonNullable<Config[Name]>;
}
