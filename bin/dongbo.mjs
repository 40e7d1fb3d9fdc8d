#!/usr/bin/env node
/**
 * The command `dongbo`: the built program when it is as new as its sources, else the sources.
 * Guarantees: same process either way, so that signals and exit codes are the program's own; works
 * from any folder, and the working folder stays the caller's (`.env` is read there); what was begun is
 * finished where nobody reads the output to its end (`| head`).
 * Must not: install or build anything, or run a build that is older than the sources.
 */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const built = join(root, 'dist', 'src', 'cli', 'main.js');
const source = join(root, 'src', 'cli', 'main.ts');

/** Time of the newest change under `folder`, in milliseconds; folders count, for a deletion changes only them. */
function newestIn(folder) {
  let newest = statSync(folder).mtimeMs;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    newest = Math.max(newest, entry.isDirectory() ? newestIn(path) : statSync(path).mtimeMs);
  }
  return newest;
}

function isBuildCurrent() {
  if (!existsSync(built)) return false;
  const folders = ['src', 'jobs', 'migrations']
    .map((name) => join(root, name))
    .filter((path) => existsSync(path));
  return folders.every((folder) => newestIn(folder) <= statSync(built).mtimeMs);
}

/** Lets this process load TypeScript; false where the tool for it is not installed. */
async function canLoadSources() {
  try {
    const { register } = await import('tsx/esm/api');
    // Our own tsconfig.json: tsx would else take the one of the caller's folder.
    register({ tsconfig: join(root, 'tsconfig.json') });
    return true;
  } catch (error) {
    if (error.code === 'ERR_MODULE_NOT_FOUND') return false;
    throw error;
  }
}

async function findMain() {
  if (isBuildCurrent()) return built;
  if (existsSync(source) && (await canLoadSources())) return source;
  const [vi, en] = existsSync(built)
    ? [
        'bản dựng trong dist/ cũ hơn mã nguồn. Chạy: npm run build',
        'the build in dist/ is older than the sources. Run: npm run build',
      ]
    : [
        'chưa cài các gói. Chạy: node bin/prepare.mjs',
        'packages are not installed. Run: node bin/prepare.mjs',
      ];
  process.stderr.write(`dongbo: ${vi}\ndongbo: ${en}\n`);
  return null;
}

// A reader that has seen enough is no fault of the command: the rest of its output goes nowhere.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

// On a large machine V8 lets garbage pile up to hundreds of megabytes before it looks; a daemon that
// lives beside others is better collected sooner. It is read at each collection, so it may be
// set here, before the program loads.
setFlagsFromString('--heap-growing-percent=40');

const path = await findMain();
if (path === null) {
  process.exitCode = 78;
} else {
  const { main, tellUncaught } = await import(pathToFileURL(path).href);
  tellUncaught();
  process.exitCode = await main(process.argv.slice(2));
}
