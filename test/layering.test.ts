/**
 * Holds the house to its plan (src/README.md): floors, packages, names, sizes, words, purity.
 * Guarantees: a failure names file and line, says why the rule is there and what to do; the checker
 * itself is tried on houses that are wrong (layering-checker.test.ts).
 * Must not: know the plan; that is test/support/house-plan.ts.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildHouse, type Fault, neighboursOf, readTexts, tellFault } from './support/house.ts';
import { HEAVY_PACKAGES, LIGHT_STARTS } from './support/house-plan.ts';
import { RULES } from './support/house-rules.ts';
import {
  findLooseVersions,
  findStaleExceptions,
  findUndeclared,
  findUnused,
  type Manifest,
} from './support/package-rules.ts';

const ROOT = dirname(import.meta.dirname);
const present = (folders: readonly string[]): readonly string[] =>
  folders.filter((folder) => existsSync(join(ROOT, folder)));

const house = buildHouse(readTexts(ROOT, present(['src', 'jobs', 'migrations'])));
const tools = buildHouse({
  ...readTexts(ROOT, present(['test', 'bench', 'bin'])),
  'vitest.config.ts': readFileSync(join(ROOT, 'vitest.config.ts'), 'utf8'),
});
const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Manifest;

function expectNone(faults: readonly Fault[]): void {
  if (faults.length > 0) expect.fail(`\n\n${faults.map(tellFault).join('\n\n')}\n`);
}

describe('the house', () => {
  it('is read: the errors of domain are there with their imports', () => {
    const errors = house.get('src/domain/errors.ts');
    const imported = errors === undefined ? [] : neighboursOf(house, errors).map(({ target }) => target.path);
    expect(imported).toContain('src/domain/errors/portal.ts');
    expect(imported).toContain('src/domain/errors/entry.ts');
  });

  it('has what the plan says that every command loads, and the packages that it must not', () => {
    expect(LIGHT_STARTS.filter((path) => !house.has(path))).toEqual([]);
    expect([...HEAVY_PACKAGES].filter((name) => !Object.hasOwn(manifest.dependencies ?? {}, name))).toEqual(
      [],
    );
  });

  it.each(Object.entries(RULES))('%s', (_name, find) => {
    expectNone(find(house));
  });
});

describe('package.json', () => {
  it('asks for exact versions', () => {
    expectNone(findLooseVersions(manifest));
  });

  it('has nothing that is not used', () => {
    expectNone(findUnused(manifest, house, tools));
  });

  it('has all that the program imports', () => {
    expectNone(findUndeclared(manifest, house));
  });

  it('has no exception that is none any more', () => {
    expectNone(findStaleExceptions(manifest, house));
  });
});
