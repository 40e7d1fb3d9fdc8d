/**
 * The verbs of the command line by name, in the order in which the help has them.
 * Guarantees: a verb's file, and what it alone needs, is loaded when the verb is asked for: a daemon does not
 * carry the simulator about, and no command waits for the others.
 */
import type { AddVerb } from './command-context.ts';

/** How each is loaded. */
const LOADERS: ReadonlyMap<string, () => Promise<AddVerb>> = new Map([
  ['demo', async () => (await import('./demo.ts')).addDemo],
  ['migrate', async () => (await import('./migrate.ts')).addMigrate],
  ['catalogue', async () => (await import('./catalogue.ts')).addCatalogue],
  ['sync', async () => (await import('./sync.ts')).addSync],
  ['run', async () => (await import('./run.ts')).addRun],
  ['pause', async () => (await import('./pause.ts')).addPause],
  ['resume', async () => (await import('./pause.ts')).addResume],
  ['source', async () => (await import('./source.ts')).addSource],
  ['status', async () => (await import('./status.ts')).addStatus],
  ['score', async () => (await import('./score.ts')).addScore],
  ['doctor', async () => (await import('./doctor.ts')).addDoctor],
  ['jobs', async () => (await import('./jobs.ts')).addJobs],
  ['explain', async () => (await import('./explain.ts')).addExplain],
  ['held', async () => (await import('./held.ts')).addHeld],
  ['resync', async () => (await import('./resync.ts')).addResync],
  ['mapping', async () => (await import('./mapping.ts')).addMapping],
  ['backup', async () => (await import('./backup.ts')).addBackup],
  ['restore', async () => (await import('./backup.ts')).addRestore],
  ['doubt', async () => (await import('./doubt.ts')).addDoubt],
  ['prune', async () => (await import('./prune.ts')).addPrune],
  ['reconcile', async () => (await import('./reconcile.ts')).addReconcile],
  ['sweep', async () => (await import('./sweep.ts')).addSweep],
  ['vanished', async () => (await import('./vanished.ts')).addVanished],
  ['audit', async () => (await import('./audit.ts')).addAudit],
  ['errors', async () => (await import('./errors.ts')).addErrors],
  ['completion', async () => (await import('./completion.ts')).addCompletion],
  ['simulate', async () => (await import('./simulate.ts')).addSimulate],
]);

/** Tells of all verbs, not of itself alone. */
const OF_ALL = 'completion';

/** What the call `argv` needs: its own verb where it begins with one, else all, for the help or for what was meant. */
export function verbsFor(argv: readonly string[]): Promise<readonly AddVerb[]> {
  const [name = ''] = argv;
  const load = name === OF_ALL ? undefined : LOADERS.get(name);
  return load === undefined ? allVerbs() : Promise.all([load()]);
}

/** All of them. */
export function allVerbs(): Promise<readonly AddVerb[]> {
  return Promise.all([...LOADERS.values()].map((load) => load()));
}
