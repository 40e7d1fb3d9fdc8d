/**
 * Version of the rules by which dossiers are normalized, mappings and catalogue aside.
 * Guarantees: the ledger normalizes every dossier anew when it is another one.
 * Must not: change for what leaves all payloads and held parts as they were.
 */

/** Raise it with every change in `normalize/` that makes another payload or another held part of the same row. */
export const NORMALIZE_VERSION = 4;
