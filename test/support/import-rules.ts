/**
 * Rules on who may import what: floors, siblings, cycles, packages.
 * Guarantees: each looks at one house and answers with every fault, each with its reason and remedy.
 * Must not: read files; the plan is in house-plan.ts.
 */
import { type Fault, type House, type HouseFile, neighboursOf } from './house.ts';
import {
  COMPUTED_IMPORTS,
  HEAVY_PACKAGES,
  LIGHT_STARTS,
  MIGRATIONS_RUNNER,
  PACKAGE_ENTRIES,
  PACKAGE_OWNERS,
  PURE_BUILTINS,
  SIDE_DOORS,
} from './house-plan.ts';
import { type Import, isBuiltin, packageOf, resolveRelative } from './imports.ts';

const PICTURE = 'see the floors in src/README.md';

/** Why `from` may not import `to`; `null` where it may. */
function objection(from: HouseFile, to: HouseFile): { why: string; remedy: string } | null {
  const [a, b] = [from.place, to.place];
  if (a === null || b === null || a.name === b.name) return null; // rooms that are not in the plan: findUnplaced
  if (b.name === 'migrations') {
    if (a.name === MIGRATIONS_RUNNER) return null;
    return { why: "migrations are the ledger's own", remedy: `ask ${MIGRATIONS_RUNNER}/ for what is needed` };
  }
  if (a.name === 'migrations') {
    return {
      why: 'a migration must do the same for ever, whatever the code becomes',
      remedy: 'write it out in the migration',
    };
  }
  if (a.name === 'domain') {
    return {
      why: 'domain is what all others stand on',
      remedy: 'put the contract into domain/ports.ts and pass the thing in',
    };
  }
  if (b.floor < a.floor || SIDE_DOORS.some((door) => door.from === a.name && door.to === b.name)) return null;
  if (b.floor > a.floor) {
    return {
      why: `imports point down, ${b.name} (floor ${b.floor}) is above ${a.name} (floor ${a.floor}); ${PICTURE}`,
      remedy: 'take what is needed as a parameter, with a contract in domain/ports.ts',
    };
  }
  return {
    why: `${a.name} and ${b.name} are siblings on floor ${a.floor} and blind to each other; ${PICTURE}`,
    remedy: 'put the shared word into domain/, or let pipeline/ or compose.ts hand it over',
  };
}

/** Imports between files: only from a lower floor or the own folder. */
export function findUpwardImports(house: House): readonly Fault[] {
  return [...house.values()].flatMap((file) =>
    neighboursOf(house, file).flatMap(({ target, imported }) => {
      const found = objection(file, target);
      if (found === null) return [];
      return [
        { rule: 'floors', path: file.path, line: imported.line, what: `imports ${target.path}`, ...found },
      ];
    }),
  );
}

/** Relative imports that leave the house: tests, tools, another checkout. */
export function findOutsideImports(house: House): readonly Fault[] {
  return eachImport(house, (file, { specifier }) => {
    const path = specifier === null ? null : resolveRelative(file.path, specifier);
    // The version is read from package.json; domain needs none.
    if (path === null || house.has(path) || (path === 'package.json' && file.place?.floor !== 0)) return null;
    if (/^(src|jobs)\/.+\.json$/.test(path)) return null; // data beside its code
    return {
      rule: 'outside',
      what: `imports ${path}, which is no file of src/, jobs/ or migrations/`,
      why: 'only these are built and delivered',
      remedy: 'mend the path, or move the file into the folder that owns it',
    };
  });
}

/** Files that import each other in a ring, also inside one folder; each ring is told once. */
export function findCycles(house: House): readonly Fault[] {
  const faults: Fault[] = [];
  const done = new Set<string>();
  const trail: string[] = [];
  const visit = (file: HouseFile): void => {
    trail.push(file.path);
    for (const { target, imported } of neighboursOf(house, file)) {
      const start = trail.indexOf(target.path);
      if (start !== -1) {
        faults.push({
          rule: 'cycles',
          path: file.path,
          line: imported.line,
          what: `closes a ring: ${[...trail.slice(start), target.path].join(' → ')}`,
          why: 'files in a ring can only be understood together; type imports count',
          remedy: 'move what both need into a third file that imports neither',
        });
      } else if (!done.has(target.path)) visit(target);
    }
    trail.pop();
    done.add(file.path);
  };
  for (const file of house.values()) if (!done.has(file.path)) visit(file);
  return faults;
}

/** Who may import `name`; `null` for a package that the plan does not know. */
export function ownersOf(name: string): readonly string[] | null {
  const family = Object.keys(PACKAGE_OWNERS).find(
    (key) => key.endsWith('*') && name.startsWith(key.slice(0, -1)),
  );
  const key = Object.hasOwn(PACKAGE_OWNERS, name) ? name : family;
  return key === undefined ? null : (PACKAGE_OWNERS[key] ?? null);
}

/** One outside package, one folder. */
export function findPackageFaults(house: House): readonly Fault[] {
  return eachImport(house, (file, { specifier, typeOnly }) => {
    const name = specifier === null ? null : packageOf(specifier);
    if (name === null) return null;
    const owners = ownersOf(name);
    if (owners === null) {
      return {
        rule: 'packages',
        what: `imports the package ${name}, which the plan does not know`,
        why: "each outside package has one folder, so that it can be replaced there; Node's own modules are written node:…",
        remedy:
          'do without it, or give it a folder in PACKAGE_OWNERS of test/support/house-plan.ts and an exact version in package.json',
      };
    }
    if (!owners.some((owner) => file.path.startsWith(owner))) {
      return {
        rule: 'packages',
        what: `imports ${name}`,
        why: `only ${owners.join(', ')} may, so that it can be replaced there`,
        remedy: 'take what is needed as a parameter, with a contract in domain/ports.ts',
      };
    }
    const entry = PACKAGE_ENTRIES[name] ?? specifier;
    if (entry !== specifier) {
      return {
        rule: 'packages',
        what: `imports ${specifier}`,
        why: 'what this entry loads costs every process megabytes',
        remedy: `import ${entry}, or change PACKAGE_ENTRIES of test/support/house-plan.ts`,
      };
    }
    if (file.place?.name === 'migrations' && !typeOnly) {
      return {
        rule: 'packages',
        what: `imports ${name} for more than types`,
        why: 'a migration gets its connection from the runner',
        remedy: "write `import type { Knex } from 'knex'`",
      };
    }
    return null;
  });
}

/** What every command loads before it begins, by way of files that load each other at once. */
export function findHeavyStarts(house: House): readonly Fault[] {
  const loaded = new Set(LIGHT_STARTS.flatMap((path) => house.get(path) ?? []));
  for (const file of loaded) {
    for (const { target, imported } of neighboursOf(house, file))
      if (!imported.typeOnly && !imported.lazy) loaded.add(target);
  }
  return [...loaded].flatMap((file) =>
    file.imports.flatMap(({ specifier, typeOnly, lazy, line }) => {
      const name = specifier === null ? null : packageOf(specifier);
      if (name === null || typeOnly || lazy || !HEAVY_PACKAGES.has(name)) return [];
      return [
        {
          rule: 'heavy',
          path: file.path,
          line,
          what: `imports ${name}, and is loaded by ${LIGHT_STARTS.join(' or ')} at once`,
          why: 'each command would load it, and few need it',
          remedy:
            "load the part that needs it when it is opened: `await import('…')` in compose.ts or compose/",
        },
      ];
    }),
  );
}

/** Node's modules: none in domain and migrations, harmless ones in normalize. */
export function findBuiltinFaults(house: House): readonly Fault[] {
  return eachImport(house, (file, { specifier }) => {
    const place = file.place?.name;
    if (specifier === null || !isBuiltin(specifier)) return null;
    const none = place === 'domain' || place === 'migrations';
    if (!none && (place !== 'normalize' || PURE_BUILTINS.has(specifier))) return null;
    return {
      rule: 'builtins',
      what: `imports ${specifier}`,
      why: none
        ? `${place} imports nothing at all`
        : 'normalize is pure: no clock, no chance, no outside world',
      remedy: 'take the value as a parameter',
    };
  });
}

/** What is imported must be readable from the text. */
export function findComputedImports(house: House): readonly Fault[] {
  return eachImport(house, (file, { specifier }) => {
    if (specifier !== null || (file.place !== null && Object.hasOwn(COMPUTED_IMPORTS, file.place.name)))
      return null;
    return {
      rule: 'computed',
      what: 'imports something that is only known when the program runs',
      why: 'no one can tell what it reaches, this test neither',
      remedy:
        'import a literal name, or add the place with its reason to COMPUTED_IMPORTS of test/support/house-plan.ts',
    };
  });
}

function eachImport(
  house: House,
  judge: (file: HouseFile, imported: Import) => Omit<Fault, 'path' | 'line'> | null,
): readonly Fault[] {
  return [...house.values()].flatMap((file) =>
    file.imports.flatMap((imported) => {
      const fault = judge(file, imported);
      return fault === null ? [] : [{ ...fault, path: file.path, line: imported.line }];
    }),
  );
}
