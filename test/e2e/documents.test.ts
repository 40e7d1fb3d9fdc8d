/** The JSON documents that scripts hang on (docs: settings, commands, files, figures): at least these keys. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ProvinceHome, settleProvince, World } from '../support/e2e/world.ts';

let home: ProvinceHome;
let world: World;

beforeAll(async () => {
  home = await settleProvince(60, 12, 9);
  world = await World.open(home);
  await world.sync();
});
afterAll(async () => {
  await world?.close();
  await home?.close();
});

const text = expect.any(String);
const number = expect.any(Number);
const codeOf = (wanted: (one: ReturnType<ProvinceHome['expectations']>[number]) => boolean): string =>
  home.expectations().find(wanted)?.code ?? 'none of that kind';

describe('explain', () => {
  it('shows an accepted dossier with codes and rules, payload, steps and every call', async () => {
    const code = codeOf(({ outcome, componentCodes }) => outcome === 'accepted' && componentCodes.length > 0);
    const stored = world.portal.state().dossiers.get(code);
    const document = await world.json<{ codes: unknown[]; steps: unknown[]; attempts: unknown[] }>([
      'explain',
      code,
    ]);
    expect(document).toMatchObject({
      dossier: code,
      state: 'accepted',
      incomplete: false,
      held: [],
      payload: stored?.payload,
      steps: stored?.steps.map((step) => expect.objectContaining({ state: 'accepted', payload: step })),
    });
    expect(document.codes.length).toBeGreaterThan(1);
    for (const trace of document.codes)
      expect(trace).toMatchObject({ field: text, from: text, to: text, rule: text });
    expect(document.attempts.length).toBeGreaterThan(1);
    for (const attempt of document.attempts) {
      expect(attempt).toMatchObject({
        at: text,
        service: text,
        outcome: 'accepted',
        errorCode: text,
        message: text,
      });
    }
  });

  it('shows what an incomplete dossier went without, and the remedy', async () => {
    const code = codeOf(({ fault }) => fault === 'component-unknown');
    expect(await world.json(['explain', code])).toMatchObject({
      state: 'accepted',
      incomplete: true,
      held: [{ scope: 'component', code: text, field: text, value: text, message: text, remedy: text }],
    });
  });

  it('shows why a dossier is held, with nothing sent', async () => {
    const code = codeOf(({ fault }) => fault === 'unknown-procedure');
    expect(await world.json(['explain', code])).toMatchObject({
      state: 'held',
      payload: null,
      attempts: [],
      held: [{ scope: 'dossier', code: text, field: text, value: text, message: text, remedy: text }],
    });
  });

  it('shows the record without rules where the tables cannot be read, and why', async () => {
    const code = codeOf(({ outcome }) => outcome === 'accepted');
    const nowhere = { MAPPINGS_DIR: '/no-such-folder/mappings' };
    const document = await world.json<{ codes: unknown[]; attempts: unknown[] }>(['explain', code], nowhere);
    expect(document).toMatchObject({
      state: 'accepted',
      payload: world.portal.state().dossiers.get(code)?.payload,
      codes: [],
      codebook: { current: false, fault: { code: 'DB-MAP-001', message: text, remedy: text } },
    });
    expect(document.attempts.length).toBeGreaterThan(0);
  });

  it('ends with 1 and a remedy for a dossier that nobody knows', async () => {
    expect(await world.json(['explain', 'H99.99-260101-0001'], {}, 1)).toMatchObject({
      error: { code: 'DB-CFG-004', message: expect.stringContaining('H99.99-260101-0001'), remedy: text },
    });
  });

  it('speaks English when asked', async () => {
    const code = codeOf(({ fault }) => fault === 'unknown-procedure');
    const vi = await world.json<{ next: string }>(['explain', code]);
    const en = await world.json<{ next: string }>(['explain', code], { LANGUAGE_CODE: 'en' });
    expect(en.next).not.toBe(vi.next);
    expect(en.next).toMatch(/^[\x20-\x7e]+$/);
  });
});

it('sync, migrate, catalogue pull and mapping check have their keys', async () => {
  expect(await world.sync()).toMatchObject({
    read: number,
    unchanged: number,
    changed: 0,
    renormalized: 0,
    accepted: { dossiers: 0, steps: 0 },
    held: 7,
    incomplete: 5,
    heldByReason: expect.objectContaining({ 'DB-CMP-005': 1 }),
    retrying: 0,
    portalCalls: number,
    seconds: number,
  });
  expect(await world.json(['migrate'])).toMatchObject({ applied: [], version: text });
  expect(await world.json(['catalogue', 'pull'])).toMatchObject({ listed: number, fetched: 0, failed: [] });
  // With a ledger it also tells of rows that no dossier has met, which is no fault.
  const told = await world.json<{ severity: string }[]>(['mapping', 'check']);
  expect(told.filter(({ severity }) => severity !== 'hint')).toEqual([]);
});

it('status has backlog, lag, jobs and breakers', async () => {
  const document = await world.json<{
    states: Record<string, number>;
    lateBecauseOfSync: number;
    urgent: { late: boolean }[];
  }>(['status']);
  expect(document).toMatchObject({
    states: { accepted: number, held: number, queued: 0, sending: 0, retrying: 0, unknown: 0 },
    incomplete: 5,
    oldestPendingSeconds: null,
    lagSeconds: { p50: number, p99: number },
    jobs: expect.any(Array),
    breaker: { live: text, backfill: text },
    dueSoonNotSynchronized: number,
    notCountedYet: 0,
  });
  // What is held of this province, and was finished in time: it is told where it stands, without names.
  const held = {
    late: true,
    standing: 'held',
    count: document.lateBecauseOfSync,
    examples: expect.any(Array),
  };
  expect(document.urgent.filter(({ late }) => late)).toEqual([held]);
  expect(document.lateBecauseOfSync).toBeGreaterThan(0);
  const { stdout } = await world.dongbo(['status']);
  expect(stdout).toContain(`quá hẹn, bị giữ lại: ${document.lateBecauseOfSync} (dongbo explain: `);
  expect(stdout).toContain('dongbo held list');
  // Without tables no record can be made: it is told how many wait for that.
  await world.ledger('INSERT INTO score_due SELECT id FROM dossier LIMIT 3');
  const nowhere = { MAPPINGS_DIR: '/no-such-folder/mappings' };
  expect(await world.json(['status'], nowhere)).toMatchObject({
    lateBecauseOfSync: document.lateBecauseOfSync,
    notCountedYet: 3,
  });
  expect((await world.dongbo(['status'], nowhere)).stdout).toContain('chưa tính hồ sơ vừa đổi: 3');
  expect(await world.json(['status'])).toMatchObject({ notCountedYet: 0 });
});

it('held list has each reason with scope, count, remedy and examples', async () => {
  const document = await world.json<{ reason: string; count: number; examples: string[] }[]>([
    'held',
    'list',
  ]);
  const faulty = new Set(home.expectations().flatMap(({ fault, code }) => (fault ? [code] : [])));
  expect(document.reduce((sum, { count }) => sum + count, 0)).toBe(faulty.size);
  for (const reason of document) {
    expect(reason).toMatchObject({
      reason: expect.stringMatching(/^DB-/),
      scope: text,
      message: text,
      remedy: text,
      actor: expect.stringMatching(/^(operator|clerk|ministry|portal)$/),
      class: expect.stringMatching(/^(hold|reject)$/),
    });
    for (const example of reason.examples) expect(faulty).toContain(example);
  }
});

it('held release checks anew, tells what would go, and promises nothing that does not', async () => {
  const reasons = await world.json<{ reason: string; scope: string; count: number }[]>(['held', 'list']);
  const unknown = reasons.find(({ reason }) => reason === 'DB-DOS-004');
  const settled = { dossiers: 0, mended: 0, steps: 0, readBack: 0, asAccepted: 0, otherwiseHeld: {} };
  for (const flags of [['--dry-run'], []]) {
    expect(await world.json(['held', 'release', 'DB-DOS-004', ...flags])).toEqual({
      ...settled,
      checked: unknown?.count,
      blocked: unknown?.count,
      stillHeld: unknown?.count,
      dryRun: flags.length > 0,
    });
  }
  expect((await world.dongbo(['held', 'release', 'DB-DOS-004'])).stdout).not.toContain('sync kế tiếp');
  // A dossier of which nothing is held has nothing to release.
  const accepted = codeOf(({ outcome, fault }) => outcome === 'accepted' && fault === null);
  expect(await world.json(['held', 'release', ` ${accepted} `])).toMatchObject({ ...settled, checked: 0 });
});

it('texts for people come on the same commands, without JSON', async () => {
  for (const argv of [['status'], ['held', 'list'], ['catalogue', 'show', '1.001193']]) {
    const { code, stdout } = await world.dongbo(argv);
    expect(code).toBe(0);
    expect(stdout.length).toBeGreaterThan(100);
    expect(() => JSON.parse(stdout)).toThrow(SyntaxError);
  }
});
