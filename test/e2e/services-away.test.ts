/** A service is away: exit 69 says which and where, what was read waits in the ledger, nothing is lost. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Settings } from '../support/e2e/command.ts';
import { deviations } from '../support/e2e/deviations.ts';
import { type ProvinceHome, settleProvince, World } from '../support/e2e/world.ts';
import { freePort } from '../support/services.ts';

interface ErrorDocument {
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly remedy: string;
    readonly details: readonly string[];
  };
}

let home: ProvinceHome;
let world: World;

beforeAll(async () => {
  home = await settleProvince(60, 12, 3);
  world = await World.open(home);
});
afterAll(async () => {
  await world?.close();
  await home?.close();
});

async function expectAway(code: string, where: string, settings: Settings = {}): Promise<void> {
  const { error } = await world.json<ErrorDocument>(['sync', '--once'], settings, 69);
  expect(error.code).toBe(code);
  expect(error.message).toContain(where);
  expect(error.remedy).not.toBe('');
}

it('names a ledger, a Redis, a source that is away, without the password', async () => {
  const port = await freePort();
  const place = `127.0.0.1:${port}`;
  await expectAway('DB-SVC-001', place, { DATABASE_URL: `postgres://dongbo:bi-mat-123@${place}/so` });
  await world.json(['catalogue', 'pull']);
  await expectAway('DB-SRC-001', place, { SOURCE_URL: `postgres://doc:bi-mat-123@${place}/motcua` });
  await expectAway('DB-SVC-002', place, { REDIS_URL: `redis://:bi-mat-123@${place}` });
  const shown = await world.dongbo(['status'], { DATABASE_URL: `postgres://dongbo:bi-mat-123@${place}/so` });
  expect(shown.code).toBe(69);
  expect(shown.stdout).toBe('');
  expect(shown.stderr).toContain(place);
  expect(shown.stderr).not.toContain('bi-mat-123');
});

it('queues everything while the portal is away, and delivers it when it is back', async () => {
  world.portal.control({ down: true });
  const place = new URL(world.portal.url).host;
  await expectAway('DB-PRT-001', place);
  const { states } = await world.json<{ states: Record<string, number> }>(['status']);
  const willGo = home.expectations().filter(({ outcome }) => outcome !== 'held').length;
  expect(states).toMatchObject({ queued: willGo, held: 60 - willGo, accepted: 0 });
  // Still away: the second pass reads nothing new and says the same.
  await expectAway('DB-PRT-001', place);

  world.portal.control({ down: false });
  const summary = await world.sync();
  expect(summary).toMatchObject({ changed: 0, retrying: 0 });
  expect(summary.accepted.dossiers).toBe(willGo);
  expect(await deviations(world, home.expectations())).toEqual([]);
});

it('says so by exit code, and by one document on standard output, as a process too', async () => {
  world.portal.control({ down: true });
  await home.database.addStep(world.portal.state().dossiers.keys().next().value ?? '', {
    status: 'DANG_XU_LY',
    at: new Date(),
  });
  const { code, stdout } = await world.start(['sync', '--once', '--json']).finished();
  world.portal.control({ down: false });
  expect(code).toBe(69);
  expect((JSON.parse(stdout) as ErrorDocument).error.code).toBe('DB-PRT-001');
});
