/**
 * Drivers that are loaded only when `SOURCE_URL` names their system.
 * Guarantees: a driver that is not there is said by its name, with the command that brings it.
 */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DongboError } from '../../domain/errors.ts';

/** The drivers, each with the version that the tests know. */
export const DRIVERS = { mysql2: '3.24.6', tedious: '19.2.2', oracledb: '26.0.0' } as const;
/** Name of a driver's package. */
export type DriverName = keyof typeof DRIVERS;

/** The folder in which the program's packages lie. */
function programFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'node_modules')) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}

/**
 * Loads a driver's package.
 * @param load how; by default from the program's packages
 * Throws DB-SRC-007 (exit 78) where it is not installed, or is broken.
 */
export async function loadDriver(
  name: DriverName,
  load: (name: string) => Promise<unknown> = (wanted) => import(wanted),
): Promise<unknown> {
  let loaded: unknown;
  try {
    loaded = await load(name);
  } catch {
    throw new DongboError('DB-SRC-007', { package: `${name}@${DRIVERS[name]}`, path: programFolder() });
  }
  // Made for `require`: everything is in the default export.
  const { default: whole } = loaded as { default?: unknown };
  return whole ?? loaded;
}
