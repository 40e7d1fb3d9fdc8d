/**
 * The rehearsal of README.md, typed as it stands: its `.env` and its commands in a folder of their
 * own, with the real program. Only the addresses are those of this run.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FreshDatabase, freePort, freshDatabase, waitFor } from '../support/services.ts';
import { ROOT, readDocument, shellLines } from './markdown.ts';

const [prepare, settings, commands] = readDocument('README.md').fences.filter(
  ({ mark }) => mark === 'rehearsal',
);
/** Commands that run until they are told to end, and what they say once they are there. */
const LASTING: Readonly<Record<string, RegExp>> = {
  'simulate portal': /PORTAL_AGENCY_CODE=/,
  run: /"msg":"started"/,
};

/** The commands in the README's order; those of one stage only read, and may as well be typed at once. */
const STAGES = [
  ['migrate'],
  ['catalogue pull'],
  ['sync --once'],
  ['status', 'held list'],
  ['held show DB-DOS-004', 'explain <MaHoSo>', 'run'],
];

let folder: string;
let databases: FreshDatabase[] = [];
let port: number;
const lasting: ChildProcess[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dongbo-rehearsal-'));
  databases = await Promise.all([freshDatabase(), freshDatabase()]);
  port = await freePort();
});

afterAll(async () => {
  for (const child of lasting) child.kill('SIGKILL');
  for (const database of databases) await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

/** Puts this run's addresses in the place of the README's. */
function here(text: string): string {
  const province = databases[0]?.url ?? '';
  return text.replace(/postgres:\/\/\S+\/tinh_mau/g, province).replace(/\b8099\b/g, String(port));
}

function start(line: string): { child: ChildProcess; said: () => string; ended: Promise<number | null> } {
  const words = here(line).split(/\s+/).slice(2);
  const child = spawn(process.execPath, [join(ROOT, 'bin/dongbo.mjs'), ...words], {
    cwd: folder,
    env: { PATH: process.env.PATH, DATABASE_URL: databases[1]?.url, ADMIN_PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { child, said: () => said, ended };
}

/** Runs a line to its end, or to where a lasting command is there. Answers what it said. */
async function type(line: string): Promise<string> {
  const { child, said, ended } = start(line);
  const lasts = Object.entries(LASTING).find(([verb]) => line.startsWith(`npx dongbo ${verb}`));
  if (lasts === undefined) {
    expect(await ended, `${line}\n${said()}`).toBe(0);
    return said();
  }
  lasting.push(child);
  await waitFor(() => child.exitCode !== null || lasts[1].test(said()), {
    timeoutMs: 30_000,
    what: `${line}: ${said()}`,
  });
  expect(child.exitCode, `${line}\n${said()}`).toBeNull();
  return said();
}

const numbersIn = (text: string): number[] => (text.match(/\d+/g) ?? []).map(Number);

it('works as README.md says, word for word', { timeout: 180_000 }, async () => {
  cpSync(join(ROOT, 'mappings'), join(folder, 'mappings'), { recursive: true });
  writeFileSync(join(folder, '.env'), here(settings?.text ?? ''));
  const [province = '', portal = ''] = prepare === undefined ? [] : shellLines(prepare);
  const [made, offered] = await Promise.all([type(province), type(portal)]);
  // What province and stand-in print is what the README has people write into .env.
  for (const line of `${made}\n${offered}`.split('\n').filter((said) => /^(PORTAL|FILE)_/.test(said))) {
    expect(here(settings?.text ?? '').split('\n')).toContain(line);
  }
  const [, , whole = 0, incomplete = 0, held = 0, steps = 0] = numbersIn(made);
  expect(whole + incomplete + held).toBe(200);

  const lines = commands === undefined ? [] : shellLines(commands);
  expect(lines.map((line) => line.split(' ').slice(2).join(' '))).toEqual(STAGES.flat());
  // npx does not hand a SIGTERM on: the daemon is started without it.
  expect(lines.at(-1)).toBe('node bin/dongbo.mjs run');
  const said = new Map<string, string>();
  let example = '';
  for (const stage of STAGES) {
    const texts = await Promise.all(
      stage.map((words) => type(`npx dongbo ${words.replace('<MaHoSo>', example)}`)),
    );
    for (const [index, words] of stage.entries()) said.set(words, texts[index] ?? '');
    example ||= /H\d{2}\.\d{2}-\d{6}-\d{6}/.exec(said.get('held list') ?? '')?.[0] ?? '';
  }

  // The outcome is the one that the made-up province foretold, by the ledger's word and the portal's.
  expect(numbersIn(said.get('status') ?? '')).toEqual(expect.arrayContaining([whole + incomplete, held]));
  const state = await (await fetch(`http://127.0.0.1:${port}/__state`)).json();
  expect(state).toMatchObject({ dossiers: whole + incomplete, steps, doubledSteps: 0 });
  expect(said.get('held show DB-DOS-004')).toContain('DB-DOS-004');
  expect(said.get('explain <MaHoSo>')).toContain(example);

  const daemon = lasting.at(-1);
  const ended = new Promise((resolve) => daemon?.once('exit', resolve));
  daemon?.kill('SIGTERM');
  expect(await ended).toBe(0);
});
