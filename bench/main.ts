/**
 * `npm run bench`: what Dongbo does in a second, beside what one would use instead.
 * Guarantees: everything on this machine, on servers of its own or such as BENCH_POSTGRES_URL and BENCH_REDIS_URL name, which the
 * notes say; medians with minimum and maximum; figures go to bench/results/<date>.json and, as tables, to standard output.
 *
 *     npm run bench -- [--only first-load,growth,parts,workers] [--size <dossiers>] [--runs 5] [--seed 1]
 *                      [--latency 20] [--json]
 */
import { keepStringsQuick } from '../src/lifecycle/quick-strings.ts';
import { firstLoad, firstLoadJson } from './first-load/first-load.ts';
import { readCommandLine } from './frame/options.ts';
import { keepResult } from './frame/results.ts';
import { holds, type Section } from './frame/section.ts';
import { stopServers } from './frame/servers.ts';
import { tableOf } from './frame/table.ts';
import { growth } from './growth/growth.ts';
import { parts } from './parts/parts.ts';
import { workers } from './workers/workers.ts';

const SECTIONS: readonly Section[] = [firstLoad, growth, parts, workers];

function commandLine() {
  try {
    return readCommandLine(
      process.argv.slice(2),
      SECTIONS.map(({ name }) => name),
    );
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return process.exit(2);
  }
}

const { only, json, bench } = commandLine();
// As in `dongbo`: parts are measured in this process.
keepStringsQuick();
const options = { ...bench, say: (line: string) => void process.stderr.write(`${line}\n`) };
// The end of a Redis is waited for by nobody but us, and that alone keeps no process running.
const awake = setInterval(() => {}, 1_000);
let interrupted: Promise<void> | null = null;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    interrupted ??= stopServers().finally(() => process.exit(130));
  });
}
try {
  const documents: object[] = [];
  for (const section of SECTIONS.filter(({ name }) => only.length === 0 || only.includes(name))) {
    options.say(`${section.title} …`);
    const result = await section.measure(options);
    options.say(`written to ${await keepResult(section.name, options, result)}`);
    if (result.figures.some((figure) => holds(figure) === false))
      options.say('a goal was missed, see the table');
    if (!json) process.stdout.write(`${tableOf(section.title, result)}\n`);
    documents.push(section === firstLoad ? firstLoadJson(result) : { section: section.name, ...result });
  }
  const [document] = documents;
  if (json) process.stdout.write(`${JSON.stringify(documents.length === 1 ? document : documents)}\n`);
} catch (error) {
  // What breaks because its server was stopped under it says nothing.
  if (interrupted === null) throw error;
  await interrupted;
} finally {
  clearInterval(awake);
}
