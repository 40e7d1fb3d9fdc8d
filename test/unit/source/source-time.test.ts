/** Times as PostgreSQL writes them: read, moved, told in ISO, with no digit lost. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { earlier, isoTime } from '../../../src/source/rows/source-time.ts';

describe('isoTime', () => {
  it.each([
    ['2026-11-24 10:00:00.123456+07', '2026-11-24T10:00:00.123456+07:00'],
    ['2026-11-24 10:00:00.1+00', '2026-11-24T10:00:00.1+00:00'],
    ['2026-11-24 10:00:00-03:30', '2026-11-24T10:00:00-03:30'],
    // Without a zone it is Vietnam's time.
    ['2026-11-24 10:00:00.000001', '2026-11-24T10:00:00.000001+07:00'],
    ['2026-11-24', '2026-11-24T00:00:00+07:00'],
    // Offsets with seconds, as Vietnam had before 1911, have no ISO form: UTC instead.
    ['1900-01-01 00:00:00.5+07:06:30', '1899-12-31T16:53:30.5Z'],
    ['0099-03-01 12:00:00+07', '0099-03-01T12:00:00+07:00'],
    // As SQL Server, Oracle and rules of a map write them.
    ['2026-11-24T10:00:00.1234567', '2026-11-24T10:00:00.1234567+07:00'],
    ['2026-11-24T10:00:00.5+09:00', '2026-11-24T10:00:00.5+09:00'],
    ['2026-11-24 10:00:00.123456 +07:00', '2026-11-24T10:00:00.123456+07:00'],
    ['2026-11-24T03:00:00Z', '2026-11-24T03:00:00+00:00'],
    // No such day: as a calendar counts on.
    ['2026-02-30 10:00:00', '2026-03-02T10:00:00+07:00'],
    ['2026-01-31 10:00:00.5-00', '2026-01-31T10:00:00.5+00:00'],
  ])('%s', (written, iso) => {
    expect(isoTime(written)).toBe(iso);
  });

  it.each([
    null,
    'infinity',
    '-infinity',
    '0044-03-15 12:00:00+07 BC',
    '24/11/2026',
    // In UTC still the year 0, or already 10000.
    '0001-01-01 00:00:00+07:06:30',
    '0001-01-01 00:00:00+07',
    '0001-01-01 00:00:00',
    '0001-01-01',
    '9999-12-31 23:00:00-07',
    '0000-06-01 00:00:00+07',
    '10000-01-01 00:00:00+07',
  ])('%s has none', (written) => {
    expect(isoTime(written)).toBeNull();
  });
});

describe('earlier', () => {
  it('keeps the form: fraction, zone, or the lack of both', () => {
    expect(earlier('2026-03-01 00:05:00.123456+07', 600)).toBe('2026-02-28 23:55:00.123456+07');
    expect(earlier('2024-03-01 00:00:00', 1)).toBe('2024-02-29 23:59:59');
    expect(earlier('2026-11-24', 600)).toBe('2026-11-23');
    expect(earlier('-infinity', 600)).toBe('-infinity');
    expect(earlier('2026-11-24T00:05:00.123', 600)).toBe('2026-11-23T23:55:00.123');
    expect(earlier('2026-11-24 00:05:00.5 +07:00', 600)).toBe('2026-11-23 23:55:00.5 +07:00');
    expect(earlier('2026-11-24T00:05:00Z', 600)).toBe('2026-11-23T23:55:00Z');
    expect(earlier('0000-00-00 00:00:00', 600)).toBe('0000-00-00 00:00:00');
  });

  it('moves back by exactly the seconds asked for', () => {
    const second = fc.integer({ min: 0, max: 4_000_000_000 });
    fc.assert(
      fc.property(
        second,
        fc.integer({ min: 0, max: 1_000_000 }),
        fc.integer({ min: 0, max: 999_999 }),
        (at, back, micros) => {
          const written = (seconds: number): string =>
            `${new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ')}.${String(micros).padStart(6, '0')}+07`;
          expect(earlier(written(at), back)).toBe(written(at - back));
        },
      ),
    );
  });
});
