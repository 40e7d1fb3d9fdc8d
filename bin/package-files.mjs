/**
 * The files of a release: which there are, their modes, their sums.
 * Guarantees: sorted by the bytes of their names; modes depend on nobody's umask.
 */
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Files and links below `root/part`, from `root`, sorted; `part` itself where it is a file; none where it is nothing. */
export function filesBelow(root, part = '') {
  const path = join(root, part);
  if (part !== '' && !existsSync(path) && !isLink(path)) return [];
  if (!lstatSync(path).isDirectory()) return [part];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesBelow(root, join(part, name)))
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

function isLink(path) {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false;
  }
}

/** 0755 for folders and programs, 0644 for all else. */
export function setModes(folder) {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isSymbolicLink()) continue;
    const path = join(entry.parentPath, entry.name);
    const runs = entry.isDirectory() || (lstatSync(path).mode & 0o100) !== 0;
    chmodSync(path, runs ? 0o755 : 0o644);
  }
}

/** What `sha256sum --check` reads; of links, what they lead to. */
export function sumsOf(folder) {
  const lines = filesBelow(folder)
    .filter((path) => path !== 'SHA256SUMS')
    .map(
      (path) =>
        `${createHash('sha256')
          .update(readFileSync(join(folder, path)))
          .digest('hex')}  ${path}\n`,
    );
  return lines.join('');
}
