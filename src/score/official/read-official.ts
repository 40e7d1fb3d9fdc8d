/**
 * From what a file says to published figures of our province.
 * Guarantees: every figure is taken, passed over and told, or a fault at its place; an unknown code is kept, and told; of
 * two figures of the same thing that differ neither is taken.
 * Must not: guess: a period, an agency or the unit of a ratio that nothing tells is a fault.
 */
import { type OfficialScore, WHOLE_PROVINCE } from '../../domain/score/official-score.ts';
import { readAmount } from './amount.ts';
import { AMOUNTS, type AmountName, type FoundFigure } from './found-figure.ts';
import type { OfficialFault } from './official-fault.ts';
import { type RatioUnit, ratioOf } from './published-ratio.ts';
import { publishedTime } from './published-time.ts';
import { type OwnAgencies, type Whose, WhoseFigures } from './whose-figures.ts';

/** What is said besides the file. */
export interface ReadingOptions {
  /** Of figures that name none; figures that name another one are passed over. `null` = nothing is said. */
  readonly period: string | null;
  /** The same for the agency: code, or name. */
  readonly agency: string | null;
  readonly unit: RatioUnit | null;
  /** When they were published, whatever the file says. */
  readonly publishedAt: Date | null;
  readonly own: OwnAgencies;
  /** Codes that some formula knows. */
  readonly known: ReadonlySet<string>;
  /** Codes of the file that mean one of ours. */
  readonly renamed: ReadonlyMap<string, string>;
}

/** See the file's head. */
export interface OfficialReading {
  readonly figures: readonly OfficialScore[];
  readonly faults: readonly OfficialFault[];
  /** Kept, though no formula knows them. */
  readonly unknownCodes: readonly string[];
  /** Passed over: other periods, and agencies that are not ours or cannot be told, as the file names them. */
  readonly otherPeriods: readonly string[];
  readonly otherAgencies: readonly string[];
  /** Passed over: figures of no named agency in a file that names the province elsewhere. */
  readonly unnamed: number;
  readonly passedOver: number;
}

/** Reads what was found. */
export function readOfficial(found: readonly FoundFigure[], options: ReadingOptions): OfficialReading {
  const reader = new Reader(found, options);
  for (const figure of found) reader.read(figure);
  return reader.reading();
}

class Reader {
  readonly #options: ReadingOptions;
  readonly #whose: WhoseFigures;
  readonly #wanted: string | null;
  readonly #namesProvince: boolean;
  readonly #taken = new Map<string, { readonly score: OfficialScore; readonly place: string }>();
  readonly #faults: OfficialFault[] = [];
  readonly #unknown = new Set<string>();
  readonly #periods = new Set<string>();
  readonly #agencies = new Set<string>();
  #unnamed = 0;
  #passedOver = 0;

  constructor(found: readonly FoundFigure[], options: ReadingOptions) {
    this.#options = options;
    this.#whose = new WhoseFigures(options.own);
    this.#wanted = options.agency === null ? null : this.#agencyCalled(options.agency);
    this.#namesProvince = found.some(({ agency }) => {
      const whose = this.#whose.of(agency);
      return whose.kind === 'ours' && whose.agency === WHOLE_PROVINCE;
    });
  }

  /** One that is not known is meant as it was typed. */
  #agencyCalled(text: string): string {
    for (const named of [
      { code: text, name: '' },
      { code: '', name: text },
    ]) {
      const whose = this.#whose.of({ ...named, id: '' });
      if (whose.kind === 'ours') return whose.agency;
    }
    return text;
  }

  read(figure: FoundFigure): void {
    const agency = this.#agencyOf(this.#whose.of(figure.agency));
    if (agency === null) {
      this.#passedOver += 1;
      return;
    }
    const period = this.#periodOf(figure);
    if (period === null) return;
    const amounts = this.#amountsOf(figure);
    const code = this.#options.renamed.get(figure.code) ?? figure.code;
    if (code === '') this.#fault(figure.place, 'DB-SCR-033');
    if (amounts === null || code === '') return;
    if (!this.#options.known.has(code)) this.#unknown.add(code);
    const publishedAt = this.#options.publishedAt ?? publishedTime(figure.published);
    this.#take({ period, agency, code, ...amounts, flags: figure.flags, publishedAt }, figure.place);
  }

  /** `null` = not ours, or not wanted. */
  #agencyOf(whose: Whose): string | null {
    if (whose.kind === 'other') {
      this.#agencies.add(whose.named);
      return null;
    }
    if (whose.kind === 'ours') {
      if (this.#wanted === null || whose.agency === this.#wanted) return whose.agency;
      this.#agencies.add(whose.agency);
      return null;
    }
    if (this.#wanted !== null) return this.#wanted;
    if (!this.#namesProvince) return WHOLE_PROVINCE;
    this.#unnamed += 1;
    return null;
  }

  #periodOf({ period, place }: FoundFigure): string | null {
    const asked = this.#options.period;
    if (period === null || (period.name === null && asked !== null)) {
      // Nothing tells the period of any of them, mostly: once is enough.
      if (asked === null && !this.#faults.some(({ code }) => code === 'DB-SCR-025')) {
        this.#fault(place, 'DB-SCR-025');
      }
      return asked;
    }
    if (period.name === null) {
      this.#fault(place, 'DB-SCR-026', { value: period.written });
      return null;
    }
    if (asked === null || asked === period.name) return period.name;
    this.#periods.add(period.name);
    this.#passedOver += 1;
    return null;
  }

  #amountsOf(figure: FoundFigure): Readonly<Record<AmountName, number | null>> | null {
    const values: Record<AmountName, number | null> = {
      numerator: null,
      denominator: null,
      ratio: null,
      score: null,
      maxScore: null,
    };
    const before = this.#faults.length;
    for (const name of AMOUNTS) {
      const isCount = name === 'numerator' || name === 'denominator';
      const amount = readAmount(figure.amounts[name], isCount ? 'count' : 'small');
      const value = String(figure.amounts[name]).slice(0, 60);
      if (amount === null) continue;
      if (amount === 'two-ways') this.#fault(figure.placeOf(name), 'DB-SCR-028', { value });
      else if (amount === 'unreadable' || (amount.percent && name !== 'ratio')) {
        this.#fault(figure.placeOf(name), 'DB-SCR-027', { value });
      } else if (name !== 'ratio') values[name] = amount.value;
      // What a ratio is of cannot be told by numbers that are faults themselves.
      else if (this.#faults.length === before) {
        const { numerator, denominator } = values;
        const ratio = ratioOf(amount, numerator, denominator, this.#options.unit);
        if (ratio === 'no-unit') this.#fault(figure.placeOf(name), 'DB-SCR-029', { value });
        else if (ratio === 'contradiction') {
          this.#fault(figure.placeOf(name), 'DB-SCR-030', { value, expected: `${numerator}/${denominator}` });
        } else values.ratio = ratio;
      }
    }
    return this.#faults.length === before ? values : null;
  }

  #take(score: OfficialScore, place: string): void {
    const key = JSON.stringify([score.period, score.agency, score.code]);
    const known = this.#taken.get(key);
    if (known === undefined) this.#taken.set(key, { score, place });
    else if (JSON.stringify(known.score) !== JSON.stringify(score)) {
      this.#fault(place, 'DB-SCR-034', { value: score.code, other: known.place });
    }
  }

  #fault(place: string, code: OfficialFault['code'], params: OfficialFault['params'] = {}): void {
    this.#faults.push({ place, code, params });
  }

  reading(): OfficialReading {
    return {
      figures: [...this.#taken.values()].map(({ score }) => score),
      faults: this.#faults,
      unknownCodes: [...this.#unknown].sort(),
      otherPeriods: [...this.#periods].sort(),
      otherAgencies: [...this.#agencies].sort(),
      unnamed: this.#unnamed,
      passedOver: this.#passedOver,
    };
  }
}
