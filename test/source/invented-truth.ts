/**
 * Dossiers that a made-up schema is to hold: what must be read from it, whatever it looks like.
 * Guarantees: the same seed makes the same dossiers; values are of every kind that fields have, some absent.
 */
import type { SourceText } from '../../src/domain/source-dossier.ts';
import { PART_NAMES, type PartName, VIEW_FIELDS } from '../../src/domain/source-fields.ts';
import { between, pick, type Random } from '../../src/simulator/random.ts';

/** Texts by field. */
export type Texts = Readonly<Record<string, SourceText>>;
/** A dossier with its parts; `changedAt` in milliseconds since 1970. */
export interface Truth {
  readonly fields: Texts;
  readonly changedMs: number;
  readonly parts: Readonly<Record<PartName, readonly Texts[]>>;
}

const BEGIN = Date.parse('2026-03-01T08:00:00+07:00');
const WORDS = ['Nguyễn', 'Thị', "O'Brien", 'Đơn xin', 'cấp', 'lại', 'hồ sơ', '50%', '"A"', 'H99;x', 'Ăn'];
const FLAGS = /^(?:vneidVerified|deleted|digitized|fromStore|paid)$/;
const CODES =
  /Code$|^(?:channel|status|substatus|kind|collection|reuse|payment|subjectType|ownerIdType|returnMethod)$/;

/** Local time of Vietnam as ISO 8601. */
export function isoLocal(ms: number): string {
  return `${new Date(ms + 7 * 3_600_000).toISOString().slice(0, 19)}+07:00`;
}

function textOf(random: Random, field: string): string {
  if (/At$|^at$|^due/.test(field)) return isoLocal(BEGIN + between(random, 0, 100_000) * 60_000);
  if (FLAGS.test(field)) return pick(random, ['0', '1']);
  if (field === 'amount') return String(between(random, 0, 90) * 1000);
  if (CODES.test(field)) return pick(random, ['A.01', 'b-2', 'Đ3', '1.001193']);
  if (/Number$|phone|fax/.test(field)) return String(between(random, 100_000_000, 999_999_999));
  return Array.from({ length: between(random, 1, 4) }, () => pick(random, WORDS)).join(' ');
}

function rowOf(random: Random, fields: readonly string[], fixed: Texts): Texts {
  return Object.fromEntries(
    fields.map((field) => {
      if (field in fixed) return [field, fixed[field] ?? null];
      return [field, random() < 0.15 ? null : textOf(random, field)];
    }),
  );
}

/** Makes them; some fields are the same in all. */
export function inventTruth(random: Random, count: number): Truth[] {
  const own = Object.keys(VIEW_FIELDS.dossiers).filter((field) => field !== 'changedAt');
  const same = {
    filingPlace: '2',
    databases: null,
    payment: null,
    fax: null,
    procedureName: random() < 0.5 ? 'Cấp phép' : null,
  };
  let nextId = 1;
  return Array.from({ length: count }, (_, index) => {
    const code = `H99-26-${String(index).padStart(4, '0')}`;
    const parts = PART_NAMES.map((part): [PartName, Texts[]] => {
      const fields = Object.keys(VIEW_FIELDS[part]).filter((field) => field !== 'dossierCode');
      const rows = Array.from({ length: between(random, 0, 3) }, () => {
        nextId += 1;
        return rowOf(random, fields, { id: String(nextId) });
      });
      return [part, rows];
    });
    return {
      fields: rowOf(random, own, { ...same, code }),
      changedMs: BEGIN + between(random, 0, 10) * 3_600_000,
      parts: Object.fromEntries(parts) as Record<PartName, Texts[]>,
    };
  });
}
