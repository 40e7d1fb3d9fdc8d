/**
 * A ledger that grows: the templates go the real road, all others are copies of them.
 * Guarantees: after each growth a reading of the last thousands of rows finds nothing changed, or it throws.
 */

import { readChanged } from '../../src/compose/reading.ts';
import type { SourceInUse } from '../../src/compose/sources.ts';
import type { House } from '../../src/compose.ts';
import type { SourcePosition } from '../../src/domain/source-ports.ts';
import { runCommand } from '../../test/support/e2e/command.ts';
import type { Copies } from './copies.ts';
import { unchecked } from './copy-rows.ts';
import { fillLedger } from './fill-ledger.ts';
import { fillViews, makeViews } from './fill-views.ts';
import { type GrowthWorld, inHouse } from './world.ts';

const never = new AbortController().signal;
/** Rows that are read again after filling. */
const CHECKED = 3_000;
const SECONDS_EACH = 20;

async function command(world: GrowthWorld, argv: readonly string[]): Promise<void> {
  const { code, stdout, stderr } = await runCommand(argv, world.settings);
  if (code !== 0) throw new Error(`dongbo ${argv.join(' ')}: exit ${code}: ${stdout}${stderr}`);
}

export async function mainSource(house: House): Promise<SourceInUse> {
  const [source] = await house.sources();
  if (source === undefined) throw new Error('there is no source');
  return source;
}

/** An empty ledger, then the templates, read, sent and scored by Dongbo itself. */
export async function sow(world: GrowthWorld, copies: Copies): Promise<void> {
  await makeViews(world.source);
  await fillViews(world.source, copies, 1, copies.count);
  await command(world, ['migrate']);
  await command(world, ['catalogue', 'pull']);
  await command(world, ['sync', '--once', '--wait', '60']);
  await command(world, ['jobs', 'run', 'score']);
  await inHouse(world, async (house) => {
    const source = await (await mainSource(house)).source();
    const first = await source.readPage(null);
    copies.learn(first.dossiers);
    if (!first.end) throw new Error('more rows than templates');
  });
}

/** Adds dossiers `from` to `to`. @param largest how many there will be in the end */
export async function grow(
  world: GrowthWorld,
  copies: Copies,
  { from, to, largest }: { readonly from: number; readonly to: number; readonly largest: number },
): Promise<void> {
  await fillViews(world.source, copies, from, to);
  await inHouse(world, async (house) => {
    await fillLedger(world.ledger, house, copies, { from, to, largest });
    const source = await mainSource(house);
    const last = { at: copies.changedAt(to), key: copies.code(to) };
    const adapter = await source.source();
    await moveCursor(world, source.name, adapter.rewind(last, CHECKED * SECONDS_EACH));
    const { read, changed } = await readChanged(house, source, never);
    if (read < Math.min(CHECKED, to) || changed > 0)
      throw new Error(`${changed} of ${read} rows are not as they were filled`);
    await moveCursor(world, source.name, last);
  });
}

/** What was changed at last lies behind what is read again at each tick. */
async function moveCursor(world: GrowthWorld, name: string, to: SourcePosition): Promise<void> {
  await unchecked(world.ledger, (client) =>
    client.query('UPDATE source_cursor SET position_at = $2, position_key = $3 WHERE source = $1', [
      name,
      to.at,
      to.key,
    ]),
  );
}
