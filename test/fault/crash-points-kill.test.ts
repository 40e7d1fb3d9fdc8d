/**
 * A real SIGKILL at every crash point: a process that does the work of `sync --once` kills itself there,
 * the next one begins with what it left behind, and a last one finishes. Lost 0, doubled 0.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CRASH_POINTS, type CrashPoint } from '../../src/domain/crash-points.ts';
import { openDatabase } from '../../src/ledger/database.ts';
import { closingTable } from '../support/e2e/closing-table.ts';
import { TIME_PASSES } from '../support/e2e/ledger-time.ts';
import { saidBySource } from '../support/e2e/said-by-source.ts';
import { SHIPPED_MAPPINGS } from '../support/e2e/shipped-mappings.ts';
import { ChangingSource } from '../support/e2e/source-change.ts';
import { TwoTables } from '../support/e2e/two-tables.ts';
import { type ProvinceHome, settleProvince, World } from '../support/e2e/world.ts';

/** What is needed to come by a point with something in hand. */
const UNSTEADY = { lost: 0.15, http503: 0.05 };
const FILE_BASE_URL = 'https://motcua.tinhmau.example/tep/';

/**
 * Each row on a province of its own. Reading back follows a death with steps on their way; the second
 * and fourth start with other tables than those before them.
 */
const ROWS: readonly (readonly CrashPoint[])[] = [
  ['extract:read', 'extract:stored', 'enqueue:queued', 'recover:rescued', 'deliver:begun', 'deliver:leased'],
  ['enqueue:marked', 'renormalize:stored', 'deliver:claimed', 'call:begins', 'call:answered'],
  [
    'deliver:dossiers-answered',
    'deliver:dossiers-settled',
    'steps:marked',
    'read-back:answered',
    'recover:voided',
  ],
  [
    'steps:answered',
    'read-back:settled',
    'steps:settled',
    'deliver:released',
    'deliver:marked-again',
    'recover:taken',
  ],
];
/** At a later passing there is more behind it; these are passed but once in some lives. */
const nthOf = (index: number, point: CrashPoint): number =>
  index % 2 === 1 && /^(extract|deliver:(begun|leased)|call)/.test(point) ? 2 : 1;

describe('SIGKILL', () => {
  let tables: TwoTables;
  const homes: ProvinceHome[] = [];
  const worlds: World[] = [];
  beforeAll(async () => {
    tables = await TwoTables.make();
    for (const [index] of ROWS.entries()) {
      const home = await settleProvince(24, 4, index + 1);
      homes.push(home);
      const world = await World.open(
        home,
        { seed: index + 1 },
        { PORTAL_BATCH_SIZE: '8', PORTAL_CONCURRENCY: '2', PORTAL_TIMEOUT_SECONDS: '2', FILE_BASE_URL },
      );
      worlds.push(world);
      await world.json(['catalogue', 'pull']);
    }
  });
  afterAll(async () => {
    await Promise.all(worlds.map((world) => world.close()));
    await Promise.all(homes.map((home) => home.close()));
    await tables?.remove();
  });

  it('is tried at every crash point', () => {
    expect(ROWS.flat().sort()).toEqual([...CRASH_POINTS].sort());
  });

  it.concurrent.each(ROWS.map((points, row) => ({ points, row })))(
    'at $points loses and doubles nothing',
    async ({ points, row }) => {
      const [home, world] = [homes[row], worlds[row]];
      if (!home || !world) throw new Error('no world');
      const corrected = new Set<string>();
      const source = new ChangingSource(home.database, home.dossiers, [], corrected);
      for (const [index, point] of points.entries()) {
        world.portal.control({ faults: index === 0 ? {} : UNSTEADY });
        const mappings = index % 2 === 0 ? tables.less : SHIPPED_MAPPINGS;
        const child = world.mortal(point, nthOf(index, point), { MAPPINGS_DIR: mappings });
        const { code, stderr } = await child.finished();
        expect(code, `${point}: ${stderr}`).toBe(137);
        // Its leases end, and so do the waits of what is to go again.
        await world.ledger(TIME_PASSES);
        for (let of = 0; of < 6; of += 1) await source.make({ kind: 'step', of: index + of * 3 }, new Date());
      }
      world.portal.control({ faults: {} });
      const last = await world.start(['sync', '--once', '--wait', '60', '--json']).finished();
      expect(last.code, last.stdout + last.stderr).toBe(0);
      const ledger = openDatabase({ url: world.settings.DATABASE_URL ?? '', max: 1, name: 'closing' });
      const { lost, doubled, wrong } = await closingTable({
        said: await saidBySource({
          sourceUrl: home.url,
          mappingsDir: SHIPPED_MAPPINGS,
          ledger,
          normalize: { fileBaseUrl: FILE_BASE_URL, holdPolicy: 'part' },
        }),
        portal: world.portal.state().dossiers,
        ledger,
        corrected,
      }).finally(() => ledger.close());
      expect({ lost, doubled, wrong }).toEqual({ lost: [], doubled: [], wrong: [] });
      expect(world.portal.state().doubledSteps).toBe(0);
    },
    // Twenty-six processes: a busy machine takes its time.
    300_000,
  );
});
