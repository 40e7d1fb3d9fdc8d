/**
 * deploy/install.sh into a folder of its own: installs, upgrades, goes back by itself, takes back, removes.
 * The machine (systemctl, the ledger, /readyz) is a script that notes what it is asked, and refuses what it is told.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

const REPO = resolve(import.meta.dirname, '../..');
const HOOK = `#!/bin/sh
words="\${1##*/} $*"
echo "$words" >>"$MACHINE/asked"
case "$words" in *list-units*) cat "$MACHINE/running" 2>/dev/null; exit 0 ;; esac
case "$words" in *"migrate --json"*) echo '{ "applied": [], "version": "0004-before" }' ;; esac
while read -r refused; do case "$words" in *$refused*) exit 1 ;; esac; done <"$MACHINE/refuses"
`;

let folder: string;
let root: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dongbo-install-'));
  root = join(folder, 'root');
  write('machine/hook', HOOK);
  chmodSync(join(folder, 'machine/hook'), 0o755);
  refuse();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

const refuse = (...words: string[]): void =>
  write('machine/refuses', words.map((word) => `${word}\n`).join(''));
const installed = (path: string): string => readFileSync(join(root, path), 'utf8');
const asked = (): string =>
  existsSync(join(folder, 'machine/asked')) ? readFileSync(join(folder, 'machine/asked'), 'utf8') : '';
const current = (): string => readlinkSync(join(root, 'opt/dongbo/current'));

/** A small package: the real files of deploy/, mappings/ and settings, without the program. */
function packageOf(version: string, note = ''): string {
  const name = `dongbo-${version}-linux-x64`;
  mkdirSync(join(folder, name), { recursive: true });
  for (const part of ['deploy', 'mappings', '.env.example', 'bin'])
    execFileSync('cp', ['-r', join(REPO, part), join(folder, name)]);
  write(
    `${name}/package.json`,
    `{\n  "name": "dongbo",\n  "version": "${version}",\n  "type": "module"\n}\n`,
  );
  write(`${name}/note`, note);
  const sums = 'find . -type f ! -name SHA256SUMS -printf "%P\\n" | sort | xargs sha256sum >SHA256SUMS';
  execFileSync('sh', ['-c', sums], { cwd: join(folder, name) });
  execFileSync('tar', ['-czf', `${name}.tar.gz`, name], { cwd: folder });
  execFileSync('sh', ['-c', `sha256sum ${name}.tar.gz >${name}.tar.gz.sha256`], { cwd: folder });
  return join(folder, `${name}.tar.gz`);
}

function install(...words: string[]): { readonly code: number | null; readonly said: string } {
  const { status, stderr } = spawnSync('sh', [join(REPO, 'deploy/install.sh'), '--root', root, ...words], {
    encoding: 'utf8',
    env: {
      PATH: process.env.PATH,
      DONGBO_INSTALL_HOOK: join(folder, 'machine/hook'),
      MACHINE: join(folder, 'machine'),
      DONGBO_READY_TRIES: '1',
    },
  });
  return { code: status, said: stderr };
}

const expectDone = ({ code, said }: ReturnType<typeof install>): void => expect(code, said).toBe(0);

it('installs what a machine needs, and a second time changes nothing', () => {
  const file = packageOf('1.0.0');
  expectDone(install(file));
  expect(current()).toBe('releases/1.0.0');
  for (const unit of ['dongbo.service', 'dongbo-worker@.service', 'dongbo.target'])
    expect(installed(`etc/systemd/system/${unit}`)).toContain('[Unit]');
  expect(installed('etc/sysusers.d/dongbo.conf')).toContain('u dongbo');
  expect(statSync(join(root, 'etc/dongbo/dongbo.env')).mode & 0o777).toBe(0o640);
  expect(statSync(join(root, 'etc/dongbo/credentials')).mode & 0o777).toBe(0o700);
  // An empty line would switch off the credential of that name.
  expect(installed('etc/dongbo/dongbo.env')).toContain('#PORTAL_PASSWORD=\n');
  expect(installed('etc/dongbo/dongbo.env')).not.toMatch(/^[A-Z_]+=$/m);
  expect(asked()).toContain('systemctl daemon-reload');
  expect(asked()).not.toMatch(/systemctl (restart|start|enable)/);

  // A place for further sources; presets and formulas stay in the release, where upgrades bring new ones.
  expect(readdirSync(join(root, 'etc/dongbo/mappings/source.d'))).toEqual(['README.md']);
  expect(existsSync(join(root, 'etc/dongbo/mappings/presets'))).toBe(false);
  expect(existsSync(join(root, 'opt/dongbo/current/mappings/presets/opencps.yaml'))).toBe(true);
  expect(existsSync(join(root, 'etc/dongbo/mappings/score.yaml'))).toBe(false);
  expect(existsSync(join(root, 'opt/dongbo/current/mappings/score.yaml'))).toBe(true);

  write('root/etc/dongbo/dongbo.env', 'PORTAL_AGENCY_CODE=H99\n');
  write('root/etc/dongbo/mappings/procedures.csv', 'ours\n');
  expectDone(install(file));
  expect(installed('etc/dongbo/dongbo.env')).toBe('PORTAL_AGENCY_CODE=H99\n');
  expect(installed('etc/dongbo/mappings/procedures.csv')).toBe('ours\n');
  expect(readdirSync(join(root, 'opt/dongbo/releases'))).toEqual(['1.0.0']);
});

it('hands the secrets of further sources to the service, again after an upgrade, and no longer when they are gone', () => {
  const dropin = 'etc/systemd/system/dongbo.service.d/credentials.conf';
  expect(install('--credentials').code).toBe(1);
  expectDone(install(packageOf('1.0.0')));
  expect(existsSync(join(root, dropin))).toBe(false);
  for (const name of ['source-url', 'source-dat-dai-url', 'source-dat-dai-password', 'Ghi chu.txt'])
    write(`root/etc/dongbo/credentials/${name}`, 'x');
  const { code, said } = install('--credentials');
  expect([code, said]).toEqual([0, expect.stringContaining('Ghi chu.txt')]);
  const lines = ['password', 'url'].flatMap((what) => [
    `LoadCredential=source-dat-dai-${what}:/etc/dongbo/credentials/source-dat-dai-${what}`,
    `SetCredential=source-dat-dai-${what}:\\n`,
  ]);
  const handed = () =>
    installed(dropin)
      .split('\n')
      .filter((line) => /Credential=/.test(line));
  expect(handed()).toEqual(lines);
  expect(asked().trim().split('\n').at(-1)).toBe('systemctl systemctl daemon-reload');
  rmSync(join(root, 'etc/dongbo/credentials/source-dat-dai-password'));
  expectDone(install('--upgrade', packageOf('1.1.0')));
  expect(handed()).toEqual(lines.slice(2));
  rmSync(join(root, 'etc/dongbo/credentials/source-dat-dai-url'));
  expectDone(install('--credentials'));
  expect(existsSync(join(root, dropin))).toBe(false);
});

it('unpacks nothing that is damaged', () => {
  const file = packageOf('1.0.0');
  writeFileSync(file, readFileSync(file).subarray(0, -1));
  expect(install(file)).toMatchObject({ code: 1, said: expect.stringContaining('damaged') });
  const inside = packageOf('1.0.1');
  const name = 'dongbo-1.0.1-linux-x64';
  write(`${name}/mappings/procedures.csv`, 'other\n');
  execFileSync('tar', ['-czf', inside, name], { cwd: folder });
  rmSync(`${inside}.sha256`);
  expect(install(inside)).toMatchObject({ code: 1, said: expect.stringContaining('SHA256SUMS') });
  expect(existsSync(join(root, 'opt/dongbo/current'))).toBe(false);
  expect(readdirSync(join(root, 'opt/dongbo/releases'))).toEqual([]);
});

it('upgrades a running service: ledger first, then restart, then readiness; and goes back on demand', () => {
  expectDone(install(packageOf('1.0.0')));
  write('machine/running', 'dongbo.service loaded active running\n');
  expectDone(install('--upgrade', packageOf('1.1.0')));
  expect(current()).toBe('releases/1.1.0');
  const order = ['systemctl stop', 'releases/1.1.0/deploy/dongbo migrate', 'systemctl restart', 'ready '].map(
    (word) => asked().lastIndexOf(word),
  );
  expect(order.every((at) => at > 0)).toBe(true);
  expect([...order].sort((a, b) => a - b)).toEqual(order);

  expectDone(install('--rollback'));
  expect(current()).toBe('releases/1.0.0');
  expectDone(install('--rollback'));
  expect(current()).toBe('releases/1.1.0');
});

it.each([
  ['cannot migrate', 'releases/1.2.0/deploy/dongbo migrate\n', 'ledger'],
  ['finds a machine that does not take it', 'systemd-sysusers', 'put in place'],
  ['does not start', 'systemctl restart', 'does not start'],
])('goes back by itself, the ledger too, where the new release %s', (_what, refused, said) => {
  expectDone(install(packageOf('1.0.0')));
  expectDone(install('--upgrade', packageOf('1.1.0')));
  write('machine/running', 'dongbo.service loaded active running\n');
  const file = packageOf('1.2.0');
  // Only the first time: going back asks the machine again.
  write(
    'machine/hook',
    HOOK.replace(
      'exit 1',
      'grep -v "$refused" "$MACHINE/refuses" >"$MACHINE/r"; mv "$MACHINE/r" "$MACHINE/refuses"; exit 1',
    ),
  );
  refuse(refused.trim());
  expect(install('--upgrade', file)).toMatchObject({ code: 1, said: expect.stringContaining(said) });
  expect([current(), readlinkSync(join(root, 'opt/dongbo/previous'))]).toEqual([
    'releases/1.1.0',
    'releases/1.0.0',
  ]);
  // By the program that knows the way, and before the older one starts.
  const calls = asked().trim().split('\n');
  const down = calls.findIndex((call) =>
    call.includes('releases/1.2.0/deploy/dongbo migrate --to 0004-before --yes'),
  );
  expect(down).toBeGreaterThan(0);
  expect(calls.findLastIndex((call) => call.includes('systemctl restart dongbo.service'))).toBeGreaterThan(
    down,
  );
});

it('says so where it can neither go on nor back, and leaves the release that fits the ledger', () => {
  expectDone(install(packageOf('1.0.0')));
  write('machine/running', 'dongbo.service loaded active running\n');
  refuse('systemctl restart', 'migrate --to');
  expect(install('--upgrade', packageOf('1.1.0'))).toMatchObject({
    code: 70,
    said: expect.stringMatching(/taken back to 0004-before, so 1\.1\.0 stays/),
  });
  expect(current()).toBe('releases/1.1.0');
});

it('goes back where it is interrupted', () => {
  expectDone(install(packageOf('1.0.0')));
  write('machine/running', 'dongbo.service loaded active running\n');
  const file = packageOf('1.1.0');
  write(
    'machine/hook',
    `${HOOK}case "$words" in *"systemctl restart"*) rm -f "$0"; mv "$0.after" "$0"; kill "$PPID" ;; esac\n`,
  );
  write('machine/hook.after', HOOK);
  chmodSync(join(folder, 'machine/hook.after'), 0o755);
  expect(install('--upgrade', file).code).toBe(1);
  expect(current()).toBe('releases/1.0.0');
  expect(asked()).toContain('migrate --to 0004-before --yes');
});

it('starts again what it stopped where the ledger cannot be taken back, or is not that of the release before', () => {
  expectDone(install(packageOf('1.0.0')));
  expectDone(install('--upgrade', packageOf('1.1.0')));
  write('machine/running', 'dongbo.service loaded active running\n');
  for (const [refused, words] of [
    ['migrate --to', ['--rollback', '--ledger', '0003']],
    ['releases/1.0.0/deploy/dongbo migrate', ['--rollback']],
  ] as const) {
    refuse(refused);
    expect(install(...words)).toMatchObject({ code: 1, said: expect.stringContaining('1.1.0 stays') });
    expect(current()).toBe('releases/1.1.0');
    expect(asked().trim().split('\n').at(-1)).toContain('systemctl restart dongbo.service');
  }
});

it('goes back where it was ready before and is not after; not where it was not ready before', () => {
  expectDone(install(packageOf('1.0.0')));
  write('machine/running', 'dongbo.service loaded active running\n');
  // The portal is away already: the new release is not at fault.
  refuse('deploy/ready');
  expectDone(install('--upgrade', packageOf('1.1.0')));
  expect(current()).toBe('releases/1.1.0');

  refuse();
  const two = packageOf('1.2.0', 'two');
  // Ready until the restart, not after.
  write(
    'machine/hook',
    `${HOOK}case "$words" in *"systemctl restart"*) echo deploy/ready >"$MACHINE/refuses" ;; esac\n`,
  );
  expect(install('--upgrade', two)).toMatchObject({
    code: 1,
    said: expect.stringContaining('not get ready'),
  });
  expect(current()).toBe('releases/1.1.0');
});

it('removes program and units, and keeps settings and data', () => {
  expectDone(install(packageOf('1.0.0')));
  write('root/var/lib/dongbo/data', 'x');
  expectDone(install('--uninstall'));
  expect(existsSync(join(root, 'opt/dongbo'))).toBe(false);
  expect(readdirSync(join(root, 'etc/systemd/system'))).toEqual([]);
  expect(existsSync(join(root, 'etc/dongbo/dongbo.env'))).toBe(true);
  expect(existsSync(join(root, 'var/lib/dongbo/data'))).toBe(true);
});
