/** docs/threats.md is held to the tests: what is said to protect is shown by tests that are there. */
import { describe, expect, it } from 'vitest';
import { citationsOf, hasTitle } from './citations.ts';
import { GUIDES, readDocument, tableBehind } from './markdown.ts';

/** Headings of the document, and how the ids of their rows begin. */
const AREAS = {
  'Personal data': 'D',
  'The portal and its account': 'P',
  'The province': 'Q',
  'This machine and its services': 'M',
} as const;

/** Rows that name no test: what is left there stands in the row. */
const WITHOUT_TEST: readonly string[] = ['D3', 'Q3'];

const rows = Object.entries(AREAS).flatMap(([area, letter]) =>
  tableBehind(readDocument('docs/threats.md'), area, 'Id').map(
    ([id = '', threat = '', holds = '', shown = '', left = '']) => ({
      letter,
      id,
      threat,
      holds,
      shown,
      left,
    }),
  ),
);

describe('the table of threats', () => {
  it('has rows in every area, each under an id of its own, and leaves no cell empty', () => {
    for (const letter of Object.values(AREAS))
      expect(rows.filter((row) => row.letter === letter).length).toBeGreaterThan(3);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    for (const { letter, id, threat, holds, shown, left } of rows) {
      expect(id).toMatch(new RegExp(`^${letter}\\d{1,2}$`));
      expect([threat, holds, shown, left], id).not.toContain('');
    }
  });

  it('names no test only where it says so', () => {
    expect(rows.filter(({ shown }) => shown === 'none').map(({ id }) => id)).toEqual(WITHOUT_TEST);
  });

  const claims = rows.filter(({ id }) => !WITHOUT_TEST.includes(id));
  it.each(claims.map(({ id, shown }) => [id, shown]))('%s is shown by a test that is there', (_id, shown) => {
    for (const { file, title } of citationsOf(shown)) {
      expect(file, `not \`test/….test.ts\` "title": ${shown}`).not.toBe('');
      expect(hasTitle(file, title), `${file}: ${title}`).toBe(true);
    }
  });
});

it('SECURITY.md is held to what the guides are held to, and names no address of anybody', () => {
  const { text, path } = GUIDES.find((one) => one.path === 'SECURITY.md') ?? { text: '', path: '' };
  expect(path).toBe('SECURITY.md');
  expect(text).not.toMatch(/[\w.]+@[\w-]+\.\w|mailto:|https?:\/\/(?!$)[\w-]+\.\w/);
});
