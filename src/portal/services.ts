/** Names of the portal's services (1-portal-contract.md, section 2). */

/** Creates or updates dossiers. */
export const PUSH_DOSSIERS = 'DongBoHoSoMC';
/** Appends progress steps. */
export const PUSH_STEPS = 'CapNhatTienDoHoSoMC';
/** Reads one dossier back. */
export const LOOKUP = 'TraCuuHoSo';
/** Stands for the login in answer rules; the login itself names no service. */
export const LOGIN = 'login';
