/**
 * Records of dossiers, made anew through a real ledger: what the portal has, what the province has, what would be sent
 * if the tables were mended; and which dossiers the portal is behind with.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Codebook } from '../../src/domain/codebook.ts';
import { DongboError } from '../../src/domain/errors.ts';
import { clockOf, type ScoreRecord, TRAITS } from '../../src/domain/score/score-record.ts';
import type { SourceDossier, SourceFields } from '../../src/domain/source-dossier.ts';
import { knownFact } from '../../src/ledger/known-fact.ts';
import { factsDue } from '../../src/ledger/score-facts.ts';
import { faultyFacts } from '../../src/ledger/score-later.ts';
import type { StoredDossier } from '../../src/ledger/stored-page.ts';
import { normalizeForLedger } from '../../src/pipeline/normalize-for-ledger.ts';
import { type FactsDeps, refreshFacts } from '../../src/pipeline/refresh-facts.ts';
import { Appointments } from '../../src/score/appointments.ts';
import { LedgerTrial } from '../ledger/trial.ts';
import { SmallCodebook } from '../support/small-codebook.ts';
import { aComponent, aDossier, aStep } from '../support/source-rows.ts';

const SETTINGS = { fileBaseUrl: null, holdPolicy: 'part' } as const;
const ALL = { most: 100_000, forMs: 60_000 };
const NO_DAYS_OFF = { daysOff: new Set<never>(), workedDays: new Set<never>() };
const DUE = clockOf('2026-01-05T17:00:00');
const DONE = { status: '9', finishedAt: '2026-01-05T09:00:00+07:00' };

let ledger: LedgerTrial;
let deps: FactsDeps;
beforeAll(async () => {
  ledger = await LedgerTrial.open();
  deps = {
    ledger: ledger.db,
    codebook: new SmallCodebook(),
    normalize: SETTINGS,
    appointments: new Appointments(NO_DAYS_OFF),
    now: () => performance.now(),
  };
});
afterAll(() => ledger?.close());

let count = 0;
function newCode(): string {
  count += 1;
  return `H19.12-260102-${String(count).padStart(4, '0')}`;
}

function stored(fields: Partial<SourceFields>, parts: Partial<SourceDossier> = {}): StoredDossier {
  const source = aDossier(fields, parts);
  const row = { code: source.key, source, sourceHash: JSON.stringify(source) };
  return { ...normalizeForLedger(row, new SmallCodebook(), SETTINGS), lane: 'live' };
}

const store = (...dossier: Parameters<typeof stored>) => ledger.store(stored(...dossier));

const accept = async (code: string): Promise<void> => {
  await ledger.end(await ledger.send(code), 'accepted');
};
const acceptStep = async (code: string): Promise<void> => {
  await ledger.end(await ledger.sendStep(code), 'accepted');
};

interface Fact {
  readonly province: ScoreRecord | null;
  readonly portal: ScoreRecord | null;
  readonly released: ScoreRecord | null;
  readonly as_province: boolean;
  readonly received: number | null;
  readonly ended: number | null;
  readonly urgent_due: number | null;
  readonly urgent_since: Date | null;
  readonly synced: number | null;
  readonly step_lag_minutes: number | null;
}

async function fact(code: string): Promise<Fact> {
  await refreshFacts(deps, ALL);
  const { rows } = await ledger.db.query<Fact & Record<string, unknown>>(
    'SELECT f.* FROM score_fact f JOIN dossier d ON d.id = f.dossier_id WHERE d.code = $1',
    [code],
  );
  const [found] = rows;
  if (!found) throw new Error(`no record of ${code}`);
  return found;
}

it('tells what the province has ended in time until the portal has its last step', async () => {
  const code = newCode();
  const received = aStep({ id: '1', status: '2', at: '2026-01-02T08:00:00+07:00' });
  const done = aStep({ id: '2', status: '9', at: '2026-01-05T09:00:00+07:00' });
  await store({ code, status: '4' }, { steps: [received] });
  expect(await fact(code)).toMatchObject({
    portal: null,
    as_province: false,
    urgent_due: null,
    synced: null,
  });
  await accept(code);
  await acceptStep(code);
  const there = await fact(code);
  expect(there).toMatchObject({
    as_province: true,
    urgent_due: null,
    ended: null,
    synced: expect.any(Number),
  });
  expect(there.received).toBe(clockOf('2026-01-02T08:00:00'));
  expect(there.step_lag_minutes).toBeGreaterThan(60);

  await store({ code, ...DONE }, { steps: [received, done] });
  expect(await fact(code)).toMatchObject({ as_province: false, urgent_due: DUE });
  await accept(code);
  // It has the row, but the step that ended it is what the portal judges by.
  expect(await fact(code)).toMatchObject({
    urgent_due: DUE,
    province: { events: [[9, expect.any(Number)]] },
  });
  await acceptStep(code);
  expect(await fact(code)).toMatchObject({
    as_province: true,
    urgent_due: null,
    ended: clockOf('2026-01-05T09:00:00'),
    synced: there.synced,
  });
});

it('knows of a step that the portal has otherwise, and changes for nobody, that no waiting helps', async () => {
  const code = newCode();
  const late = aStep({ id: '1', status: '9', at: '2026-01-06T09:00:00+07:00' });
  await store({ code, ...DONE }, { steps: [late] });
  await accept(code);
  await acceptStep(code);
  expect(await fact(code)).toMatchObject({ urgent_due: null, urgent_since: null });
  await store({ code, ...DONE }, { steps: [{ ...late, at: '2026-01-05T09:00:00+07:00' }] });
  expect(await fact(code)).toMatchObject({ urgent_due: DUE, urgent_since: null });
  // Something of it is on its way: that may tell the portal more.
  await store({ code, ...DONE, note: 'mới' }, { steps: [{ ...late, at: '2026-01-05T09:00:00+07:00' }] });
  expect(await fact(code)).toMatchObject({ urgent_due: DUE, urgent_since: expect.any(Date) });
  await accept(code);
  expect(await fact(code)).toMatchObject({ urgent_due: DUE, urgent_since: null });
});

it('knows the receipt, and the end, of a dossier that is held as a whole, and claims nothing of its procedure', async () => {
  const code = newCode();
  const step = aStep({ id: '1', status: '9', at: '2026-01-05T09:00:00+07:00' });
  await store({ code, procedureCode: 'CHUA-CO', ...DONE }, { steps: [step], components: [aComponent()] });
  expect(await fact(code)).toMatchObject({
    province: null,
    portal: null,
    released: { procedure: 0, agency: expect.any(Number), received: clockOf('2026-01-02T08:00:00') },
    received: clockOf('2026-01-02T08:00:00'),
    urgent_due: DUE,
  });
});

it('tells what a held part would win', async () => {
  const code = newCode();
  await store({ code }, { components: [aComponent({ documentCode: 'CHUA-CO' })] });
  const { province, released } = await fact(code);
  expect([province, released].map((record) => (record?.traits ?? 0) & TRAITS.componentFile)).toEqual([
    0,
    TRAITS.componentFile,
  ]);
  const whole = newCode();
  await store({ code: whole, receivedAt: 'hôm qua' });
  // No table makes a time of it: nothing is known, and nothing is made up.
  expect(await fact(whole)).toMatchObject({ province: null, released: null, received: null });
});

it('leaves the marks where it is cut off, and goes on where it stopped', async () => {
  const codes = Array.from({ length: 45 }, newCode);
  await refreshFacts(deps, ALL);
  await ledger.store(...codes.map((code) => stored({ code, procedureCode: 'CHUA-CO' })));
  const broken = {
    procedure: () => {
      throw new DongboError('DB-SVC-001', { where: 'ledger', reason: 'cut off' });
    },
  } as unknown as Codebook;
  await expect(refreshFacts({ ...deps, codebook: broken }, ALL)).rejects.toThrow('DB-SVC-001');
  expect(await factsDue(ledger.db)).toBe(45);
  expect(await refreshFacts(deps, { ...ALL, most: 30 })).toMatchObject({
    made: 30,
    changed: 30,
    done: false,
  });
  expect(await refreshFacts(deps, { ...ALL, forMs: 0 })).toMatchObject({ made: 0, changed: 0, done: false });
  expect(await refreshFacts(deps, ALL, AbortSignal.abort())).toMatchObject({ made: 0 });
  expect(await refreshFacts(deps, ALL)).toMatchObject({ made: 15, changed: 15, done: true });
  expect(await refreshFacts(deps, ALL)).toMatchObject({ made: 0, changed: 0, done: true });
});

it('lets others have their turn within a page', async () => {
  const codes = Array.from({ length: 200 }, newCode);
  await ledger.store(...codes.map((code) => stored({ code, procedureCode: 'CHUA-CO' })));
  let [turns, over] = [0, false];
  const inBetween = (): void => {
    turns += 1;
    if (!over) setImmediate(inBetween);
  };
  // From the first question to the codebook to the last: what the ledger's answers let through is not counted.
  const asked: number[] = [];
  const book = new SmallCodebook();
  const procedure: Codebook['procedure'] = (...question) => {
    asked.push(turns);
    return book.procedure(...question);
  };
  setImmediate(inBetween);
  await refreshFacts({ ...deps, codebook: Object.assign(Object.create(book), { procedure }) }, ALL);
  over = true;
  expect(new Set(asked).size).toBeGreaterThanOrEqual(10);
});

it('is held up by no record that cannot be made, tells of it, and makes it once that is mended', async () => {
  const codes = Array.from({ length: 40 }, newCode);
  await refreshFacts(deps, ALL);
  await ledger.store(...codes.map((code) => stored({ code })));
  const [early = '', later = ''] = [codes[3], codes[30]];
  // As an earlier version may have left it, and as no table of words can take it.
  const spoil = `UPDATE delivery v SET payload = v.payload::jsonb || $2::jsonb FROM dossier d WHERE d.id = v.dossier_id AND d.code = $1`;
  await ledger.db.query(spoil, [early, { receivedAt: 'hôm qua' }]);
  await ledger.db.query(spoil, [later, { agencyName: Array.from({ length: 900 }, newCode).join() }]);
  expect(await refreshFacts(deps, ALL)).toEqual({ made: 40, changed: 38, faulty: 2, done: true });
  expect(await refreshFacts(deps, ALL)).toMatchObject({ made: 0, done: true });
  expect(await factsDue(ledger.db)).toBe(2);
  expect(await knownFact(ledger.db, codes[0] ?? '')).toMatchObject({ upToDate: true });
  expect(await knownFact(ledger.db, early)).toBeNull();
  expect(await faultyFacts(ledger.db)).toEqual([
    { fault: 'RangeError, clockOfReceipt', count: 1, examples: [early] },
    { fault: 'SQLSTATE 54000', count: 1, examples: [later] },
  ]);
  await ledger.db.query(`UPDATE score_later SET due_at = now()`);
  expect(await refreshFacts(deps, ALL)).toMatchObject({ made: 2, changed: 0, faulty: 2 });
  await ledger.db.query(spoil, [early, { receivedAt: '2026-01-02T08:00:00' }]);
  await ledger.db.query('UPDATE score_later SET due_at = now()');
  expect(await refreshFacts(deps, ALL)).toMatchObject({ made: 2, changed: 1, faulty: 1 });
  await store({ code: later, note: 'đổi' });
  expect(await refreshFacts(deps, ALL)).toEqual({ made: 1, changed: 1, faulty: 0, done: true });
  expect(await faultyFacts(ledger.db)).toEqual([]);
  // What was known of one that is at fault by now is old.
  await store({ code: early, note: 'đổi' });
  await ledger.db.query(spoil, [early, { receivedAt: 'hôm qua' }]);
  expect(await refreshFacts(deps, ALL)).toMatchObject({ made: 1, faulty: 1 });
  expect(await knownFact(ledger.db, early)).toMatchObject({ upToDate: false });
  await ledger.db.query('DELETE FROM score_later');
  expect(await factsDue(ledger.db)).toBe(0);
});

it('makes what changed before what an upgrade has marked, of that the newest first, and nothing twice', async () => {
  const codes = Array.from({ length: 30 }, newCode);
  await refreshFacts(deps, ALL);
  await ledger.store(...codes.map((code) => stored({ code })));
  await refreshFacts(deps, ALL);
  await ledger.db.query('TRUNCATE score_fact');
  await ledger.db.query('INSERT INTO score_later (dossier_id) SELECT id FROM dossier WHERE code = ANY($1)', [
    codes,
  ]);
  const known = async () => {
    const { rows } = await ledger.db.query<{ code: string }>(
      'SELECT code FROM score_fact JOIN dossier ON id = dossier_id',
    );
    return rows.map(({ code }) => code).sort();
  };
  const [oldest = ''] = codes;
  await store({ code: oldest, note: 'đổi' });
  expect(await factsDue(ledger.db)).toBe(30);
  expect(await refreshFacts(deps, { ...ALL, most: 3 })).toMatchObject({ made: 3, changed: 3 });
  expect(await known()).toEqual([oldest, ...codes.slice(-2)].sort());
  expect(await refreshFacts(deps, ALL)).toMatchObject({ made: 27, changed: 27, done: true });
});
