/** SQL Server's types: what a column is for us, how its exact text is had, and how a text becomes one. Guarantees: pure. */
import type { ColumnKind } from '../engine.ts';

const TIMES = new Set(['datetime', 'datetime2', 'smalldatetime', 'datetimeoffset', 'date']);
const NUMBERS = /^(tinyint|smallint|int|bigint|decimal|numeric|money|smallmoney|float|real)$/;
const TEXTS = /^(n?(var)?char|n?text|sysname)$/;
const GUID = /^\{?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?$/i;
const NUMBER = /^-?\d{1,30}(\.\d{1,30})?$/;
const WHOLE = /^-?\d{1,30}$/;
const BYTES = /^0x(?:[0-9a-f]{2})+$/i;
const RANGES: Readonly<Record<string, readonly [bigint, bigint]>> = {
  tinyint: [0n, 255n],
  smallint: [-(1n << 15n), (1n << 15n) - 1n],
  int: [-(1n << 31n), (1n << 31n) - 1n],
  bigint: [-(1n << 63n), (1n << 63n) - 1n],
};

/** `datetime2(7)` → `datetime2`. */
export function baseOf(type: string): string {
  return type.replace(/\(.*$/, '').toLowerCase();
}

/** Bytes come as `0x…`. */
export function isBytes(type: string): boolean {
  return /^(var)?binary$/.test(baseOf(type));
}

/** See {@link ColumnKind}. */
export function kindOf(type: string): ColumnKind {
  const base = baseOf(type);
  if (TIMES.has(base)) return 'time';
  return NUMBERS.test(base) ? 'number' : TEXTS.test(base) ? 'text' : 'other';
}

/** The expression for the exact text of `??`; `null` = the driver gives it as it is. */
export function textOf(type: string): string | null {
  switch (baseOf(type)) {
    case 'date':
      return 'convert(varchar(10), ??, 23)';
    case 'datetime':
    case 'smalldatetime':
    case 'datetime2':
    case 'datetimeoffset':
      return 'convert(varchar(40), ??, 126)';
    case 'time':
      return 'convert(varchar(16), ??, 114)';
    case 'decimal':
    case 'numeric':
      return 'convert(varchar(60), ??)';
    case 'money':
    case 'smallmoney':
      return 'convert(varchar(40), ??, 2)';
    case 'uniqueidentifier':
      return 'convert(varchar(36), ??)';
    case 'sql_variant':
      return 'convert(nvarchar(4000), ??)';
    default:
      return null;
  }
}

/**
 * The expression that makes the column's own type of a parameter `?`, so that an index on the column serves: a wider
 * type would have every row converted.
 */
export function castFor(type: string): string {
  const base = baseOf(type);
  if (base === 'date') return 'convert(date, ?, 23)';
  // Texts of ISO 8601 with an offset are taken as they are; no style is told to take them.
  if (base === 'datetimeoffset') return `convert(${type}, ?)`;
  if (TIMES.has(base)) return `convert(${type}, ?, 126)`;
  if (isBytes(type)) return `convert(${type}, ?, 1)`;
  if (base === 'varchar' || base === 'char') return 'convert(varchar(8000), ?)';
  return kindOf(type) === 'number' || base === 'uniqueidentifier' ? `convert(${type}, ?)` : '?';
}

/** Can the column hold it at all? What it cannot hold would be an error to ask for. */
export function canHold(type: string, text: string): boolean {
  const base = baseOf(type);
  const range = RANGES[base];
  if (range) {
    if (!WHOLE.test(text)) return false;
    const value = BigInt(text);
    return value >= range[0] && value <= range[1];
  }
  if (kindOf(type) === 'number') return NUMBER.test(text) && digitsOf(text) <= roomOf(type);
  if (isBytes(type)) return BYTES.test(text);
  return base !== 'uniqueidentifier' || GUID.test(text);
}

const digitsOf = (text: string): number => text.replace(/^-?0*|\..*$/g, '').length;

/** Digits before the point. */
function roomOf(type: string): number {
  const base = baseOf(type);
  if (base === 'money') return 14;
  if (base === 'smallmoney') return 5;
  const [, precision, scale = '0'] = /\((\d+)(?:,\s*(\d+))?\)/.exec(type) ?? [];
  return precision === undefined || base === 'float' ? 30 : Number(precision) - Number(scale);
}

/** The type as it is declared, from what the catalogue has of it. @param bytes `max_length`, -1 = `max` */
export function declared(name: string, bytes: number, precision: number, scale: number): string {
  if (/^n(var)?char$/.test(name)) return `${name}(${bytes < 0 ? 'max' : bytes / 2})`;
  if (/^(var)?(char|binary)$/.test(name)) return `${name}(${bytes < 0 ? 'max' : bytes})`;
  if (name === 'decimal' || name === 'numeric') return `${name}(${precision},${scale})`;
  return /^(datetime2|datetimeoffset|time)$/.test(name) ? `${name}(${scale})` : name;
}
