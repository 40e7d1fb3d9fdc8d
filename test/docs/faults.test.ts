/**
 * docs/faults.md is held to the tests: every fault that it names is shown by a test that exists, and
 * every fault that the simulated portal can play stands in it.
 */
import { describe, expect, it } from 'vitest';
import { FAULT_NAMES } from '../../src/simulator/portal/fault-plan.ts';
import { citationsOf, hasTitle } from './citations.ts';
import { readDocument, tableBehind } from './markdown.ts';

/** Headings of the document, and how the ids of their rows begin. */
const AREAS = {
  Portal: 'P',
  HTTP: 'H',
  Session: 'S',
  Source: 'Q',
  Queue: 'B',
  Ledger: 'L',
  Process: 'X',
  Clock: 'C',
} as const;

const document = readDocument('docs/faults.md');
const rows = Object.entries(AREAS).flatMap(([area, letter]) =>
  tableBehind(document, area, 'Id').map(([id = '', fault = '', must = '', shown = '']) => ({
    area,
    letter,
    id,
    fault,
    must,
    shown,
  })),
);

describe('the table of faults', () => {
  it('has at least sixty, in every area, each under an id of its own', () => {
    expect(rows.length).toBeGreaterThanOrEqual(60);
    for (const area of Object.keys(AREAS)) {
      expect(rows.filter((row) => row.area === area).length, area).toBeGreaterThan(2);
    }
    const ids = rows.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, letter } of rows) expect(id).toMatch(new RegExp(`^${letter}\\d{1,2}$`));
  });

  it('says of each what must happen', () => {
    for (const { id, fault, must } of rows) {
      expect(fault, id).not.toBe('');
      expect(must, id).not.toBe('');
    }
    expect(new Set(rows.map(({ fault }) => fault)).size).toBe(rows.length);
  });

  it.each(rows.map(({ id, shown }) => [id, shown]))('%s is shown by a test that is there', (_id, shown) => {
    for (const { file, title } of citationsOf(shown)) {
      expect(file, `not \`test/….test.ts\` "title": ${shown}`).not.toBe('');
      expect(hasTitle(file, title), `${file}: ${title}`).toBe(true);
    }
  });

  it('leaves out no fault that the simulated portal can play', () => {
    const told = rows.map(({ fault }) => fault).join(' ');
    expect(FAULT_NAMES.filter((name) => !told.includes(`\`${name}\``))).toEqual([]);
  });
});
