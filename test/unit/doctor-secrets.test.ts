/** What the doctor says of files of secrets and of connections, from the settings alone. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { encryptionCheck, unprotected } from '../../src/compose/doctor/encryption.ts';
import type { Room } from '../../src/compose/doctor/room.ts';
import { secretsCheck } from '../../src/compose/doctor/settings.ts';
import { examineSettings, readDotEnv } from '../../src/config.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dongbo-secrets-'));
  vi.spyOn(process, 'cwd').mockReturnValue(folder);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

function file(name: string, mode: number, text = 'bi-mat'): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

function finding() {
  const { config } = examineSettings(process.env, readDotEnv(folder));
  return secretsCheck.run({ config } as Room);
}

describe.skipIf(process.platform === 'win32')('files of secrets', () => {
  it('are for owner and group alone, wherever they are named', async () => {
    vi.stubEnv('CREDENTIALS_DIRECTORY', folder);
    vi.stubEnv('PORTAL_PASSWORD_FILE', file('password', 0o600));
    const url = file('url', 0o640, 'postgres://a/b');
    const key = file('redis.key', 0o600);
    const sslkey = file('source.key', 0o600);
    const dotEnv = `ADMIN_TOKEN_FILE=$CREDENTIALS_DIRECTORY/token\nDATABASE_URL_FILE=${url}\nREDIS_CLIENT_KEY_FILE=${key}\nSOURCE_URL=postgres://a/b?sslkey=${sslkey}\n`;
    const env = file('.env', 0o600, dotEnv);
    const token = file('token', 0o400);
    expect(await finding()).toMatchObject({ result: 'ok' });
    for (const path of [token, url, key, sslkey, env, join(folder, 'password')]) {
      chmodSync(path, 0o644);
      const found = await finding();
      expect(found).toMatchObject({ result: 'warning', code: 'DB-DOC-002', params: { path } });
      expect(JSON.stringify(found)).not.toContain('bi-mat');
      chmodSync(path, 0o600);
    }
  });
});

describe('connections that leave this machine', () => {
  const at = (DATABASE_URL: string, mode?: string) =>
    unprotected({ DATABASE_URL, SOURCE_URL: null, REDIS_URL: null }, mode).map(
      (line) => line.split(' / ')[1],
    );
  const redisAt = (REDIS_URL: string) =>
    unprotected({ DATABASE_URL: null, SOURCE_URL: null, REDIS_URL }, undefined).map(
      (line) => line.split(' / ')[1],
    );

  it.each([
    ['postgres://a:b@so.tinh-mau.example/x', ['not encrypted']],
    ['postgres://a:b@so.tinh-mau.example/x?sslmode=disable', ['not encrypted']],
    ['postgres://a:b@so.tinh-mau.example/x?sslmode=no-verify', ['certificate not checked']],
    ['postgres://a:b@so.tinh-mau.example/x?uselibpqcompat=true&sslmode=require', ['certificate not checked']],
    ['postgres://a:b@so.tinh-mau.example/x?sslmode=verify-full', []],
    ['postgres://a:b@so.tinh-mau.example/x?sslrootcert=/a/ca.pem', []],
    ['postgres://a:b@so.tinh-mau.example/x?ssl=true', []],
    ['postgres://a:b@127.0.0.1/x', []],
    ['postgres://a:b@localhost/x', []],
    ['postgres://a:b@so.tinh-mau.example/x?host=/var/run/postgresql', []],
    ['postgres://a:b@%2Fvar%2Frun/x', []],
  ])('%s: %j', (address, faults) => {
    expect(at(address)).toEqual(faults);
  });

  it('heed PGSSLMODE where the address says nothing', () => {
    expect(at('postgres://so.tinh-mau.example/x', 'verify-full')).toEqual([]);
    expect(at('postgres://so.tinh-mau.example/x?sslmode=disable', 'verify-full')).toEqual(['not encrypted']);
  });

  it.each([
    ['redis://redis.tinh-mau.example', ['not encrypted', 'without a password']],
    ['rediss://redis.tinh-mau.example', ['without a password']],
    ['rediss://:p@redis.tinh-mau.example', []],
    ['redis://127.0.0.1:6379', []],
  ])('%s: %j', (address, faults) => {
    expect(redisAt(address)).toEqual(faults);
  });

  it('are warned of by the name of the setting, never by the address', async () => {
    const { config } = examineSettings({ SOURCE_URL: 'postgres://doc:bi-mat@motcua.tinh-mau.example/x' });
    const found = await encryptionCheck.run({ config, assertSound: () => {} } as unknown as Room);
    expect(found).toMatchObject({ result: 'warning', code: 'DB-DOC-024', params: { setting: 'SOURCE_URL' } });
    expect(JSON.stringify(found)).not.toMatch(/bi-mat|motcua/);
  });
});
