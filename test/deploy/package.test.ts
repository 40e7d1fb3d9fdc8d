/**
 * The release as it is packed: what lies in it, that it works unpacked in an empty folder without any network, and
 * that systemd installs, starts, watches and stops it.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ROOT } from '../docs/markdown.ts';
import { isHere } from '../support/deploy/tools.ts';

/** What boot.sh ends with where the machine allows no such thing. */
const NOT_ALLOWED = 77;

let folder: string;
let file: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dongbo-packed-'));
  const words = ['bin/package.mjs', '--packages-of-checkout', '--out', folder];
  file = execFileSync('node', words, { cwd: ROOT, encoding: 'utf8' }).trim();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a package says of itself. */
interface Named {
  readonly name: string;
  readonly version: string;
}

/** Runs a script of this folder; the `name=value` lines that it prints, and how it ended. */
async function told(command: string, ...words: string[]): Promise<Record<string, string>> {
  const child = spawn(command, words, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  let complaints = '';
  child.stdout.on('data', (part) => {
    said += part;
  });
  child.stderr.on('data', (part) => {
    complaints += part;
  });
  const code = await new Promise((ended) => child.on('close', ended));
  const pairs = [...said.matchAll(/^(\w+)=([^\n]*(?:\n[ }].*)*)$/gm)].map(([, name, value]) => [name, value]);
  return {
    ...Object.fromEntries(pairs),
    code: String(code),
    ...(code === 0 ? {} : { complaints: complaints.slice(-2000) + said }),
  };
}
const script = (name: string): string => join(import.meta.dirname, name);

it('has a sum for every file, and a list of exactly the packages that it runs on', () => {
  execFileSync('sha256sum', ['--check', '--quiet', '--strict', `${file}.sha256`], { cwd: folder });
  const take = (name: string): string =>
    execFileSync('tar', ['-xzOf', file, '--wildcards', `*/${name}`, '--no-wildcards-match-slash'], {
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    });
  const files = execFileSync('tar', ['-tzf', file], { encoding: 'utf8', maxBuffer: 1 << 26 })
    .split('\n')
    .filter((path) => path !== '' && !path.endsWith('/'))
    .map((path) => path.slice(path.indexOf('/') + 1));
  const summed = take('SHA256SUMS')
    .split('\n')
    .filter(Boolean)
    .map((line) => line.slice(66));
  expect(summed.sort()).toEqual(files.filter((path) => path !== 'SHA256SUMS').sort());

  // One that lies there twice is listed once.
  const manifest = /^(?:node_modules\/(?:@[^/]+\/)?[^/]+\/)+package\.json$/;
  const present = files
    .filter((path) => manifest.test(path))
    .map((path) => JSON.parse(readFileSync(join(ROOT, path), 'utf8')) as Named)
    .map(({ name, version }) => `pkg:npm/${name.replace('@', '%40')}@${version}`);
  const listed = (JSON.parse(take('sbom.cdx.json')) as { components: readonly { purl: string }[] })
    .components;
  expect(listed.map(({ purl }) => purl).sort()).toEqual([...new Set(present)].sort());
  expect(listed.length).toBeGreaterThan(50);
  for (const developing of ['typescript', 'vitest', 'nock', 'tsx', '@biomejs/biome'])
    expect(files.some((path) => path.startsWith(`node_modules/${developing}/`))).toBe(false);
  const ours = files.filter((path) => !path.startsWith('node_modules/'));
  expect(ours.filter((path) => /(^|\/)\.env$|\.test\.[cm]?[jt]s$|^test\//.test(path))).toEqual([]);
});

it.runIf(process.getuid?.() === 0 && isHere('unshare', 'util-linux', 'the package is not run'))(
  'works unpacked in an empty folder of a machine without network',
  { timeout: 180_000 },
  async () => {
    const place = join(folder, 'empty');
    mkdirSync(place, { mode: 0o755 });
    const found = await told('unshare', '--net', 'bash', script('unpacked.sh'), file, place);
    expect(found).toMatchObject({ code: '0', addresses: 'lo', sums: '0', help: '1' });
    expect(JSON.parse(found.sync ?? '')).toMatchObject({ read: 30, accepted: { dossiers: 28 }, held: 2 });
  },
);

it.runIf(process.getuid?.() === 0 && isHere('systemctl', 'systemd', 'the service is not started'))(
  'is installed, started under its whole sandbox, watched, stopped and removed by a systemd of its own',
  { timeout: 240_000 },
  async ({ skip }) => {
    const found = await told('bash', script('boot.sh'), file);
    if (found.code === String(NOT_ALLOWED)) {
      process.stderr.write(`!!! SKIPPED, this machine lets no systemd of our own run: ${found.complaints}\n`);
      skip();
    }
    expect(found).toMatchObject({
      code: '0',
      install: '0',
      start: '0',
      program: 'node',
      user: 'dongbo',
      // What the sandbox left it: no capability, no way to more, a filter of calls, a system it cannot write to.
      CapEff: '0000000000000000',
      CapBnd: '0000000000000000',
      NoNewPrivs: '1',
      Seccomp: '2',
      etc: '3',
      ready: '0',
      accepted: '28',
      // Frozen, it was started anew; told to stop, it ended by itself.
      restarts: '1',
      again: 'active',
      result: 'success',
      exit: '0',
      stopped: '1',
      // A wrong setting is not tried again.
      faulty: '78 failed',
      // Removed while it ran: nothing runs or would start again, what belongs to the province stays.
      running: expect.stringMatching(/^active /),
      uninstall: '0',
      processes: '0',
      left: '',
      kept: '2',
    });
  },
);
