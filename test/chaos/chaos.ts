/**
 * A rehearsal: minutes of everything that can go wrong, then calm, then the closing table.
 * Guarantees: the choices come from the seed alone; after the calm has its bounded time the table is
 * made whatever the state is; the work folder stays where something is amiss.
 */
import { rm } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { pending } from '../../src/ledger/pending.ts';
import { between, seededRandom } from '../../src/simulator/random.ts';
import type { ClosingTable } from '../support/e2e/closing-table.ts';
import { type ChaosOptions, ChaosWorld, type UnaskedEnd } from './chaos-world.ts';
import { drawEvent, someChanges } from './events.ts';

/** Writings, counted on both sides. */
export interface Writes {
  readonly portal: { readonly dossiers: number; readonly steps: number };
  readonly ledger: { readonly dossiers: number; readonly steps: number };
}

/** What came of it. */
export interface ChaosReport {
  readonly table: ClosingTable;
  /** Explanations of the first offenders. */
  readonly explained: readonly string[];
  readonly settleSeconds: number;
  /** False: the calm ended before all was done. */
  readonly settled: boolean;
  readonly events: Readonly<Record<string, number>>;
  /** Events that broke by themselves, e.g. because the server was not there. */
  readonly failedEvents: readonly string[];
  readonly unaskedExits: readonly UnaskedEnd[];
  readonly restarts: number;
  readonly calls: Readonly<Record<string, number>>;
  readonly faults: Readonly<Record<string, number>>;
  readonly doubledSteps: number;
  /** What the portal stored against what the ledger has as accepted; each delivery once where they are equal. */
  readonly writes: Writes;
  /** Work folder with all logs, `null` where all went well and it is gone. */
  readonly folder: string | null;
}

/** Longer than the longest wait between two tries. */
const PATIENCE_MS = 400_000;
const LOOK_EVERY_MS = 500;
const EXPLAINED = 3;

/** True where nothing is lost, doubled or wrong. */
export function isClean({ table, doubledSteps }: Pick<ChaosReport, 'table' | 'doubledSteps'>): boolean {
  return table.lost.length + table.doubled.length + table.wrong.length + doubledSteps === 0;
}

/** Did each delivery go exactly once? To be asked of calm runs: an answer that is lost makes a dossier go again. */
export function isOnceEach({ portal, ledger }: Writes): boolean {
  return portal.dossiers === ledger.dossiers && portal.steps === ledger.steps;
}

const ACCEPTED = `
  SELECT v.kind::text AS kind, count(*)::int AS count FROM attempt a JOIN delivery v ON v.id = a.delivery_id
  WHERE a.outcome = 'accepted' AND a.records > 0 GROUP BY 1`;

async function writesOf(world: ChaosWorld): Promise<Writes> {
  const { rows } = await world.looking((ledger) => ledger.query<{ kind: string; count: number }>(ACCEPTED));
  const of = (kind: string): number => rows.find((row) => row.kind === kind)?.count ?? 0;
  const stored = [...(await world.portal.dossiers()).values()];
  return {
    portal: {
      dossiers: stored.reduce((sum, { created, updated }) => sum + created + updated, 0),
      steps: stored.reduce((sum, { steps }) => sum + steps.length, 0),
    },
    ledger: { dossiers: of('dossier'), steps: of('step') },
  };
}

/** Runs it. Whatever happens, nothing of it runs any more afterwards. */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const world = await ChaosWorld.open(options);
  let clean = false;
  try {
    options.tell(`work folder ${world.folder}`);
    // A first pull takes seconds, in which there would be nothing to lose.
    const pulled = await world.command('catalogue', ['catalogue', 'pull']);
    if (pulled !== 0) throw new Error(`catalogue pull: exit ${pulled}`);
    world.startDaemons();
    const { events, failed } = await storm(world, options);
    await makeCalm(world);
    const { settled, seconds } = await settle(world);
    const table = await world.closing();
    const { calls, faults, doubledSteps } = await world.portal.counts();
    const writes = await writesOf(world);
    clean = settled && isClean({ table, doubledSteps }) && (!options.calm || isOnceEach(writes));
    return {
      table,
      explained: await explain(world, table),
      settleSeconds: seconds,
      settled,
      events,
      failedEvents: failed,
      unaskedExits: world.unasked,
      restarts: world.restarts,
      calls,
      faults,
      doubledSteps,
      writes,
      folder: clean ? null : world.folder,
    };
  } finally {
    await world.close();
    if (clean) await rm(world.folder, { recursive: true, force: true });
    else options.tell(`logs are kept in ${world.folder}`);
  }
}

async function storm(world: ChaosWorld, { minutes, seed, calm, tell, signal }: ChaosOptions) {
  const random = seededRandom(seed);
  const begun = performance.now();
  const until = begun + minutes * 60_000;
  const since = (): string => `[${((performance.now() - begun) / 1000).toFixed(1)}s]`;
  const events: Record<string, number> = {};
  const failed: string[] = [];
  const happens = async (name: string, happen: () => Promise<string>): Promise<void> => {
    events[name] = (events[name] ?? 0) + 1;
    try {
      tell(`${since()} ${name}: ${await happen()}`);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      failed.push(`${since()} ${name}: ${reason}`);
      tell(`${since()} ${name} could not: ${reason}`);
    }
  };
  const breaking = async (): Promise<void> => {
    while (performance.now() < until && !signal.aborted) {
      await wait(between(random, 100, 900));
      const event = drawEvent(random);
      // Each event has its own chances: one that breaks in the middle does not shift those of the next.
      const own = seededRandom(Math.floor(random() * 2 ** 32));
      await happens(event.name, () => event.happen(world, own));
    }
  };
  /** The province works on, whatever is broken. */
  const working = async (): Promise<void> => {
    const own = seededRandom(seed + 1);
    while (performance.now() < until && !signal.aborted) {
      await wait(between(own, 100, 700));
      const changes = someChanges(own, 20);
      await happens('source changes', async () => String((await world.change(changes, new Date())).length));
    }
  };
  await Promise.all(calm ? [working()] : [breaking(), working()]);
  return { events, failed };
}

async function makeCalm(world: ChaosWorld): Promise<void> {
  await world.portal.control({ faults: {}, down: false, singleSession: false });
  await world.tables.restore();
  for (const daemon of world.daemons) daemon.signal('SIGCONT');
  world.options.tell('calm');
}

/** Waits until nothing is due, waits or differs, or patience ends. */
async function settle(world: ChaosWorld): Promise<{ settled: boolean; seconds: number }> {
  const begun = performance.now();
  const seconds = (): number => Math.round((performance.now() - begun) / 100) / 10;
  while (performance.now() - begun < PATIENCE_MS && !world.options.signal.aborted) {
    await wait(LOOK_EVERY_MS);
    const { due, waiting } = await world.looking(pending);
    if (due + waiting > 0) continue;
    // The source may have said something that nobody has read yet.
    const { lost, wrong } = await world.closing();
    if (lost.length + wrong.length === 0) return { settled: true, seconds: seconds() };
  }
  return { settled: false, seconds: seconds() };
}

async function explain(world: ChaosWorld, table: ClosingTable): Promise<string[]> {
  const codes = [...table.doubled, ...table.lost, ...table.wrong].map((line) => line.split(/[/:]/)[0] ?? '');
  const explained: string[] = [];
  for (const code of [...new Set(codes)].slice(0, EXPLAINED)) {
    await world.command(`explain-${code}`, ['explain', code]);
    explained.push(`${world.folder}/explain-${code}.log`);
  }
  return explained;
}
