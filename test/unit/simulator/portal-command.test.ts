/** `dongbo simulate portal`, `control` and `faults`, as a province types them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FAULT_MEANINGS, FAULT_NAMES } from '../../../src/simulator/portal/fault-meanings.ts';
import { DEFAULT_CREDENTIALS } from '../../../src/simulator/portal/portal-sessions.ts';
import { startSimulatedPortal } from '../../../src/simulator/portal/simulated-portal.ts';
import { DongboProcess } from '../../support/e2e/child.ts';
import { documentOf, runCommand } from '../../support/e2e/command.ts';
import { freePort } from '../../support/services.ts';
import { caller, login, wireDossier, wireStep } from './portal-client.ts';

let folder: string;
const running: DongboProcess[] = [];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dongbo-simulate-'));
});
afterEach(async () => {
  for (const child of running.splice(0)) await child.end('SIGKILL');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const inEnglish = { LANGUAGE_CODE: 'en' };

/** A stand-in in a process of its own, and a client for it. */
async function start(...options: string[]) {
  const child = new DongboProcess(['simulate', 'portal', '--port', '0', ...options], inEnglish);
  running.push(child);
  await child.until('the portal listens', () => /PORTAL_AGENCY_CODE=/.test(child.stdout));
  const url = /PORTAL_BASE_URL=(\S+)/.exec(child.stdout)?.[1] ?? '';
  return { child, at: { url, credentials: DEFAULT_CREDENTIALS } };
}

describe('a stand-in in a process of its own', () => {
  it('is killed and started again with what it had, and follows its scenario', async () => {
    const scenario = join(folder, 'kich-ban.txt');
    writeFileSync(scenario, 'at 0s latency 1\nat 6s faults http503@lookup=1 # looking up fails\n');
    const journal = join(folder, 'cong.ndjson');
    const options = ['--journal', journal, '--scenario', scenario, '--speed', '1000'];
    const { child, at } = await start(...options);
    const call = caller(at, await login(at));
    await call('DongBoHoSoMC', { isUpdating: 'False', data: [wireDossier('A'), wireDossier('B')] });
    await call('CapNhatTienDoHoSoMC', { data: [wireStep('A')] });
    const before = await (await fetch(`${at.url}/__state?full`)).text();
    expect(before.split('\n')).toHaveLength(3);
    await child.until('the second event', () => child.output.includes('[+6s] faults http503@lookup=1'));
    expect((await call('TraCuuHoSo', { mahoso: 'A' })).status).toBe(503);
    await child.end('SIGKILL');

    const again = await start(...options);
    expect(again.child.output).toContain('2 dossiers, 1 steps are there already');
    expect(await (await fetch(`${again.at.url}/__state?full`)).text()).toBe(before);
    // The session did not outlive the process.
    const late = await caller(again.at, 'phien-1')('LayDanhMucLinhVuc');
    expect(late.body.error_code).toBe('-1');
  });
});

describe('dongbo simulate control', () => {
  it('changes a portal that is running, and says how it is', async () => {
    const portal = await startSimulatedPortal();
    try {
      const control = (...words: string[]) =>
        runCommand(['simulate', 'control', '--url', portal.url, ...words], inEnglish);
      const call = caller(portal, await login(portal));
      await call('DongBoHoSoMC', { isUpdating: 'False', data: [wireDossier('A'), wireDossier('B')] });
      const away = documentOf(await control('--down', '--json'));
      expect(away).toMatchObject({ applied: { down: true }, state: { down: true, dossiers: 2 } });
      const { code, stdout } = await control(
        '--up',
        '--faults',
        'http503=1',
        '--forget',
        'A',
        '--latency',
        '1',
      );
      expect([code, stdout]).toEqual([0, expect.stringContaining('1 dossiers, 0 steps')]);
      expect((await call('LayDanhMucLinhVuc')).status).toBe(503);
      await control('--faults', 'none', '--expire-sessions', '--poison', 'B');
      expect((await call('LayDanhMucLinhVuc')).body.error_code).toBe('-1');
      expect(documentOf(await control('--json'))).toMatchObject({ applied: {}, state: { forgotten: 1 } });
    } finally {
      await portal.close();
    }
  });

  it('changes dossiers behind everybody’s back, and refuses to where it has none of that code', async () => {
    const portal = await startSimulatedPortal();
    try {
      const control = (...words: string[]) =>
        runCommand(['simulate', 'control', '--url', portal.url, ...words], inEnglish);
      const call = caller(portal, await login(portal));
      await call('DongBoHoSoMC', { isUpdating: 'False', data: [wireDossier('A'), wireDossier('B')] });
      await call('CapNhatTienDoHoSoMC', { data: [wireStep('A'), wireStep('B')] });
      const edit = ['--edit', 'A:status=7', 'A:note=Sửa: tay', 'B:subject='];
      expect(await control(...edit, '--lose-step', 'A', '--double-step', 'B')).toMatchObject({ code: 0 });
      const shown = async (code: string) => {
        const { body } = await call('TraCuuHoSo', { mahoso: code });
        return (body.result as Record<string, unknown>[])[0];
      };
      const [a, b] = [await shown('A'), await shown('B')];
      expect(a).toMatchObject({ TrangThaiHoSo: '7', GhiChu: 'Sửa: tay', TienDoXuLy: [] });
      expect(b).toMatchObject({ TrichYeuHoSo: '' });
      expect(b?.TienDoXuLy).toHaveLength(2);
      await control('--newest-steps', '1');
      expect((await shown('B'))?.TienDoXuLy).toHaveLength(1);

      for (const words of [
        ['--edit', 'C:status=7'],
        ['--edit', 'A:trang_thai=7'],
        ['--edit', 'A'],
        ['--lose-step', 'A,C'],
        ['--forget', 'C'],
        ['--newest-steps', '-1'],
      ]) {
        const { code, stderr } = await control(...words);
        expect([code, stderr]).toEqual([2, expect.stringContaining('DB-CFG-003')]);
      }
      expect(await shown('A')).toEqual(a);
    } finally {
      await portal.close();
    }
  });

  it('refuses words that it does not know, and says where nobody answers', async () => {
    for (const words of [
      ['--faults', 'nothing=1'],
      ['--url', 'ftp://x'],
      ['--up', '--down'],
      ['--latency', 'x'],
    ]) {
      const { code, stderr } = await runCommand(['simulate', 'control', ...words], inEnglish);
      expect([code, stderr]).toEqual([2, expect.stringContaining('DB-CFG-003')]);
    }
    const nowhere = `http://127.0.0.1:${await freePort()}`;
    const { code, stderr } = await runCommand(['simulate', 'control', '--url', nowhere], inEnglish);
    expect([code, stderr]).toEqual([69, expect.stringContaining('DB-SVC-015')]);
    expect(stderr).toContain('ECONNREFUSED');
  });
});

describe('dongbo simulate portal', () => {
  it.each([
    ['--scenario', 'khong-co.txt'],
    ['--speed', '0'],
    ['--poison-answer', 'loud'],
    ['--clock-skew', 'late'],
    ['--journal', '/khong/co/cong.ndjson'],
  ])('does not start with %s %s', async (...words) => {
    const { code, stderr } = await runCommand(['simulate', 'portal', '--port', '0', ...words], inEnglish);
    expect(code, stderr).toBe(2);
  });
});

describe('dongbo simulate faults', () => {
  it('lists every fault with its meaning in both languages', async () => {
    const listed = documentOf<{ name: string }[]>(await runCommand(['simulate', 'faults', '--json'], {}));
    expect(listed.map(({ name }) => name)).toEqual(FAULT_NAMES);
    expect(listed[0]).toEqual({ name: 'lost', ...FAULT_MEANINGS.lost });
    const { stdout } = await runCommand(['simulate', 'faults'], {});
    for (const word of ['login503', 'mọi phiên hết hạn', 'every session ends at once', 'lost@steps']) {
      expect(stdout).toContain(word);
    }
  });
});
