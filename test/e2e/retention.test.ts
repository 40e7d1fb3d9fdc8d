/** What is over for longer than RETAIN_DAYS leaves the ledger without its personal data; what was sent stays known. */
import { userInfo } from 'node:os';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { deviations } from '../support/e2e/deviations.ts';
import { type ProvinceHome, type SyncDocument, settleProvince, World } from '../support/e2e/world.ts';

/** A year and a half passes for everything that the ledger has. */
const AGE = [
  `UPDATE dossier SET stored_at = stored_at - interval '550 days'`,
  `UPDATE delivery SET accepted_at = accepted_at - interval '550 days'`,
  `UPDATE attempt SET at = at - interval '550 days'`,
];
/** Everything that is known of people in what is over. */
const PERSONAL = `
  SELECT count(*)::int AS count FROM dossier d JOIN delivery v ON v.dossier_id = d.id
  WHERE d.pruned_at IS NOT NULL AND (d.source_row::text LIKE $1 OR v.payload::text LIKE $1)`;

let home: ProvinceHome;
let world: World;
beforeAll(async () => {
  home = await settleProvince(120, 12, 5);
  world = await World.open(home);
  await world.json(['catalogue', 'pull']);
  await world.sync();
  await world.ledger(`UPDATE attempt SET at = at - interval '1 day'`);
  // A second version of each, so that there are attempts to take out.
  for (const { expectation } of home.dossiers) {
    if (expectation.outcome !== 'accepted') continue;
    await home.database.change(expectation.code, { ghi_chu: 'Nguyễn Văn Kín' }, new Date());
  }
  await world.sync();
  for (const statement of AGE) await world.ledger(statement);
});
afterAll(async () => {
  await world?.close();
  await home?.close();
});

const HELD_OF_PRUNED =
  'SELECT count(*)::int AS count FROM held h JOIN dossier d ON d.id = h.dossier_id WHERE d.pruned_at IS NOT NULL';

const count = async (sql: string, values: unknown[] = []): Promise<number> =>
  (await world.ledger<{ count: number }>(sql, values))[0]?.count ?? Number.NaN;

it('takes out what the dry run says, once, and sends nothing for it', async () => {
  const trial = await world.json(['prune', '--dry-run']);
  const over = await count(
    `SELECT count(*)::int AS count FROM delivery WHERE kind = 'dossier' AND state = 'accepted' AND payload ->> 'status' IN ('3', '7', '8', '10')`,
  );
  expect(over).toBeGreaterThan(20);
  const hashes = 'SELECT id, payload_hash, accepted_hash, accepted_version FROM delivery ORDER BY id';
  const before = await world.ledger(hashes);
  const attempts = await count('SELECT count(*)::int AS count FROM attempt');
  // Parts of what is over that the portal lacks: with their texts goes what is said of them.
  const incomplete = await world.ledger<{ code: string }>(
    `SELECT DISTINCT h.code FROM held h JOIN delivery v ON v.dossier_id = h.dossier_id AND v.kind = 'dossier'
     WHERE v.state = 'accepted' AND v.payload ->> 'status' IN ('3', '7', '8', '10')`,
  );
  expect(incomplete.length).toBeGreaterThan(0);
  const pruned = await world.json<{ attempts: number; dossiers: number }>(['prune']);
  expect(pruned).toMatchObject({ dossiers: over });
  expect({ ...pruned, dryRun: true }).toEqual(trial);
  expect(pruned.attempts).toBeGreaterThan(over);
  expect(await count('SELECT count(*)::int AS count FROM attempt')).toBe(attempts - pruned.attempts);
  expect(await world.json(['prune'])).toMatchObject({ attempts: 0, dossiers: 0 });
  // Checking again what is held makes no faults of what Dongbo itself took out.
  const held = 'SELECT count(*)::int AS count FROM held';
  const heldBefore = await count(held);
  for (const { code } of incomplete) await world.json(['held', 'release', code]);
  expect(await count(held)).toBe(heldBefore);
  expect(await count(HELD_OF_PRUNED)).toBe(0);
  expect(await world.ledger(hashes)).toEqual(before);
  expect(await count(PERSONAL, ['%Kín%'])).toBe(0);
  const stays = `SELECT count(*)::int AS count FROM delivery v WHERE NOT EXISTS (
    SELECT FROM attempt a WHERE a.delivery_id = v.id) AND accepted_at IS NOT NULL`;
  expect(await count(stays)).toBe(0);

  const { writingCalls } = world.portal.state();
  await world.json<SyncDocument>(['sync', '--once'], { SOURCE_OVERLAP_SECONDS: '86400' });
  // Other settings normalize everything again, but for what is over.
  await world.json(['sync', '--once'], { FILE_BASE_URL: 'https://khac.tinhmau.example/' });
  await world.json(['sync', '--once']);
  const [code] = (
    await world.ledger<{ code: string }>('SELECT code FROM dossier WHERE pruned_at IS NOT NULL LIMIT 1')
  ).map((row) => row.code);
  expect(world.portal.state().writingCalls).toBeGreaterThanOrEqual(writingCalls);
  expect(world.portal.state().dossiers.get(code ?? '')?.payload.GhiChu).toBe('Nguyễn Văn Kín');
});

it('is done by the job, too, which the audit tells where it has taken something out', async () => {
  interface Line {
    readonly who: string;
    readonly detail: object;
    readonly end: { readonly detail: object };
  }
  const audit = () => world.json<Line[]>(['audit', 'list', '--action', 'prune']);
  await world.json(['prune']);
  const before = await audit();
  await world.json(['jobs', 'run', 'prune']);
  expect(await audit()).toEqual(before);
  const [one] = await world.ledger<{ id: number }>('SELECT id FROM attempt ORDER BY id LIMIT 1');
  await world.ledger(
    `INSERT INTO attempt (dossier_id, delivery_id, at, service, outcome, message, records, duration_ms)
     SELECT dossier_id, delivery_id, at, service, outcome, message, records, duration_ms FROM attempt WHERE id = $1`,
    [one?.id],
  );
  expect(await world.json(['jobs', 'run', 'prune'])).toMatchObject({ records: 1, dossiers: 0 });
  const [entry, ...rest] = await audit();
  expect(rest).toEqual(before);
  expect(entry).toMatchObject({
    ...{ who: userInfo().username, detail: { job: true }, end: { detail: { attempts: 1, dossiers: 0 } } },
  });
});

it('says of a dossier without its personal data that what was sent is not kept, and compares nothing with it', async () => {
  const [row] = await world.ledger<{ code: string; at: Date }>(
    'SELECT code, pruned_at AS at FROM dossier WHERE pruned_at IS NOT NULL ORDER BY id LIMIT 1',
  );
  const code = row?.code ?? '';
  const explained = await world.json<{ prunedAt: string | null }>(['explain', code]);
  expect(explained.prunedAt).toBe(row?.at.toISOString());
  expect((await world.dongbo(['explain', code])).stdout).toContain('đã được bỏ khỏi sổ lúc');

  const lookups = world.portal.state().calls.TraCuuHoSo;
  const selection = ['reconcile', '--dossier', code, 'H00.00-000000-0000'];
  expect(await world.json(selection)).toMatchObject({
    ...{ checked: 0, missing: [], different: [] },
    notComparable: { pruned: 1, unknown: 1 },
  });
  expect(world.portal.state().calls.TraCuuHoSo).toBe(lookups);
  const { stdout } = await world.dongbo(selection);
  expect(stdout).toContain('1 hồ sơ không so được: nội dung đã gửi không còn trong sổ');
  expect(stdout).toContain('1 mã hồ sơ: Cổng chưa nhận');
  const [kept] = await world.ledger<{ code: string }>(
    `SELECT d.code FROM dossier d JOIN delivery v ON v.dossier_id = d.id
     WHERE pruned_at IS NULL AND v.kind = 'dossier' AND v.state = 'accepted' LIMIT 1`,
  );
  const other = await world.dongbo(['explain', kept?.code ?? '']);
  expect(other.stdout).not.toContain('đã được bỏ khỏi sổ');
});

it('has it whole again when the source tells of it, steps too', async () => {
  const [row] = await world.ledger<{ code: string }>(
    `SELECT d.code FROM dossier d JOIN delivery v ON v.dossier_id = d.id AND v.kind = 'step'
     WHERE d.pruned_at IS NOT NULL LIMIT 1`,
  );
  const code = row?.code ?? '';
  const steps = [...(world.portal.state().dossiers.get(code)?.steps ?? [])];
  // The portal has lost it: it is created anew from what the ledger has.
  world.portal.control({ forget: [code] });
  await home.database.change(code, { ghi_chu: 'Nguyễn Văn Kín Hai' }, new Date());
  await world.sync();
  const stored = world.portal.state().dossiers.get(code);
  expect(stored?.payload).toMatchObject({ GhiChu: 'Nguyễn Văn Kín Hai' });
  expect(stored?.payload.ChuHoSo).not.toBe('');
  expect(stored?.steps).toEqual(steps);
  // So has every other, with what is held of it.
  for (const { code } of await world.ledger<{ code: string }>(
    'SELECT code FROM dossier WHERE pruned_at IS NOT NULL',
  )) {
    await home.database.change(code, { ghi_chu: 'Nguyễn Văn Kín Ba' }, new Date());
  }
  await world.sync();
  expect(world.portal.state().doubledSteps).toBe(0);
  expect(await deviations(world, home.expectations())).toEqual([]);
});
