/**
 * Node.js itself, for machines that have none (`--with-node`).
 * Guarantees: exactly this version, from the npm registry or its cache, with the sum that stands here.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A long-term support line; newer within it where both machines have it. */
const NODE_VERSION = '24.21.0';
const INTEGRITY = {
  x64: 'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
  arm64: 'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
};

/** Puts node/bin/node and its licence into `folder`. Throws where the sum differs. */
export async function addNode({ folder, arch }) {
  const draft = mkdtempSync(join(tmpdir(), 'dongbo-node-'));
  try {
    const name = `node-linux-${arch}@${NODE_VERSION}`;
    const words = ['pack', name, '--prefer-offline', '--loglevel=error', `--pack-destination=${draft}`];
    const file = join(
      draft,
      String(execFileSync('npm', words, { stdio: ['ignore', 'pipe', 'inherit'] })).trim(),
    );
    const found = `sha512-${createHash('sha512').update(readFileSync(file)).digest('base64')}`;
    if (found !== INTEGRITY[arch]) throw new Error(`${name}: its sum is ${found}`);
    execFileSync('tar', ['--extract', `--file=${file}`, `--directory=${draft}`]);
    cpSync(join(draft, 'package', 'bin', 'node'), join(folder, 'node', 'bin', 'node'));
    cpSync(join(draft, 'package', 'LICENSE'), join(folder, 'node', 'LICENSE'));
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}
