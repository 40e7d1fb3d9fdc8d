/**
 * Portal against ledger: what was changed, lost or doubled behind our back at the portal is found, told
 * and, where it can be, mended; a portal that is away, or a lane that is paused, costs no place.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ProvinceHome, settleProvince, World } from '../support/e2e/world.ts';

interface Reconciled {
  readonly checked: number;
  readonly missing: readonly string[];
  readonly different: readonly {
    readonly dossier: string;
    readonly fields: readonly string[];
    readonly causes: readonly string[];
  }[];
  readonly healed: number;
  readonly forPerson: number;
  readonly stopped: string | null;
  readonly round: { readonly checked: number; readonly total: number; readonly finished: boolean };
}

let home: ProvinceHome;
let world: World;
beforeAll(async () => {
  home = await settleProvince(12, 0);
  // A lost step is read back after twice the time-out of a call.
  world = await World.open(home, {}, { PORTAL_TIMEOUT_SECONDS: '2' });
  await world.sync();
}, 120_000);
afterAll(async () => {
  await world.close();
  await home.close();
});

test('finds what differs at the portal, says what, and mends what can be mended', async () => {
  const stored = [...world.portal.state().dossiers].filter(([, { steps }]) => steps.length > 1);
  const [edited = '', forgotten = '', lost = '', doubled = ''] = stored.map(([code]) => code);
  expect(doubled).not.toBe('');
  const before = world.portal.state().dossiers.get(edited)?.payload.TrangThaiHoSo;
  const stepsBefore = world.portal.state().dossiers.get(lost)?.steps.length;

  const calm = await world.json<Reconciled>(['reconcile']);
  expect(calm).toMatchObject({ missing: [], different: [], healed: 0, stopped: null });
  expect(calm.round).toEqual({ checked: calm.checked, total: calm.checked, finished: true });

  const behindOurBack = [
    ...['--edit', `${edited}:status=${before === '7' ? '8' : '7'}`],
    ...['--forget', forgotten, '--lose-step', lost, '--double-step', doubled],
  ];
  await world.json(['simulate', 'control', '--url', world.portal.url, ...behindOurBack]);
  const found = await world.json<Reconciled>(['reconcile']);
  expect(found.missing).toEqual([forgotten]);
  const byDossier = new Map(found.different.map((one) => [one.dossier, one]));
  expect(byDossier.get(edited)).toMatchObject({ fields: ['status'], causes: ['changed'] });
  expect(byDossier.get(lost)?.causes).toEqual(['steps-missing']);
  expect(byDossier.get(doubled)?.causes).toEqual(['steps-doubled']);
  expect(byDossier.size).toBe(3);
  const text = await world.dongbo(['reconcile', '--dossier', edited]);
  expect(text.stdout).toContain(`status: ${String(before)} → `);
  expect(await world.json<unknown[]>(['reconcile', 'drift'])).toHaveLength(4);

  const healed = await world.json<Reconciled>(['reconcile', '--heal']);
  expect(healed).toMatchObject({ healed: 2, forPerson: 2 });
  await world.sync();
  // A step goes again only where a person says that it is lost indeed.
  expect(world.portal.state().dossiers.get(lost)?.steps.length).toBe((stepsBefore ?? 0) - 1);
  const resend = ['reconcile', '--dossier', lost, '--resend-steps'];
  expect((await world.dongbo(resend)).code).toBe(2);
  expect(await world.json<Reconciled>([...resend, '--heal'])).toMatchObject({ healed: 1, forPerson: 0 });
  await world.sync();

  const after = await world.json<Reconciled>(['reconcile', '--all']);
  expect(after.missing).toEqual([]);
  expect(after.different.map(({ dossier, causes }) => [dossier, causes])).toEqual([
    [doubled, ['steps-doubled']],
  ]);
  const { dossiers, doubledSteps } = world.portal.state();
  expect(dossiers.get(edited)?.payload.TrangThaiHoSo).toBe(before);
  expect(dossiers.has(forgotten)).toBe(true);
  expect(dossiers.get(lost)?.steps.length).toBe(stepsBefore);
  expect(doubledSteps).toBe(0);
  const audit = await world.ledger(`SELECT phase FROM audit WHERE action = 'reconcile --heal' ORDER BY seq`);
  expect(audit.map(({ phase }) => phase)).toEqual(['begun', 'done', 'begun', 'done']);
}, 120_000);

test('sends no step again to a portal that shows only the newest of them', async () => {
  const { steps } = world.portal.state();
  const [code = ''] = [...world.portal.state().dossiers]
    .filter(([, { steps }]) => steps.length > 1)
    .map(([code]) => code);
  world.portal.control({ lookupStepsMost: 1 });
  const found = await world.json<Reconciled>(['reconcile', '--all', '--heal']);
  expect(found.different.find(({ dossier }) => dossier === code)?.causes).toEqual(['steps-missing']);
  expect(found).toMatchObject({ healed: 0, forPerson: found.different.length });
  await world.sync();
  expect(world.portal.state()).toMatchObject({ steps, doubledSteps: 0 });
  const { stdout } = await world.dongbo(['reconcile', '--dossier', code, '--heal']);
  expect(stdout).toContain('không tự gửi lại vì có thể trùng');
  expect(stdout).toContain('1 hồ sơ có bước tiến độ khác phải có người xem');
  world.portal.control({ lookupStepsMost: 0 });
}, 120_000);

test('goes on where it stopped: by a limit, before a paused lane, before a portal that is away', async () => {
  const first = await world.json<Reconciled>(['reconcile', '--all', '--limit', '4']);
  expect(first).toMatchObject({ checked: 4, stopped: 'limit', round: { checked: 4, finished: false } });

  world.portal.control({ down: true });
  const away = await world.json<Reconciled>(['reconcile'], {}, 69);
  expect(away).toMatchObject({ checked: 0, stopped: 'away', round: { checked: 4, finished: false } });
  world.portal.control({ down: false });

  await world.ledger(
    `UPDATE breaker SET paused_at = now(), paused_by = 'an', paused_why = 'bảo trì' WHERE lane = 'backfill'`,
  );
  const paused = await world.json<Reconciled>(['reconcile'], {}, 75);
  expect(paused).toMatchObject({ checked: 0, stopped: 'paused', round: { checked: 4 } });
  await world.ledger('UPDATE breaker SET paused_at = NULL, paused_by = NULL, paused_why = NULL');

  const rest = await world.json<Reconciled>(['reconcile']);
  expect(rest.checked).toBe(rest.round.total - 4);
  expect(rest.round).toMatchObject({ checked: rest.round.total, finished: true });
}, 120_000);
