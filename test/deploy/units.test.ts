/**
 * The units of deploy/systemd as systemd itself judges them: nothing to find fault with, and an exposure of at most
 * 1.5 of whatever runs.
 */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SETTINGS } from '../../src/config/settings.ts';
import { ROOT } from '../docs/markdown.ts';
import { isHere } from '../support/deploy/tools.ts';

const units = readdirSync(join(ROOT, 'deploy/systemd')).filter((name) =>
  /\.(service|timer|target)$/.test(name),
);
/** A template is judged by one of its instances. */
const instances = units.map((name) => name.replace('@.', '@9465.'));

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'dongbo-units-'));
  for (const program of ['opt/dongbo/current/bin/dongbo', 'usr/bin/env']) {
    mkdirSync(join(root, program, '..'), { recursive: true });
    writeFileSync(join(root, program), '#!/bin/sh\n', { mode: 0o755 });
  }
  mkdirSync(join(root, 'etc/systemd/system'), { recursive: true });
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Puts the units into place, each as `change` has it. */
function place(change = (text: string): string => text): void {
  for (const name of units) {
    const text = readFileSync(join(ROOT, 'deploy/systemd', name), 'utf8');
    writeFileSync(join(root, 'etc/systemd/system', name), change(text));
  }
}

/** `systemd-analyze` on a machine that has no units but ours and systemd's own. */
function analyze(...words: string[]): Promise<{ readonly code: number; readonly said: string }> {
  return new Promise((done) => {
    const env = { PATH: process.env.PATH, SYSTEMD_LOG_LEVEL: 'warning' };
    execFile('systemd-analyze', [...words, `--root=${root}`], { env }, (error, stdout, stderr) =>
      done({ code: error === null ? 0 : Number(error.code), said: stdout + stderr }),
    );
  });
}

it('every service has all secrets: one setting that is lacking makes all of them invalid', () => {
  const secretsOf = (name: string): string[] =>
    readFileSync(join(ROOT, 'deploy/systemd', name), 'utf8')
      .split('\n')
      .filter((line) => /^(?:Load|Set)Credential=/.test(line));
  const needed = Object.entries(SETTINGS).flatMap(([name, { secret }]) =>
    secret === true ? [name.toLowerCase().replaceAll('_', '-')] : [],
  );
  for (const name of units.filter((unit) => unit.endsWith('.service'))) {
    expect(secretsOf(name), name).toEqual([
      ...needed.map((secret) => `LoadCredential=${secret}:/etc/dongbo/credentials/${secret}`),
      ...needed.map((secret) => `SetCredential=${secret}:\\n`),
    ]);
  }
});

describe.runIf(isHere('systemd-analyze', 'systemd', 'units are not judged'))('systemd-analyze', () => {
  beforeAll(() => {
    // The targets that ours name.
    cpSync('/lib/systemd/system', join(root, 'usr/lib/systemd/system'), {
      recursive: true,
      verbatimSymlinks: true,
    });
  });

  it('verify finds nothing', async () => {
    place();
    expect(await analyze('verify', '--man=no', ...instances)).toEqual({ code: 0, said: '' });
  });

  it('verify would find a word that it does not know', async () => {
    place((text) => text.replace('WatchdogSec=', 'WatchDogSec='));
    expect((await analyze('verify', '--man=no', 'dongbo.service')).said).toContain('WatchDogSec');
  });

  it.each(instances.filter((name) => name.endsWith('.service')))(
    'security: %s lies open by at most 1.5',
    async (name) => {
      place();
      const judged = (words: string): Promise<{ readonly code: number }> =>
        analyze('security', '--offline=true', `--threshold=${words}`, name);
      expect(await judged('15')).toMatchObject({ code: 0 });
      place((text) => text.replaceAll(/^SystemCallFilter=.*$/gm, ''));
      expect(await judged('15')).toMatchObject({ code: 1 });
    },
  );
});
