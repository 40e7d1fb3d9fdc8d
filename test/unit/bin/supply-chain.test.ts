/** What is installed is what the lock names, sum by sum, and installing it runs nobody's program. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const textOf = (name: string): string => readFileSync(join(import.meta.dirname, '../../..', name), 'utf8');
interface Lock {
  readonly packages: Readonly<Record<string, { readonly resolved?: string; readonly integrity?: string }>>;
}

it('no package runs a script of its own while it is installed', () => {
  expect(textOf('.npmrc').split('\n')).toContain('ignore-scripts=true');
});

it('every package comes from a registry and has a sum that npm checks', () => {
  const { packages } = JSON.parse(textOf('package-lock.json')) as Lock;
  const others = Object.entries(packages).filter(([path]) => path !== '');
  expect(others.length).toBeGreaterThan(100);
  for (const [path, { resolved, integrity }] of others) {
    // Without an address: from whichever registry npm is set to, held to the sum.
    if (resolved !== undefined) expect(resolved, path).toMatch(/^https:\/\/registry\.npmjs\.org\//);
    expect(integrity, path).toMatch(/^sha512-/);
  }
});

it('every package that we name is named with one version', () => {
  const { dependencies, devDependencies, optionalDependencies } = JSON.parse(
    textOf('package.json'),
  ) as Record<string, Record<string, string>>;
  for (const [name, version] of Object.entries({
    ...dependencies,
    ...devDependencies,
    ...optionalDependencies,
  }))
    expect(version, name).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
});
