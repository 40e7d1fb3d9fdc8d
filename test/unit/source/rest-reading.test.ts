/**
 * What is guaranteed of a REST listing while it changes (reading.ts): played against a service in memory, with
 * changes between any two pages and readings that are cut short anywhere.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DongboError } from '../../../src/domain/errors.ts';
import type { RestRules } from '../../../src/domain/source-definition.ts';
import type { SourcePosition } from '../../../src/domain/source-ports.ts';
import { advance, positionOf, readingOf, rewound } from '../../../src/source/rest/reading.ts';
import { sinceText } from '../../../src/source/rest/since.ts';

type Rules = Pick<RestRules, 'paging' | 'since'>;
const SINCE: RestRules['since'] = { parameter: 'tu', form: 'iso' };
const BY_CURSOR: Rules = {
  since: SINCE,
  paging: { by: 'cursor', parameter: 'c', next: 'tiep', sizeParameter: null },
};
const BY_NUMBER: Rules = {
  since: SINCE,
  paging: { by: 'number', parameter: 'trang', first: 1, sizeParameter: null },
};
const OVERLAP_S = 600;
const MINUTE = 60_000;

/** Dossiers with the time of their last change; time goes on a minute with each call. */
class Service {
  now = Date.UTC(2026, 10, 29);
  readonly changed = new Map<number, number>();
  readonly stored = new Map<number, number>();
  readonly size: number;

  constructor(size: number) {
    this.size = size;
  }

  change(id: number): void {
    this.changed.set(id, this.now);
  }

  list(since: number): [id: number, at: number][] {
    return [...this.changed].filter(([, at]) => at >= since);
  }

  /** One page of the reading that stands at `position`, stored. Answers the position after it. */
  page(
    rules: Rules,
    position: SourcePosition | null,
  ): { readonly last: SourcePosition; readonly end: boolean } {
    this.now += MINUTE;
    const reading = readingOf(position);
    const listed = this.list((reading.at ?? 0) - reading.backMs);
    let rows: [number, number][];
    let next = '';
    if (rules.paging.by === 'cursor') {
      // By key: nothing that stays is ever skipped, but what changes behind the cursor is not seen again.
      const after = Number(reading.page ?? -1);
      rows = listed
        .filter(([id]) => id > after)
        .sort(([a], [b]) => a - b)
        .slice(0, this.size);
      if (rows.length === this.size) next = String(rows.at(-1)?.[0]);
    } else {
      const number = Number(reading.page ?? 1) - 1;
      rows = listed.sort(([, a], [, b]) => a - b).slice(number * this.size, (number + 1) * this.size);
    }
    for (const [id, at] of rows) this.stored.set(id, at);
    const newest = rows.length === 0 ? null : Math.max(...rows.map(([, at]) => at));
    const seen = { items: rows.length, next, newest, mark: JSON.stringify(rows), answeredAt: this.now };
    const after = advance(rules, reading, seen, 'test');
    return { last: positionOf(after.reading), end: after.end };
  }

  /** Reads to the end. */
  read(rules: Rules, position: SourcePosition | null): SourcePosition {
    for (let at = position === null ? null : rewound(position, OVERLAP_S); ; ) {
      const { last, end } = this.page(rules, at);
      if (end) return last;
      at = last;
    }
  }

  missing(): number[] {
    return [...this.changed].filter(([id, at]) => this.stored.get(id) !== at).map(([id]) => id);
  }
}

describe('a listing by cursor', () => {
  it('is never left with anything unread, whatever changes meanwhile and wherever a reading is cut', () => {
    const steps = fc.array(
      fc.record({
        changes: fc.array(fc.nat(29), { maxLength: 3 }),
        isCut: fc.boolean(),
        minutes: fc.nat(30),
      }),
      { minLength: 1, maxLength: 60 },
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 7 }), steps, (size, life) => {
        const service = new Service(size);
        for (let id = 0; id < 30; id += 3) service.change(id);
        let position: SourcePosition | null = null;
        for (const { changes, isCut, minutes } of life) {
          const { last, end } = service.page(BY_CURSOR, position);
          position = last;
          service.now += minutes * MINUTE;
          for (const id of changes) service.change(id);
          // Whoever is cut short, or has read to the end, begins the next time with moving back.
          if (isCut || end) position = rewound(position, OVERLAP_S);
        }
        // Quiet now: what the reading under way has passed by already is the next one's.
        service.read(BY_CURSOR, service.read(BY_CURSOR, position));
        expect(service.missing()).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a listing by numbers', () => {
  it('is read twice before the cursor moves, and what fell over a seam is found', () => {
    const service = new Service(2);
    for (const id of [1, 2, 3, 4, 5]) {
      service.change(id);
      service.now += MINUTE;
    }
    const first = service.page(BY_NUMBER, null);
    // 1 goes to the end: 3 slips onto the page that was read already.
    service.change(1);
    const once = service.page(BY_NUMBER, first.last);
    expect(service.stored.has(3)).toBe(false);
    const end = service.read(BY_NUMBER, once.last);
    expect(service.missing()).toEqual([]);
    // No later than the beginning: what changed during it is listed by the next reading.
    expect(Date.parse(end.at)).toBeLessThanOrEqual(Date.UTC(2026, 10, 29) + 6 * MINUTE);
    service.change(4);
    service.read(BY_NUMBER, end);
    expect(service.missing()).toEqual([]);
  });

  it('is read once where it has one page, or where everything is read each time', () => {
    const calls = (rules: Rules, dossiers: number): number => {
      const service = new Service(2);
      for (let id = 0; id < dossiers; id += 1) service.change(id);
      const begun = service.now;
      service.read(rules, null);
      return (service.now - begun) / MINUTE;
    };
    expect(calls(BY_NUMBER, 2)).toBe(2);
    expect(calls(BY_NUMBER, 5)).toBe(8);
    expect(calls({ ...BY_NUMBER, since: null }, 5)).toBe(4);
  });
});

describe('the cursor', () => {
  it('stays where it was while a listing is read, does not drift, and never goes back', () => {
    const service = new Service(2);
    for (const id of [1, 2, 3]) service.change(id);
    const first = service.page(BY_CURSOR, null);
    expect(first.last.at).toBe('');
    const at = service.read(BY_CURSOR, first.last);
    expect(at).toEqual({ at: '2026-11-29T00:00:00.000Z', key: '' });
    // Readings that find nothing new, however many there are, do not take it further and further back.
    let position = at;
    for (let time = 0; time < 5; time += 1) position = service.read(BY_CURSOR, position);
    expect(position).toEqual(at);
  });

  it('begins anew where the ledger has what nobody of us wrote', () => {
    expect(readingOf({ at: '2026-11-29 10:00:00+07', key: 'H99-1' })).toMatchObject({ page: null, pages: 0 });
    expect(readingOf({ at: 'infinity', key: '' })).toMatchObject({ at: null, page: null });
  });
});

describe('a service without end', () => {
  const seen = { items: 1, next: 'x', newest: null, mark: 'm', answeredAt: 0 };
  const at = (rules: Rules, page: string, more = {}): (() => unknown) => {
    const reading = { ...readingOf(null), page, pages: 1, mark: 'm' };
    return () => advance(rules, { ...reading, ...more }, seen, 'test');
  };
  it.each<[string, () => unknown]>([
    ['names the page that it has just shown', at(BY_CURSOR, 'x')],
    ['shows the same page under the next number', at(BY_NUMBER, '2')],
    ['goes on beyond all measure', at(BY_CURSOR, 'y', { pages: 1_000_000 })],
  ])('is told when it %s', (_what, work) => {
    expect(work).toThrow(expect.objectContaining<Partial<DongboError>>({ code: 'DB-RST-009' }));
  });
});

it.each([
  ['iso', '2026-11-29T07:00:01+07:00'],
  ['local', '2026-11-29T07:00:01'],
  ['epoch_seconds', '1795910401'],
  ['epoch_millis', '1795910401999'],
] as const)('asks for changes since a time as %s', (form, text) => {
  expect(sinceText(Date.UTC(2026, 10, 29, 0, 0, 1, 999), form)).toBe(text);
});
