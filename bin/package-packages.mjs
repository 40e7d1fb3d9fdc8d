/**
 * The outside packages of a release and the list of them (CycloneDX).
 * Guarantees: exactly what package-lock.json names for running on that machine; no script of a package is run;
 * the list names no time and no machine.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { findLacking } from './prepare.mjs';

/** What packages bring and a running program never reads. */
const LEFT_OUT = /\.(?:a|map)$|\.(?:d\.[cm]?ts)$/;

/** Packages of the lock that run on this kind of machine; parents before what lies in them. */
function packagesToRun(lock, arch) {
  const fits = (list, value) =>
    list === undefined || list.includes(value) || (list[0]?.startsWith('!') && !list.includes(`!${value}`));
  return Object.entries(lock.packages)
    .filter(([path, entry]) => path !== '' && !entry.dev)
    .filter(([, { os, cpu, libc }]) => fits(os, 'linux') && fits(cpu, arch) && fits(libc, 'glibc'))
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Puts node_modules into `folder`. @param fromCheckout take them from here (already verified by npm), not anew */
export async function addPackages({ root, folder, arch, fromCheckout }) {
  const lockFile = join(root, 'package-lock.json');
  const lock = JSON.parse(readFileSync(lockFile, 'utf8'));
  const source = fromCheckout ? root : install(root, folder, arch);
  if (fromCheckout && findLacking(root) !== null)
    throw new Error('the packages of this checkout are not those of package-lock.json');
  for (const [path] of packagesToRun(lock, arch)) {
    const from = join(source, path);
    if (!existsSync(from)) throw new Error(`${path} is lacking`);
    cpSync(from, join(folder, path), {
      recursive: true,
      verbatimSymlinks: true,
      // What lies deeper in node_modules is a package of its own, or none that is needed.
      filter: (file) => !LEFT_OUT.test(file) && !relative(from, file).startsWith('node_modules'),
    });
  }
  if (!fromCheckout) rmSync(source, { recursive: true });
}

/** `npm ci` for that machine into a folder beside; npm checks every package against the lock. */
function install(root, folder, arch) {
  const beside = join(dirname(folder), 'packages');
  for (const file of ['package.json', 'package-lock.json', '.npmrc'])
    cpSync(join(root, file), join(beside, file));
  npm(beside, [
    'ci',
    '--omit=dev',
    '--ignore-scripts',
    '--prefer-offline',
    '--os=linux',
    `--cpu=${arch}`,
    '--libc=glibc',
  ]);
  return beside;
}

function npm(cwd, words) {
  return execFileSync('npm', [...words, '--no-audit', '--no-fund', '--no-progress', '--loglevel=error'], {
    cwd,
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 64 * 1024 * 1024,
  });
}

/** Writes sbom.cdx.json: each package with version, licence and sum. */
export function writeSbom({ root, folder, name, seconds }) {
  // npm takes the sums from the lock, which is not part of a release.
  symlinkSync(join(root, 'package-lock.json'), join(folder, 'package-lock.json'));
  let bom;
  try {
    bom = JSON.parse(String(npm(folder, ['sbom', '--sbom-format', 'cyclonedx', '--omit', 'dev'])));
  } finally {
    rmSync(join(folder, 'package-lock.json'));
  }
  const byRef = (a, b) => (a < b ? -1 : 1);
  bom.components.sort((a, b) => byRef(a['bom-ref'], b['bom-ref']));
  bom.dependencies.sort((a, b) => byRef(a.ref, b.ref));
  bom.metadata.component.name = name;
  bom.metadata.timestamp = new Date(seconds * 1000).toISOString();
  delete bom.serialNumber;
  const hash = createHash('sha256').update(JSON.stringify(bom)).digest('hex');
  // A name for this very list, made from its content (a UUID of version 8 is free to be that).
  bom.serialNumber = `urn:uuid:${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
  writeFileSync(join(folder, 'sbom.cdx.json'), `${JSON.stringify(bom, null, 2)}\n`);
}
