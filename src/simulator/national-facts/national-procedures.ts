/**
 * Every procedure of the simulated catalogue, in one list.
 * Guarantees: no two procedures share a code, as a test checks; one of them is not published.
 */
import { CIVIL_STATUS } from './civil-status.ts';
import { CIVIL_STATUS_FURTHER } from './civil-status-further.ts';
import { ENTERPRISE_LABOUR_CONSTRUCTION } from './enterprise-labour-construction.ts';
import { LAND } from './land.ts';
import { LAND_SLASHES } from './land-slashes.ts';
import { NAMES_ONLY } from './names-only.ts';
import type { NationalProcedure } from './procedure.ts';
import { RESIDENCE } from './residence.ts';

/** What `LayDanhSachTTHC` lists. */
export const NATIONAL_PROCEDURES: readonly NationalProcedure[] = [
  ...CIVIL_STATUS,
  ...CIVIL_STATUS_FURTHER,
  ...RESIDENCE,
  ...ENTERPRISE_LABOUR_CONSTRUCTION,
  ...LAND,
  ...LAND_SLASHES,
  ...NAMES_ONLY,
];
