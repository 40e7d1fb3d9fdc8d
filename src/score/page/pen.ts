/**
 * How a page writes: language, numbers, days, names of indicators.
 * Guarantees: numbers and days as the language's readers know them; a minus sign is one; what rounds to 0 has no sign.
 * Must not: ask for the clock or the zone: times are Vietnam's as the report has them.
 */
import type { Language } from '../../domain/errors.ts';
import type { IndicatorNames, Wording } from '../words/wording.ts';

/** See the file's head. */
export interface Pen {
  readonly language: Language;
  /** The one of both that is the page's. */
  readonly say: (vi: string, en: string) => string;
  readonly word: (wording: Wording) => string;
  /** An indicator's name; its code where the formula has none. */
  readonly name: (code: string) => string;
  /** `12.345`. */
  readonly count: (count: number) => string;
  /** `12.345 hồ sơ`, `1 dossier`. */
  readonly dossiers: (count: number) => string;
  /** `17,42`. */
  readonly points: (points: number) => string;
  /** `+1,20`, `−0,35`, `0,00`. */
  readonly change: (points: number) => string;
  /** `+12`, `−3`, `0`: a difference of counts. */
  readonly more: (count: number) => string;
  /** `4` of whole, `2,5` of others: most points. */
  readonly most: (points: number) => string;
  /** `98,52%`. */
  readonly ratio: (ratio: number) => string;
  /** `31/10/2026` of `2026-10-31`, `31/10/2026 17:05` of a time; '' of ''. */
  readonly time: (local: string) => string;
  /** `31/10` of `2026-10-31`. */
  readonly shortDay: (day: string) => string;
}

/** The pen of a page. */
export function penOf(names: IndicatorNames, language: Language): Pen {
  const locale = language === 'vi' ? 'vi-VN' : 'en-GB';
  const fixed = (least: number, most: number): Intl.NumberFormat =>
    new Intl.NumberFormat(locale, { minimumFractionDigits: least, maximumFractionDigits: most });
  const [whole, two, upTo] = [fixed(0, 0), fixed(2, 2), fixed(0, 2)];
  const word = (wording: Wording): string => wording[language];
  return {
    language,
    say: (vi, en) => (language === 'vi' ? vi : en),
    word,
    name: (code) => {
      const name = names.get(code);
      return name === undefined ? code : word(name);
    },
    count: (count) => whole.format(count),
    dossiers: (count) => {
      const name = language === 'vi' ? 'hồ sơ' : count === 1 ? 'dossier' : 'dossiers';
      return `${whole.format(count)} ${name}`;
    },
    points: (points) =>
      two
        .format(points)
        .replace(/^-(?=[0.,]+$)/, '')
        .replace('-', '−'),
    change: (points) => {
      const size = two.format(Math.abs(points));
      if (!/[1-9]/.test(size)) return size;
      return `${points < 0 ? '−' : '+'}${size}`;
    },
    more: (count) => `${count < 0 ? '−' : count > 0 ? '+' : ''}${whole.format(Math.abs(count))}`,
    most: (points) => upTo.format(points),
    ratio: (ratio) => `${two.format(ratio * 100)}%`,
    time: (local) => {
      const [, year, month, day, clock] = /^(\d+)-(\d\d)-(\d\d)(?:T(\d\d:\d\d))?/.exec(local) ?? [];
      if (year === undefined) return local;
      return `${day}/${month}/${year}${clock === undefined ? '' : ` ${clock}`}`;
    },
    shortDay: (day) => `${Number(day.slice(8, 10))}/${Number(day.slice(5, 7))}`,
  };
}

/** `Tháng 10 năm 2026`, `Quý III năm 2026`, `Năm 2026`; another text as it is. */
export function periodName(period: string, { say }: Pick<Pen, 'say'>): string {
  const [, year = '', quarter, month] = /^(\d{4})(?:-Q([1-4])|-(\d\d))?$/.exec(period) ?? [];
  if (year === '') return period;
  if (quarter !== undefined) {
    const roman = ['I', 'II', 'III', 'IV'][Number(quarter) - 1] ?? quarter;
    return say(`Quý ${roman} năm ${year}`, `Quarter ${roman} of ${year}`);
  }
  if (month === undefined) return say(`Năm ${year}`, `Year ${year}`);
  return say(`Tháng ${Number(month)} năm ${year}`, `${MONTHS[Number(month) - 1] ?? month} ${year}`);
}

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);
