/** What the readers promise of any text: clean once is clean, times keep their instant, amounts their value. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanLines, cleanText, cutAtWord, storable } from '../../src/normalize/clean-text.ts';
import { readAmount } from '../../src/normalize/read-amount.ts';
import { readTime } from '../../src/normalize/read-time.ts';
import { anyText } from '../support/arbitrary-source.ts';

/** Two of every kind of character that cleaning treats on its own, close together. */
const nastyText = fc
  .array(
    fc.constantFrom(
      'a',
      'e',
      '\u0301',
      '\u0323',
      '\u200b',
      '\ufeff',
      ' ',
      '\u00a0',
      '\n',
      '\u2028',
      '\u2000',
      'đ',
      '\u212b',
      '\ud83d',
      '\ude00',
    ),
    {
      maxLength: 14,
    },
  )
  .map((pieces) => pieces.join(''));
const text = fc.oneof(anyText, nastyText);

describe('cleaning', () => {
  it('once is enough, and what comes out is composed, visible, and can be stored', () => {
    fc.assert(
      fc.property(text, (raw) => {
        for (const clean of [cleanText, cleanLines]) {
          const once = clean(raw);
          expect(clean(once)).toBe(once);
          expect(once).toBe(once.normalize('NFC'));
          expect(once).toBe(storable(once));
          expect(once).not.toMatch(/^\s|\s$|\s{2}|[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b]/u);
        }
        expect(cleanText(raw)).not.toContain('\n');
      }),
      { numRuns: 5000 },
    );
  });

  it('keeps every letter', () => {
    const letters = (s: string) =>
      s
        .normalize('NFC')
        .match(/[\p{L}\p{N}]/gu)
        ?.join('') ?? '';
    fc.assert(
      fc.property(nastyText, (raw) => {
        const without = storable(raw).replace(/[\u200b\ufeff]/g, '');
        expect(letters(cleanText(raw))).toBe(letters(without));
      }),
      { numRuns: 2000 },
    );
  });

  it('cuts within the limit, at the end of a word, once', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 3, max: 12 }), (raw, limit) => {
        const clean = cleanText(raw);
        const cut = cutAtWord(clean, limit);
        expect(cut.length).toBeLessThanOrEqual(limit);
        expect(cutAtWord(cut, limit)).toBe(cut);
        expect(storable(cut)).toBe(cut);
        if (cut === clean) return;
        const kept = cut.slice(0, -1);
        expect(cut.endsWith('…') && clean.startsWith(kept)).toBe(true);
        if (clean.slice(0, limit).includes(' ')) expect(clean[kept.length]).toBe(' ');
      }),
      { numRuns: 3000 },
    );
  });
});

const MONTHS = 'JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC';

describe('times', () => {
  /** Without the days around Unix' zero, which stand for "none". */
  const seconds = fc
    .integer({ min: Date.UTC(1902, 0, 1) / 1000, max: Date.UTC(2099, 0, 1) / 1000 })
    .filter((at) => Math.abs(at) > 2 * 86_400);

  it('keep their instant, whatever the zone they are written in', () => {
    fc.assert(
      fc.property(seconds, fc.integer({ min: -12 * 60, max: 14 * 60 }), (at, offset) => {
        const written = new Date((at + offset * 60) * 1000).toISOString().slice(0, 19);
        const minutes = Math.abs(offset);
        const zone = `${offset < 0 ? '-' : '+'}${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
        const local = new Date((at + 7 * 3600) * 1000).toISOString().slice(0, 19);
        expect(readTime(written + zone)).toEqual({ ok: true, time: local });
      }),
      { numRuns: 3000 },
    );
  });

  it('say the same in every local form', () => {
    fc.assert(
      fc.property(seconds, (at) => {
        const time = new Date(at * 1000).toISOString().slice(0, 19);
        const [day = '', clock = ''] = time.split('T');
        const [y, m, d] = day.split('-');
        const [hour = ''] = clock.split(':');
        const twelve = `${Number(hour) % 12 || 12}${clock.slice(2)}`;
        const forms = [
          time,
          `${day} ${clock}.999`,
          `${d}/${m}/${y} ${clock}`,
          `${d}-${m}-${y} ${clock}`,
          `${clock} ${d}/${m}/${y}`,
          time.replace(/\D/g, ''),
          `${day} ${clock}+07`,
          `${d}.${m}.${y} ${clock}`,
          `${d}/${m}/${y} ${twelve} ${Number(hour) < 12 ? 'SA' : 'CH'}`,
          `${d}-${MONTHS.slice(3 * Number(m) - 3, 3 * Number(m))}-${y} ${clock}`,
          `/Date(${at * 1000 - 7 * 3_600_000 + 999})/`,
        ];
        for (const form of forms) expect(readTime(form), form).toEqual({ ok: true, time });
      }),
      { numRuns: 1000 },
    );
  });

  it('are judged, never thrown at', () => {
    fc.assert(
      fc.property(fc.oneof(text, fc.stringMatching(/^[0-9T:+Z/ .APMSCHJan()-]{0,25}$/)), (raw) => {
        const reading = readTime(raw);
        if (reading.ok && reading.time !== '') expect(readTime(reading.time)).toEqual(reading);
      }),
      { numRuns: 5000 },
    );
  });
});

describe('amounts', () => {
  it('keep their value in every way of writing', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 ** 12 }), (dong) => {
        const grouped = (mark: string) => String(dong).replace(/\B(?=(\d{3})+$)/g, mark);
        for (const form of [
          `${dong}`,
          grouped('.'),
          grouped(','),
          `${grouped('.')} đ`,
          `${dong}.00`,
          `${dong},0`,
        ]) {
          expect(readAmount(form), form).toEqual({ ok: true, dong });
        }
      }),
    );
  });
});
