/**
 * Settings: what is read, what is refused, what is never shown; and `.env.example` held to the table.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { timeLimits } from '../../src/compose/portal.ts';
import { SETTINGS, type SettingName } from '../../src/config/settings.ts';
import { sourceNeeds } from '../../src/config/source-settings.ts';
import { needed, parseConfig, readDotEnv } from '../../src/config.ts';
import { DongboError } from '../../src/domain/errors.ts';

const NAMES = Object.keys(SETTINGS) as SettingName[];
const NO_SUCH = ': không có thiết lập này / no such setting';
const SECRETS = NAMES.filter((name) => SETTINGS[name].secret);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dongbo-config-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function refusal(work: () => unknown): DongboError {
  try {
    work();
  } catch (error) {
    if (error instanceof DongboError) return error;
    throw error;
  }
  throw new Error('was not refused');
}

function secretFile(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe('parseConfig', () => {
  it('has a default for everything that is not the place of something', () => {
    const config = parseConfig({});
    const absent = NAMES.filter((name) => config[name] === null);
    expect(absent).toEqual(NAMES.filter((name) => SETTINGS[name].fallback === null));
    expect(config).toMatchObject({ PORTAL_BATCH_SIZE: 50, LANGUAGE_CODE: 'vi', HOLD_POLICY: 'part' });
    expect(Object.isFrozen(config)).toBe(true);
  });

  it('tells every fault in one message, exit 78', () => {
    const error = refusal(() =>
      parseConfig(
        {
          DATABASE_URL: 'mysql://ledger/x',
          SOURCE_URL: 'not a url',
          PORTAL_BATCH_SIZE: 'fifty',
          PORTAL_CONCURRENCY: '0',
          PORTAL_AUTH_PATH: 'mapi/login',
          SCHEDULE_EXTRACT: '* * * * *',
          LANGUAGE_CODE: 'fr',
          PORTAL_CLIENT_CERT_FILE: '/etc/dongbo/client.pem',
          REDIS_SENTINELS: 'a:26379',
        },
        { PORTAL_PASWORD: 'x', PORTAL_BASE_URL: 'ftp://portal' },
        { names: ['SOURCE_URL', 'PORTAL_USERNAME'], check: () => ['never asked: the form is wrong'] },
      ),
    );
    expect(error).toMatchObject({ code: 'DB-CFG-001', exitCode: 78, params: { count: 13 } });
    // In both languages: the setting of the language may be the wrong one.
    for (const detail of error.details.filter((text) => !text.includes('ENOENT'))) {
      expect(detail).toMatch(/: .*[À-ỹ].* [/·] /);
    }
    const named = error.details.map((detail) => /[A-Z_]{4,}/.exec(detail)?.[0]);
    expect(named.sort()).toEqual(
      [
        'DATABASE_URL',
        'SOURCE_URL',
        'PORTAL_BATCH_SIZE',
        'PORTAL_CONCURRENCY',
        'PORTAL_AUTH_PATH',
        'SCHEDULE_EXTRACT',
        'LANGUAGE_CODE',
        'PORTAL_CLIENT_CERT_FILE',
        // Not there to be read, and alone without its key.
        'PORTAL_CLIENT_CERT_FILE',
        'PORTAL_USERNAME',
        'REDIS_SENTINELS',
        'PORTAL_PASWORD',
        'PORTAL_BASE_URL',
      ].sort(),
    );
  });

  it('asks for further faults once the form is right', () => {
    const check = () => ['SCHEDULE_EXTRACT: not a cron expression'];
    expect(refusal(() => parseConfig({}, {}, { check })).details).toEqual(check());
  });

  it.each([
    ['PORTAL_BATCH_SIZE', '501', 'at most 500'],
    ['PORTAL_BATCH_SIZE', '1.5', 'a whole number'],
    ['PORTAL_BATCH_SIZE', 'Infinity', 'a whole number'],
    ['SOURCE_KIND', 'ftp', '"sql"'],
    ['SOURCE_CDC', 'triggers', '"logical"'],
    ['FILE_BASE_URL', 'files/', 'http://'],
  ])('%s=%s is refused with what would be right', (name, value, expected) => {
    const { details } = refusal(() => parseConfig({ [name]: value }));
    expect(details).toHaveLength(1);
    expect(details[0]).toContain(value);
    expect(details[0]).toContain(expected);
  });

  it('tells one fault of a value, the first', () => {
    const { details } = refusal(() => parseConfig({ PORTAL_BATCH_SIZE: '0.5' }));
    expect(details).toEqual(['PORTAL_BATCH_SIZE ("0.5"): phải là số nguyên / a whole number']);
  });

  it('needs the address of the public catalogue only where it is pulled from there', () => {
    const { details } = refusal(() => parseConfig({ CATALOGUE_SOURCE: 'public' }));
    expect(details).toEqual([expect.stringMatching(/^CATALOGUE_PUBLIC_URL: .* \/ needed for/)]);
    const address = { CATALOGUE_PUBLIC_URL: 'https://dichvucong.example/api/v1' };
    expect(parseConfig({ CATALOGUE_SOURCE: 'public', ...address })).toMatchObject(address);
    const names = ({ CATALOGUE_SOURCE }: { CATALOGUE_SOURCE?: string }) =>
      CATALOGUE_SOURCE === 'public' ? [] : (['PORTAL_USERNAME'] as const);
    expect(refusal(() => parseConfig({}, {}, { names })).details).toHaveLength(1);
    expect(refusal(() => parseConfig({ CATALOGUE_SOURCE: 'both' }, {}, { names })).details).toHaveLength(2);
    expect(parseConfig({ CATALOGUE_SOURCE: 'public', ...address }, {}, { names }).CATALOGUE_STRICT).toBe(
      true,
    );
    expect(parseConfig({ CATALOGUE_STRICT: 'false' }).CATALOGUE_STRICT).toBe(false);
  });

  const PHASES = ['CONNECT', 'FIRST_BYTE', 'IDLE'].map((phase) => `PORTAL_${phase}_TIMEOUT_SECONDS`);

  it.each(PHASES)('%s may be as long as the whole call, not longer', (name) => {
    const { details } = refusal(() => parseConfig({ [name]: '31' }));
    expect(details).toEqual([expect.stringMatching(`^${name} \\("31"\\): .* / not longer than .*30`)]);
    expect(parseConfig({ [name]: '31', PORTAL_TIMEOUT_SECONDS: '31' })).toMatchObject({ [name]: 31 });
  });

  it.each([
    ['5', [5, 5, 5, 5]],
    ['30', [10, 30, 10, 30]],
    ['120', [10, 120, 10, 120]],
  ])('PORTAL_TIMEOUT_SECONDS=%s alone gives phases that fit it', (whole, limits) => {
    const { connectTimeoutSeconds, firstByteTimeoutSeconds, idleTimeoutSeconds, timeoutSeconds } = timeLimits(
      parseConfig({ PORTAL_TIMEOUT_SECONDS: whole }),
    );
    expect([connectTimeoutSeconds, firstByteTimeoutSeconds, idleTimeoutSeconds, timeoutSeconds]).toEqual(
      limits,
    );
  });

  it('never shows the value of a secret', () => {
    const hidden = 'mat-khau-bi-mat';
    const wrong = Object.fromEntries(SECRETS.map((name) => [name, `bad://${hidden}`]));
    const error = refusal(() => parseConfig({ ...wrong, PORTAL_BATCH_SIZE: 'x' }));
    // User and password are free texts and cannot be wrong; the addresses can.
    expect(error.details).toHaveLength(4);
    expect(JSON.stringify([error.message, error.params, error.details, error.stack])).not.toContain(hidden);
  });

  it.each(SECRETS)('%s may come from the file that %s_FILE names', (name) => {
    const value = SETTINGS[name].schema.safeParse('plain').success ? 'plain' : 'postgres://u:p@h/d';
    const text = name === 'REDIS_URL' ? 'redis://:p@h' : value;
    const path = secretFile(name, `${text}\n`);
    expect(parseConfig({ [`${name}_FILE`]: path })[name]).toBe(text);
    expect(parseConfig({}, { [`${name}_FILE`]: path })[name]).toBe(text);
  });

  it('keeps blanks of a secret file and takes one line end off', () => {
    const path = secretFile('blanks', ' a b \r\n');
    expect(parseConfig({ PORTAL_PASSWORD_FILE: path }).PORTAL_PASSWORD).toBe(' a b ');
  });

  it.each(SECRETS)('%s may be a credential of systemd, behind environment and .env', (name) => {
    const credentials = mkdtempSync(join(folder, 'credentials-'));
    const text = {
      REDIS_URL: 'redis://:p@h',
      DATABASE_URL: 'postgres://u:p@h/d',
      SOURCE_URL: 'postgres://u:p@h/d',
    };
    const value = text[name as 'SOURCE_URL'] ?? `bi-mat-${name.length}`;
    writeFileSync(join(credentials, name.toLowerCase().replaceAll('_', '-')), `${value}\n`);
    const there = { CREDENTIALS_DIRECTORY: credentials };
    expect(parseConfig(there)[name]).toBe(value);
    // Only what systemd hands to this service: not whatever `.env` names.
    expect(parseConfig({}, there)[name]).toBeNull();
    expect(parseConfig({ ...there, [name]: '' })[name]).toBeNull();
    const other = secretFile(`other-${name}`, `${value}2`);
    expect(parseConfig(there, { [`${name}_FILE`]: other })[name]).toBe(`${value}2`);
  });

  it('reads a secret file in the folder of credentials, and of the folder nothing that is no secret', () => {
    const credentials = mkdtempSync(join(folder, 'credentials-'));
    writeFileSync(join(credentials, 'portal-password'), 'from systemd');
    writeFileSync(join(credentials, 'portal-batch-size'), '7');
    const there = { CREDENTIALS_DIRECTORY: credentials };
    const file = { PORTAL_PASSWORD_FILE: join(credentials, 'portal-password') };
    expect(parseConfig({ ...there, ...file }).PORTAL_PASSWORD).toBe('from systemd');
    const written = { PORTAL_USERNAME_FILE: '$CREDENTIALS_DIRECTORY/portal-password' };
    expect(parseConfig(there, written).PORTAL_USERNAME).toBe('from systemd');
    expect(parseConfig(there).PORTAL_BATCH_SIZE).toBe(50);
  });

  it.each([
    ['127.0.0.1', true],
    ['127.8.0.1', true],
    ['localhost', true],
    ['::1', true],
    ['0.0.0.0', false],
    ['::', false],
    ['10.0.0.5', false],
    ['127.0.0.1.example', false],
    ['localhost.example', false],
  ])('ADMIN_HOST=%s without a token: %s', (host, allowed) => {
    const parse = (more = {}) => parseConfig({ ADMIN_HOST: host, ...more });
    if (!allowed)
      expect(refusal(parse).details).toEqual([expect.stringMatching(/^ADMIN_TOKEN: .* \/ needed/)]);
    else expect(parse().ADMIN_HOST).toBe(host);
    expect(parse({ ADMIN_TOKEN: 'a' }).ADMIN_HOST).toBe(host);
  });

  it('tells a secret file that is not there', () => {
    const { details } = refusal(() => parseConfig({ PORTAL_PASSWORD_FILE: join(folder, 'none') }));
    expect(details).toEqual([expect.stringMatching(/^PORTAL_PASSWORD_FILE: ENOENT/)]);
  });

  it('lets only secrets come from files', () => {
    const { details } = refusal(() => parseConfig({}, { PORTAL_BASE_URL_FILE: '/run/x' }));
    expect(details).toEqual([`.env: PORTAL_BASE_URL_FILE${NO_SUCH}`]);
  });

  it('lets the environment win over .env, file or not', () => {
    const path = secretFile('env-file', 'from-file');
    const config = parseConfig(
      { PORTAL_CONCURRENCY: '2', PORTAL_USERNAME: 'from-environment' },
      { PORTAL_CONCURRENCY: '8', PORTAL_BATCH_SIZE: '7', PORTAL_USERNAME_FILE: path },
    );
    expect(config).toMatchObject({
      PORTAL_CONCURRENCY: 2,
      PORTAL_BATCH_SIZE: 7,
      PORTAL_USERNAME: 'from-environment',
    });
    const other = parseConfig({ PORTAL_PASSWORD_FILE: path }, { PORTAL_PASSWORD: 'from-dot-env' });
    expect(other.PORTAL_PASSWORD).toBe('from-file');
  });

  it('takes an empty value for an absent one, also to switch off what .env says', () => {
    const config = parseConfig({ REDIS_URL: '', PORTAL_BATCH_SIZE: '' }, { REDIS_URL: 'redis://h' });
    expect(config).toMatchObject({ REDIS_URL: null, PORTAL_BATCH_SIZE: 50 });
    const path = secretFile('switched-off', 'redis://from-file');
    expect(parseConfig({ REDIS_URL_FILE: '' }, { REDIS_URL_FILE: path }).REDIS_URL).toBeNull();
  });

  it.each([
    'PORTAL_PASWORD',
    'SOURCE_URI',
    'DATABASE_URI',
    'LOG_LEVL',
    'LANGUAGE_COD',
    'DATA_DIRECTORY',
    'FILE_BASE',
  ])(
    'refuses %s in .env, which would be a silent slip of the pen, and bears it in the environment',
    (name) => {
      const { details } = refusal(() => parseConfig({}, { [name]: 'x' }));
      expect(details).toEqual([`.env: ${name}${NO_SUCH}`]);
      expect(() => parseConfig({ [name]: 'x' })).not.toThrow();
    },
  );

  it('leaves names in .env alone that are no business of ours', () => {
    expect(() => parseConfig({}, { TZ: 'Asia/Ho_Chi_Minh', NODE_ENV: 'production' })).not.toThrow();
  });
});

describe('settings of further sources', () => {
  const mappings = (...files: string[]) => {
    const MAPPINGS_DIR = mkdtempSync(join(folder, 'mappings-'));
    mkdirSync(join(MAPPINGS_DIR, 'source.d'));
    for (const file of files) writeFileSync(join(MAPPINGS_DIR, 'source.d', file), '');
    return { MAPPINGS_DIR };
  };

  it('are named after the file, and come from wherever those of the main source may', () => {
    const place = mappings('dat-dai.yaml', 'y-te.yaml', 'doc-di.txt');
    const credentials = mkdtempSync(join(folder, 'credentials-'));
    writeFileSync(join(credentials, 'source-dat-dai-api-key'), 'khoa\n');
    const { furtherSources } = parseConfig(
      { ...place, CREDENTIALS_DIRECTORY: credentials, SOURCE_DAT_DAI_URL: 'https://dat-dai.example/api' },
      { SOURCE_DAT_DAI_TOKEN_FILE: secretFile('token', 'the\n'), SOURCE_Y_TE_DIR: '/srv/y-te' },
    );
    const none = {
      url: null,
      dir: null,
      xsd: null,
      token: null,
      username: null,
      password: null,
      apiKey: null,
      caFile: null,
      clientCertFile: null,
      clientKeyFile: null,
    };
    expect(furtherSources).toEqual({
      'dat-dai': { ...none, url: 'https://dat-dai.example/api', token: 'the', apiKey: 'khoa' },
      'y-te': { ...none, dir: '/srv/y-te' },
    });
    expect(parseConfig({}).furtherSources).toEqual({});
  });

  it('are refused where no file has that name, and in a form that the main one may not have', () => {
    const place = mappings('dat-dai.yaml');
    const dotEnv = {
      SOURCE_DAT_DAI_URL: 'ftp://an:bi-mat@x',
      SOURCE_DATDAI_URL: 'x',
      SOURCE_DAT_DAI_URI: 'x',
    };
    const { details } = refusal(() => parseConfig(place, dotEnv));
    expect(details).toEqual([
      expect.stringMatching(/^SOURCE_DAT_DAI_URL: .*postgres:/),
      `.env: SOURCE_DATDAI_URL${NO_SUCH}`,
      `.env: SOURCE_DAT_DAI_URI${NO_SUCH}`,
    ]);
    expect(details.join()).not.toContain('bi-mat');
  });

  it.each([
    ['rest', 'postgres://h/d', 'https://'],
    ['sql', 'https://h/api', 'postgres://'],
  ])('SOURCE_KIND=%s with %s is told what it needs', (SOURCE_KIND, SOURCE_URL, needs) => {
    const { details } = refusal(() => parseConfig({ SOURCE_KIND, SOURCE_URL }));
    expect(details).toEqual([expect.stringMatching(new RegExp(`^SOURCE_URL: .* / .*${needs}`))]);
  });

  it.each([
    [{}, ['SOURCE_URL']],
    [{ SOURCE_KIND: 'xml' }, ['SOURCE_DIR']],
    [{ SOURCE_KIND: 'intake' }, []],
    [mappingsOf('y-te.yaml'), []],
  ])('with %o a command that reads lacks %o', (settings, names) => {
    const { MAPPINGS_DIR } = 'files' in settings ? mappings(...settings.files) : { MAPPINGS_DIR: folder };
    const environment = 'files' in settings ? { MAPPINGS_DIR } : settings;
    const found = () => parseConfig(environment, {}, { names: sourceNeeds });
    if (names.length === 0) expect(found).not.toThrow();
    else expect(refusal(found).details).toEqual(names.map((name) => expect.stringMatching(`^${name}: `)));
  });
});

/** Files of `source.d/` that a case wants. */
function mappingsOf(...files: string[]) {
  return { files };
}

describe('needed', () => {
  it('names the setting that a command cannot do without, exit 78', () => {
    const error = refusal(() => needed(parseConfig({}), 'SOURCE_URL'));
    expect(error).toMatchObject({ code: 'DB-CFG-002', exitCode: 78, params: { setting: 'SOURCE_URL' } });
    expect(needed(parseConfig({ SOURCE_URL: 'postgres://h/d' }), 'SOURCE_URL')).toBe('postgres://h/d');
  });
});

describe('readDotEnv', () => {
  it('is empty without a file and tells one that cannot be read', () => {
    expect(readDotEnv(join(folder, 'nowhere'))).toEqual({});
    // A file in the place of the folder: neither there nor absent.
    const path = secretFile('a-file', '');
    expect(refusal(() => readDotEnv(path))).toMatchObject({ code: 'DB-CFG-001', exitCode: 78 });
  });
});

describe('.env.example', () => {
  const text = readFileSync(join(import.meta.dirname, '../../.env.example'), 'utf8');
  const lines = text.split('\n');
  const settings = lines.flatMap((line, index) => {
    const [, off, name, value] = /^(#?)([A-Z][A-Z_]*)=(.*)$/.exec(line) ?? [];
    return name === undefined ? [] : [{ index, off, name, value }];
  });

  it('has every setting of the table, in its order, and no other', () => {
    expect(settings.map(({ name }) => name)).toEqual(NAMES);
  });

  it('shows the defaults, and leaves open what has none', () => {
    const shown = settings.map(({ name, off, value }) => [name, off, value]);
    expect(shown).toEqual(
      NAMES.map((name) => {
        const { fallback } = SETTINGS[name];
        return fallback === null ? [name, '', ''] : [name, '#', fallback];
      }),
    );
  });

  it('changes nothing as it is, nor with every default written out', () => {
    expect(parseConfig({}, parseEnv(text))).toEqual(parseConfig({}));
    const writtenOut = lines.map((line) => line.replace(/^#(?=[A-Z_]+=)/, '')).join('\n');
    expect(Object.keys(parseEnv(writtenOut)).sort()).toEqual([...NAMES].sort());
    expect(parseConfig({}, parseEnv(writtenOut))).toEqual(parseConfig({}));
  });

  it('says above each setting what it means, and marks the secrets', () => {
    for (const { index, name } of settings) {
      const above: string[] = [];
      for (let at = index - 1; /^# /.test(lines[at] ?? ''); at -= 1) above.unshift(lines[at] ?? '');
      expect(above, name).not.toEqual([]);
      const isMarked = above.some((line) => line.startsWith('# [bí mật]'));
      expect(isMarked, name).toBe(SETTINGS[name as SettingName].secret === true);
    }
  });
});
