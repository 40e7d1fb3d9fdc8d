/**
 * Every setting with its form, default and meaning: the one table from which the settings are
 * parsed and against which `.env.example` is held.
 * Must not: read the environment; `config.ts` does.
 */
// The third edition, which the package keeps: the fourth takes 10 MB more of each process (decision 0033).
import { z } from 'zod/v3';
import { CHANGE_CAPTURES, SOURCE_KINDS } from '../domain/source-definition.ts';

const text = z.string();
const optional = z
  .string()
  .transform((value) => (value === '' ? null : value))
  .nullable();
const tokens = z
  .string()
  .transform((value) => (value === '' ? null : value))
  .refine((value) => value === null || /^[\x21-\x7e]+(?:[\s,]+[\x21-\x7e]+)*$/.test(value.trim()), {
    message: 'chữ cái, chữ số và dấu ASCII / ASCII letters, digits and signs',
  })
  .nullable();
const sentinels = z
  .string()
  .regex(/^\s*[^\s,:]+(:\d{1,5})?(\s*,\s*[^\s,:]+(:\d{1,5})?)*\s*$/, {
    message: 'máy:cổng, cách nhau bằng dấu phẩy / host:port, comma separated',
  })
  .nullable();
const url = (...schemes: string[]) =>
  z
    .string()
    .refine((value) => URL.canParse(value) && schemes.includes(new URL(value).protocol.slice(0, -1)), {
      message: `địa chỉ bắt đầu bằng / a URL that begins with ${schemes.map((scheme) => `${scheme}://`).join(', ')}`,
    })
    .nullable();
const whole = (min: number, max: number) =>
  z.coerce
    .number({ message: 'phải là số / a number' })
    .int({ message: 'phải là số nguyên / a whole number' })
    .min(min, { message: `ít nhất ${min} / at least ${min}` })
    .max(max, { message: `nhiều nhất ${max} / at most ${max}` });
const cron = z.string().refine((value) => value.trim().split(/\s+/).length === 6, {
  message: 'sáu trường cron, giây đứng đầu / six cron fields, seconds first',
});
const path = z.string().startsWith('/', {
  message: 'đường dẫn bắt đầu bằng dấu / · a path that begins with /',
});
const choice = <const Values extends readonly [string, ...string[]]>(...values: Values) =>
  z.enum(values, { message: `một trong / one of ${values.map((value) => `"${value}"`).join(', ')}` });
const flag = choice('true', 'false').transform((value) => value === 'true');

/** One setting: `fallback` is the text that stands for an absent one, `null` = none. */
export interface Setting<Schema extends z.ZodType> {
  readonly schema: Schema;
  readonly fallback: string | null;
  readonly about: string;
  /** Also readable from the file that `<NAME>_FILE` names (systemd credentials). */
  readonly secret?: boolean;
}

const setting = <Schema extends z.ZodType>(
  schema: Schema,
  fallback: string | null,
  about: string,
  secret = false,
): Setting<Schema> => ({ schema, fallback, about, secret });

/** The table, in the order of `.env.example`; 5-interface.md is its source. */
export const SETTINGS = {
  DATABASE_URL: setting(
    url('postgres', 'postgresql'),
    null,
    'Ledger, PostgreSQL 14 or newer; without it an embedded PostgreSQL under DATA_DIR',
    true,
  ),
  REDIS_URL: setting(
    url('redis', 'rediss'),
    null,
    "BullMQ's Redis, 6.2 or newer; without it BullMQ works in the ledger's database",
    true,
  ),
  REDIS_SENTINELS: setting(sentinels, null, 'Sentinels, host:port, comma separated'),
  REDIS_SENTINEL_NAME: setting(optional, null, "The sentinels' name of the master"),
  REDIS_CA_FILE: setting(optional, null, 'Own CA of a rediss:// server, PEM'),
  REDIS_CLIENT_CERT_FILE: setting(optional, null, 'Client certificate for Redis, PEM'),
  REDIS_CLIENT_KEY_FILE: setting(optional, null, 'Its key, PEM'),
  DATA_DIR: setting(text.min(1), './.dongbo', 'Where the embedded PostgreSQL keeps its files'),
  SOURCE_KIND: setting(
    choice(...SOURCE_KINDS),
    'sql',
    'How the main source is read; intake: it sends by itself',
  ),
  SOURCE_URL: setting(
    url('postgres', 'postgresql', 'mysql', 'mariadb', 'mssql', 'sqlserver', 'oracle', 'http', 'https'),
    null,
    "The province's system: postgres://, mysql://, mssql://, oracle://; http:// or https:// for rest",
    true,
  ),
  SOURCE_DIR: setting(optional, null, 'Folder where the documents of SOURCE_KIND=xml are left'),
  SOURCE_XSD: setting(
    optional,
    null,
    "XSD file that the dossiers of a layout of the province's own are held to, for SOURCE_KIND=xml",
  ),
  SOURCE_TOKEN: setting(
    tokens,
    null,
    'Bearer token that goes to a service of the kind rest; of the kind intake: those, comma separated, that a system which pushes must show',
    true,
  ),
  SOURCE_USERNAME: setting(optional, null, 'User of a service of the kind rest', true),
  SOURCE_PASSWORD: setting(optional, null, 'Its password', true),
  SOURCE_API_KEY: setting(optional, null, 'Key that goes to a service of the kind rest in a header', true),
  SOURCE_CA_FILE: setting(optional, null, 'Own CA of an https:// service, PEM'),
  SOURCE_CLIENT_CERT_FILE: setting(optional, null, 'Client certificate for that service, PEM'),
  SOURCE_CLIENT_KEY_FILE: setting(optional, null, 'Its key, PEM'),
  SOURCE_CDC: setting(
    choice(...CHANGE_CAPTURES),
    'listen',
    'How changes of a PostgreSQL source are noticed between two readings: not, by its triggers, or by its log',
  ),
  SOURCE_OVERLAP_SECONDS: setting(whole(0, 86_400), '600', 'How far behind the cursor rows are read again'),
  SOURCE_PAGE_SIZE: setting(whole(1, 10_000), '1000', 'Dossiers a page'),
  SOURCE_XML_MAX_BYTES: setting(whole(1_024, 2 ** 40), '1073741824', 'Longest XML document taken'),
  MAPPINGS_DIR: setting(text.min(1), './mappings', 'Tables and rules'),
  HOLD_POLICY: setting(
    choice('part', 'whole'),
    'part',
    'part: a faulty part waits, its dossier goes; whole: any fault holds the dossier',
  ),
  FILE_BASE_URL: setting(url('http', 'https'), null, 'Put before relative file links'),
  PORTAL_DRIVER: setting(choice('adapter'), 'adapter', 'How the portal is spoken to'),
  PORTAL_BASE_URL: setting(url('http', 'https'), null, "The province's security server"),
  PORTAL_AUTH_PATH: setting(path, '/mapi/login', 'Login'),
  PORTAL_SHARE_PATH: setting(path, '/mapi/g', 'Catalogue services'),
  PORTAL_INTEGRATION_PATH: setting(path, '/mapi/g', 'Dossier services'),
  PORTAL_USERNAME: setting(optional, null, 'Account of the province', true),
  PORTAL_PASSWORD: setting(optional, null, 'Its password', true),
  PORTAL_AGENCY_CODE: setting(optional, null, 'madonvi, e.g. 000.00.00.H22'),
  PORTAL_DSTCODE: setting(optional, null, 'dstcode, e.g. VN:GOV:000.00.00.G22:vpcpdvcprovider'),
  PORTAL_DSTCODE_IN: setting(choice('header', 'query', 'both'), 'header', 'Where dstcode goes'),
  PORTAL_PROVIDER_URL: setting(optional, null, 'providerurl, where the adapter wants it'),
  PORTAL_CA_FILE: setting(optional, null, 'Own CA, PEM'),
  PORTAL_CLIENT_CERT_FILE: setting(optional, null, 'Client certificate, PEM'),
  PORTAL_CLIENT_KEY_FILE: setting(optional, null, 'Its key, PEM'),
  PORTAL_BATCH_SIZE: setting(whole(1, 500), '50', 'Dossiers a call'),
  PORTAL_STEPS_PER_CALL: setting(whole(1, 500), '10', 'Steps a call'),
  PORTAL_CONCURRENCY: setting(whole(1, 64), '4', 'Calls at a time'),
  PORTAL_RATE_PER_SECOND: setting(whole(0, 10_000), '0', 'Calls a second, 0 = no limit'),
  PORTAL_TIMEOUT_SECONDS: setting(
    whole(1, 600),
    '30',
    'Longest a call may take, from connecting to the last byte',
  ),
  PORTAL_CONNECT_TIMEOUT_SECONDS: setting(
    whole(1, 600).nullable(),
    null,
    'Longest wait for a connection, TLS handshake included; 10, or the whole where that is shorter',
  ),
  PORTAL_FIRST_BYTE_TIMEOUT_SECONDS: setting(
    whole(1, 600).nullable(),
    null,
    'Longest wait for the beginning of an answer, from the moment of sending; as long as the whole',
  ),
  PORTAL_IDLE_TIMEOUT_SECONDS: setting(
    whole(1, 600).nullable(),
    null,
    'Longest silence in the middle of an answer; 10, or the whole where that is shorter',
  ),
  PORTAL_MAX_RESPONSE_BYTES: setting(whole(1_024, 1_073_741_824), '10485760', 'Longest answer taken'),
  STEPS_WHEN_UNKNOWN: setting(
    choice('hold', 'resend'),
    'hold',
    'A step whose answer was lost, where the portal does not show its steps: hold for a person, or send again',
  ),
  CATALOGUE_SOURCE: setting(
    choice('adapter', 'public'),
    'adapter',
    "Where the national catalogue is pulled from: the portal's sharing services, or its public pages",
  ),
  CATALOGUE_PUBLIC_URL: setting(
    url('http', 'https'),
    null,
    'Base address of the public catalogue; needed for CATALOGUE_SOURCE=public',
  ),
  CATALOGUE_STRICT: setting(
    flag,
    'true',
    'true: a code that is not published or not of its procedure is held; false: it goes with a warning',
  ),
  ADMIN_HOST: setting(text.min(1), '127.0.0.1', 'Address of /metrics, /healthz, /readyz'),
  ADMIN_PORT: setting(whole(0, 65_535), '9464', 'Its port'),
  ADMIN_TOKEN: setting(
    optional,
    null,
    'Bearer token that /metrics, /healthz and /readyz ask for; needed where ADMIN_HOST is not this machine alone',
    true,
  ),
  INTAKE_HOST: setting(
    text.min(1),
    '127.0.0.1',
    'Address to which systems push dossiers; for sources of the kind intake',
  ),
  INTAKE_PORT: setting(whole(0, 65_535), '9466', 'Its port'),
  INTAKE_CERT_FILE: setting(optional, null, 'Certificate of that address, PEM'),
  INTAKE_KEY_FILE: setting(optional, null, 'Its key, PEM'),
  INTAKE_BEHIND_PROXY: setting(
    flag,
    'false',
    'true: a proxy before that address has TLS, so that INTAKE_HOST may be other than this machine without a certificate',
  ),
  INTAKE_MAX_BYTES: setting(whole(1_024, 1_073_741_824), '10485760', 'Longest request taken'),
  INTAKE_MAX_DOSSIERS: setting(whole(1, 10_000), '500', 'Dossiers a request'),
  INTAKE_CONCURRENCY: setting(whole(1, 64), '4', 'Requests at a time; more are told to come again'),
  SCHEDULE_EXTRACT: setting(cron, '*/10 * * * * *', 'When the province is read (Asia/Ho_Chi_Minh)'),
  SCHEDULE_IRREGULAR: setting(
    cron,
    '0 */15 * * * *',
    'When rows are read that the cursor cannot see: without time or code, or with a time still to come',
  ),
  SCHEDULE_CATALOGUE: setting(cron, '0 15 2 * * *', 'When the catalogue is pulled'),
  SCHEDULE_RECONCILE: setting(cron, '0 0 3 * * *', 'When portal and ledger are compared'),
  SCHEDULE_RECOVER: setting(cron, '*/30 * * * * *', 'When lost work is looked for'),
  SCHEDULE_SCORE: setting(
    cron,
    '*/30 * * * * *',
    'When what the indicators are counted from is brought up to date, and what is urgent put first',
  ),
  SCHEDULE_SWEEP: setting(cron, '0 0 1 * * *', 'When all that a source has is compared with the ledger'),
  SCHEDULE_PRUNE: setting(
    cron,
    '0 30 1 * * *',
    'When what is older than RETAIN_DAYS is taken out of the ledger',
  ),
  RECONCILE_MINUTES: setting(
    whole(1, 1_440),
    '60',
    'Longest a scheduled comparison with the portal takes; the next one goes on where it stopped',
  ),
  RECONCILE_HEAL: setting(
    flag,
    'false',
    'true: the scheduled comparison mends what it finds; false: it only tells',
  ),
  RETAIN_DAYS: setting(
    whole(30, 36_500),
    '400',
    'How long attempts and the payloads of returned dossiers are kept; what was sent, and when, stays for good',
  ),
  LOG_LEVEL: setting(
    choice('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'),
    'info',
    'How much is logged',
  ),
  LANGUAGE_CODE: setting(choice('vi', 'en'), 'vi', 'Language of messages for people'),
} as const;

/** Name of a setting. */
export type SettingName = keyof typeof SETTINGS;

/** Where a source is, and what opens it to us; `null` = not set. */
export interface SourceSettings {
  readonly url: string | null;
  readonly dir: string | null;
  readonly xsd: string | null;
  readonly token: string | null;
  readonly username: string | null;
  readonly password: string | null;
  readonly apiKey: string | null;
  readonly caFile: string | null;
  readonly clientCertFile: string | null;
  readonly clientKeyFile: string | null;
}

/** Every setting, parsed. */
export type Config = { readonly [Name in SettingName]: z.output<(typeof SETTINGS)[Name]['schema']> } & {
  /** Those of each file of `source.d/`, by its name without `.yaml`. */
  readonly furtherSources: Readonly<Record<string, SourceSettings>>;
};
