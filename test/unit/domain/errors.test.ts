/**
 * The catalogue of errors, all of it: two languages that say the same, codes that occur once.
 * Reads the area files itself, because objects spread into one overwrite each other in silence.
 */
import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  DongboError,
  ERROR_CODES,
  type ErrorEntry,
  entryOf,
  explainError,
  isErrorCode,
} from '../../../src/domain/errors.ts';
import { readTime } from '../../../src/normalize/read-time.ts';

const FOLDER = new URL('../../../src/domain/errors/', import.meta.url);

/** Every entry of every object that an area file exports. */
async function declared(): Promise<{ file: string; code: string; entry: ErrorEntry }[]> {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.ts'));
  const modules = await Promise.all(files.map((file) => import(new URL(file, FOLDER).href)));
  return modules.flatMap((module: Record<string, unknown>, index) =>
    Object.values(module)
      .filter((value) => typeof value === 'object' && value !== null)
      .flatMap((area) =>
        Object.entries(area as Record<string, ErrorEntry>).map(([code, entry]) => ({
          file: files[index] ?? '',
          code,
          entry,
        })),
      ),
  );
}

const placeholders = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name))].sort();

describe('area files', () => {
  test('all go into the catalogue, and none overwrites another', async () => {
    const all = await declared();
    expect(new Set(all.map(({ code }) => code))).toEqual(new Set(ERROR_CODES));
    const overwritten = all.filter(({ code, entry }) => !isErrorCode(code) || entryOf(code) !== entry);
    expect(overwritten.map(({ file, code }) => `${file} ${code}`)).toEqual([]);
  });
});

test.each(ERROR_CODES)('%s says the same in both languages, with a remedy', (code) => {
  expect(code).toMatch(/^DB-[A-Z]{3}-\d{3}$/);
  const entry = entryOf(code);
  for (const text of [entry.vi.cause, entry.vi.remedy, entry.en.cause, entry.en.remedy]) {
    expect(text.trim()).toBe(text);
    expect(text.length).toBeGreaterThan(8);
  }
  const vi = `${entry.vi.cause} ${entry.vi.remedy}`;
  expect(placeholders(vi)).toEqual(placeholders(`${entry.en.cause} ${entry.en.remedy}`));
  expect(vi).toMatch(/[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹàáãèéìíòóõùúý]/i);
  expect(vi).toBe(vi.normalize('NFC'));
});

/** A file, a view or column, a setting or a command: something that an engineer can open or type. */
const TANGIBLE = /mappings\/[\w-]+\.(csv|yaml)|\bdongbo_\w+|\b[A-Z]+_[A-Z_]+\b|\bdongbo [a-z]+/;

test('what an engineer must mend while a dossier waits is named, in both languages', () => {
  const vague = ERROR_CODES.filter((code) => {
    const { class: kind, actor, vi, en } = entryOf(code);
    // Faults of tables and documents are told with their file and line, beside it.
    const isForEngineer = kind === 'hold' && actor === 'operator' && !/^DB-(MAP|XML)/.test(code);
    return isForEngineer && !(TANGIBLE.test(vi.remedy) && TANGIBLE.test(en.remedy));
  });
  expect(vague).toEqual([]);
});

test('only those are to act who can', () => {
  const outside = (wanted: (entry: ErrorEntry) => boolean, areas: string) =>
    ERROR_CODES.filter((code) => wanted(entryOf(code)) && !areas.split(' ').includes(code.slice(3, 6)));
  // A clerk mends records, a ministry its catalogue, the portal what it sends; all the rest is the engineer's.
  expect(outside(({ actor }) => actor === 'clerk', 'DOS OWN CMP RES FEE STP SUP TXT')).toEqual([]);
  expect(outside(({ actor }) => actor === 'ministry', 'DOS')).toEqual([]);
  expect(outside(({ actor }) => actor === 'portal', 'CAT')).toEqual([]);
  expect(outside(({ class: kind }) => kind === 'reject', 'PRT')).toEqual([]);
  expect(outside(({ class: kind }) => kind === 'bug', 'SVC XML')).toEqual([]);
  expect(outside(({ class: kind, actor }) => kind === 'stop' && actor === 'clerk', '')).toEqual([]);
  const used = (field: 'actor' | 'class') => new Set(ERROR_CODES.map((code) => entryOf(code)[field]));
  expect([...used('actor')].sort()).toEqual(['clerk', 'ministry', 'operator', 'portal']);
  expect(used('class').size).toBe(6);
});

test('a clerk is never told to type, and always where to record', () => {
  const clerks = ERROR_CODES.filter((code) => entryOf(code).actor === 'clerk');
  expect(clerks.filter((code) => !entryOf(code).vi.remedy.includes('hệ thống một cửa'))).toEqual([]);
  expect(clerks.filter((code) => /\bdongbo [a-z]/.test(entryOf(code).vi.remedy))).toEqual([]);
});

test('a time that is refused says what would be taken', () => {
  const impossible = ['DB-DOS-014', 'DB-DOS-052', 'DB-STP-005', 'DB-STP-010', 'DB-SUP-004'] as const;
  for (const code of impossible) {
    for (const { cause } of [entryOf(code).vi, entryOf(code).en]) expect(cause, code).toContain('1901–2099');
  }
  const [before, first, last, after] = ['1900-12-31', '1901-01-01', '2099-12-31', '2100-01-01'].map(readTime);
  expect([before?.ok, first?.ok, last?.ok, after?.ok]).toEqual([false, true, true, false]);
});

test('Vietnamese texts say what is done, not that records walk by themselves', () => {
  const unnatural =
    /(?<!ký )tự đi|đi thiếu|đi lại|đi trước|đi như|đi không|chỉ cái đầu|không thể đúng|tự làm lại/i;
  const texts = ERROR_CODES.map(
    (code) => [code, `${entryOf(code).vi.cause} ${entryOf(code).vi.remedy}`] as const,
  );
  expect(texts.filter(([, text]) => unnatural.test(text)).map(([code]) => code)).toEqual([]);
});

test('what stops a command says with which exit code', () => {
  const silent = ERROR_CODES.filter((code) => {
    const { class: kind, exit } = entryOf(code);
    return kind === 'stop' && exit === undefined;
  });
  expect(silent).toEqual([]);
});

describe('explaining', () => {
  test('fills in what is known and leaves the rest visible', () => {
    const { message } = explainError('DB-SVC-001', 'en', { where: 'db:5432/so' });
    expect(message).toBe('The ledger PostgreSQL at db:5432/so cannot be reached: {reason}');
  });

  test('a parameter that looks like a placeholder is not filled in again', () => {
    const { message } = explainError('DB-SVC-001', 'vi', { where: '{reason}', reason: 'hỏng' });
    expect(message).toContain('{reason}: hỏng');
  });

  test('marks of what people type are for pages; backticks of a value are its own', () => {
    expect(entryOf('DB-CFG-004').en.remedy).toContain('`dongbo sync --once`');
    const { message, remedy } = explainError('DB-CFG-004', 'en', { dossier: 'H`1' });
    expect(message).toBe('The ledger has no dossier H`1');
    expect(remedy).toContain('run dongbo sync --once and');
  });

  test('an error carries its code, its exit code and its cause', () => {
    const cause = new Error('ECONNREFUSED');
    const error = new DongboError('DB-SVC-001', { where: 'x', reason: 'y' }, { cause });
    expect(error).toMatchObject({ code: 'DB-SVC-001', exitCode: 69, cause });
    expect(error.message).toMatch(/^DB-SVC-001: /);
  });

  test('a code of another version is known for what it is', () => {
    expect(isErrorCode('DB-SVC-001')).toBe(true);
    expect(isErrorCode('DB-SVC-999')).toBe(false);
    expect(isErrorCode('toString')).toBe(false);
  });
});
