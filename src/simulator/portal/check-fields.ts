/**
 * Holds one object of a message against its rules.
 * Guarantees: every fault is told, by field; the sender's values are never repeated, because they
 * may be personal data.
 */
import type { FieldRule, FieldRules } from './field-rules.ts';

/** Is this an object with fields? */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Does `yyyyMMddHHmmss` name a day and time that exist? */
export function isWireTime(text: string): boolean {
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text);
  if (match === null) return false;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  const same = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1;
  return same && date.getUTCDate() === day && hour < 24 && minute < 60 && second < 60 && year >= 1900;
}

function checkText(name: string, value: unknown, rule: FieldRule): string | null {
  if (value === undefined) return `thiếu trường ${name}`;
  if (typeof value !== 'string') return `trường ${name} phải là chuỗi`;
  if (value === '') return rule.must ? `trường ${name} bắt buộc` : null;
  if (rule.max !== undefined && value.length > rule.max) return `trường ${name} dài quá ${rule.max} ký tự`;
  if (rule.of !== undefined && !rule.of.includes(value)) return `trường ${name} có giá trị ngoài danh mục`;
  if (rule.time && !isWireTime(value)) return `trường ${name} không đúng định dạng yyyyMMddHHmmss`;
  if (rule.amount && !/^\d+$/.test(value)) return `trường ${name} không phải số tiền`;
  return null;
}

/**
 * Faults of `object`, in Vietnamese.
 * @param others fields that are no texts and are checked elsewhere.
 */
export function checkFields(
  object: Readonly<Record<string, unknown>>,
  rules: FieldRules,
  prefix = '',
  others: readonly string[] = [],
): string[] {
  const faults: string[] = [];
  for (const [name, rule] of Object.entries(rules)) {
    const fault = checkText(prefix + name, object[name], rule);
    if (fault !== null) faults.push(fault);
  }
  for (const name of Object.keys(object)) {
    if (!Object.hasOwn(rules, name) && !others.includes(name)) faults.push(`trường lạ ${prefix}${name}`);
  }
  return faults;
}
