/** What the exposition says of what was told, and that its labels stay bounded. */
import { beforeEach, describe, expect, it } from 'vitest';
import { DELIVERY_STATES, type DeliveryState } from '../../../src/domain/delivery.ts';
import type { PortalCall, RecordOutcome } from '../../../src/domain/portal-outcome.ts';
import { figuresRegistry, type LedgerFigures } from '../../../src/telemetry/ledger-figures.ts';
import { Metrics } from '../../../src/telemetry/metrics.ts';
import type { ProcessFigures } from '../../../src/telemetry/process-figures.ts';
import { watchedPortal } from '../../../src/telemetry/watched-portal.ts';
import { adapterAt, NEVER, remembering } from '../../support/adapter.ts';
import { parseExposition } from '../../support/exposition.ts';
import { someDossier, someStep } from '../../support/portal-records.ts';
import { sendJson, startScriptedPortal } from '../../support/scripted-portal.ts';

let metrics: Metrics;
beforeEach(() => {
  metrics = new Metrics('1.2.3');
});

const OWN: ProcessFigures = {
  idleSeconds: { live: 0, backfill: 12 },
  portalUp: false,
  sourcesUp: new Map([
    ['sql', true],
    ['dat-dai', false],
  ]),
  disks: new Map([['working', { freeBytes: 10, sizeBytes: 40 }]]),
  certificates: new Map([['client', new Date(1_800_000_000_000)]]),
};

const shown = async (ledger: LedgerFigures | null = null) =>
  parseExposition(await metrics.exposition(figuresRegistry(ledger, null, OWN)));

const call = (service: string, changes: Partial<PortalCall> = {}): PortalCall => ({
  service,
  startedAt: new Date(0),
  durationMs: 300,
  records: 1,
  outcome: 'accepted',
  httpStatus: 200,
  errorCode: '',
  message: '',
  ...changes,
});

const states = Object.fromEntries(DELIVERY_STATES.map((state, at) => [state, at])) as Record<
  DeliveryState,
  number
>;
const FIGURES: LedgerFigures = {
  states,
  steps: states,
  incomplete: 2,
  oldestPendingSeconds: 12.5,
  lateBecauseOfSync: 4,
  dueSoonNotSynchronized: 5,
  lateSeconds: null,
  dueSoonSeconds: 900,
  factsDue: 6,
  factsFaulty: 2,
  held: new Map([['DB-DOS-004', 7]]),
  unmapped: new Map([['procedure', 3]]),
  sources: new Map([['sql', { cursorAgeSeconds: 1, lastRead: new Date(1_000), oldestPendingSeconds: 1 }]]),
  catalogueAgeSeconds: 2,
  lastSuccess: new Map([['extract', new Date(1_700_000_000_000)]]),
  backup: { at: new Date(1_700_000_000_000), regular: true },
  breakers: { live: 'open', backfill: 'closed' },
  paused: { live: false, backfill: true },
  oldestLiveSeconds: 9.5,
  pending: { live: 3, backfill: 0 },
  drift: new Map([['changed', 2]]),
  sweeps: new Map([['sql', { swept: 1000, changed: 2, vanished: 1 }]]),
  bytes: 8_000,
};

describe('what the process counts', () => {
  it('calls by service and outcome, with how long they took', async () => {
    metrics.call(call('a'));
    metrics.call(call('a', { durationMs: 1_500 }));
    metrics.call(call('a', { outcome: 'unknown', durationMs: -1 }));
    const { values } = await shown();
    expect(values.get('dongbo_portal_calls_total{outcome="accepted",service="a"}')).toBe(2);
    expect(values.get('dongbo_portal_calls_total{outcome="unknown",service="a"}')).toBe(1);
    expect(values.get('dongbo_portal_call_seconds_sum{service="a"}')).toBeCloseTo(1.8);
    expect(values.get('dongbo_portal_call_seconds_bucket{le="0.5",service="a"}')).toBe(2);
  });

  it('services beyond a bound as one', async () => {
    for (let at = 0; at < 500; at += 1) metrics.call(call(`service-${at}`));
    const { labels } = await shown();
    const services = labels('dongbo_portal_calls_total', 'service');
    expect(services.length).toBeLessThanOrEqual(41);
    expect(services).toContain('other');
  });

  it('rows of each read once, though a read tells its sums after each page', async () => {
    const first = metrics.extraction.of('sql');
    first({ changed: 2, unchanged: 1, shadowed: 0, renormalized: 5 });
    first({ changed: 6, unchanged: 4, shadowed: 3, renormalized: 5 });
    metrics.extraction.of('sql')({ changed: 1, unchanged: 0, shadowed: 0, renormalized: 0 });
    metrics.extraction.of('dat-dai')({ changed: 9, unchanged: 0, shadowed: 0, renormalized: 0 });
    const { values } = await shown();
    const rows = (result: string) => values.get(`dongbo_extract_rows_total{result="${result}",source="sql"}`);
    expect(['changed', 'unchanged', 'shadowed', 'renormalized'].map(rows)).toEqual([7, 4, 3, 5]);
  });

  it('the lag of accepted dossiers by lane, not of steps, refusals or clocks that are ahead', async () => {
    const settled = { kind: 'dossier', state: 'accepted', lagSeconds: 8 } as const;
    metrics.settled('live', [
      settled,
      { ...settled, kind: 'step' },
      { ...settled, state: 'held', lagSeconds: null },
      { ...settled, lagSeconds: -3 },
    ]);
    const { values, labels } = await shown();
    expect(labels('dongbo_sync_lag_seconds_count', 'lane')).toEqual(['live']);
    expect(values.get('dongbo_sync_lag_seconds_bucket{lane="live",le="10"}')).toBe(1);
    expect(values.get('dongbo_sync_lag_seconds_bucket{lane="live",le="5"}')).toBe(0);
    const ended = (rest: string) => values.get(`dongbo_settled_total{${rest}}`);
    expect(ended('kind="dossier",lane="live",state="accepted"')).toBe(2);
    expect(ended('kind="step",lane="live",state="accepted"')).toBe(1);
    expect(ended('kind="dossier",lane="live",state="held"')).toBe(1);
    // Shown before the first: a rise from nothing is none.
    expect(ended('kind="dossier",lane="backfill",state="accepted"')).toBe(0);
  });

  it('how long rounds took, in seconds', async () => {
    metrics.batch('live', 1_500);
    const { values } = await shown();
    expect(values.get('dongbo_batch_seconds_sum{lane="live"}')).toBe(1.5);
    expect(values.get('dongbo_batches_total{lane="live"}')).toBe(1);
  });
});

describe('records of a portal that is watched', () => {
  it('count once each, with their own outcome; those that no call carried do not count', async () => {
    const server = await startScriptedPortal((seen, response) => {
      const { service, data } = seen.body as { service: string; data: unknown[] };
      if (service !== 'DongBoHoSoMC') return void response.destroy();
      const result = data.map((record) => ({ ...(record as object), error_code: '0' }));
      sendJson(response, { error_code: '00', message: 'Thành công', result });
    });
    const portal = watchedPortal(adapterAt(server.url), (records) => metrics.records(records));
    const { observer, calls } = remembering();
    const offers = [1, 2, 3].map((ref) => ({ ref, dossier: someDossier(ref), known: false }));
    await portal.pushDossiers(offers, observer, NEVER);
    const steps = [0, 1].map((at) => ({ ref: at, step: someStep(1, at) }));
    const outcomes: ReadonlyMap<number, RecordOutcome> = await portal.pushSteps(steps, observer, NEVER);
    await portal.close();
    const unsent = adapterAt(server.url);
    await server.close();
    await watchedPortal(unsent, (records) => metrics.records(records)).pushDossiers(offers, observer, NEVER);
    await unsent.close();

    expect(calls.length).toBeGreaterThan(1);
    expect([...outcomes.values()].map(({ kind }) => kind)).toEqual(['unknown', 'unknown']);
    const { values } = await shown();
    expect([...values].filter(([key]) => key.startsWith('dongbo_portal_records_total'))).toEqual([
      ['dongbo_portal_records_total{outcome="accepted",service="DongBoHoSoMC"}', 3],
      ['dongbo_portal_records_total{outcome="unknown",service="CapNhatTienDoHoSoMC"}', 2],
    ]);
  });
});

describe('what the ledger says', () => {
  it('is shown state by state, with the times in seconds', async () => {
    const { values, types } = await shown(FIGURES);
    for (const [state, count] of Object.entries(states)) {
      expect(values.get(`dongbo_dossiers{state="${state}"}`)).toBe(count);
    }
    expect(values.get('dongbo_job_last_success_timestamp_seconds{job="extract"}')).toBe(1_700_000_000);
    expect(values.get('dongbo_oldest_pending_seconds')).toBe(12.5);
    expect(types.get('dongbo_late_because_of_sync_total')).toBe('gauge');
    expect(values.get('dongbo_late_because_of_sync_total')).toBe(4);
    expect(values.get('dongbo_due_soon_not_synchronized')).toBe(5);
    // Nobody waits: that is known, and so it is 0.
    expect(values.get('dongbo_not_synchronized_seconds{due="passed"}')).toBe(0);
    expect(values.get('dongbo_not_synchronized_seconds{due="soon"}')).toBe(900);
    expect(values.get('dongbo_score_facts_due')).toBe(6);
    expect(values.get('dongbo_score_facts_faulty')).toBe(2);
    expect(values.get('dongbo_build_info{version="1.2.3"}')).toBe(1);
  });

  it('leaves out what does not exist, and knows 0 from nothing', async () => {
    const { values } = await shown({
      ...FIGURES,
      oldestPendingSeconds: null,
      sources: new Map([['sql', { cursorAgeSeconds: null, lastRead: null, oldestPendingSeconds: 0 }]]),
      catalogueAgeSeconds: null,
      lastSuccess: new Map(),
      backup: null,
    });
    expect(values.get('dongbo_oldest_pending_seconds')).toBe(0);
    expect(values.has('dongbo_catalogue_age_seconds')).toBe(false);
    expect([...values.keys()].filter((key) => key.startsWith('dongbo_backup_'))).toEqual([]);
    expect([...values.keys()].filter((key) => /cursor_age|last_read/.test(key))).toEqual([]);
  });

  it('sums reasons of another version under one label', async () => {
    const held = new Map([
      ['DB-OLD-001', 2],
      ['anything "at\nall', 3],
    ]);
    const { values, labels } = await shown({ ...FIGURES, held });
    expect(labels('dongbo_held', 'reason')).toEqual(['other']);
    expect(values.get('dongbo_held{reason="other"}')).toBe(5);
  });
});
