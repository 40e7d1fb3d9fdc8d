/**
 * The names under which a province's PostgreSQL and Dongbo meet for changes of the moment.
 * Guarantees: the same source has the same names for ever; its publication and slot are told apart from those of
 * every other source.
 */

/** Channel of NOTIFY: payload = key of a dossier, or {@link POLL_NOW}. Documented in docs/near-real-time.md. */
export const CHANNEL = 'dongbo';
/** Payload that names no dossier: more changed than is told one by one. */
export const POLL_NOW = '';
/** Keys of one statement that are told one by one; beyond that it is {@link POLL_NOW}, once. */
export const MOST_KEYS_A_STATEMENT = 200;
/** Bytes of a payload; PostgreSQL refuses 8000. */
export const MOST_PAYLOAD_BYTES = 7_900;

/** Name of a source's publication and of its replication slot: `dongbo_<source>`. */
export function replicationName(source: string): string {
  // A slot takes a-z, 0-9 and _, 63 at most; names of sources are of these and hyphens (codebook).
  return `dongbo_${source.toLowerCase().replaceAll(/[^a-z0-9_]/g, '_')}`.slice(0, 63);
}

/** An identifier in quotes: letter case, blanks and quotes of its own are kept. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text as SQL writes it. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
