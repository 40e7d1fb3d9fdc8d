/**
 * What people ask of a ledger: `explain`, `status`, `resync --dry-run`, in an open house and as commands; and `/metrics`.
 * Guarantees: the commands' own code with everything that they print; nothing changes.
 */

import { type CommandContext, sayIn } from '../../src/cli/command-context.ts';
import { explainDossier, explainText } from '../../src/cli/explain.ts';
import { status } from '../../src/cli/status.ts';
import { dueSoonHoursOf } from '../../src/compose/facts.ts';
import { meantDossiers, resyncPlan } from '../../src/compose/resyncing.ts';
import { namedSource } from '../../src/compose/sources.ts';
import type { House } from '../../src/compose.ts';
import { ledgerGauges } from '../../src/ledger/gauges.ts';
import { DongboProcess } from '../../test/support/e2e/child.ts';
import type { Settings } from '../../test/support/e2e/command.ts';

const never = new AbortController().signal;

/** A command's surroundings in a house that is open already; what is printed goes nowhere. */
function contextOf(house: House): CommandContext {
  return {
    config: house.config,
    language: 'en',
    json: false,
    house,
    signal: never,
    say: sayIn('en'),
    print: (_, text) => void text(),
    note: () => {},
  };
}

/** Explains one dossier. */
export async function explainOnce(house: House, code: string): Promise<void> {
  const context = contextOf(house);
  explainText(await explainDossier(context, code), context.say);
}

/** Tells how things are. */
export async function statusOnce(house: House): Promise<void> {
  await status(contextOf(house));
}

/** Reads what /metrics tells of the ledger. */
export async function gaugesOnce(house: House): Promise<void> {
  await ledgerGauges(
    await house.ledger(),
    (await house.sources()).map(namedSource),
    await dueSoonHoursOf(house),
  );
}

/** Plans to send a procedure's dossiers again. Answers how many there are. */
export async function dryRun(house: House, procedure: string): Promise<number> {
  const nothing = { dossiers: null, agency: null, from: null, to: null, held: null };
  const ids = await meantDossiers(house, { ...nothing, procedure });
  await resyncPlan(house, ids, false, never, () => {});
  return ids.length;
}

/** Runs a command as a process of its own. Throws where it fails. */
export async function asProcess(argv: readonly string[], settings: Settings): Promise<void> {
  const { code, stdout, stderr } = await new DongboProcess(argv, settings).finished();
  if (code !== 0) throw new Error(`dongbo ${argv.join(' ')}: exit ${code}: ${stderr}${stdout}`);
}
