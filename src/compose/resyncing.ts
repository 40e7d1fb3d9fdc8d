/**
 * Sending dossiers again, over the parts of a house: which are meant, what would change, doing it, going
 * on with it, calling it back.
 * Guarantees: a selection that names nothing is an error, never "all"; what changes the ledger is in the audit.
 * Must not: talk to people.
 */
import { CatalogueIndex } from '../codebook/catalogue-index.ts';
import { changeDays } from '../codebook/lookup-fingerprint.ts';
import type { House } from '../compose.ts';
import type { IsoDay } from '../domain/codes.ts';
import { DongboError } from '../domain/errors.ts';
import { callPace } from '../ledger/call-pace.ts';
import { catalogueSnapshot } from '../ledger/catalogue-snapshot.ts';
import { lookupKeys } from '../ledger/code-use.ts';
import { isSourceUnread } from '../ledger/doubt.ts';
import { callBack, stopResync } from '../ledger/resync-cancel.ts';
import { type ResyncRecord, resyncOf } from '../ledger/resync-list.ts';
import { type AskedOn, selectDossiers, unknownDossiers } from '../ledger/resync-selection.ts';
import { monotonicMs } from '../lifecycle.ts';
import { LookUps } from '../pipeline/look-up-first.ts';
import { goOn, type ResyncReport, resync } from '../pipeline/resync.ts';
import type { ResyncDeps } from '../pipeline/resync-page.ts';
import { planResync, type ResyncPlan } from '../pipeline/resync-plan.ts';
import { secondsToSend } from '../pipeline/resync-seconds.ts';
import { askedOfAgency, askedOfProcedure, type Tables } from '../pipeline/resync-selection.ts';
import { backfillCalls } from './at-a-time.ts';
import { actingUser, audited } from './auditing.ts';

/** Which dossiers are meant; every condition that is given must hold. */
export interface ResyncSelection {
  readonly dossiers: readonly string[] | null;
  readonly procedure: string | null;
  readonly agency: string | null;
  readonly from: IsoDay | null;
  readonly to: IsoDay | null;
  readonly held: string | null;
}

/** Every condition by name: what a resync was begun with is kept without those that were not given. */
const NO_CONDITION: ResyncSelection = {
  dossiers: null,
  procedure: null,
  agency: null,
  from: null,
  to: null,
  held: null,
};

/** Deliveries that are called back in one transaction. */
const CALL_BACK_PAGE = 1_000;

/**
 * Ids of the meant dossiers. Throws DB-RSY-001 where nothing is given, -002 where no dossier uses what
 * was typed, DB-CFG-004 where the ledger has none of a code, and what the codebook throws.
 */
export async function meantDossiers(house: House, selection: ResyncSelection): Promise<number[]> {
  if (Object.values(selection).every((condition) => condition === null)) throw new DongboError('DB-RSY-001');
  const ledger = await house.ledger();
  const { dossiers, procedure, agency, from, to, held } = selection;
  const [unknown] = await unknownDossiers(ledger, dossiers ?? []);
  if (unknown !== undefined) throw new DongboError('DB-CFG-004', { dossier: unknown });
  const asks: AskedOn[][] = [];
  if (procedure !== null || agency !== null) {
    const tables = await tablesOf(house);
    if (procedure !== null) asks.push(used('--procedure', procedure, askedOfProcedure(procedure, tables)));
    if (agency !== null) asks.push(used('--agency', agency, askedOfAgency(agency, tables)));
  }
  return selectDossiers(ledger, { dossiers, asks, from, to, held });
}

function used(option: string, value: string, asked: AskedOn[]): AskedOn[] {
  if (asked.length > 0) return asked;
  throw new DongboError('DB-RSY-002', { option, value });
}

async function tablesOf(house: House): Promise<Tables> {
  const [ledger, source] = [await house.ledger(), await house.codebook()];
  const codebook = await source.current(ledger);
  const catalogue = new CatalogueIndex(await catalogueSnapshot(ledger));
  return { codebook, days: changeDays(source.tables(), catalogue), keys: await lookupKeys(ledger) };
}

/** Look-ups at a time, at most: what is urgent goes before them, but each holds a place for as long as it takes. */
const AT_A_TIME = 4;

/** @param verify looks each dossier up at the portal before it goes; throws what opening the portal throws */
async function depsOf(house: House, verify: boolean): Promise<ResyncDeps> {
  const ledger = await house.ledger();
  const codebook = await (await house.codebook()).current(ledger);
  const concurrency = Math.min(AT_A_TIME, house.config.PORTAL_CONCURRENCY);
  const lookUps = verify ? new LookUps({ ledger, portal: await house.portal(), concurrency }) : null;
  return { ledger, codebook, normalize: house.normalizeSettings(), lookUps };
}

/** A plan with how long it would take. */
export type TimedPlan = ResyncPlan & {
  /** Of the selected dossiers, also where not all could be looked at. */
  readonly selected: number;
  /** Seconds; `null` = nothing was measured yet. */
  readonly seconds: number | null;
  /** The ledger was restored and the source not read since: what would go may be older than what the portal has. */
  readonly sourceUnread: boolean;
};

/** What sending these dossiers again would change, and how long it would take. Changes nothing. */
export async function resyncPlan(
  house: House,
  ids: readonly number[],
  verify: boolean,
  signal: AbortSignal,
  onPage: (done: number) => void,
): Promise<TimedPlan> {
  const deps = await depsOf(house, verify);
  const began = monotonicMs();
  const plan = await planResync(deps, ids, signal, onPage);
  // Whoever looks up for the plan looks up once more when it is done: by then the portal may have moved.
  const reading = plan.lookedUp === null ? 0 : (monotonicMs() - began) / 1000;
  const { config } = house;
  const staying = plan.held + plan.pruned + (plan.lookedUp === null ? 0 : plan.unchanged);
  const going = { dossiers: plan.dossiers - staying, steps: plan.steps };
  const sending = secondsToSend(going, await callPace(deps.ledger), {
    batchSize: config.PORTAL_BATCH_SIZE,
    stepsPerCall: config.PORTAL_STEPS_PER_CALL,
    concurrency: backfillCalls(config),
    ratePerSecond: config.PORTAL_RATE_PER_SECOND,
  });
  return {
    ...plan,
    selected: ids.length,
    seconds: sending === null ? null : sending + reading,
    sourceUnread: await isSourceUnread(deps.ledger),
  };
}

/** Queues these dossiers. Stops between pages when `signal` fires; what is queued by then is told. */
export async function runResync(
  house: House,
  { selection, verify, ids }: { selection: ResyncSelection; verify: boolean; ids: readonly number[] },
  signal: AbortSignal,
  onPage: (done: number) => void,
): Promise<ResyncReport> {
  const given = Object.fromEntries(Object.entries(selection).filter(([, value]) => value !== null));
  const deps = await depsOf(house, verify);
  return audited(house, {
    action: 'resync',
    detail: { ...given, verify, selected: ids.length },
    work: () => resync(deps, { who: actingUser(), selection: given, verify, ids }, signal, onPage),
    outcome: told,
  });
}

/**
 * Goes on with a resync that was interrupted, after the last dossier that it had looked at, as it was
 * begun. Throws DB-RSY-003 where there is none of that number, -005 where nothing is left to do.
 */
export async function continueResync(
  house: House,
  id: number,
  signal: AbortSignal,
  onPage: (done: number, total: number) => void,
): Promise<ResyncReport> {
  const record = await resyncOf(await house.ledger(), id);
  if (record === null) throw new DongboError('DB-RSY-003', { value: id });
  if (record.complete || record.cancelledAt !== null) throw new DongboError('DB-RSY-005', { value: id });
  const ids = await meantDossiers(house, { ...NO_CONDITION, ...record.selection });
  const deps = await depsOf(house, record.verify);
  return audited(house, {
    action: 'resync continue',
    detail: { resync: id, lookedAt: record.lookedAt, selected: ids.length },
    work: () => goOn(deps, id, ids, signal, (done) => onPage(record.lookedAt + done, record.selected)),
    outcome: told,
  });
}

function told({ id, queued, pending, held, lookedUp }: ResyncReport) {
  const { read, already, stepsThere } = lookedUp ?? { read: 0, already: 0, stepsThere: 0 };
  return { resync: id, queued, pending, held, ...(lookedUp === null ? {} : { read, already, stepsThere }) };
}

/** What became of calling back. */
export interface CancelledResync {
  readonly id: number;
  /** Called back now: nothing was on the wire, and it stands as before. */
  readonly cancelled: number;
  /** Still go: on the wire, or something else is wanted of them by now. */
  readonly goOn: number;
}

/** Calls back what has not begun, and stops the run where it is under way. Throws DB-RSY-003 where there is no resync of that number. */
export async function cancelResync(house: House, id: number, signal: AbortSignal): Promise<CancelledResync> {
  const ledger = await house.ledger();
  if ((await resyncOf(ledger, id)) === null) throw new DongboError('DB-RSY-003', { value: id });
  return audited(house, {
    action: 'resync cancel',
    detail: { resync: id },
    work: async () => {
      await stopResync(ledger, id);
      let cancelled = 0;
      for (let after: number | null = 0; after !== null && !signal.aborted; ) {
        const page = await callBack(ledger, id, after, CALL_BACK_PAGE);
        cancelled += page.cancelled;
        after = page.last;
      }
      const left: ResyncRecord | null = await resyncOf(ledger, id);
      return { id, cancelled, goOn: left?.waiting ?? 0 };
    },
    outcome: ({ cancelled, goOn }) => ({ cancelled, goOn }),
  });
}
