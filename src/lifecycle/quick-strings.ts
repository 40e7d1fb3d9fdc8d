/**
 * Keeps what is asked of texts quick, whatever a library does to them.
 * Guarantees: calls of methods of texts stay as quick as V8 makes them, also after a library has made a class out of `String`.
 * Must not: change what any text does.
 */

/** More than V8 counts before it keeps an eye on what a function reads. */
const READS = 1_000;

/**
 * To be called once, at the beginning of a process. A class made out of `String` (ioredis has one) turns the object that all methods
 * of texts are read from into a table, for as long as no text that is an object is read from; each `charCodeAt` is then looked up anew,
 * and normalizing takes a fifth longer (docs/decisions/0033). Once such a text has been read from, V8 keeps the object as it is.
 */
export function keepStringsQuick(): void {
  const read = ({ trim }: { readonly trim?: unknown }): unknown => trim;
  for (let time = 0; time < READS; time += 1) read(Object(''));
}
