/**
 * What may happen to a running Dongbo, drawn by the seed.
 * Guarantees: the same seed draws the same events in the same order with the same figures; every event
 * puts right itself what it broke, so that no rehearsal dies of one that forgot.
 */
import { setTimeout as wait } from 'node:timers/promises';
import type { FaultName, FaultRates } from '../../src/simulator/portal/fault-plan.ts';
import { between, pick, type Random } from '../../src/simulator/random.ts';
import { CHANGE_KINDS, type SourceChange } from '../support/e2e/source-change.ts';
import type { ChaosWorld } from './chaos-world.ts';

/** One kind of event; `happen` answers what is worth a line. */
export interface ChaosEvent {
  readonly name: string;
  /** How often, beside the others. */
  readonly weight: number;
  readonly happen: (world: ChaosWorld, random: Random) => Promise<string>;
}

/** Faults after which Dongbo needs nobody: none of them answers with words that no rule knows. */
const FAULTS: readonly FaultName[] = [
  'lost',
  'cut',
  'stored502',
  'stored504',
  'http500',
  'http502',
  'http503',
  'http429',
  'html200',
  'html201',
  'reset',
  'slow',
  'storedHang',
  'stall',
  'expire',
  'partial',
  'gzip',
  'gzipCut',
  'doubleRows',
  'oddCodes',
  'wrongType',
  'busy',
];

/** A few faults at a time, together seldom more than half of the calls. */
function someFaults(random: Random): FaultRates {
  const rates: Partial<Record<FaultName, number>> = {};
  const count = between(random, 1, 5);
  for (let drawn = 0; drawn < count; drawn += 1) rates[pick(random, FAULTS)] = between(random, 1, 15) / 100;
  if (random() < 0.2) rates.login503 = 0.3;
  return rates;
}

/** What a province does in a moment. */
export function someChanges(random: Random, most: number): SourceChange[] {
  return Array.from({ length: between(random, 1, most) }, () => ({
    kind: pick(random, [...CHANGE_KINDS, 'step', 'step', 'subject'] as const),
    of: between(random, 0, 9_999),
  }));
}

const daemonOf = (world: ChaosWorld, random: Random) => pick(random, world.daemons);

const source: ChaosEvent[] = [
  {
    name: 'late commit',
    weight: 3,
    // Within the overlap, which is there for this. No steps: one of a time before those that the portal
    // has can only come behind them, and the table would call that a wrong order.
    happen: async (world, random) => {
      const at = new Date(Date.now() - between(random, 1, 300) * 1000);
      const changes = someChanges(random, 4).map((change) =>
        change.kind === 'step' ? { ...change, kind: 'subject' as const } : change,
      );
      return (await world.change(changes, at)).join(', ');
    },
  },
  {
    name: 'bulk update',
    weight: 1,
    happen: async (world, random) => {
      const from = between(random, 0, 999);
      const changes = Array.from({ length: 60 }, (_, index) => ({
        kind: 'subject' as const,
        of: from + index,
      }));
      return `${(await world.change(changes, new Date())).length} dossiers`;
    },
  },
  {
    name: 'tables',
    weight: 2,
    happen: async (world, random) => {
      if (random() < 0.5) {
        await world.tables.lose();
        return 'rows of documents removed';
      }
      await world.tables.restore();
      return 'whole again';
    },
  },
];

const daemons: ChaosEvent[] = [
  {
    name: 'SIGKILL',
    weight: 8,
    happen: async (world, random) => {
      const daemon = daemonOf(world, random);
      world.endDaemon(daemon, 'SIGKILL');
      return daemon.name;
    },
  },
  {
    name: 'SIGTERM',
    weight: 3,
    happen: async (world, random) => {
      const daemon = daemonOf(world, random);
      world.endDaemon(daemon, 'SIGTERM');
      return daemon.name;
    },
  },
  {
    name: 'SIGSTOP',
    weight: 3,
    happen: async (world, random) => {
      const daemon = daemonOf(world, random);
      const ms = between(random, 300, 9_000);
      daemon.signal('SIGSTOP');
      await wait(ms);
      daemon.signal('SIGCONT');
      return `${daemon.name} for ${ms} ms`;
    },
  },
  {
    name: 'sync beside',
    weight: 1,
    happen: async (world) =>
      `exit ${await world.command('sync', ['sync', '--once', '--wait', '3', '--json'])}`,
  },
  {
    name: 'held list beside',
    weight: 1,
    happen: async (world) => `exit ${await world.command('held', ['held', 'list', '--json'])}`,
  },
];

const services: ChaosEvent[] = [
  {
    name: 'portal killed',
    weight: 3,
    happen: async (world, random) => {
      const ms = between(random, 0, 3_000);
      await world.portal.kill();
      await wait(ms);
      await world.portal.restart();
      return `away for ${ms} ms`;
    },
  },
  {
    name: 'portal down',
    weight: 2,
    happen: async (world, random) => {
      const ms = between(random, 500, 4_000);
      await world.portal.control({ down: true });
      await wait(ms);
      await world.portal.control({ down: false });
      return `for ${ms} ms`;
    },
  },
  {
    name: 'faults',
    weight: 10,
    happen: async (world, random) => {
      const faults = someFaults(random);
      await world.portal.control({ faults, singleSession: random() < 0.5 });
      return JSON.stringify(faults);
    },
  },
  {
    name: 'sessions expire',
    weight: 3,
    happen: async (world) => {
      await world.portal.control({ expireSessions: true });
      return '';
    },
  },
  {
    name: 'PostgreSQL killed',
    weight: 2,
    happen: async (world, random) => {
      const ms = between(random, 0, 3_000);
      await world.postgres.kill();
      await wait(ms);
      await world.postgres.restart();
      return `away for ${ms} ms`;
    },
  },
  {
    name: 'connections cut',
    weight: 3,
    happen: async (world) => {
      await world.postgres.cutAll();
      return '';
    },
  },
  {
    name: 'FLUSHALL',
    weight: 3,
    happen: async (world) => {
      await world.redis?.flush();
      return world.redis ? '' : 'no Redis';
    },
  },
  {
    name: 'Redis killed',
    weight: 2,
    happen: async (world, random) => {
      const ms = between(random, 0, 3_000);
      await world.redis?.kill();
      await wait(ms);
      await world.redis?.restart();
      return world.redis ? `away for ${ms} ms, empty` : 'no Redis';
    },
  },
];

/** All of them. */
export const CHAOS_EVENTS: readonly ChaosEvent[] = [...source, ...daemons, ...services];

/** Draws one by its weight. */
export function drawEvent(random: Random): ChaosEvent {
  const total = CHAOS_EVENTS.reduce((sum, { weight }) => sum + weight, 0);
  let left = random() * total;
  for (const event of CHAOS_EVENTS) {
    left -= event.weight;
    if (left < 0) return event;
  }
  return pick(random, CHAOS_EVENTS);
}
