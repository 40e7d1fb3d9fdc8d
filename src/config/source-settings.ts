/**
 * The settings of sources: those of the main one have a name each (`SOURCE_URL`), those of a further one have its
 * own in the middle: `SOURCE_DAT_DAI_URL` for `source.d/dat-dai.yaml`.
 * Guarantees: a further source has the same settings as the main one, in the same form.
 * Must not: read what is in the files of `source.d/`; their names are enough.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { SourceKind } from '../domain/source-definition.ts';
import { type Config, SETTINGS, type Setting, type SettingName, type SourceSettings } from './settings.ts';

const SUFFIXES = {
  url: 'URL',
  dir: 'DIR',
  xsd: 'XSD',
  token: 'TOKEN',
  username: 'USERNAME',
  password: 'PASSWORD',
  apiKey: 'API_KEY',
  caFile: 'CA_FILE',
  clientCertFile: 'CLIENT_CERT_FILE',
  clientKeyFile: 'CLIENT_KEY_FILE',
} as const satisfies Readonly<Record<keyof SourceSettings, string>>;

/** Name of one setting of a source; `null` = the main one. */
export function sourceSettingName(source: string | null, key: keyof SourceSettings): string {
  const name = source === null ? '' : `${source.toUpperCase().replaceAll('-', '_')}_`;
  return `SOURCE_${name}${SUFFIXES[key]}`;
}

const KEYS = Object.keys(SUFFIXES) as readonly (keyof SourceSettings)[];
const mainName = (key: keyof SourceSettings): SettingName => `SOURCE_${SUFFIXES[key]}`;

/** What a file of `source.d/` may be called: its name is part of settings, jobs and metrics. */
export const SOURCE_FILE = /^([a-z][a-z0-9]*(?:-[a-z0-9]+)*)\.yaml$/;

/** Names of the further sources of a folder of mappings, in order; files with other names are the reader's to judge. */
export function furtherSourceNames(mappingsDir: string): string[] {
  let files: string[];
  try {
    files = readdirSync(join(mappingsDir, 'source.d'));
  } catch {
    // No such folder: there are none. One that cannot be read is told by whoever reads the files.
    return [];
  }
  return files.flatMap((file) => SOURCE_FILE.exec(file)?.[1] ?? []).sort();
}

/** The settings of further sources, by name, in the form of the main one's. */
export function furtherSettings(
  sources: readonly string[],
): [name: string, setting: Setting<(typeof SETTINGS)[SettingName]['schema']>][] {
  return sources.flatMap((source) =>
    KEYS.map((key): ReturnType<typeof furtherSettings>[number] => [
      sourceSettingName(source, key),
      SETTINGS[mainName(key)],
    ]),
  );
}

/** What the parsed `values` say of a source; `null` = the main one. */
export function sourceSettingsOf(
  values: Readonly<Record<string, unknown>>,
  source: string | null,
): SourceSettings {
  const entries = KEYS.map((key) => [key, values[sourceSettingName(source, key)] ?? null]);
  return Object.fromEntries(entries) as SourceSettings;
}

/** The setting that says where a source of this kind is; `null`: it comes to us. */
export function addressKey(kind: SourceKind): 'url' | 'dir' | null {
  return { sql: 'url', rest: 'url', xml: 'dir', intake: null }[kind] as 'url' | 'dir' | null;
}

/** Has the main source what it takes to be read? */
export function isMainSet(config: Pick<Config, 'SOURCE_KIND' | 'SOURCE_URL' | 'SOURCE_DIR'>): boolean {
  const key = addressKey(config.SOURCE_KIND);
  return key === null || config[mainName(key) as 'SOURCE_URL' | 'SOURCE_DIR'] !== null;
}

/** Of a command that reads the province: the setting it lacks where there is no source at all. */
export function sourceNeeds(config: Partial<Config>): readonly SettingName[] {
  if (Object.keys(config.furtherSources ?? {}).length > 0) return [];
  const key = addressKey(config.SOURCE_KIND ?? 'sql');
  return key === null ? [] : [mainName(key)];
}

/** What does not fit its kind; '' = it does. */
function addressFault(kind: SourceKind, { url }: SourceSettings): string {
  if (url === null) return '';
  const isWeb = /^https?:/i.test(url);
  if (kind === 'rest' && !isWeb)
    return 'nguồn loại rest cần http:// hoặc https:// / a source of the kind rest needs http:// or https://';
  if (kind === 'sql' && isWeb)
    return 'nguồn loại sql cần địa chỉ cơ sở dữ liệu, postgres://… / a source of the kind sql needs the address of a database, postgres://…';
  return '';
}

/** Tokens that a system shows which pushes; shorter ones can be guessed. */
const SHORTEST_TOKEN = 24;

/** What is wrong with them; '' = nothing. */
function tokenFault(kind: SourceKind, { token }: SourceSettings): string {
  if (kind !== 'intake' || token === null) return '';
  if (token.split(/[\s,]+/).every((one) => one === '' || one.length >= SHORTEST_TOKEN)) return '';
  return `mỗi mã ít nhất ${SHORTEST_TOKEN} ký tự, ví dụ: openssl rand -hex 32 / each token of at least ${SHORTEST_TOKEN} characters, e.g. openssl rand -hex 32`;
}

/** Faults of the settings of one source, given its kind. @param source `null` = the main one */
export function sourceSettingFaults(
  source: string | null,
  kind: SourceKind,
  settings: SourceSettings,
): string[] {
  const key = kind === 'intake' ? 'token' : addressKey(kind);
  const missing = source !== null && key !== null && settings[key] === null;
  const fault = addressFault(kind, settings);
  const ofToken = tokenFault(kind, settings);
  return [
    ...(missing
      ? [
          `${sourceSettingName(source, key)}: source.d/${source}.yaml cần, chưa đặt / needed by source.d/${source}.yaml, not set`,
        ]
      : []),
    ...(fault === '' ? [] : [`${sourceSettingName(source, 'url')}: ${fault}`]),
    ...((settings.clientCertFile === null) === (settings.clientKeyFile === null)
      ? []
      : [
          `${sourceSettingName(source, 'clientCertFile')}, ${sourceSettingName(source, 'clientKeyFile')}: chỉ đi cùng nhau / only together`,
        ]),
    ...(ofToken === '' ? [] : [`${sourceSettingName(source, 'token')}: ${ofToken}`]),
  ];
}
