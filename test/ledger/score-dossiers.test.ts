/** A period's dossiers are those that a plain reading of all would find, each once, and are found without one. */
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { storeProcedures } from '../../src/ledger/catalogue.ts';
import { dossierCodes, ofPeriod, scoredDossiers, withoutReceipt } from '../../src/ledger/score-dossiers.ts';
import { type StoredFact, storeFacts } from '../../src/ledger/score-facts.ts';
import { wordIds } from '../../src/ledger/score-words.ts';
import { heldCodes, scoreWorld } from '../../src/ledger/score-world.ts';
import { recordSaying } from './score-refresher.ts';
import { BLOCKING, dossier, LedgerTrial } from './trial.ts';

let ledger: LedgerTrial;
beforeAll(async () => {
  ledger = await LedgerTrial.open(2);
});
afterAll(() => ledger.close());
beforeEach(() => ledger.db.query('TRUNCATE dossier CASCADE'));

const DAY = 86_400;
const [BEGIN, END] = [845_000_000, 845_000_000 + 31 * DAY - 1];
const SPAN = { begin: BEGIN, end: END };

/** Makes dossiers of these extents; answers their ids in the same order. */
async function madeOf(extents: readonly (readonly [received: number | null, ended: number | null])[]) {
  const { rows } = await ledger.db.query<{ id: number }>(
    `INSERT INTO dossier (code, source_hash, source_row, codebook_id, incomplete, lane)
     SELECT 'H-' || n, '', '{}', (SELECT min(id) FROM codebook_version), false, 'live'
     FROM generate_series(1, $1::int) n RETURNING id`,
    [extents.length],
  );
  const ids = rows.map(({ id }) => id).sort((a, b) => a - b);
  const facts = extents.map(([received, ended], at): StoredFact => {
    const record = { ...recordSaying(`${at}`), received: received ?? 0 };
    const sides = { province: record, portal: at % 2 === 0 ? record : null, released: null };
    return { id: ids[at] ?? 0, ...sides, received, ended, synced: at, stepLagMinutes: null, urgentDue: null };
  });
  await storeFacts(ledger.db, facts);
  return facts;
}

async function found(pageSize?: number, span = SPAN): Promise<number[]> {
  const ids: number[] = [];
  for await (const page of scoredDossiers(ledger.db, span, pageSize)) {
    expect(page.length).toBeLessThanOrEqual(pageSize ?? 2_000);
    ids.push(...page.map(({ id }) => id));
  }
  return ids.sort((a, b) => a - b);
}

/** Near what tells kinds apart: begin, end, 62 days before. */
const clock = fc.oneof(
  fc
    .tuple(fc.constantFrom(BEGIN, END, BEGIN - 62 * DAY), fc.integer({ min: -2, max: 2 }))
    .map(([at, off]) => at + off),
  fc.integer({ min: BEGIN - 400 * DAY, max: END + 100 * DAY }),
  fc.constantFrom(-(2 ** 31), 2 ** 31 - 1),
);
const extent = fc
  .tuple(fc.option(clock, { freq: 10 }), fc.option(clock, { freq: 3 }))
  .map(
    ([received, ended]) =>
      [received, received === null || ended === null ? null : Math.max(received, ended)] as const,
  );

describe('a period', () => {
  it('has those received up to its end and not ended before it began, each once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(extent, { maxLength: 40 }),
        fc.integer({ min: 1, max: 9 }),
        async (extents, size) => {
          await ledger.db.query('TRUNCATE dossier CASCADE');
          const facts = await madeOf(extents);
          const plain = facts.filter(
            ({ received, ended }) =>
              received !== null && received <= END && (ended === null || ended >= BEGIN),
          );
          expect(await found(size)).toEqual(plain.map(({ id }) => id));
          expect(await withoutReceipt(ledger.db)).toBe(
            extents.filter(([received]) => received === null).length,
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  it('has every side as it was stored', async () => {
    const [first, second] = await madeOf([
      [BEGIN, null],
      [BEGIN, BEGIN + DAY],
    ]);
    const pages = [];
    for await (const page of scoredDossiers(ledger.db, SPAN)) pages.push(...page);
    const told = ({ id, province, portal, synced }: StoredFact) => ({
      id,
      province,
      portal,
      released: null,
      synced,
      stepLagMinutes: null,
    });
    expect(pages.sort((a, b) => a.id - b.id)).toEqual(
      [first, second].flatMap((fact) => (fact ? [told(fact)] : [])),
    );
    expect(await dossierCodes(ledger.db, [second?.id ?? 0])).toEqual(new Map([[second?.id, 'H-2']]));
    expect(await dossierCodes(ledger.db, [])).toEqual(new Map());
  });

  it('is left early without a connection being lost to others', async () => {
    await madeOf(Array.from({ length: 9 }, () => [BEGIN, null] as const));
    for (let round = 0; round < 5; round += 1) {
      for await (const _page of scoredDossiers(ledger.db, SPAN, 2)) break;
    }
    expect(await found(2)).toHaveLength(9);
    expect(await found(2, { begin: END + 1, end: END })).toHaveLength(9);
  });

  it('is found by indexes alone', async () => {
    await ledger.db.query(
      `INSERT INTO dossier (code, source_hash, source_row, codebook_id, incomplete, lane)
       SELECT 'H-' || n, '', '{}', (SELECT min(id) FROM codebook_version), false, 'live' FROM generate_series(1, 40000) n`,
    );
    // Four years, a hundredth of them open for as long, a hundredth ended after three months.
    await ledger.db.query(
      `INSERT INTO score_fact (dossier_id, received, ended, province, as_province)
       SELECT id, r, CASE WHEN id % 100 = 0 THEN NULL WHEN id % 100 = 1 THEN r + 90 * ${DAY} ELSE r + 3 * ${DAY} END, '{}', false
       FROM dossier, LATERAL (SELECT ${BEGIN} - 3 * 365 * ${DAY} + ((id * 7919) % 1460) * ${DAY} AS r) x`,
    );
    await ledger.db.query('ANALYZE score_fact');
    const { rows } = await ledger.db.query<{ 'QUERY PLAN': string }>(
      `EXPLAIN ${ofPeriod('f.dossier_id').replaceAll('$1', `${BEGIN}`).replaceAll('$2', `${END}`)}`,
    );
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).not.toContain('Seq Scan');
    for (const index of ['score_fact_received', 'score_fact_open', 'score_fact_long'])
      expect(plan).toContain(index);
  });
});

it('the world names procedures and agencies by their numbers, with what the catalogue says of them', async () => {
  const item = (code: string) => ({ code, name: code });
  const procedure = (code: string, charges: boolean | null, published = true) => ({
    listedName: code,
    contentHash: code,
    procedure: {
      code,
      name: `Thủ tục ${code}`,
      published,
      sectorCode: 'L',
      sectorName: 'L',
      components: [],
      results: charges ? [item('KQ')] : [],
      terms: [{ channel: '1', time: '5', unit: 'Ngày' }],
      fees: [],
      charges,
      forCitizens: charges === null ? null : true,
    },
  });
  expect((await scoreWorld(ledger.db)).charging).toBeNull();
  const known = ['1.1', '1.2', '1.3', '1.4'].map((code) =>
    procedure(code, code === '1.3' ? null : code !== '1.2', code !== '1.4'),
  );
  await storeProcedures(ledger.db, known as unknown as Parameters<typeof storeProcedures>[1]);
  await ledger.db.query(
    `INSERT INTO result (procedure, code, name, valid_to) VALUES ('1.2', 'cũ', '', now())`,
  );
  const words = ['1.1', '1.2', '1.3', '9.9'].map((code) => ({ code, name: '' }));
  const [first = 0, second = 0, third = 0, unknown = 0] = await wordIds(ledger.db, 'procedure', words);
  const [agency = 0] = await wordIds(ledger.db, 'agency', [{ code: '', name: 'UBND xã Mẫu' }]);
  const { procedures, agencies, charging } = await scoreWorld(ledger.db);
  expect(procedures.get(first)).toMatchObject({
    code: '1.1',
    name: 'Thủ tục 1.1',
    returnsResult: true,
    charges: true,
    forCitizens: true,
    terms: [{ time: '5' }],
  });
  expect(procedures.get(second)).toMatchObject({ returnsResult: false, charges: false });
  expect(procedures.get(third)).toMatchObject({ returnsResult: false, charges: null, forCitizens: null });
  expect(procedures.get(unknown)).toEqual({
    code: '9.9',
    name: '',
    terms: [],
    returnsResult: null,
    charges: null,
    forCitizens: null,
  });
  expect(agencies.get(agency)).toEqual({ code: '', name: 'UBND xã Mẫu' });
  expect(charging).toEqual(new Set(['1.1']));
});

it('why dossiers of the period are held is told by each one’s codes', async () => {
  const other = { ...BLOCKING, code: 'DB-DOS-001' as const };
  await ledger.store(
    dossier('a', { held: [BLOCKING, other, { ...other, field: 'x' }] }),
    dossier('b', { held: [BLOCKING] }),
    dossier('c', { held: [BLOCKING] }),
    dossier('d'),
  );
  const [a, b, c, d] = await Promise.all(['a', 'b', 'c', 'd'].map((code) => ledger.id(code)));
  await storeFacts(
    ledger.db,
    [a, b, c, d].map((id = 0) => ({
      ...{
        id,
        province: null,
        portal: null,
        released: recordSaying('x'),
        synced: null,
        stepLagMinutes: null,
      },
      ...{ received: id === c ? END + 1 : BEGIN, ended: null, urgentDue: null },
    })),
  );
  expect(await heldCodes(ledger.db, SPAN)).toEqual(
    new Map([
      [a, ['DB-DOS-001', 'DB-DOS-015']],
      [b, ['DB-DOS-015']],
    ]),
  );
});
