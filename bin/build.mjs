/**
 * Builds dist/: the compiled program and the data files that it reads beside itself.
 * Guarantees: dist/ holds nothing of an earlier build; dist/src/cli/main.js is newer than every
 * source (bin/dongbo.mjs goes by that).
 * Must not: be needed for trying out: `dongbo` runs from the sources as well.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');

rmSync(dist, { recursive: true, force: true });
const tsc = join(root, 'node_modules', '.bin', 'tsc');
const compiled = spawnSync(tsc, ['-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' });
if (compiled.error) throw compiled.error;

if (compiled.status === 0) {
  // What is read beside the code (SQL, data of formulas) stands beside it in dist/, too.
  for (const folder of ['src', 'jobs', 'migrations'].filter((name) => existsSync(join(root, name)))) {
    cpSync(join(root, folder), join(dist, folder), {
      recursive: true,
      filter: (path) => statSync(path).isDirectory() || !/\.(ts|md)$/.test(path),
    });
  }
  // The version, and "type": "module" for dist/ wherever it is put.
  cpSync(join(root, 'package.json'), join(dist, 'package.json'));
}
process.exitCode = compiled.status ?? 1;
