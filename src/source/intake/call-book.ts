/**
 * Requests that are under way, and what became of each.
 * Guarantees: no more at a time than are allowed; work that is still done for whoever was answered already counts as
 * under way; each is told once, when it is over.
 * Must not: keep anything of a request but counts.
 */

import type { ErrorCode } from '../../domain/errors.ts';
import {
  INTAKE_RESULTS,
  type IntakeResult,
  type RequestReport,
  type RequestResult,
} from './intake-settings.ts';
import type { TakenItem } from './take-items.ts';

interface Call {
  readonly begun: number;
  readonly source: string;
  readonly holdsPlace: boolean;
  code: string;
  counts: Readonly<Record<IntakeResult, number>>;
  /** Work for it that is not done. */
  isWorking: boolean;
  isOver: boolean;
}

const NONE = Object.fromEntries(INTAKE_RESULTS.map((name) => [name, 0])) as Record<IntakeResult, number>;

/** See the file's head. Requests are only told apart. */
export class CallBook {
  readonly #most: number;
  readonly #tell: (report: RequestReport) => void;
  readonly #calls = new WeakMap<object, Call>();
  #underWay = 0;

  constructor(most: number, tell: (report: RequestReport) => void) {
    this.#most = most;
    this.#tell = tell;
  }

  /** It came. Is there room for it? Who has no source takes none. */
  begins(request: object, source: string): boolean {
    const holdsPlace = source !== '' && this.#underWay < this.#most;
    if (holdsPlace) this.#underWay += 1;
    this.#calls.set(request, {
      begun: performance.now(),
      source,
      holdsPlace,
      code: '',
      counts: NONE,
      isWorking: false,
      isOver: false,
    });
    return holdsPlace;
  }

  /** It is answered with an error. */
  refused(request: object, code: ErrorCode): void {
    const call = this.#calls.get(request);
    if (call) call.code = code;
  }

  /** Its dossiers were taken. */
  took(request: object, items: readonly TakenItem[]): void {
    const call = this.#calls.get(request);
    if (!call) return;
    const counts = { ...NONE };
    for (const { result } of items) counts[result] += 1;
    call.counts = counts;
  }

  /** Something is done for it, which may last longer than whoever asked waits. */
  async working<Value>(request: object, work: Promise<Value>): Promise<Value> {
    const call = this.#calls.get(request);
    if (call) call.isWorking = true;
    try {
      return await work;
    } finally {
      if (call) {
        call.isWorking = false;
        this.#leave(call);
      }
    }
  }

  /** It was answered. */
  ended(request: object, status: number): void {
    const call = this.#calls.get(request);
    if (call) this.#over(call, status, resultOf(status));
  }

  /** Whoever asked is gone. */
  cut(request: object): void {
    const call = this.#calls.get(request);
    if (call) this.#over(call, 0, 'cut');
  }

  #over(call: Call, status: number, result: RequestResult): void {
    if (call.isOver) return;
    call.isOver = true;
    const { source, code, counts } = call;
    this.#tell({
      source,
      result,
      status,
      code,
      counts,
      durationMs: Math.round(performance.now() - call.begun),
    });
    this.#leave(call);
  }

  #leave({ holdsPlace, isWorking, isOver }: Call): void {
    if (holdsPlace && isOver && !isWorking) this.#underWay -= 1;
  }
}

function resultOf(status: number): RequestResult {
  if (status < 300) return 'taken';
  const results: Readonly<Record<number, RequestResult>> = { 401: 'denied', 429: 'busy', 503: 'away' };
  return results[status] ?? (status < 500 ? 'refused' : 'failed');
}
