/** The formulas of the indicators as data: what a version may say, and every fault with its place. */
import { describe, expect, it } from 'vitest';
import { explainFault, FaultSink } from '../../../src/codebook/mapping-fault.ts';
import { readScoreFormulas } from '../../../src/codebook/read-score-formulas.ts';
import { ERROR_CODES } from '../../../src/domain/errors.ts';
import { VALID_FILES } from './mappings-folder.ts';

const BASE = VALID_FILES['score.yaml'];
const read = (text: string) => {
  const sink = new FaultSink('score.yaml');
  const formulas = readScoreFormulas(text, sink);
  return { formulas, faults: sink.faults };
};
/** Another indicator behind that of {@link BASE}, from line 17 on. */
const with2 = (lines: string): string =>
  `${BASE}${lines.replace(/^/gm, '        ').replace(/^ {8}/, '      - ')}\n`;
const B = 'code: B\ngroup: payment\nname: {vi: hai, en: two}\nsource: x';
const version2 = (lines: string): string =>
  `${BASE}${lines.replace(/^/gm, '    ').replace(/^ {4}/, '  - ')}\n`;

/** Content → its faults as `line:column code`. */
const CASES: readonly (readonly [string, string, readonly string[]])[] = [
  ['unknown measure', BASE.replace('numerator: on-time', 'numerator: in-time'), ['13:20 017']],
  [
    'unknown group and scoring',
    BASE.replace('progress', 'speed').replace('kind: ratio', 'kind: root'),
    ['10:16 017', '15:25 017'],
  ],
  [
    'maximum of 0 and below',
    with2(`${B}\nmax: -1\nscoring: {kind: none, reason: other-system}`),
    ['21:14 053'],
  ],
  [
    'no maximum, no source, no English name',
    BASE.replace(/ {8}max.*\n| {8}source.*\n/g, '').replace(', en: one', ''),
    ['9:9 024', '9:9 024', '11:15 024'],
  ],
  [
    'a maximum for a part',
    with2(`${B}\nmax: 2\nnumerator: paid-online\ndenominator: with-fee\nscoring: {kind: part}`),
    ['21:14 053'],
  ],
  [
    'a share in percent, over 1, of 0, in words',
    `${['80%', '1.5', '0', '"0,8"']
      .map((share, at) =>
        BASE.slice(at === 0 ? 0 : BASE.indexOf('      - code'))
          .replace('code: A', `code: A${at}`)
          .replace('ratio}', `ratio, full_at: ${share}}`),
      )
      .join('')}`,
    ['15:41 053', '23:41 053', '31:41 053', '39:41 053'],
  ],
  ['a ratio with one measure', BASE.replace(/ {8}denominator.*\n/, ''), ['9:9 024']],
  [
    'a numerator alone without points',
    with2(`${B}\nmax: 1\nnumerator: reused\nscoring: {kind: none, reason: other-system}`),
    ['17:9 024'],
  ],
  [
    'a reason that comes of counting',
    with2(`${B}\nmax: 1\nscoring: {kind: none, reason: denominator-zero}`),
    ['22:39 017'],
  ],
  [
    'a sum with measures of its own',
    with2(`${B}\nmax: 1\nnumerator: reused\nscoring: {kind: sum, of: [{code: A, times: 1}]}`),
    ['22:20 042'],
  ],
  ['a sum of nothing', with2(`${B}\nmax: 1\nscoring: {kind: sum, of: []}`), ['22:34 022']],
  [
    'an unknown code in a sum',
    with2(`${B}\nmax: 1\nscoring: {kind: sum, of: [{code: C, times: 1}]}`),
    ['22:42 051'],
  ],
  [
    'factors of 0 and below',
    with2(`${B}\nmax: 1\nscoring: {kind: sum, of: [{code: A, times: 0, at_most: -2}]}`),
    ['22:52 053', '22:64 053'],
  ],
  ['a sum of itself', with2(`${B}\nmax: 1\nscoring: {kind: sum, of: [{code: B, times: 1}]}`), ['22:42 052']],
  [
    'a ring of sums, which another version closes',
    `${with2(`${B}\nmax: 1\nscoring: {kind: sum, of: [{code: A, times: 1}]}`)}  - name: two
    like: one
    source: x
    indicators:
      - {code: A, group: progress, name: {vi: a, en: a}, max: 1, source: x, scoring: {kind: sum, of: [{code: B, times: 1}]}}
`,
    ['27:110 052', '22:42 052'],
  ],
  [
    'a code twice, a code of small letters',
    `${with2(`${B.replace('B', 'A')}\nmax: 1\nscoring: {kind: none, reason: other-system}`)}      - code: b
        group: payment
        name: {vi: ba, en: three}
        max: 1
        scoring: {kind: none, reason: other-system}
        source: x
`,
    ['17:15 050', '23:15 053'],
  ],
  ['a version twice', version2('name: one\nlike: one\nsource: x'), ['17:11 050']],
  ['like a version below or unknown', version2('name: two\nlike: three\nsource: x'), ['18:11 017']],
  [
    'days',
    version2('name: two\nlike: one\nsource: x\nvalid_from: 2026-02-30\nvalid_to: 1/7/2026'),
    ['20:17 015', '21:15 015'],
  ],
  [
    'days the wrong way round',
    version2('name: two\nlike: one\nsource: x\nvalid_from: 2026-07-01\nvalid_to: 2026-06-30'),
    ['20:17 016'],
  ],
  [
    'rules of on time',
    BASE.replace('end: steps, asked_again: late', 'end: step, asked_again: never').replace(
      'off: true',
      'off: maybe',
    ),
    ['6:20 017', '6:39 017', '6:65 022'],
  ],
  [
    'hours, words of communes',
    BASE.replace('hours: 24', 'hours: 0')
      .replace('[xã]', '[xã, ""]')
      .replace(/steps_on_time_hours: 24/, 'steps_on_time_hours: một'),
    ['1:21 022', '2:17 053', '7:26 053'],
  ],
  ['no words of communes', BASE.replace('[xã]', '[]'), ['1:16 022']],
  [
    'unknown keys at every depth',
    `${BASE.replace('{kind: ratio}', '{kind: ratio, at: 1}').replace('vi: một', 'vi: một, fr: un')}        rank: 1
weights: 2
`,
    ['11:25 023', '15:32 023', '17:9 023', '18:1 023'],
  ],
  ['no versions', 'commune_words: [xã]\ndue_soon_hours: 24\nversions: []\n', ['3:11 022']],
];

describe('faults of score.yaml', () => {
  it.each(CASES)('%s', (_name, text, expected) => {
    const { formulas, faults } = read(text);
    expect(faults.map(({ line, column, code }) => `${line}:${column} ${code.slice(-3)}`).sort()).toEqual(
      [...expected].sort(),
    );
    expect(formulas).toBeNull();
    for (const fault of faults) {
      for (const language of ['vi', 'en'] as const) {
        const { message, remedy } = explainFault(fault, language);
        expect(`${message} ${remedy}`).not.toMatch(/\{\w+\}/);
      }
    }
  });

  it('every code of formulas stands in a case above', () => {
    const shown = new Set(
      CASES.flatMap(([, , faults]) => faults.map((fault) => `DB-MAP-${fault.slice(-3)}`)),
    );
    const own = ERROR_CODES.filter((code) => code > 'DB-MAP-049' && code.startsWith('DB-MAP-'));
    expect(own.filter((code) => !shown.has(code))).toEqual([]);
  });
});

it('a version like another takes what it does not say itself, and keeps the order', () => {
  const { formulas, faults } =
    read(`${with2(`${B}\nmax: 1\nscoring: {kind: none, reason: other-system}`)}  - name: two
    like: one
    valid_from: 2026-07-01
    source: a newer decree
    on_time: {end: steps-or-record, asked_again: late-unless-ended, citizens_time_off: no}
    indicators:
      - {code: C, group: online, name: {vi: ba, en: three}, max: 3, source: y, numerator: online, denominator: received, scoring: {kind: bound, full_at: 0.9}, not_for_communes: true}
      - {code: A, group: progress, name: {vi: a, en: a}, max: 10, source: y, numerator: on-time, denominator: in-process, scoring: {kind: ratio}}
`);
  expect(faults).toEqual([]);
  const [one, two] = formulas?.versions ?? [];
  expect(two).toMatchObject({
    name: 'two',
    validFrom: '2026-07-01',
    validTo: '',
    source: 'a newer decree',
    stepsOnTimeHours: 24,
    onTime: { end: 'steps-or-record', askedAgain: 'late-unless-ended', citizensTimeOff: false },
  });
  expect(two?.indicators.map(({ code, max }) => [code, max])).toEqual([
    ['A', 10],
    ['B', 1],
    ['C', 3],
  ]);
  expect(two?.indicators[2]).toMatchObject({ scoring: { kind: 'bound', fullAt: 0.9 }, notForCommunes: true });
  expect(one?.indicators.map(({ code, max }) => [code, max])).toEqual([
    ['A', 20],
    ['B', 1],
  ]);
  expect(one?.onTime.citizensTimeOff).toBe(true);
});
