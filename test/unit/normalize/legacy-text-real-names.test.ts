/**
 * Every text of the national catalogue: none is taken for legacy text as it stands, and written in the
 * old encodings nearly all come back, none wrong. The data are never in the project:
 * DONGBO_NATIONAL_DATA, or ../shared/data beside the checkout; says so where neither is there.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readLegacy } from '../../../src/normalize/legacy-text/read-legacy.ts';
import { asTcvn3, asVni } from './encode-legacy.ts';

const DATA = process.env.DONGBO_NATIONAL_DATA ?? resolve(import.meta.dirname, '../../../../shared/data');
const SAMPLES = join(DATA, 'public-portal-samples');
const ACCENT = /[^\0-\x7f]/;
const LETTERS = /\p{L}+/gu;
const isThere = existsSync(SAMPLES);

function* textsOf(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) yield* textsOf(inner);
  }
}

function realTexts(): string[] {
  const files = [
    join(DATA, 'national-procedure-details.jsonl'),
    ...readdirSync(SAMPLES).map((name) => join(SAMPLES, name)),
  ];
  const documents = files.flatMap((file) => {
    const content = readFileSync(file, 'utf8');
    return file.endsWith('.jsonl') ? content.split('\n').filter((line) => line !== '') : [content];
  });
  const cells = readFileSync(join(DATA, 'national-procedures.csv'), 'utf8').matchAll(
    /(?:^|,)(?:"((?:[^"]|"")*)"|([^,\n]*))/gm,
  );
  const texts = [...documents.flatMap((text) => [...textsOf(JSON.parse(text))])];
  for (const [, quoted, plain] of cells) texts.push((quoted ?? plain ?? '').replaceAll('""', '"'));
  return [...new Set(texts)];
}

/** What is left of case when a tone stands on a capital: TCVN3 has none, so the small letter comes back. */
const withoutCase = (text: string) => text.toLowerCase();
const asIs = (text: string) => text;

/** What software and people make of the case of good Vietnamese. */
const SLIPS: readonly (readonly [string, (text: string) => string])[] = [
  ['an upper() that knows ASCII alone', asciiUpper],
  ['a lower() that knows ASCII alone', (text) => asciiLower(text.toUpperCase())],
  [
    'an initcap() that knows ASCII alone',
    (text) => text.replace(/[A-Za-z]+/g, (run) => asciiUpper(run.charAt(0)) + asciiLower(run.slice(1))),
  ],
  ['a first word in two capitals', (text) => text.slice(0, 2).toUpperCase() + text.slice(2)],
  [
    'every word in two capitals',
    (text) => text.replace(LETTERS, (word) => word.slice(0, 2).toUpperCase() + word.slice(2)),
  ],
];
/** Names with few accents, of which upper() leaves hardly a word that stands. */
const PEOPLE = 'Lê Ngô Hoàng Phan Võ Hà Tô Cao Mai'
  .split(' ')
  .flatMap((family) => 'Minh Thanh Công Xuân Kim Thu'.split(' ').map((middle) => `${family} ${middle}`))
  .flatMap((name) =>
    'An Hân Tâm Tân Lâm Nhân Hòa Tú Hôn Bôn Mai'.split(' ').map((given) => `${name} ${given}`),
  );

function asciiUpper(text: string): string {
  return text.replace(/[a-z]/g, (letter) => letter.toUpperCase());
}

function asciiLower(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

describe.skipIf(!isThere)(
  `real names${isThere ? '' : ' (skipped: no ../shared/data beside the checkout)'}`,
  () => {
    const texts = isThere ? realTexts() : [];

    it('in Unicode are left alone, all of them', () => {
      expect(texts.length).toBeGreaterThan(10_000);
      expect(texts.filter((text) => readLegacy(text).kind !== 'unicode')).toEqual([]);
    });

    it.each(SLIPS)('with the case of %s are never converted, and hardly ever held', (how, slip) => {
      let held = 0;
      const converted: string[] = [];
      const short = [...texts.filter((text) => text.length < 200), ...PEOPLE];
      for (const text of short) {
        const written = slip(text);
        const { kind } = readLegacy(written);
        if (kind === 'doubtful') held += 1;
        else if (kind !== 'unicode') converted.push(`${text} -> ${written}`);
      }
      console.info(`${how}: of ${short.length} texts ${held} held, ${converted.length} converted`);
      expect(converted).toEqual([]);
      expect(held / short.length).toBeLessThan(0.01);
    });

    it.each([
      ['TCVN3', asTcvn3, withoutCase],
      ['VNI', asVni, asIs],
    ] as const)('in %s come back, or are held', (rule, write, compare) => {
      const names = texts
        .map((text) => text.normalize('NFC').replace(/[\u200b-\u200f\u2060\ufeff]/g, ''))
        // What is no name (ĐT1, 104/2022/NĐ-CP) has no word to be known by.
        .filter((text) => ACCENT.test(text) && (text.match(LETTERS) ?? []).length > 2);
      const wrong: string[] = [];
      let right = 0;
      let held = 0;
      for (const name of names) {
        const reading = readLegacy(write(name));
        if (reading.kind === 'doubtful') held += 1;
        else if (compare(reading.text) === compare(name)) right += 1;
        else wrong.push(`${name} -> ${reading.text}`);
      }
      console.info(`${rule}: of ${names.length} names ${right} right, ${held} held, ${wrong.length} wrong`);
      expect(wrong).toEqual([]);
      expect(right / names.length).toBeGreaterThanOrEqual(0.995);
    });
  },
);
