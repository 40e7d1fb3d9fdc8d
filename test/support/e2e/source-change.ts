/**
 * What happens in a province while its dossiers are delivered.
 * Guarantees: every change moves the row's time, as the source contract asks; no two steps of a dossier
 * are alike; a correction of a step is told, for the portal may keep what it was told first.
 */
import type { ProvinceDossier } from '../../../src/simulator/province/make-province.ts';
import type { ProvinceDatabase } from '../../../src/simulator/province/province-database.ts';

/** Kinds of change. */
export const CHANGE_KINDS = ['step', 'subject', 'correct-step', 'break', 'mend', 'new'] as const;

/** One change of the source. */
export interface SourceChange {
  readonly kind: (typeof CHANGE_KINDS)[number];
  /** Which dossier, counted round. */
  readonly of: number;
}

/** Makes changes in one province and remembers what it needs for the next. */
export class ChangingSource {
  #database: ProvinceDatabase;
  readonly #dossiers: ProvinceDossier[];
  readonly #newcomers: ProvinceDossier[];
  readonly #corrected: Set<string>;
  /** Codes of dossiers that are broken, with what they said before. */
  readonly #broken = new Map<string, string | null>();
  #count = 0;

  /** @param corrected is told `code/step` of steps whose content changes */
  constructor(
    database: ProvinceDatabase,
    dossiers: readonly ProvinceDossier[],
    newcomers: readonly ProvinceDossier[],
    corrected: Set<string>,
  ) {
    this.#database = database;
    this.#dossiers = [...dossiers];
    this.#newcomers = [...newcomers];
    this.#corrected = corrected;
  }

  /** From now on by way of this connection. */
  by(database: ProvinceDatabase): void {
    this.#database = database;
  }

  /** Codes of dossiers that are broken now. */
  get broken(): readonly string[] {
    return [...this.#broken.keys()];
  }

  /** Does it, at `at`. Answers what was done, for a log; `null` where there was nothing to do. */
  async make({ kind, of }: SourceChange, at: Date): Promise<string | null> {
    this.#count += 1;
    const { rows } = this.#dossiers[of % this.#dossiers.length] ?? { rows: null };
    const code = rows?.dongbo_ho_so.ma_ho_so ?? null;
    if (rows === null || code === null) return null;
    const number = this.#count;
    switch (kind) {
      case 'step':
        // A broken one stays so: a step would bring a good status.
        if (this.#broken.has(code)) return null;
        await this.#database.addStep(code, { status: 'DANG_XU_LY', at, content: `Chuyển bước ${number}` });
        return `step of ${code}`;
      case 'subject':
        await this.#database.change(code, { trich_yeu: `Trích yếu sửa lần ${number}` }, at);
        return `subject of ${code}`;
      case 'correct-step': {
        const [step] = rows.dongbo_tien_do;
        const id = step?.id ?? null;
        if (id === null) return null;
        this.#corrected.add(`${code}/${id}`);
        await this.#database.changePart(
          'dongbo_tien_do',
          code,
          id,
          { noi_dung: `Sửa nội dung ${number}` },
          at,
        );
        return `step ${id} of ${code} corrected`;
      }
      case 'break':
        if (this.#broken.has(code)) return null;
        this.#broken.set(code, rows.dongbo_ho_so.kenh);
        await this.#database.change(code, { kenh: '' }, at);
        return `${code} broken`;
      case 'mend': {
        const [broken] = this.#broken;
        if (!broken) return null;
        this.#broken.delete(broken[0]);
        await this.#database.change(broken[0], { kenh: broken[1] }, at);
        return `${broken[0]} mended`;
      }
      case 'new':
        return this.#bring(at);
    }
  }

  async #bring(at: Date): Promise<string | null> {
    const newcomer = this.#newcomers.shift();
    if (!newcomer) return null;
    const rows = {
      ...newcomer.rows,
      dongbo_ho_so: { ...newcomer.rows.dongbo_ho_so, cap_nhat_luc: at.toISOString() },
    };
    await this.#database.insert([{ ...newcomer, rows }]);
    this.#dossiers.push(newcomer);
    return `new dossier ${rows.dongbo_ho_so.ma_ho_so}`;
  }
}
