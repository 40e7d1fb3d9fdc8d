/**
 * bin/prepare.mjs on a made-up checkout with a stand-in for npm that notes each call: installs when
 * something is lacking, once however many ask, and says nothing otherwise.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

const BIN = join(import.meta.dirname, '..', '..', '..', 'bin');
const LOCKFILE = {
  packages: {
    '': { name: 'dongbo' },
    'node_modules/pino': { version: '1.0.0', integrity: 'sha512-a' },
    'node_modules/@mac/only': { version: '1.0.0', optional: true },
  },
};
/** What `npm ci` leaves behind; slow enough that two at once would meet. */
const NPM = `
const fs = require('node:fs');
fs.appendFileSync('calls', process.argv.slice(2, 4).join(' ') + '\\n');
if (fs.existsSync('offline')) process.exit(7);
setTimeout(() => {
  fs.mkdirSync('node_modules/pino', { recursive: true });
  fs.writeFileSync('node_modules/pino/package.json', '{}');
  const { 'node_modules/pino': pino } = JSON.parse(fs.readFileSync('package-lock.json', 'utf8')).packages;
  fs.writeFileSync('node_modules/.package-lock.json', JSON.stringify({ packages: { 'node_modules/pino': pino } }));
  console.log('added 1 package');
}, 150);
`;

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'dongbo-prepare-'));
  mkdirSync(join(root, 'bin'));
  for (const file of ['prepare.mjs', 'lock.mjs']) cpSync(join(BIN, file), join(root, 'bin', file));
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify(LOCKFILE));
  writeFileSync(join(root, 'npm-cli.js'), NPM);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const calls = (): readonly string[] =>
  existsSync(join(root, 'calls')) ? readFileSync(join(root, 'calls'), 'utf8').trim().split('\n') : [];

function read(child: ChildProcess, name: 'stdout' | 'stderr'): { text: string } {
  const read = { text: '' };
  child[name]?.on('data', (chunk: Buffer) => {
    read.text += chunk.toString();
  });
  return read;
}

async function prepare(): Promise<{ code: number; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [join(root, 'bin', 'prepare.mjs')], {
    cwd: tmpdir(),
    env: { ...process.env, npm_execpath: join(root, 'npm-cli.js') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr] = [read(child, 'stdout'), read(child, 'stderr')];
  const [code] = (await once(child, 'close')) as [number];
  return { code, stdout: stdout.text, stderr: stderr.text };
}

it('installs into a fresh checkout, then is silent', async () => {
  const first = await prepare();
  expect(first).toMatchObject({ code: 0, stdout: '' });
  expect(first.stderr).toContain('installing packages');
  expect(calls()).toEqual(['ci --include=dev']);
  expect(await prepare()).toEqual({ code: 0, stdout: '', stderr: '' });
  expect(calls()).toHaveLength(1);
});

it('installs once when two ask at once', async () => {
  const both = await Promise.all([prepare(), prepare()]);
  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  expect(calls()).toHaveLength(1);
  expect(existsSync(join(root, '.prepare.lock'))).toBe(false);
});

it('installs again whatever way something came to be lacking', async () => {
  const record = join(root, 'node_modules', '.package-lock.json');
  const ways: Readonly<Record<string, () => void>> = {
    'fresh checkout': () => {},
    'another version is locked': () =>
      writeFileSync(
        join(root, 'package-lock.json'),
        JSON.stringify(LOCKFILE).replace('"version":"1.0.0"', '"version":"1.0.1"'),
      ),
    'a package was deleted': () => rmSync(join(root, 'node_modules', 'pino'), { recursive: true }),
    'an installation was broken off': () => rmSync(record),
    'the record of the installation is cut short': () => writeFileSync(record, '{"pack'),
  };
  for (const [index, [way, spoil]] of Object.entries(ways).entries()) {
    spoil();
    expect((await prepare()).code, way).toBe(0);
    expect(calls(), way).toHaveLength(index + 1);
  }
});

it('takes over the lock of a process that died', async () => {
  const dead = spawn(process.execPath, ['-e', '']);
  await once(dead, 'close');
  mkdirSync(join(root, '.prepare.lock'));
  writeFileSync(join(root, '.prepare.lock', 'pid'), String(dead.pid));
  expect((await prepare()).code).toBe(0);
  expect(calls()).toHaveLength(1);
});

it('says in both languages what to do when npm fails, and gives the lock back', async () => {
  writeFileSync(join(root, 'offline'), '');
  const { code, stderr } = await prepare();
  expect(code).toBe(1);
  expect(stderr).toContain('không cài được các gói (npm ci: exit 7)');
  expect(stderr).toContain('Check the network to the npm registry');
  expect(existsSync(join(root, '.prepare.lock'))).toBe(false);
});
