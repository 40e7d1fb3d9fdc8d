/** PEM files that the settings name. Must not: tell anything of what is in them. */
import { readFileSync } from 'node:fs';
import { DongboError, reasonOf } from '../domain/errors.ts';

/** The text of the file that setting `name` names; `null` where it names none. Throws DB-CFG-001. */
export function readPem(name: string, file: string | null): string | null {
  if (file === null) return null;
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new DongboError(
      'DB-CFG-001',
      { count: 1 },
      { details: [`${name}: ${reasonOf(error)}`], cause: error },
    );
  }
}
