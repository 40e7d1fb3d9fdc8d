/**
 * Builds dist/: the compiled program and the data files that it reads beside itself.
 * Usage: build.mjs [--out FOLDER] [--project TSCONFIG]
 * Guarantees: dist/ holds nothing of an earlier build; dist/src/cli/main.js is newer than every
 * source (bin/dongbo.mjs goes by that).
 * Must not: be needed for trying out: `dongbo` runs from the sources as well.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, realpathSync, rmSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const self = fileURLToPath(import.meta.url);
const root = dirname(dirname(self));

/** Builds into the folder `dist` what the tsconfig file `project` names; answers the exit code of the compiler. */
export function build(dist, project = join(root, 'tsconfig.build.json')) {
  rmSync(dist, { recursive: true, force: true });
  const tsc = join(root, 'node_modules', '.bin', 'tsc');
  const words = ['-p', project, '--outDir', dist];
  // The compiler's words go to standard error: what calls this may print its result on the other.
  const compiled = spawnSync(tsc, words, { cwd: root, stdio: ['ignore', 2, 2] });
  if (compiled.error) throw compiled.error;
  if (compiled.status !== 0) return compiled.status ?? 1;

  // What is read beside the code (SQL, data of formulas) stands beside it in dist/, too; the mappings of the
  // made-up province, for the demo.
  for (const folder of ['src', 'jobs', 'migrations', 'mappings']) {
    if (!existsSync(join(root, folder))) continue;
    cpSync(join(root, folder), join(dist, folder), {
      recursive: true,
      filter: (path) => statSync(path).isDirectory() || !/\.(ts|md)$/.test(path),
    });
  }
  // What documents of a province are checked with: published, so its place is among the guides.
  cpSync(join(root, 'docs', 'source.xsd'), join(dist, 'docs', 'source.xsd'));
  // The version, and "type": "module" for dist/ wherever it is put.
  cpSync(join(root, 'package.json'), join(dist, 'package.json'));
  return 0;
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === self) {
  const { values } = parseArgs({
    options: { out: { type: 'string', default: join(root, 'dist') }, project: { type: 'string' } },
  });
  process.exitCode = build(resolve(values.out), values.project && resolve(values.project));
}
