/** Published figures are kept as published; what the portal had when it counted is told by what was accepted when. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OfficialScore } from '../../src/domain/score/official-score.ts';
import { noteCompared } from '../../src/ledger/drift.ts';
import {
  acceptedSince,
  acceptedSteps,
  driftOfPeriod,
  openQuestions,
} from '../../src/ledger/official-evidence.ts';
import { knownAgencies, officialScores, storeOfficialScores } from '../../src/ledger/official-scores.ts';
import { candidates } from '../../src/ledger/reconcile-candidates.ts';
import { dossier, LedgerTrial } from './trial.ts';

let ledger: LedgerTrial;
beforeAll(async () => {
  ledger = await LedgerTrial.open(3);
});
afterAll(() => ledger.close());

const figure = (change: Partial<OfficialScore> = {}): OfficialScore => ({
  period: '2026-10',
  agency: '',
  code: 'DOSSIER_SYNC',
  numerator: 9,
  denominator: 10,
  ratio: 0.9,
  score: 5.4,
  maxScore: 6,
  flags: ['TEMP_NATIONAL_REPORT_DENOMINATOR'],
  publishedAt: null,
  ...change,
});

describe('published figures', () => {
  it('are there as they were published, the province first, nothing as nothing', async () => {
    const figures = [
      figure({ agency: 'H99.12', code: 'A_B', numerator: null, ratio: null, score: null, flags: [] }),
      figure({ publishedAt: new Date('2026-11-05T01:30:00Z') }),
      figure({ period: '2026-09' }),
    ];
    expect(await storeOfficialScores(ledger.db, figures, 'a.json')).toEqual({ added: 3, replaced: 0 });
    expect(await officialScores(ledger.db, '2026-10')).toEqual([figures[1], figures[0]]);
    expect(await officialScores(ledger.db, '2026-Q4')).toEqual([]);
  });

  it('stand instead of older ones, and keep their time only while they are the same', async () => {
    const at = new Date('2026-11-05T01:30:00Z');
    const stored = async (change: Partial<OfficialScore>) => {
      await storeOfficialScores(ledger.db, [figure({ code: 'X_Y', ...change })], 'b.json');
      return (await officialScores(ledger.db, '2026-10')).find(({ code }) => code === 'X_Y');
    };
    expect(await stored({ publishedAt: at })).toMatchObject({ publishedAt: at });
    expect(await stored({ publishedAt: null })).toMatchObject({ publishedAt: at });
    expect(await stored({ numerator: 8, publishedAt: null })).toMatchObject({
      numerator: 8,
      publishedAt: null,
    });
  });

  it('take a text that PostgreSQL has no letter for', async () => {
    const strange = figure({ code: 'NUL_\u0000', flags: ['\ud800'] });
    expect(await storeOfficialScores(ledger.db, [strange], 'c.json')).toEqual({ added: 1, replaced: 0 });
  });

  it('may be of agencies of dossiers and of the catalogue', async () => {
    await ledger.db.query(`INSERT INTO score_word (kind, code, name) VALUES ('agency', 'H99.12', 'Sở Một')`);
    await ledger.db.query(
      `INSERT INTO catalogue_item (list, code, name) VALUES ('agency', 'H41', 'UBND tỉnh khác')`,
    );
    expect(await knownAgencies(ledger.db)).toEqual([
      { code: 'H99.12', name: 'Sở Một', used: true },
      { code: 'H41', name: 'UBND tỉnh khác', used: false },
    ]);
  });
});

describe('evidence', () => {
  const SPAN = { begin: 0, end: 1_000 };
  const ids = (rows: readonly { readonly id: number }[]) => rows.map(({ id }) => id).sort((a, b) => a - b);

  beforeAll(async () => {
    for (const code of ['early', 'again', 'late', 'outside'])
      await ledger.accepted(dossier(code, { steps: ['1', '2'] }));
    await ledger.store(dossier('doubtful'));
    await ledger.end(await ledger.send('doubtful'), 'unknown');
    const places: readonly [string, number][] = [
      ['early', 10],
      ['again', 10],
      ['late', 10],
      ['doubtful', 10],
      ['outside', 5_000],
    ];
    for (const [code, received] of places) {
      await ledger.db.query(
        'INSERT INTO score_fact (dossier_id, received, as_province) VALUES ($1, $2, false)',
        [await ledger.id(code), received],
      );
    }
    // Everything was accepted long ago, but for what follows.
    await ledger.db.query(
      `UPDATE delivery SET accepted_at = '2026-11-01T00:00:00Z' WHERE accepted_at IS NOT NULL`,
    );
    await ledger.db.query(
      `UPDATE delivery SET accepted_at = '2026-11-09T00:00:00Z' WHERE dossier_id IN ($1, $2) AND step_id IN ('', '2')
         OR dossier_id = $3 AND step_id = '2'`,
      [await ledger.id('late'), await ledger.id('outside'), await ledger.id('again')],
    );
  });

  it('tells of which dossiers of the period something was accepted since', async () => {
    const since = await acceptedSince(ledger.db, SPAN, new Date('2026-11-05T00:00:00Z'));
    expect(since.toSorted((a, b) => a.id - b.id)).toEqual([
      { id: await ledger.id('again'), row: false, steps: true },
      { id: await ledger.id('late'), row: true, steps: true },
    ]);
    expect(await acceptedSince(ledger.db, SPAN, new Date('2026-11-09T00:00:00Z'))).toEqual([]);
  });

  it('has the accepted steps in their order, with when that was', async () => {
    const id = await ledger.id('again');
    const steps = (await acceptedSteps(ledger.db, [id, await ledger.id('doubtful')])).get(id);
    expect(
      steps?.map(({ id: step, status, acceptedAt }) => [step, status, acceptedAt.toISOString()]),
    ).toEqual([
      ['1', '2', '2026-11-01T00:00:00.000Z'],
      ['2', '2', '2026-11-09T00:00:00.000Z'],
    ]);
    expect((await acceptedSteps(ledger.db, [await ledger.id('doubtful')])).size).toBe(0);
  });

  it('tells what is in doubt, and what the portal says that it has no more', async () => {
    await ledger.db.query(
      `UPDATE delivery SET absence = 'absent', state = 'queued' WHERE dossier_id = $1 AND kind = 'dossier'`,
      [await ledger.id('early')],
    );
    const open = await openQuestions(ledger.db, SPAN);
    expect(open.toSorted((a, b) => a.id - b.id)).toEqual([
      { id: await ledger.id('early'), inDoubt: false, absent: true },
      { id: await ledger.id('doubtful'), inDoubt: true, absent: false },
    ]);
  });

  it('tells what reconcile has found and was not mended by then', async () => {
    const id = await ledger.id('again');
    const [again] = await candidates(ledger.db, 0, 1, { dossiers: ['again'] });
    const cause = { cause: 'steps-missing' as const, fields: ['steps[2]'], stepIds: ['2'], mend: false };
    await noteCompared(ledger.db, { id, mark: again?.mark ?? '', causes: [cause], unjudged: [] });
    expect(await driftOfPeriod(ledger.db, SPAN, null)).toEqual([
      { id, cause: 'steps-missing', fields: ['steps[2]'] },
    ]);
    await ledger.db.query(`UPDATE drift SET healed_at = '2026-11-09T00:00:00Z'`);
    expect(await driftOfPeriod(ledger.db, SPAN, null)).toEqual([]);
    expect(ids(await driftOfPeriod(ledger.db, SPAN, new Date('2026-11-05T00:00:00Z')))).toEqual([id]);
    expect(await driftOfPeriod(ledger.db, SPAN, new Date('2026-11-10T00:00:00Z'))).toEqual([]);
  });
});
