/** A dossier that several sources give: one owns it, the others are noted, and who stands first takes over. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { shadowedCounts, shadowedSources } from '../../src/ledger/shadowed.ts';
import { knownDossiers } from '../../src/ledger/unchanged.ts';
import { noteVanished } from '../../src/ledger/vanished.ts';
import { dossier, LedgerTrial } from './trial.ts';

interface Giver {
  readonly sourceName: string;
  readonly outranked: readonly string[];
  readonly behind: readonly string[];
}

/** As compose makes them: the main one is called by its kind, and owns what is from before there were names. */
const MAIN: Giver = { sourceName: 'sql', outranked: [], behind: ['dat-dai', 'y-te'] };
const LAND: Giver = { sourceName: 'dat-dai', outranked: ['', 'sql'], behind: ['y-te'] };
const HEALTH: Giver = { sourceName: 'y-te', outranked: ['', 'sql', 'dat-dai'], behind: [] };

let ledger: LedgerTrial;
beforeAll(async () => {
  ledger = await LedgerTrial.open();
});
afterAll(() => ledger.close());

let count = 0;
function aCode(): string {
  count += 1;
  return `H35.16-261129-${String(count).padStart(4, '0')}`;
}

const give = (by: Giver, code: string, says: string) =>
  ledger.page({ ...by, dossiers: [dossier(code, { says })] });

async function standing(code: string) {
  const { rows } = await ledger.db.query<{ id: number; source: string; says: string }>(
    `SELECT d.id, d.source, v.payload ->> 'subject' AS says FROM dossier d
     JOIN delivery v ON v.dossier_id = d.id AND v.kind = 'dossier' WHERE d.code = $1`,
    [code],
  );
  const [row] = rows;
  if (!row) throw new Error('not in the ledger');
  const others = await shadowedSources(ledger.db, row.id);
  return { ...row, others: others.map(({ source }) => source) };
}

test('the source that stands first takes over; the other one then changes nothing, whatever it says', async () => {
  const code = aCode();
  await give(HEALTH, code, 'y tế');
  expect(await standing(code)).toMatchObject({ source: 'y-te', others: [] });
  await give(LAND, code, 'đất đai');
  expect(await standing(code)).toMatchObject({ source: 'dat-dai', says: 'đất đai', others: ['y-te'] });
  const due = await give(HEALTH, code, 'y tế, lại');
  expect(due).toEqual({ live: [], backfill: [] });
  const after = await standing(code);
  expect(after).toMatchObject({ source: 'dat-dai', says: 'đất đai', others: ['y-te'] });
  await give(MAIN, code, 'một cửa');
  expect(await standing(code)).toMatchObject({ source: 'sql', says: 'một cửa', others: ['y-te', 'dat-dai'] });
});

test('what is from before sources had names is the main one’s', async () => {
  const code = aCode();
  await ledger.store(dossier(code, { says: 'trước' }));
  await give(LAND, code, 'đất đai');
  expect(await standing(code)).toMatchObject({ source: '', says: 'trước', others: ['dat-dai'] });
  const known = await knownDossiers(ledger.db, [code], LAND.outranked);
  expect(known.get(code)).toMatchObject({ source: '', owned: true });
});

test('two that bring a new dossier in the same moment end with the one that stands first', async () => {
  const codes = Array.from({ length: 8 }, aCode);
  const all = (by: Giver, says: string) =>
    ledger.page({ ...by, dossiers: codes.map((code) => dossier(code, { says })) });
  await Promise.all([all(LAND, 'đất đai'), all(MAIN, 'một cửa'), all(HEALTH, 'y tế')]);
  const owners = await Promise.all(codes.map(standing));
  expect(owners.map(({ source, says }) => [source, says])).toEqual(codes.map(() => ['sql', 'một cửa']));
});

test('a dossier that its owner has no more goes on with who has it, and is its from then on', async () => {
  const code = aCode();
  await give(MAIN, code, 'một cửa');
  await give(LAND, code, 'đất đai');
  const { id } = await standing(code);
  await noteVanished(ledger.db, [id], new Date(Date.now() + 60_000));
  await give(LAND, code, 'đất đai');
  expect(await standing(code)).toMatchObject({ source: 'dat-dai', says: 'đất đai', others: [] });
  const { rows } = await ledger.db.query('SELECT FROM vanished WHERE dossier_id = $1', [id]);
  expect(rows).toEqual([]);
});

test('a page of others’ dossiers alone is noted, and counted by source', async () => {
  const code = aCode();
  await give(MAIN, code, 'một cửa');
  const before = (await shadowedCounts(ledger.db)).get('y-te') ?? 0;
  for (const _ of [1, 2]) await ledger.page({ ...HEALTH, dossiers: [], shadowed: [code] });
  expect((await shadowedCounts(ledger.db)).get('y-te')).toBe(before + 1);
});
