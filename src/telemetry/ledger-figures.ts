/**
 * What the ledger and the queue say of themselves, as gauges of one scrape.
 * Guarantees: a figure that could not be had is absent, never an old value and never a false 0;
 * labels come from closed lists.
 */
import { Registry } from 'prom-client';
import { BREAKER_STATES, type BreakerState } from '../domain/breaker.ts';
import { DELIVERY_STATES, type DeliveryState, LANES, type Lane } from '../domain/delivery.ts';
import { isErrorCode } from '../domain/errors.ts';
import { add, one, type Row } from './gauge-rows.ts';
import { addProcess, type ProcessFigures } from './process-figures.ts';
import { addSweeps, type SweepFigures } from './sweep-figures.ts';

type ByState = Readonly<Record<DeliveryState, number>>;

/** Figures of the ledger; what is `null` does not exist (yet). */
export interface LedgerFigures {
  readonly states: ByState;
  readonly steps: ByState;
  readonly incomplete: number;
  readonly oldestPendingSeconds: number | null;
  /** Finished in time by the province and not so at the portal: past their appointment; due soon. */
  readonly lateBecauseOfSync: number;
  readonly dueSoonNotSynchronized: number;
  /** How long the portal has been behind, of whichever has waited longest; `null` = none waits. */
  readonly lateSeconds: number | null;
  readonly dueSoonSeconds: number | null;
  /** Dossiers whose record for the indicators is to be made anew. */
  readonly factsDue: number;
  /** Those whose record could not be made. */
  readonly factsFaulty: number;
  readonly held: ReadonlyMap<string, number>;
  readonly unmapped: ReadonlyMap<string, number>;
  /** Of each source: since a reading position was written, when it was last read, age of its oldest change on its way. */
  readonly sources: ReadonlyMap<
    string,
    {
      readonly cursorAgeSeconds: number | null;
      readonly lastRead: Date | null;
      readonly oldestPendingSeconds: number;
    }
  >;
  readonly catalogueAgeSeconds: number | null;
  readonly lastSuccess: ReadonlyMap<string, Date>;
  /** The newest backup; whether backups are made again and again. */
  readonly backup: { readonly at: Date; readonly regular: boolean } | null;
  readonly breakers: Readonly<Record<Lane, BreakerState>>;
  /** Whether a person has paused the lane. */
  readonly paused: Readonly<Record<Lane, boolean>>;
  /** Age of the oldest change of today's lane that is on its way; 0 = none. */
  readonly oldestLiveSeconds: number;
  /** Dossiers with something due now that a job could take. */
  readonly pending: Readonly<Record<Lane, number>>;
  /** Dossiers that the portal has otherwise than the ledger says, by cause, not mended. */
  readonly drift: ReadonlyMap<string, number>;
  /** What sweeps have found, by source; `null` = it was never swept. */
  readonly sweeps: ReadonlyMap<string, SweepFigures>;
  /** Size of the ledger's database. */
  readonly bytes: number;
}

type OfSource = LedgerFigures['sources'] extends ReadonlyMap<string, infer One> ? One : never;

/** Jobs by lane and state. */
export type QueueFigures = Readonly<
  Record<Lane, Readonly<Record<'waiting' | 'active' | 'delayed' | 'failed', number>>>
>;

const byState = (counts: ByState): Row[] => DELIVERY_STATES.map((state) => [{ state }, counts[state]]);

/** A reason of another version of Dongbo counts as `other`: labels stay a closed list. */
function byReason(held: ReadonlyMap<string, number>): Row[] {
  const sums = new Map<string, number>();
  for (const [code, count] of held) {
    const reason = isErrorCode(code) ? code : 'other';
    sums.set(reason, (sums.get(reason) ?? 0) + count);
  }
  return [...sums].map(([reason, count]) => [{ reason }, count]);
}

/** The gauges of one scrape; `null` = the service is away. */
export function figuresRegistry(
  ledger: LedgerFigures | null,
  queue: QueueFigures | null,
  own: ProcessFigures,
): Registry {
  const registry = new Registry();
  add(registry, 'ledger_up', '1 when the ledger answered', one(ledger ? 1 : 0));
  add(registry, 'queue_up', "1 when the queue's server answered", one(queue ? 1 : 0));
  if (ledger) addLedger(registry, ledger);
  addProcess(registry, own);
  if (queue) {
    const rows = LANES.flatMap((lane) =>
      Object.entries(queue[lane]).map(([state, jobs]): Row => [{ queue: lane, state }, jobs]),
    );
    add(registry, 'queue_jobs', 'Jobs by lane and state', rows);
  }
  return registry;
}

function addLedger(registry: Registry, ledger: LedgerFigures): void {
  const gauge = (name: string, help: string, rows: readonly Row[]): void => add(registry, name, help, rows);
  const bySource = (of: (figures: OfSource) => number | null): Row[] =>
    [...ledger.sources].flatMap(([source, figures]): Row[] => {
      const value = of(figures);
      return value === null ? [] : [[{ source }, value]];
    });
  gauge('dossiers', 'Dossiers by state', byState(ledger.states));
  gauge('steps', 'Progress steps by state', byState(ledger.steps));
  gauge('incomplete_dossiers', 'Dossiers of which a part is held', one(ledger.incomplete));
  gauge('held', 'Dossiers with a part held for this reason', byReason(ledger.held));
  gauge(
    'oldest_pending_seconds',
    'Age of the oldest change that is not at the portal; 0 = none',
    one(ledger.oldestPendingSeconds ?? 0),
  );
  gauge(
    'unmapped_codes',
    'Different codes of the province that have no national one',
    [...ledger.unmapped].map(([kind, codes]) => [{ kind }, codes]),
  );
  gauge(
    'extract_cursor_age_seconds',
    'Since a reading position of the source was last written',
    bySource(({ cursorAgeSeconds }) => cursorAgeSeconds),
  );
  gauge(
    'source_last_read_timestamp_seconds',
    'When the source was last read to its end',
    bySource(({ lastRead }) => lastRead && lastRead.getTime() / 1000),
  );
  gauge(
    'source_oldest_pending_seconds',
    "Age of the source's oldest change that is not at the portal; 0 = none",
    bySource(({ oldestPendingSeconds }) => oldestPendingSeconds),
  );
  gauge(
    'catalogue_age_seconds',
    'Since the national catalogue was last pulled',
    one(ledger.catalogueAgeSeconds),
  );
  gauge(
    'job_last_success_timestamp_seconds',
    'Last success of each scheduled job',
    [...ledger.lastSuccess].map(([job, at]) => [{ job }, at.getTime() / 1000]),
  );
  gauge(
    'backup_last_success_timestamp_seconds',
    'Newest backup by dongbo backup',
    one(ledger.backup && ledger.backup.at.getTime() / 1000),
  );
  gauge(
    'backup_regular',
    'Whether backups by dongbo backup are made again and again: 1 = on three days of eight at least',
    one(ledger.backup && (ledger.backup.regular ? 1 : 0)),
  );
  gauge(
    'breaker_state',
    'Whether a lane may call the portal: 0 = closed, it may; 1 = half-open, one job tries; 2 = open, it is paused',
    LANES.map((lane) => [{ lane }, BREAKER_STATES.indexOf(ledger.breakers[lane])]),
  );
  gauge(
    'lane_paused',
    'Whether a person has paused a lane (dongbo pause): 1 = paused, nobody calls for it',
    LANES.map((lane) => [{ lane }, ledger.paused[lane] ? 1 : 0]),
  );
  gauge(
    'oldest_pending_live_seconds',
    "Age of the oldest change of today's lane that is not at the portal; 0 = none",
    one(ledger.oldestLiveSeconds),
  );
  gauge(
    'pending_dossiers',
    'Dossiers of which something is due now',
    LANES.map((lane) => [{ lane }, ledger.pending[lane]]),
  );
  gauge(
    'drift',
    'Dossiers that the portal has otherwise than the ledger says, by cause, as last compared and not mended',
    [...ledger.drift].map(([cause, dossiers]) => [{ cause }, dossiers]),
  );
  addSweeps(registry, ledger.sweeps);
  gauge('ledger_bytes', "Size of the ledger's database", one(ledger.bytes));
  gauge(
    'late_because_of_sync_total',
    'Dossiers finished in time by the province that the portal counts as late; goes down again',
    one(ledger.lateBecauseOfSync),
  );
  gauge(
    'due_soon_not_synchronized',
    'Dossiers finished in time by the province, due soon, that the portal does not know of as finished',
    one(ledger.dueSoonNotSynchronized),
  );
  gauge(
    'not_synchronized_seconds',
    'Of such dossiers: how long the portal has been behind with the one that has waited longest; 0 = there is none',
    [
      [{ due: 'passed' }, ledger.lateSeconds ?? 0],
      [{ due: 'soon' }, ledger.dueSoonSeconds ?? 0],
    ],
  );
  gauge(
    'score_facts_due',
    'Dossiers whose record for the indicators is to be made anew; counted up to 100,000',
    one(ledger.factsDue),
  );
  gauge(
    'score_facts_faulty',
    'Dossiers whose record for the indicators could not be made: no figure has them as they are',
    one(ledger.factsFaulty),
  );
}
