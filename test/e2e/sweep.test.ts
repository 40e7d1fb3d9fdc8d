/** What nobody's time of change tells comes to the portal by a sweep; what vanished is told, and stays at the portal. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tableOf } from '../../src/simulator/province/province-schema.ts';
import { type ProvinceHome, settleProvince, World } from '../support/e2e/world.ts';

interface Swept {
  readonly source: string;
  readonly swept: number;
  readonly untimed: number;
  readonly takenIn: number;
  readonly vanished: number;
}
interface Vanished {
  readonly dossier: string;
  readonly acceptedAt: string | null;
  readonly remedy: string;
}
interface Explained {
  readonly vanishedAt: string | null;
}

let home: ProvinceHome;
let world: World;
const DOSSIERS = tableOf('dongbo_ho_so');

beforeAll(async () => {
  home = await settleProvince(20, 0, 5);
  world = await World.open(home, {}, {});
});
afterAll(async () => {
  await world?.close();
  await home?.close();
});

const subjectAtPortal = (code: string) => world.portal.state().dossiers.get(code)?.payload.TrichYeuHoSo;

it('sends what changed without its time, tells what vanished, and believes no source that is empty', async () => {
  await world.sync();
  const [changed = '', gone = ''] = home.dossiers.map(({ expectation }) => expectation.code);
  await home.database.run([
    `UPDATE ${DOSSIERS} SET trich_yeu = 'Đã sửa' WHERE ma_ho_so = '${changed}'`,
    `DELETE FROM ${DOSSIERS} WHERE ma_ho_so = '${gone}'`,
  ]);
  await world.sync();
  expect(subjectAtPortal(changed)).not.toBe('Đã sửa');

  const [swept] = await world.json<Swept[]>(['sweep']);
  expect(swept).toMatchObject({ source: 'sql', swept: 19, untimed: 1, takenIn: 1, vanished: 1 });
  await world.sync();
  expect(subjectAtPortal(changed)).toBe('Đã sửa');

  const vanished = await world.json<Vanished[]>(['vanished']);
  expect(vanished).toMatchObject([{ dossier: gone, acceptedAt: expect.any(String) }]);
  expect(vanished[0]?.remedy).not.toBe('');
  expect((await world.json<Explained>(['explain', gone])).vanishedAt).not.toBeNull();
  expect(subjectAtPortal(gone)).toBeDefined();

  await home.database.run([`DELETE FROM ${DOSSIERS}`]);
  const refused = await world.json<{ code: string }>(['sweep'], {}, 1);
  expect(JSON.stringify(refused)).toContain('DB-SWP-001');
  expect(await world.json<Vanished[]>(['vanished'])).toHaveLength(1);
  const audit = await world.ledger<{ action: string; phase: string }>(
    `SELECT action, phase FROM audit WHERE action = 'sweep' ORDER BY seq`,
  );
  expect(audit.map(({ phase }) => phase)).toEqual(['begun', 'done', 'begun', 'done']);
});
