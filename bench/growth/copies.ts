/**
 * Copies of the templates: dossier n of the province, as its views have it and as a reading of them gives it.
 * Guarantees: every dossier has a code and part ids of its own and changed 20 seconds after the one before; n counts from 1,
 * and the first of them are the templates themselves.
 */
import type { SourceDossier } from '../../src/domain/source-dossier.ts';
import type { ProvinceDossier } from '../../src/simulator/province/make-province.ts';
import type { DossierRows } from '../../src/simulator/province/view-columns.ts';

const SECONDS_EACH = 20;
const DIGITS = 8;
/** Stand where a copy has its own; in no made-up text. */
const CODE = '\u2402';
const ID = '\u2403';

/** JSON text of a template with marks where its code and the ids of its parts stand. */
export function marked(value: object, code: string): string {
  return JSON.stringify(value)
    .replaceAll(code, CODE)
    .replace(/"(id|part)":"\d+(\d(?:-\d+)?)"/g, `"$1":"${ID}$2"`);
}

/** A copy's own text of it. */
export const filled = (text: string, code: string, n: number): string =>
  text.replaceAll(CODE, code).replaceAll(ID, String(n));

/** See the head of this file. */
export class Copies {
  readonly #templates: readonly ProvinceDossier[];
  readonly #rows: readonly string[];
  readonly #begin: number;
  #sources: readonly string[] = [];

  /** @param begin epoch milliseconds before which nothing has changed */
  constructor(templates: readonly ProvinceDossier[], begin: number) {
    this.#templates = templates;
    this.#begin = begin;
    this.#rows = templates.map(({ rows }) => marked(rows, rows.dongbo_ho_so.ma_ho_so ?? ''));
  }

  get count(): number {
    return this.#templates.length;
  }

  #of(n: number): number {
    return (n - 1) % this.#templates.length;
  }

  /** Place of the template of dossier n, from 0. */
  template(n: number): number {
    return this.#of(n);
  }

  isHeld(n: number): boolean {
    return this.#templates[this.#of(n)]?.expectation.outcome !== 'accepted';
  }

  code(n: number): string {
    const stem = (this.#templates[this.#of(n)]?.expectation.code ?? '').replace(/\d+$/, '');
    return stem + String(n).padStart(DIGITS, '0');
  }

  changedAt(n: number): string {
    return new Date(this.#begin + n * SECONDS_EACH * 1000).toISOString();
  }

  /** Its rows in the views. */
  rows(n: number): DossierRows {
    const rows = JSON.parse(filled(this.#rows[this.#of(n)] ?? '', this.code(n), n)) as DossierRows;
    return { ...rows, dongbo_ho_so: { ...rows.dongbo_ho_so, cap_nhat_luc: this.changedAt(n) } };
  }

  /** Tells what a reading of the templates gives, in any order. Throws where one is missing. */
  learn(read: readonly SourceDossier[]): void {
    const byCode = new Map(read.map((source) => [source.key, source]));
    this.#sources = this.#templates.map((_, place) => {
      const code = this.code(place + 1);
      const source = byCode.get(code);
      if (source === undefined) throw new Error(`${code} was not read`);
      return marked(source, code);
    });
  }

  /** As a reading gives it, once that of the templates is known. */
  source(n: number): SourceDossier {
    const source = JSON.parse(filled(this.#sources[this.#of(n)] ?? '', this.code(n), n)) as SourceDossier;
    return { ...source, changedAt: this.changedAt(n) };
  }
}
