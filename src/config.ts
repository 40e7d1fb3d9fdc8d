/**
 * The settings, read once at start.
 * Guarantees: every fault in one message (DB-CFG-001, exit 78); the environment wins over `.env`, and that over
 * the credentials that systemd hands over; each fault in both languages, because LANGUAGE_CODE itself may be
 * wrong; secrets may come from files; no value of a secret is ever in a message.
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { certificateFaults } from './config/certificate-faults.ts';
import { intakeFaults } from './config/intake-faults.ts';
import { isLoopback } from './config/loopback.ts';
import { type Config, SETTINGS, type Setting, type SettingName } from './config/settings.ts';
import {
  furtherSettings,
  furtherSourceNames,
  sourceSettingFaults,
  sourceSettingsOf,
} from './config/source-settings.ts';
import { DongboError, reasonOf } from './domain/errors.ts';

export { isLoopback } from './config/loopback.ts';
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

/** Settings as far as they are right. */
export interface ExaminedSettings {
  /** What is faulty stands in it with its default. */
  readonly config: Config;
  /** A line each. */
  readonly faults: readonly string[];
  /** Of those that are wrong in themselves. */
  readonly faulty: ReadonlySet<SettingName>;
}

/** Parses the settings and goes on at a fault: for whoever tells what is wrong. Never throws for what is in them. */
export function examineSettings(environment: Environment, dotEnv: Environment = {}): ExaminedSettings {
  const faults: string[] = [...looseTls(environment)];
  const faulty = new Set<SettingName>();
  const values: Record<string, unknown> = {};
  const read = (table: readonly Named[]): void => {
    const places = [environment, dotEnv, credentialsOf(table, environment, faults)];
    for (const [name, { schema, fallback, secret = false }] of table) {
      const before = faults.length;
      const raw = rawValue(name, secret, places, environment.CREDENTIALS_DIRECTORY, faults) ?? fallback;
      const parsed = schema.safeParse(raw);
      values[name] = parsed.success ? parsed.data : schema.parse(fallback);
      if (!parsed.success) {
        const shown = secret ? '' : ` ("${withoutUser(raw)}")`;
        // The first says what the value is not; what follows from it says no more.
        faults.push(`${name}${shown}: ${parsed.error.issues[0]?.message}`);
      }
      if (faults.length > before) faulty.add(name as SettingName);
    }
  };
  read(Object.entries(SETTINGS));
  const further = furtherSourceNames(resolve(String(values.MAPPINGS_DIR)));
  read(furtherSettings(further));
  const config = Object.fromEntries(Object.keys(SETTINGS).map((name) => [name, values[name]]));
  const furtherSources = Object.fromEntries(further.map((name) => [name, sourceSettingsOf(values, name)]));
  return { config: Object.freeze({ ...config, furtherSources }) as Config, faults, faulty };
}

type Named = readonly [name: string, setting: Setting<(typeof SETTINGS)[SettingName]['schema']>];

/** What is wrong with the settings besides the form of each. */
export function furtherFaults(examined: ExaminedSettings, dotEnv: Environment): string[] {
  // Of one that is faulty in itself nothing more is said.
  const known = knownOf(examined) as Config;
  return [...unknownNames(dotEnv, examined.config), ...togetherFaults(known), ...certificateFaults(known)];
}

function knownOf({ config, faulty }: ExaminedSettings): Partial<Config> {
  const sound = Object.entries(config).filter(([name]) => !faulty.has(name as SettingName));
  return Object.fromEntries(sound) as Partial<Config>;
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
  const examined = examineSettings(environment, dotEnv);
  const faults = [...examined.faults];
  const known = knownOf(examined);
  const names = typeof needs.names === 'function' ? needs.names(known) : needs.names;
  for (const name of names ?? []) {
    if (known[name] === null)
      faults.push(`${name}: lệnh này cần, chưa đặt / needed by this command, not set`);
  }
  faults.push(...furtherFaults(examined, dotEnv));
  if (faults.length === 0) faults.push(...(needs.check?.(examined.config) ?? []));
  if (faults.length > 0) throw new DongboError('DB-CFG-001', { count: faults.length }, { details: faults });
  return examined.config;
}

/**
 * Secrets among the credentials that systemd hands over (LoadCredential=): files named as the setting, in small
 * letters and with hyphens (`portal-password`), in the folder that only this service may read.
 */
function credentialsOf(table: readonly Named[], environment: Environment, faults: string[]): Environment {
  const folder = environment.CREDENTIALS_DIRECTORY;
  const found: Record<string, string> = {};
  if (!folder) return found;
  for (const [name, { secret }] of table) {
    if (!secret) continue;
    const file = join(folder, name.toLowerCase().replaceAll('_', '-'));
    try {
      found[name] = withoutLineEnd(readFileSync(file, 'utf8'));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') faults.push(`${name}: ${reasonOf(error)}`);
    }
  }
  return found;
}

/** Whoever writes a file by hand ends it with a line end, which is no part of the secret. */
const withoutLineEnd = (text: string): string => text.replace(/\r?\n$/, '');

/** An address that is no secret itself may have a password in it all the same. */
function withoutUser(text: string | null): string {
  return String(text).replace(/\/\/[^/@\s]*@/, '//…@');
}

/**
 * The environment wins over `.env`, whether it gives the value or the file that holds it; an empty
 * value counts as absent, so that `NAME=` switches a setting off.
 */
function rawValue(
  name: string,
  isSecret: boolean,
  places: readonly Environment[],
  credentials: string | undefined,
  faults: string[],
): string | null {
  const fileName = `${name}_FILE`;
  for (const place of places) {
    const file = isSecret ? place[fileName] : undefined;
    if (file) {
      try {
        return withoutLineEnd(readFileSync(inCredentials(file, credentials), 'utf8'));
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

/** The files that `environment` and `dotEnv` name for secrets, there or not. */
export function namedSecretFiles(
  environment: Environment,
  dotEnv: Environment,
  { furtherSources }: Pick<Config, 'furtherSources'>,
): string[] {
  return [environment, dotEnv].flatMap((place) =>
    secretFileNames(furtherSources).flatMap((name) => {
      const file = place[name];
      return file ? [inCredentials(file, environment.CREDENTIALS_DIRECTORY)] : [];
    }),
  );
}

/** No shell reads `.env`: the one variable that a path of a secret usually begins with is put in here. */
function inCredentials(file: string, credentials: string | undefined): string {
  return credentials
    ? file.replace(/^\$(?:CREDENTIALS_DIRECTORY|\{CREDENTIALS_DIRECTORY\})(?=\/)/, () => credentials)
    : file;
}

/** First words of our names. */
const OURS =
  /^(DATABASE|REDIS|DATA|SOURCE|MAPPINGS|HOLD|FILE|PORTAL|CATALOGUE|ADMIN|INTAKE|SCHEDULE|STEPS|RECONCILE|RETAIN|LOG|LANGUAGE)_/;

function secretFileNames(furtherSources: Config['furtherSources']): string[] {
  return [...Object.entries(SETTINGS), ...furtherSettings(Object.keys(furtherSources))].flatMap(
    ([name, { secret }]: Named) => (secret ? [`${name}_FILE`] : []),
  );
}

/** A misspelt setting would be silently ignored, and its default would do the harm. Only `.env` is ours to judge. */
function unknownNames(dotEnv: Environment, { furtherSources }: Config): string[] {
  const known = new Set([
    ...Object.keys(SETTINGS),
    ...furtherSettings(Object.keys(furtherSources)).map(([name]) => name),
    ...secretFileNames(furtherSources),
  ]);
  return Object.keys(dotEnv)
    .filter((name) => OURS.test(name) && !known.has(name))
    .map((name) => `.env: ${name}: không có thiết lập này / no such setting`);
}

/** Phases of a call: a limit above that of the whole call would never be reached. */
const PHASES = [
  'PORTAL_CONNECT_TIMEOUT_SECONDS',
  'PORTAL_FIRST_BYTE_TIMEOUT_SECONDS',
  'PORTAL_IDLE_TIMEOUT_SECONDS',
] as const;

function togetherFaults(config: Config): string[] {
  const faults = sourceSettingFaults(null, config.SOURCE_KIND, sourceSettingsOf(config, null));
  if ((config.PORTAL_CLIENT_CERT_FILE === null) !== (config.PORTAL_CLIENT_KEY_FILE === null)) {
    faults.push('PORTAL_CLIENT_CERT_FILE, PORTAL_CLIENT_KEY_FILE: chỉ đi cùng nhau / only together');
  }
  if ((config.REDIS_CLIENT_CERT_FILE === null) !== (config.REDIS_CLIENT_KEY_FILE === null)) {
    faults.push('REDIS_CLIENT_CERT_FILE, REDIS_CLIENT_KEY_FILE: chỉ đi cùng nhau / only together');
  }
  for (const name of ['REDIS_CA_FILE', 'REDIS_CLIENT_CERT_FILE'] as const) {
    // Else it would seem that the connection is encrypted.
    if (config[name] && !/^rediss:/i.test(config.REDIS_URL ?? 'rediss:'))
      faults.push(`${name}: chỉ dùng khi REDIS_URL là rediss:// / only where REDIS_URL is rediss://`);
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
  faults.push(...intakeFaults(config));
  if (!isLoopback(config.ADMIN_HOST) && config.ADMIN_TOKEN === null) {
    faults.push(
      `ADMIN_TOKEN: cần khi ADMIN_HOST ("${config.ADMIN_HOST}") không chỉ là máy này / needed where ADMIN_HOST is not this machine alone`,
    );
  }
  if (config.CATALOGUE_SOURCE === 'public' && config.CATALOGUE_PUBLIC_URL === null) {
    faults.push('CATALOGUE_PUBLIC_URL: cần khi CATALOGUE_SOURCE=public / needed for CATALOGUE_SOURCE=public');
  }
  return faults;
}

/** The drivers of the databases heed it: whoever is in the way could read all and pass for the server. */
function looseTls({ NODE_TLS_REJECT_UNAUTHORIZED: value }: Environment): string[] {
  if (value !== '0') return [];
  return [
    'NODE_TLS_REJECT_UNAUTHORIZED=0: bỏ kiểm tra chứng thư của mọi máy chủ; hãy xóa đi và khai CA riêng (PORTAL_CA_FILE, REDIS_CA_FILE, sslrootcert=…) / switches off the check of every certificate; unset it and name the own CA (PORTAL_CA_FILE, REDIS_CA_FILE, sslrootcert=…)',
  ];
}

/** The value of a setting that this command cannot do without. Throws DB-CFG-002. */
export function needed<Name extends SettingName>(config: Config, name: Name): NonNullable<Config[Name]> {
  const value = config[name];
  if (value === null || value === undefined) throw new DongboError('DB-CFG-002', { setting: name });
  return value as NonNullable<Config[Name]>;
}
