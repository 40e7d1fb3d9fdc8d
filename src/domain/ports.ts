/**
 * The contracts between the road (`pipeline/`) and what it is built from.
 * Guarantees stated here bind every implementation and are tested by one suite on each.
 * Must not: name an implementation.
 */
import type { DossierCode, ProcedureCode } from './codes.ts';
import type { Lane } from './delivery.ts';
import type { Dossier, Step } from './dossier.ts';
import type { PortalCall, RecordOutcome } from './portal-outcome.ts';

/** A dossier offered to the portal. */
export interface DossierOffer {
  /** The ledger's id; comes back with the outcome. */
  readonly ref: number;
  readonly dossier: Dossier;
  /** The ledger knows that the portal has it: sent as an update first. */
  readonly known: boolean;
  /** Tries before this one that used up an attempt, 0 where absent: the more, the smaller its call. */
  readonly attempt?: number;
}

/** A step offered to the portal. */
export interface StepOffer {
  readonly ref: number;
  readonly step: Step;
  /** As of a dossier. */
  readonly attempt?: number;
}

/** What the portal holds of one dossier, by read-back (`TraCuuHoSo`). */
export type LookupAnswer =
  | { readonly kind: 'absent' }
  | {
      readonly kind: 'present';
      /** Steps that the portal shows, `null` where its answer carries none at all. */
      readonly steps: readonly PortalStep[] | null;
      /** The dossier's fields in the driver's own wire words. */
      readonly fields: Readonly<Record<string, unknown>>;
    }
  | { readonly kind: 'failed'; readonly outcome: RecordOutcome };

/** A step as read back; enough to tell whether one of ours is there. '' = not shown. */
export interface PortalStep {
  readonly at: string;
  readonly status: string;
  readonly processor: string;
  readonly content: string;
  readonly department: string;
  readonly position: string;
}

/** A field that the portal shows otherwise than we say it, with both values as they are told it. */
export interface FieldDifference {
  /** As the trace names it (`normalize/notes.ts`): `status`, `components[7].code`; `components[7]` is one missing or too many. */
  readonly field: string;
  readonly ours: string;
  readonly shown: string;
}

/** Told before each HTTP call (to renew the lease) and after it (to record the attempt). */
export interface CallObserver {
  /** For whom the calls are made: `backfill` waits behind everything else. Absent = nothing waits. */
  readonly lane?: Lane | undefined;
  /**
   * Throws to stop further calls, e.g. when the lease is lost.
   * @param creates the call creates dossiers, also those that are offered as known
   */
  beforeCall(service: string, refs: readonly number[], creates?: boolean): Promise<void>;
  afterCall(call: PortalCall, refs: readonly number[]): Promise<void>;
}

/**
 * The portal, whatever driver.
 * Every ref offered has exactly one outcome in the map; none is invented: a call without answer is
 * `unknown`. One bad record never holds up its batch: it is isolated with at most 2·⌈log2 n⌉ more
 * calls, none when the portal names it (invariant 8); steps of a refused call that the portal does not
 * plainly lack are `unknown` instead. Never throws for what the portal does.
 */
export interface Portal {
  /** Creates or updates; exists → update and missing → create happen within. At most `batchSize` a call. */
  pushDossiers(
    offers: readonly DossierOffer[],
    observer: CallObserver,
    signal: AbortSignal,
  ): Promise<ReadonlyMap<number, RecordOutcome>>;
  /** Appends steps in the order given, at most `stepsPerCall` a call; the first one that is not settled (accepted or refused) stops the rest of its dossier, whose outcome then is `retry-later`, or `unknown` where a call has carried it before. */
  pushSteps(
    offers: readonly StepOffer[],
    observer: CallObserver,
    signal: AbortSignal,
  ): Promise<ReadonlyMap<number, RecordOutcome>>;
  lookup(code: DossierCode, observer: CallObserver, signal: AbortSignal): Promise<LookupAnswer>;
  /** Are this step and that read-back one the same? */
  sameStep(step: Step, shown: PortalStep): boolean;
  /** What a look-up's `fields` show otherwise than `dossier` says it; what they leave out is no difference. */
  differences(dossier: Dossier, fields: Readonly<Record<string, unknown>>): readonly FieldDifference[];
  /** Logs in, to find out whether the portal is there. Throws DongboError with exit 69 or 78. */
  open(signal: AbortSignal): Promise<void>;
  readonly batchSize: number;
  close(): Promise<void>;
}

/** The portal as those ask for it who watch, and have nothing to send. */
export interface PortalPresence {
  /** Has a session, or gets one; no call where there is one. Throws DongboError as `Portal.open` does. */
  ready(signal: AbortSignal): Promise<void>;
}

/** The session of the portal's account as the processes that share it know it. */
export interface SharedSession {
  /** The session of the last login, over or not; `null` where there was none. */
  readonly value: string | null;
  /** Which login it came from. Another login has another name, also where the portal gives the same value again. */
  readonly login: string | null;
  /** Milliseconds for which nobody should log in after the portal has refused the account; 0 = at once. */
  readonly refusedForMs: number;
  /** Somebody is logging in. */
  readonly underWay: boolean;
}

/**
 * Where processes that share an account keep its session, so that a portal which ends the old session
 * at each login never makes them log in by turns. One login at a time over all of them; whoever dies
 * during it blocks nobody for longer than its patience. No transaction stays open during the login.
 */
export interface SessionStore {
  read(): Promise<SharedSession>;
  /**
   * True: the login is ours, for `patienceMs`. False: another process is at it, there was another login
   * than `seen` since, or the portal has refused the account.
   */
  claim(seen: string | null, patienceMs: number): Promise<boolean>;
  /** Ends our claim with a new session. Answers its login; `null` where the claim was no longer ours. */
  store(value: string): Promise<string | null>;
  /** Ends our claim without one; nobody should try again for `refusedForMs`. */
  giveUp(refusedForMs: number): Promise<void>;
}

/** In place of a channel: whatever the way of filing. */
export const ANY_CHANNEL = '';

/** A procedure as the catalogue service gives it (`LayThuTuc`). */
export interface CatalogueProcedure {
  readonly code: ProcedureCode;
  readonly name: string;
  readonly published: boolean;
  readonly sectorCode: string;
  readonly sectorName: string;
  readonly components: readonly CatalogueItem[];
  readonly results: readonly CatalogueItem[];
  /** Longest term of the procedure per channel and unit, as written, and of all ({@link ANY_CHANNEL}); for the indicators. */
  readonly terms: readonly { readonly channel: string; readonly time: string; readonly unit: string }[];
  readonly fees: readonly CatalogueItem[];
  /** Some fee of it is not 0; `null` = the service does not say. */
  readonly charges: boolean | null;
  /** Citizens are among those whom it is for; `null` = the service does not say. */
  readonly forCitizens: boolean | null;
}

/** A code with its name, both spelled as the national database spells them. */
export interface CatalogueItem {
  readonly code: string;
  readonly name: string;
}

/** A list of the catalogue without structure of its own. */
export type CatalogueListKind =
  | 'sector'
  | 'agency'
  | 'fee'
  | 'subject'
  | 'level'
  | 'province'
  | 'district'
  | 'ward';

/** The national catalogue's services. Throws DongboError DB-PRT-… when a call fails for good. */
export interface CatalogueService {
  listProcedures(signal: AbortSignal): Promise<readonly CatalogueItem[]>;
  procedure(code: string, signal: AbortSignal): Promise<CatalogueProcedure | null>;
  /** `null` where the portal does not offer this list. */
  list(kind: CatalogueListKind, signal: AbortSignal): Promise<readonly CatalogueItem[] | null>;
}

/** What a job carries: ledger ids only, never data (invariants 1, 10). */
export interface DeliveryJob {
  readonly dossiers: readonly number[];
}

/** What a worker answers: ids that must go again, in so many milliseconds. */
export interface JobResult {
  readonly again: readonly number[];
  readonly delayMs: number;
}

/** Before or behind what waits: `next` is for what changed just now, so that after an outage the newest goes first. */
export type QueuePlace = 'next' | 'last';

/** Does the work of one job; must heed `signal` (shutdown) within a second. */
export type JobHandler = (job: DeliveryJob, lane: Lane, signal: AbortSignal) => Promise<JobResult>;

/**
 * The queue: hints, not truth. Losing all of it loses nothing (invariant 1); a repeated job is
 * harmless. Retries are delayed jobs with our own backoff.
 */
export interface Queue {
  /**
   * Enqueues batches for work at once: `last`, in the order given behind what waits; `next`, before it,
   * the last given first. Throws DongboError (exit 69) when the queue's server is away, within seconds.
   */
  enqueue(lane: Lane, jobs: readonly DeliveryJob[], place?: QueuePlace): Promise<void>;
  /** Starts this process's workers. */
  work(handler: JobHandler): Promise<void>;
  /** Jobs waiting (also those whose delay is over), active, delayed, failed, by lane. */
  counts(): Promise<
    Readonly<Record<Lane, Readonly<Record<'waiting' | 'active' | 'delayed' | 'failed', number>>>>
  >;
  /** Every id that some job of any lane carries while it is asked: waiting, in hand or delayed; an id may come twice. */
  carried(): Promise<readonly number[]>;
  /** Milliseconds since this process's worker of a lane last fetched or finished a job; `null` without workers. */
  idleMs(lane: Lane): number | null;
  /** Stops fetching, waits for running jobs until `deadlineMs`, then aborts them. */
  drain(deadlineMs: number): Promise<void>;
  close(): Promise<void>;
}
