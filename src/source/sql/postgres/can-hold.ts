/** Which texts a column of PostgreSQL can hold: it takes offence at all others, and a whole page would fail. Guarantees: pure. */

const WHOLE = /^[+-]?\d{1,20}$/;
const NUMBER = /^[+-]?\d{1,100}(\.\d{1,100})?$/;
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const BITS: Readonly<Record<string, bigint>> = { int2: 15n, int4: 31n, int8: 63n };

/** @param type as `pg_type` names it; of a type that is not known here everything is asked for */
export function canHold(type: string, text: string): boolean {
  // No text of PostgreSQL has it.
  if (text.includes('\u0000')) return false;
  const bits = BITS[type];
  if (bits !== undefined) {
    if (!WHOLE.test(text)) return false;
    const value = BigInt(text.replace('+', ''));
    return value >= -(1n << bits) && value < 1n << bits;
  }
  if (type === 'numeric' || type === 'float4' || type === 'float8') return NUMBER.test(text);
  return type !== 'uuid' || GUID.test(text);
}
