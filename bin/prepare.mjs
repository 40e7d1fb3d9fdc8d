/**
 * Makes a checkout ready to run: checks Node, installs packages when they are lacking.
 * Guarantees: quick and silent when nothing is lacking; two at once install once; stdout stays
 * empty, because what runs after it may print JSON there.
 * Must not: import a package (there may be none yet) or change anything but node_modules.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withLock } from './lock.mjs';

const OLDEST_NODE = [20, 19];
const INSTALL_MINUTES = 15;

/** Both languages, because the reader's is not known before the settings are read. */
function say(vi, en) {
  process.stderr.write(`dongbo: ${vi}\ndongbo: ${en}\n`);
}

/** Is this Node version (`20.19.4`) old enough to lack what Dongbo is built on? */
export function isNodeTooOld(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]);
}

function readPackages(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
}

/**
 * The first package that package-lock.json asks for and node_modules does not hold in that very
 * version; `null` when all are there. Packages for other machines (`optional`) may be absent.
 * Contents are compared, not times: a git checkout gives every file the time of the checkout.
 */
export function findLacking(root) {
  const wanted = readPackages(join(root, 'package-lock.json'));
  const recordFile = join(root, 'node_modules', '.package-lock.json');
  // npm writes this record last, so an installation that was broken off has none.
  if (!existsSync(recordFile)) return 'node_modules';
  let installed;
  try {
    installed = readPackages(recordFile);
  } catch {
    return 'node_modules'; // cut short while being written: install anew
  }
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '' || entry.link) continue;
    const found = installed[path];
    if (found === undefined) {
      if (entry.optional || entry.devOptional) continue;
      return path;
    }
    if (found.version !== entry.version || found.integrity !== entry.integrity) return path;
    if (!existsSync(join(root, path, 'package.json'))) return path;
  }
  return null;
}

function install(root) {
  say(
    'đang cài các gói cần thiết (chỉ lần đầu, khoảng một phút) …',
    'installing packages (first time only, about a minute) …',
  );
  // --include=dev: trying out and testing need tsx and vitest also where NODE_ENV is production.
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--no-progress', '--loglevel=error'];
  const npm = process.env.npm_execpath ?? '';
  const [command, first] = basename(npm) === 'npm-cli.js' ? [process.execPath, [npm]] : ['npm', []];
  // npm's own stdout goes to our stderr.
  const done = spawnSync(command, [...first, ...args], { cwd: root, stdio: ['ignore', 2, 2] });
  if (done.status === 0) return 0;
  const why = done.error ? done.error.message : `npm ci: ${done.signal ?? `exit ${done.status}`}`;
  say(
    `không cài được các gói (${why}). Kiểm tra mạng tới kho npm rồi chạy lại.`,
    `packages could not be installed (${why}). Check the network to the npm registry, then run again.`,
  );
  return 1;
}

/** Readies `root`; the exit code: 0 ready, 1 installation failed, 78 Node too old. */
export async function prepare(root) {
  if (isNodeTooOld(process.versions.node)) {
    const needed = OLDEST_NODE.join('.');
    say(
      `cần Node.js ${needed} trở lên, máy này có ${process.versions.node}. Nên cài bản LTS hiện hành từ nodejs.org.`,
      `Node.js ${needed} or newer is needed, this machine has ${process.versions.node}. Install the current LTS from nodejs.org.`,
    );
    return 78;
  }
  if (findLacking(root) === null) return 0;
  const waiting = () =>
    say(
      'một tiến trình khác đang cài các gói, đang chờ …',
      'another process is installing packages, waiting …',
    );
  return withLock(join(root, '.prepare.lock'), INSTALL_MINUTES * 60_000, waiting, () =>
    // Whoever held the lock before us may have installed all.
    findLacking(root) === null ? 0 : install(root),
  );
}

// Not import.meta.dirname: a Node too old for Dongbo must get as far as being told so.
const self = fileURLToPath(import.meta.url);
if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === self) {
  process.exitCode = await prepare(dirname(dirname(self)));
}
