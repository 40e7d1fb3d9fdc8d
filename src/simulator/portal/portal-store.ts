/**
 * What the simulated portal keeps, and the counts that tests and the bench ask for.
 * Guarantees: a dossier keeps its last payload; steps are appended in order and never dropped, not
 * even when they come twice, which is counted. All changes of a call are told to `remember` at once.
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

/** One change of what is kept. */
export type Change =
  | readonly ['create' | 'update' | 'step', code: string, fields: Fields]
  | readonly ['forget', code: string]
  /** Behind everybody's back: fields that say something else, steps as they are from now on. */
  | readonly ['alter', code: string, fields: Fields, steps: readonly Fields[]];

/** The changes of one call; `call` is absent where no call made them. */
export interface Remembered {
  readonly call?: WritingCall;
  readonly changes: readonly Change[];
}

interface Kept {
  payload: Fields;
  created: number;
  updated: number;
  steps: Fields[];
  seen: Set<string>;
}

function keyOf(step: Fields): string {
  return JSON.stringify(Object.entries(step).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Dossiers, steps and the history of writing. */
export class PortalStore {
  private readonly kept = new Map<string, Kept>();
  private readonly writing: WritingCall[] = [];
  private pending: Change[] = [];
  private stepCount = 0;
  private doubled = 0;
  private forgotten = 0;
  private remember: (line: Remembered) => void = () => undefined;

  /** From now on every call's changes go there, before the call is answered. */
  tell(remember: (line: Remembered) => void): void {
    this.remember = remember;
  }

  /** Does again what was told to `remember`. */
  replay({ call, changes }: Remembered): void {
    for (const change of changes) this.apply(change);
    if (call !== undefined) this.writing.push(call);
  }

  has(code: string): boolean {
    return this.kept.has(code);
  }

  get(code: string): StoredDossier | undefined {
    return this.kept.get(code);
  }

  create(code: string, payload: Fields): void {
    this.change(['create', code, payload]);
  }

  update(code: string, payload: Fields): void {
    this.change(['update', code, payload]);
  }

  appendStep(code: string, step: Fields): void {
    this.change(['step', code, step]);
  }

  /** Loses dossiers with their steps, as a portal does that was restored from an old copy. Answers how many were there. */
  forget(codes: readonly string[]): number {
    const there = [...new Set(codes)].filter((code) => this.kept.has(code));
    const changes = there.map((code): Change => ['forget', code]);
    for (const change of changes) this.apply(change);
    if (changes.length > 0) this.remember({ changes });
    return there.length;
  }

  /** Changes a dossier behind everybody's back. Answers whether it was there. */
  alter(code: string, fields: Fields, steps?: (present: readonly Fields[]) => readonly Fields[]): boolean {
    const dossier = this.kept.get(code);
    if (dossier === undefined) return false;
    const change: Change = ['alter', code, fields, steps?.(dossier.steps) ?? dossier.steps];
    this.apply(change);
    this.remember({ changes: [change] });
    return true;
  }

  /** Ends a writing call: what it changed and that it came are told together. */
  record(call: WritingCall): void {
    this.writing.push(call);
    const changes = this.pending;
    this.pending = [];
    this.remember({ call, changes });
  }

  get dossiers(): ReadonlyMap<string, StoredDossier> {
    return this.kept;
  }

  /** Writing calls, oldest first. */
  get history(): readonly WritingCall[] {
    return this.writing;
  }

  /** Steps that are there, how many ever came again although they were there, and dossiers lost by `forget`. */
  get counts(): { readonly steps: number; readonly doubled: number; readonly forgotten: number } {
    return { steps: this.stepCount, doubled: this.doubled, forgotten: this.forgotten };
  }

  private change(change: Change): void {
    this.apply(change);
    this.pending.push(change);
  }

  private apply(change: Change): void {
    const code = change[1];
    if (change[0] === 'create') {
      this.kept.set(code, { payload: change[2], created: 1, updated: 0, steps: [], seen: new Set() });
      return;
    }
    const dossier = this.kept.get(code);
    if (dossier === undefined) throw new Error(`${change[0]} of a dossier that is not there`);
    if (change[0] === 'update') {
      dossier.payload = change[2];
      dossier.updated += 1;
    } else if (change[0] === 'step') {
      this.addStep(dossier, change[2]);
    } else if (change[0] === 'alter') {
      dossier.payload = { ...dossier.payload, ...change[2] };
      this.stepCount += change[3].length - dossier.steps.length;
      dossier.steps = [...change[3]];
      // What vanished may come again without being a double.
      dossier.seen = new Set(dossier.steps.map(keyOf));
    } else {
      this.kept.delete(code);
      this.stepCount -= dossier.steps.length;
      this.forgotten += 1;
    }
  }

  private addStep(dossier: Kept, step: Fields): void {
    const key = keyOf(step);
    if (dossier.seen.has(key)) this.doubled += 1;
    dossier.seen.add(key);
    dossier.steps.push(step);
    this.stepCount += 1;
  }
}
