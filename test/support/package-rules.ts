/**
 * Rules on package.json: exact versions, nothing that is not used.
 * Guarantees: answers with every fault, each with its reason and remedy.
 * Must not: read files; the plan is in house-plan.ts.
 */
import type { Fault, House } from './house.ts';
import { PLANNED_PACKAGES, TOOLS, UNUSED_PACKAGES } from './house-plan.ts';
import { ownersOf } from './import-rules.ts';
import { packageOf } from './imports.ts';

/** What of package.json is looked at. */
export interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

const fault = (rule: string, what: string, why: string, remedy: string): Fault => ({
  rule,
  path: 'package.json',
  line: 0,
  what,
  why,
  remedy,
});

/** Exact versions everywhere: what was tested is what runs. */
export function findLooseVersions(manifest: Manifest): readonly Fault[] {
  const all = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies };
  return Object.entries(all)
    .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
    .map(([name, version]) =>
      fault(
        'versions',
        `asks for ${name} ${version}`,
        'what was tested must be what runs',
        'write one exact version',
      ),
    );
}

function importedBy(house: House): ReadonlySet<string> {
  const specifiers = [...house.values()].flatMap(({ imports }) => imports.map(({ specifier }) => specifier));
  return new Set(
    specifiers
      .map((specifier) => (specifier === null ? null : packageOf(specifier)))
      .filter((name) => name !== null),
  );
}

/**
 * Every dependency earns its place.
 * @param tools files outside the house that may use development packages: tests, bin, bench.
 * A package whose folder is still empty is not asked for: the house is being built.
 */
export function findUnused(manifest: Manifest, house: House, tools: House): readonly Fault[] {
  const [inHouse, inTools] = [importedBy(house), importedBy(tools)];
  const strings = [...house.values()].flatMap(({ scanned }) => scanned.strings.map(({ value }) => value));
  const isBuilt = (name: string): boolean =>
    (ownersOf(name) ?? ['']).some((owner) => [...house.keys()].some((path) => path.startsWith(owner)));
  const production = Object.keys(manifest.dependencies ?? {}).filter(
    (name) => isBuilt(name) && !inHouse.has(name),
  );
  // Loaded by a computed name: the beginning of the name stands in a string.
  const optional = Object.keys(manifest.optionalDependencies ?? {}).filter(
    (name) =>
      isBuilt(name) &&
      !inHouse.has(name) &&
      !strings.some((text) => text.startsWith(`${name.split('/')[0]}/`)),
  );
  const development = Object.keys(manifest.devDependencies ?? {}).filter(
    (name) => !name.startsWith('@types/') && !inTools.has(name) && !Object.hasOwn(TOOLS, name),
  );
  const unused = [...production, ...optional, ...development].filter(
    (name) => !Object.hasOwn(UNUSED_PACKAGES, name) && !Object.hasOwn(PLANNED_PACKAGES, name),
  );
  return unused.map((name) =>
    fault(
      'unused',
      `has ${name}, which nothing uses`,
      'each package is one more to update and to trust',
      'take it out with npm uninstall, or name the reason in UNUSED_PACKAGES of test/support/house-plan.ts',
    ),
  );
}

/** What the program imports is installed with it, not only for developers. */
export function findUndeclared(manifest: Manifest, house: House): readonly Fault[] {
  const delivered = {
    ...manifest.dependencies,
    ...manifest.optionalDependencies,
    ...manifest.peerDependencies,
  };
  return [...house.values()].flatMap(({ path, imports }) =>
    imports.flatMap(({ specifier, typeOnly, line }) => {
      const name = specifier === null ? null : packageOf(specifier);
      if (name === null || typeOnly || Object.hasOwn(delivered, name)) return [];
      const what = `imports ${name}, which is not among the dependencies of package.json`;
      const why = 'where only the program is installed (npm ci --omit=dev) it would not start';
      const remedy = `npm install --save-exact ${name}`;
      return [{ rule: 'undeclared', path, line, what, why, remedy }];
    }),
  );
}

/** Exceptions that are none any more. */
export function findStaleExceptions(manifest: Manifest, house: House): readonly Fault[] {
  const used = importedBy(house);
  const known = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies };
  return Object.keys(UNUSED_PACKAGES)
    .filter((name) => used.has(name) || !Object.hasOwn(known, name))
    .map((name) =>
      fault(
        'unused',
        `is said not to need ${name} yet, and ${used.has(name) ? 'it is used' : 'does not have it'}`,
        'an exception that is none hides the next fault',
        `delete ${name} from UNUSED_PACKAGES of test/support/house-plan.ts`,
      ),
    );
}
