/**
 * A ledger brought back from an older backup, held against the portal: what the portal has beyond it is told
 * by cause, nothing newer is set back by what the ledger still believes, and no step goes twice.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ProvinceHome, type SyncDocument, settleProvince, World } from '../support/e2e/world.ts';
import { type FreshDatabase, freshDatabase } from '../support/services.ts';

interface Reconciled {
  readonly missing: readonly string[];
  readonly different: readonly {
    readonly dossier: string;
    readonly fields: readonly string[];
    readonly causes: readonly string[];
  }[];
  readonly healed: number;
  readonly sourceUnread: boolean;
}

interface Status {
  readonly states: Readonly<Record<string, number>>;
}

let home: ProvinceHome;
let world: World;
let fresh: FreshDatabase;
let folder = '';
beforeAll(async () => {
  home = await settleProvince(40, 0, 12);
  fresh = await freshDatabase();
  folder = await mkdtemp(join(tmpdir(), 'dongbo-restored-'));
  // A step in doubt is read back after twice the time-out of a call.
  world = await World.open(home, {}, { PORTAL_TIMEOUT_SECONDS: '2' });
  await world.json(['catalogue', 'pull']);
  await world.sync();
});
afterAll(async () => {
  await world?.close();
  await home?.close();
  await fresh?.drop();
  await rm(folder, { recursive: true, force: true });
});

it('is compared before the source is read again: told by cause, set back by nothing; then mended', async () => {
  const [ahead = '', edited = '', forgotten = ''] = [...world.portal.state().dossiers]
    .filter(([, { payload }]) => payload.TrangThaiHoSo === '4')
    .map(([code]) => code);
  expect(forgotten).not.toBe('');
  const at = (code: string) => world.portal.state().dossiers.get(code);
  const status = at(edited)?.payload.TrangThaiHoSo;
  const { file } = await world.json<{ file: string }>(['backup', folder]);
  await home.database.addStep(ahead, { status: 'DA_XU_LY', at: new Date() });
  await world.sync();
  const told = at(ahead);
  const [stepsAhead, stepsForgotten] = [told?.steps.length, at(forgotten)?.steps.length];
  world.portal.control({ edit: { [edited]: { TrangThaiHoSo: '2' } }, forget: [forgotten] });

  const place = { DATABASE_URL: fresh.url };
  await world.json(['restore', file], place);
  const found = await world.json<Reconciled>(['reconcile', '--all'], place);
  expect(found.sourceUnread).toBe(true);
  expect(found.missing).toEqual([forgotten]);
  expect(new Map(found.different.map(({ dossier, causes }) => [dossier, causes]))).toEqual(
    new Map([
      [ahead, ['changed', 'steps-unknown']],
      [edited, ['changed']],
    ]),
  );
  const people = await world.dongbo(['reconcile', '--dossier', ahead], place);
  expect(people.stdout).toContain('từ đó chưa đọc lại nguồn');
  // What the ledger has of them is older than what the portal has, or may be.
  expect(await world.json<Reconciled>(['reconcile', '--heal'], place)).toMatchObject({ healed: 1 });
  expect((await world.json<Status>(['status'], place)).states).toMatchObject({ queued: 1, accepted: 39 });

  await world.json<SyncDocument>(['sync', '--once', '--wait', '90'], place);
  expect(at(ahead)?.payload).toEqual(told?.payload);
  expect(at(ahead)?.steps.length).toBe(stepsAhead);
  expect(at(forgotten)?.steps.length).toBe(stepsForgotten);
  const rest = await world.json<Reconciled>(['reconcile', '--all', '--heal'], place);
  expect(rest).toMatchObject({ sourceUnread: false, missing: [], healed: 1 });
  expect(rest.different).toMatchObject([{ dossier: edited, fields: ['status'], causes: ['changed'] }]);
  await world.json<SyncDocument>(['sync', '--once', '--wait', '90'], place);
  expect(at(edited)?.payload.TrangThaiHoSo).toBe(status);
  const calm = await world.json<Reconciled>(['reconcile', '--all'], place);
  expect(calm).toMatchObject({ missing: [], different: [] });
  expect(world.portal.state().doubledSteps).toBe(0);
});
