/**
 * One first load by one contender.
 * Guarantees: a portal and a database of its own each time; what arrived is counted at the portal: each dossier once, each
 * step once; throws where it is not so.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { Cores } from '../frame/cores.ts';
import type { BenchPostgres } from '../frame/servers.ts';
import { BATCH, type LoadCase } from './load-case.ts';
import { ours, prepareLedger } from './ours.ts';
import { type BenchPortal, startPortal } from './portal.ts';
import { PARTS } from './province.ts';

export type ContenderName = 'floor' | 'naive' | 'ours' | 'pg-boss';

/** Where it is measured. */
export interface Arena {
  readonly postgres: BenchPostgres;
  readonly redisUrl: string | null;
  /** The province's views by size. */
  readonly sourceOf: (dossiers: number) => Promise<string>;
  readonly latencyMs: number;
}

/** One run. */
export interface Loaded {
  readonly perSecond: number;
  readonly callsPerDossier: number;
  /** Most memory, MiB; NaN where it was not looked at. */
  readonly rssMb: number;
  /** `null` where it was not looked at. */
  readonly cores: Cores | null;
}

let serial = 0;

/**
 * Loads `dossiers`.
 * @param processes of Dongbo; everybody else is one
 */
export async function load(
  name: ContenderName,
  dossiers: number,
  arena: Arena,
  processes = 1,
): Promise<Loaded> {
  serial += 1;
  const database = `load_${serial}`;
  const [sourceUrl, databaseUrl, portal] = await Promise.all([
    arena.sourceOf(dossiers),
    arena.postgres.database(database),
    startPortal({
      latencyMs: arena.latencyMs,
      stepsPerCall: BATCH.stepsACall,
      dossiers,
      steps: dossiers * PARTS.steps,
    }),
  ]);
  try {
    const { url: portalUrl, credentials } = portal;
    const { redisUrl } = arena;
    const given: LoadCase = { dossiers, sourceUrl, portalUrl, credentials, databaseUrl, redisUrl };
    if (name === 'ours') await prepareLedger(given);
    const before = await portal.count();
    const { seconds, rssMb, cores } =
      name === 'ours' ? await ours(given, portal, processes) : await byProcess(name, given, portal);
    const after = await portal.count();
    if (after.stored !== dossiers || after.taken !== dossiers * PARTS.steps || after.doubledSteps > 0)
      throw new Error(`${name}: the portal has ${JSON.stringify(after)} of ${dossiers} dossiers`);
    return {
      perSecond: dossiers / seconds,
      callsPerDossier: (after.calls - before.calls) / dossiers,
      rssMb,
      cores,
    };
  } finally {
    portal.stop();
    await arena.postgres.drop(database);
  }
}

async function byProcess(
  name: string,
  given: LoadCase,
  portal: BenchPortal,
): Promise<{ readonly seconds: number; readonly rssMb: number; readonly cores: null }> {
  const child = fork(join(import.meta.dirname, 'contender-process.ts'), [name, JSON.stringify(given)]);
  const ended = endOf(child, name);
  const began = await Promise.race([beginningOf(child), ended.then(() => Number.NaN)]);
  const [stored] = await Promise.all([portal.stored, ended]);
  return { seconds: (stored - began) / 1000, rssMb: Number.NaN, cores: null };
}

/** The loader of TypeScript tells its parent things of its own. */
function beginningOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    child.on('message', (told: { readonly began?: number }) => {
      if (told.began !== undefined) resolve(told.began);
    });
  });
}

function endOf(child: ChildProcess, name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`${name} ended with ${String(code)}`)),
    );
  });
}
