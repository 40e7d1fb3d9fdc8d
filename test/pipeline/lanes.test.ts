/**
 * A backlog of any length never delays a change of today by more than one batch: between the moment at
 * which it is enqueued and its call no call of the backlog begins where a place is free, and with one
 * place alone only the call on its way is waited for. Real ledger, real queue, the portal's own pace; the
 * portal answers when the test lets it.
 */
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { laneConcurrency } from '../../src/compose/at-a-time.ts';
import { GO_ON } from '../../src/domain/crash-points.ts';
import type { Lane } from '../../src/domain/delivery.ts';
import type { CallObserver, DossierOffer, Portal, Queue } from '../../src/domain/ports.ts';
import { DEFAULT_RETRY_POLICY } from '../../src/domain/retry-policy.ts';
import { deliver } from '../../src/pipeline/deliver.ts';
import type { DeliverDeps } from '../../src/pipeline/deliver-deps.ts';
import { enqueue } from '../../src/pipeline/enqueue.ts';
import { recover } from '../../src/pipeline/recover.ts';
import { createPace } from '../../src/portal/pace.ts';
import { dossier, LedgerTrial } from '../ledger/trial.ts';
import { onPostgres, openOn, type QueueHome, redisHome } from '../queue/places.ts';
import { describeWithRedis, waitFor } from '../support/services.ts';

const BACKLOG = 20_000;
const BATCH = 50;

/** Dossiers of past months that wait, without what the test does not look at. */
const FILL = `
  WITH filled AS (
    INSERT INTO dossier (code, source_hash, source_row, source_changed_at, codebook_id, incomplete, lane)
    SELECT 'old-' || i, '', '{}', now() - i * interval '1 hour', (SELECT min(id) FROM codebook_version), false, 'backfill'
    FROM generate_series(1, ${BACKLOG}) i RETURNING id)
  INSERT INTO delivery (dossier_id, kind, payload, payload_hash, state)
  SELECT id, 'dossier', '{}', 'hash', 'queued' FROM filled`;

/** A portal that answers a call when it is told to, behind the real pace. */
class SlowPortal implements Partial<Portal> {
  readonly batchSize = BATCH;
  /** Lanes of the calls in the order in which they began. */
  readonly begun: Lane[] = [];
  readonly #pace: ReturnType<typeof createPace>;
  readonly #onTheWay: (() => void)[] = [];
  #open = false;

  constructor(concurrency: number) {
    this.#pace = createPace({ concurrency, ratePerSecond: 0 }, Date.now, async () => {});
  }

  /** The call that has waited longest is answered. */
  answerOne(): void {
    this.#onTheWay.shift()?.();
  }

  /** From now on every call is answered at once. */
  openUp(): void {
    this.#open = true;
    for (const answer of this.#onTheWay.splice(0)) answer();
  }

  async pushDossiers(offers: readonly DossierOffer[], observer: CallObserver, signal: AbortSignal) {
    const lane = observer.lane ?? 'live';
    const call = async () => {
      this.begun.push(lane);
      if (!this.#open) await new Promise<void>((resolve) => this.#onTheWay.push(resolve));
    };
    await this.#pace.run(signal, call, lane === 'live' ? 'urgent' : 'can-wait');
    const accepted = { kind: 'accepted' as const, errorCode: '0', message: '' };
    return new Map(offers.map(({ ref }) => [ref, accepted]));
  }
}

interface Trial {
  readonly ledger: LedgerTrial;
  readonly queue: Queue;
  readonly portal: SlowPortal;
  /** Stores a change of today and enqueues it, as extraction does. */
  change(code: string): Promise<void>;
}

/** A backlog of 20,000 at whose delivery the workers are, with every place taken that it may take. */
async function underLoad(
  home: Home,
  concurrency: number,
  use: (trial: Trial) => Promise<void>,
): Promise<void> {
  const ledger = await LedgerTrial.open(concurrency + 6);
  const { server, close } = await home(ledger);
  const of = laneConcurrency({ PORTAL_CONCURRENCY: concurrency });
  const queue = await openOn(server, { concurrency: of });
  const portal = new SlowPortal(concurrency);
  const deps: DeliverDeps = {
    ledger: ledger.db,
    portal: portal as Partial<Portal> as Portal,
    retry: DEFAULT_RETRY_POLICY,
    leaseMs: 60_000,
    quietMs: 60_000,
    every: () => () => {},
    monotonicMs: () => performance.now(),
    random: () => 0.5,
    newToken: randomUUID,
    stepsWhenUnknown: 'hold',
    reached: GO_ON,
    onCall: () => {},
    onSettled: () => {},
  };
  const giving = { ledger: ledger.db, queue, batchSize: BATCH, reached: GO_ON };
  const change = async (code: string) => {
    await enqueue(giving, await ledger.store(dossier(code)), 'next');
  };
  try {
    await ledger.db.query(FILL);
    expect((await recover(giving)).enqueued).toBe(BACKLOG);
    await queue.work((job, lane, signal) => deliver({ ...deps, lane }, job, signal));
    await waitFor(() => portal.begun.length === Math.min(of.backfill, Math.max(1, concurrency - 1)), {
      what: 'the backlog is at work',
    });
    await use({ ledger, queue, portal, change });
  } finally {
    portal.openUp();
    await queue.close();
    await close();
    await ledger.close();
  }
}

type Home = (
  ledger: LedgerTrial,
) => Promise<{ server: ReturnType<QueueHome['server']>; close(): Promise<void> }>;

function suite(home: Home): void {
  test('with several places a change of today is called for at once, whatever the backlog has on its way', async () => {
    await underLoad(home, 4, async ({ ledger, portal, change }) => {
      const before = portal.begun.length;
      await change('today');
      await waitFor(() => portal.begun.length > before, { what: 'its call' });
      expect(portal.begun.slice(before)).toEqual(['live']);
      // Now every place is taken: the next change gets the first that is free, and no other call before it.
      await change('a minute later');
      await waitFor(async () => (await ledger.state('a minute later')) === 'sending', { what: 'in line' });
      portal.answerOne();
      await waitFor(() => portal.begun.length > before + 1, { what: 'the next call' });
      expect(portal.begun.slice(before)).toEqual(['live', 'live']);
    });
  });

  test('with a single place it waits for the one call on its way and for no other', async () => {
    await underLoad(home, 1, async ({ ledger, portal, change }) => {
      await change('today');
      await waitFor(async () => (await ledger.state('today')) === 'sending', {
        what: 'in line for its call',
      });
      expect(portal.begun).toEqual(['backfill']);
      portal.answerOne();
      await waitFor(() => portal.begun.length > 1, { what: 'the next call' });
      expect(portal.begun[1]).toBe('live');
    });
  });

  test('a long list that is being enqueued does not keep it from the queue', async () => {
    await underLoad(home, 4, async ({ queue, portal, change }) => {
      const resync = Array.from({ length: 10_000 }, (_, n) => ({ dossiers: [BACKLOG + 1_000 + n] }));
      let done = false;
      const enqueuing = queue.enqueue('backfill', resync).then(() => {
        done = true;
      });
      await change('today');
      await waitFor(() => portal.begun.includes('live'), { what: 'its call', intervalMs: 1 });
      expect(done).toBe(false);
      await enqueuing;
    });
  });
}

describe('on PostgreSQL', () => {
  suite(async (ledger) => ({ server: onPostgres(ledger.url), close: async () => {} }));
});

describeWithRedis('on Redis', () => {
  suite(async () => {
    const redis = await redisHome();
    return { server: redis.server(), close: redis.close };
  });
});
