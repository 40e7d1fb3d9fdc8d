/**
 * Records of dossiers, made anew through a real ledger: what the portal has, what the province has, what would be sent
 * if the tables were mended; and which dossiers the portal is behind with.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Codebook } from '../../src/domain/codebook.ts';
import { clockOf, type ScoreRecord, TRAITS } from '../../src/domain/score/score-record.ts';
import type { SourceDossier, SourceFields } from '../../src/domain/source-dossier.ts';
import { factsDue } from '../../src/ledger/score-facts.ts';
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
      throw new Error('cut off');
    },
  } as unknown as Codebook;
  await expect(refreshFacts({ ...deps, codebook: broken }, ALL)).rejects.toThrow('cut off');
  expect(await factsDue(ledger.db)).toBe(45);
  expect(await refreshFacts(deps, { ...ALL, most: 30 })).toEqual({ made: 30, changed: 30, done: false });
  expect(await refreshFacts(deps, { ...ALL, forMs: 0 })).toEqual({ made: 0, changed: 0, done: false });
  expect(await refreshFacts(deps, ALL, AbortSignal.abort())).toMatchObject({ made: 0 });
  expect(await refreshFacts(deps, ALL)).toEqual({ made: 15, changed: 15, done: true });
  expect(await refreshFacts(deps, ALL)).toEqual({ made: 0, changed: 0, done: true });
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
