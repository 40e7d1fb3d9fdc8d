/**
 * Sending dossiers again, over the parts of a house: which are meant, what would change, doing it, calling
 * it back.
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
import { callBack } from '../ledger/resync.ts';
import { type ResyncRecord, resyncOf } from '../ledger/resync-list.ts';
import { type AskedOn, selectDossiers, unknownDossiers } from '../ledger/resync-selection.ts';
import { type ResyncReport, resync } from '../pipeline/resync.ts';
import { planResync, type ResyncPlan } from '../pipeline/resync-plan.ts';
import { secondsToSend } from '../pipeline/resync-seconds.ts';
import { askedOfAgency, askedOfProcedure, type Tables } from '../pipeline/resync-selection.ts';
import { actingUser, audited } from './auditing.ts';
import { laneConcurrency } from './queue.ts';

/** Which dossiers are meant; every condition that is given must hold. */
export interface ResyncSelection {
  readonly dossiers: readonly string[] | null;
  readonly procedure: string | null;
  readonly agency: string | null;
  readonly from: IsoDay | null;
  readonly to: IsoDay | null;
  readonly held: string | null;
}

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

async function depsOf(house: House) {
  const ledger = await house.ledger();
  const codebook = await (await house.codebook()).current(ledger);
  return { ledger, codebook, normalize: house.normalizeSettings() };
}

/** What sending these dossiers again would change, and how long it would take (seconds; `null` = not known). Changes nothing. */
export async function resyncPlan(
  house: House,
  ids: readonly number[],
  signal: AbortSignal,
): Promise<ResyncPlan & { readonly seconds: number | null }> {
  const deps = await depsOf(house);
  const plan = await planResync(deps, ids, signal);
  const { config } = house;
  const going = { dossiers: plan.dossiers - plan.held - plan.pruned, steps: plan.steps };
  const seconds = secondsToSend(going, await callPace(deps.ledger), {
    batchSize: config.PORTAL_BATCH_SIZE,
    stepsPerCall: config.PORTAL_STEPS_PER_CALL,
    concurrency: laneConcurrency(config).backfill,
    ratePerSecond: config.PORTAL_RATE_PER_SECOND,
  });
  return { ...plan, seconds };
}

/** Queues these dossiers. Stops between pages when `signal` fires; what is queued by then is told. */
export async function runResync(
  house: House,
  selection: ResyncSelection,
  ids: readonly number[],
  signal: AbortSignal,
  onPage: (done: number) => void,
): Promise<ResyncReport> {
  const given = Object.fromEntries(Object.entries(selection).filter(([, value]) => value !== null));
  const deps = await depsOf(house);
  return audited(house, {
    action: 'resync',
    detail: { ...given, selected: ids.length },
    work: () => resync(deps, { who: actingUser(), selection: given, ids }, signal, onPage),
    outcome: ({ id, queued, pending, held }) => ({ resync: id, queued, pending, held }),
  });
}

/** What became of calling back. */
export interface CancelledResync {
  readonly id: number;
  /** Called back now: nobody had begun, and the portal surely has it as it is wanted. */
  readonly cancelled: number;
  /** Still go: begun, or something else is wanted of them by now. */
  readonly goOn: number;
}

/** Calls back what has not begun. Throws DB-RSY-003 where there is no resync of that number. */
export async function cancelResync(house: House, id: number, signal: AbortSignal): Promise<CancelledResync> {
  const ledger = await house.ledger();
  if ((await resyncOf(ledger, id)) === null) throw new DongboError('DB-RSY-003', { value: id });
  return audited(house, {
    action: 'resync cancel',
    detail: { resync: id },
    work: async () => {
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
