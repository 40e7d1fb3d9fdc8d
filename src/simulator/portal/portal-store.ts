/**
 * What the simulated portal keeps, and the counts that tests and the bench ask for.
 * Guarantees: a dossier keeps its last payload; steps are appended in order and never dropped, not
 * even when they come twice, which is counted.
 */

/** Fields of a message. */
export type Fields = Readonly<Record<string, unknown>>;

/** A dossier at the portal. */
export interface StoredDossier {
  readonly payload: Fields;
  /** How often it was created; more than once never happens. */
  readonly created: number;
  readonly updated: number;
  readonly steps: readonly Fields[];
}

/** A writing call in the order of arrival. */
export interface WritingCall {
  readonly service: string;
  /** As sent; '' for steps. */
  readonly isUpdating: string;
  readonly records: number;
  readonly stored: number;
}

interface Kept {
  payload: Fields;
  created: number;
  updated: number;
  readonly steps: Fields[];
  readonly seen: Set<string>;
}

/** Dossiers, steps and the history of writing. */
export class PortalStore {
  private readonly kept = new Map<string, Kept>();
  private readonly writing: WritingCall[] = [];
  private stepCount = 0;
  private doubled = 0;

  has(code: string): boolean {
    return this.kept.has(code);
  }

  get(code: string): StoredDossier | undefined {
    return this.kept.get(code);
  }

  create(code: string, payload: Fields): void {
    this.kept.set(code, { payload, created: 1, updated: 0, steps: [], seen: new Set() });
  }

  update(code: string, payload: Fields): void {
    const dossier = this.kept.get(code);
    if (dossier === undefined) throw new Error('update of a dossier that is not there');
    dossier.payload = payload;
    dossier.updated += 1;
  }

  appendStep(code: string, step: Fields): void {
    const dossier = this.kept.get(code);
    if (dossier === undefined) throw new Error('step of a dossier that is not there');
    const key = JSON.stringify(Object.entries(step).sort(([a], [b]) => (a < b ? -1 : 1)));
    if (dossier.seen.has(key)) this.doubled += 1;
    dossier.seen.add(key);
    dossier.steps.push(step);
    this.stepCount += 1;
  }

  record(call: WritingCall): void {
    this.writing.push(call);
  }

  get dossiers(): ReadonlyMap<string, StoredDossier> {
    return this.kept;
  }

  /** Writing calls, oldest first. */
  get history(): readonly WritingCall[] {
    return this.writing;
  }

  /** Steps in all, and how many of them came again although they were there. */
  get steps(): { readonly total: number; readonly doubled: number } {
    return { total: this.stepCount, doubled: this.doubled };
  }
}
