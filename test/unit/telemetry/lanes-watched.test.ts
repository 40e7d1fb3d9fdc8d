/** Each lane's worker is watched for itself: the work of one excuses nothing of the other. */
import { beforeEach, describe, expect, it } from 'vitest';
import { jobsOf } from '../../../jobs/schedule.ts';
import { laneConcurrency } from '../../../src/compose/at-a-time.ts';
import { ledgerConnections } from '../../../src/compose/ledger.ts';
import { mainAsSet } from '../../../src/compose/sources.ts';
import { Watch } from '../../../src/compose/watch.ts';
import { sourceSettingsOf } from '../../../src/config/source-settings.ts';
import { parseConfig } from '../../../src/config.ts';
import type { Lane } from '../../../src/domain/delivery.ts';
import type { PortalCall } from '../../../src/domain/portal-outcome.ts';
import { MOST_CONNECTIONS } from '../../../src/embedded/server.ts';
import { createLogger } from '../../../src/telemetry/logger.ts';

const CALL: PortalCall = {
  service: 'DongBoHoSoMC',
  startedAt: new Date(0),
  durationMs: 10,
  records: 1,
  outcome: 'accepted',
  httpStatus: 200,
  errorCode: '',
  message: '',
};

let now = 0;
let watch: Watch;
beforeEach(() => {
  now = 0;
  watch = new Watch({ PORTAL_TIMEOUT_SECONDS: 30 }, () => now, createLogger('error', { write: () => {} }));
});

/** Five minutes in which `working` calls and fetches all the time and the other lane has work and does not. */
function whileOnly(working: Lane): (number | null)[] {
  const silent: Lane = working === 'live' ? 'backfill' : 'live';
  const seen: (number | null)[] = [];
  for (const from = now; now - from <= 300_000; now += 5_000) {
    watch.call(CALL);
    watch.delivered(working);
    watch.stall[working].look({ free: true, waiting: 500, idleMs: 800 });
    watch.stall[silent].look({ free: true, waiting: 5, idleMs: now - from });
    seen.push(watch.stalledSeconds());
  }
  return seen;
}

it.each(['live', 'backfill'] as const)(
  'the other worker is silent while that of %s works: found within a minute',
  (lane) => {
    expect(whileOnly(lane).findIndex((seconds) => seconds !== null)).toBe(9);
  },
);

it('a job of backfill that live keeps waiting is not stuck; one of live that backfill goes past is', async () => {
  const during = (lane: Lane, other: Lane) =>
    watch.stall[lane].during(async () => {
      let stuck: number | null = null;
      for (const from = now; now - from <= 300_000; now += 5_000) {
        watch.call(CALL);
        watch.delivered(other);
        watch.stall[lane].look({ free: false, waiting: 0, idleMs: now - from });
        stuck ??= watch.stalledSeconds();
      }
      return stuck;
    });
  expect(await during('backfill', 'live')).toBeNull();
  expect(await during('live', 'backfill')).toBe(45);
});

describe('a job in hand', () => {
  /** Looks for so long while it is in hand; when it counted as stuck, in seconds, `null` = never. */
  async function inHand(seconds: number, happens: (second: number) => void): Promise<number | null> {
    return watch.stall.live.during(async () => {
      for (let second = 0; second <= seconds; second += 1, now += 1_000) {
        happens(second);
        if (second % 5 === 0) watch.stall.live.look({ free: false, waiting: 0, idleMs: second * 1000 });
        if (watch.stalledSeconds() !== null) return second;
      }
      return null;
    });
  }

  it('that hangs shows within a minute by the default time-out, later only where a call may take longer', async () => {
    expect(await inHand(300, () => {})).toBe(45);
    for (const [timeout, limit] of [
      [5, 45],
      [30, 45],
      [60, 90],
    ] as const) {
      watch = new Watch(
        { PORTAL_TIMEOUT_SECONDS: timeout },
        () => now,
        createLogger('silent', { write: () => {} }),
      );
      expect(await inHand(300, () => {})).toBe(limit);
    }
    expect(parseConfig({}).PORTAL_TIMEOUT_SECONDS).toBe(30);
  });

  it('is not stuck while login, place in line and calls take all the time they may', async () => {
    // Another process's login, our own, the calls of others before it in line, its own; each to the last second.
    const happens = (second: number): void => {
      if (second < 32) watch.begins('login');
      if (second === 33) watch.begins('login');
      if (second === 63) watch.call({ ...CALL, service: 'login', outcome: 'accepted' });
      if (second === 93) watch.begins('DongBoHoSoMC', 'live');
      if (second === 123) watch.begins('DongBoHoSoMC', 'live');
      if (second === 153) watch.delivered('live');
    };
    expect(await inHand(190, happens)).toBeNull();
  });

  it('is stuck though the catalogue is read and backfill delivers', async () => {
    const happens = (): void => {
      watch.begins('LayThuTuc', 'backfill');
      watch.call({ ...CALL, service: 'LayThuTuc' });
      watch.delivered('backfill');
    };
    expect(await inHand(120, happens)).toBe(45);
  });
});

it('the ledger has a connection for every delivery at a time and for the locks of every job', () => {
  const main = mainAsSet({ SOURCE_KIND: 'sql' });
  const settings = {
    url: null,
    dir: null,
    xsd: null,
    token: null,
    username: null,
    password: null,
    apiKey: null,
    caFile: null,
    clientCertFile: null,
    clientKeyFile: null,
  };
  for (const further of [[], ['dat-dai'], ['a', 'b', 'c', 'd']]) {
    const furtherSources = Object.fromEntries(further.map((name) => [name, settings]));
    const jobs = jobsOf([main, ...further.map((name) => ({ ...main, name, names: [name], isMain: false }))]);
    expect(new Set(jobs.map(({ name }) => name)).size).toBe(jobs.length);
    for (const PORTAL_CONCURRENCY of [1, 4, 16]) {
      const { live, backfill } = laneConcurrency({ PORTAL_CONCURRENCY });
      expect(ledgerConnections({ PORTAL_CONCURRENCY, furtherSources })).toBeGreaterThan(
        live + backfill + 2 * jobs.length,
      );
    }
  }
});

/** Of the queue in the ledger's server (8), and of a few commands that a person runs meanwhile. */
const BESIDE = 8 + 25;

it('an embedded server has room for twenty sources, and for commands beside the daemon', () => {
  const names = Array.from({ length: 19 }, (_, at) => `n${at}`);
  const { PORTAL_CONCURRENCY } = parseConfig({});
  const furtherSources = Object.fromEntries(names.map((name) => [name, sourceSettingsOf({}, name)]));
  const most = ledgerConnections({ PORTAL_CONCURRENCY, furtherSources });
  expect(most + BESIDE).toBeLessThanOrEqual(MOST_CONNECTIONS);
});
