/**
 * Making the records anew from which the indicators are counted, of dossiers that changed.
 * Guarantees: a mark falls in the transaction that stores its record, so whoever is killed meanwhile loses nothing;
 * several may do it at once, page by page in turns; others of this process have their turn all the time, and a run
 * is over soon after its time, whatever is left. A record that cannot be made holds up no other and is told.
 * Must not: decide what counts (`score/`), nor call anybody but the ledger.
 */
import { setImmediate } from 'node:timers/promises';
import type { Codebook } from '../domain/codebook.ts';
import { clockOf, clockOfInstant, type ScoreRecord } from '../domain/score/score-record.ts';
import type { ScoreProcedure } from '../domain/score/score-world.ts';
import type { Database, Queryable } from '../ledger/database.ts';
import {
  type FactInput,
  type PortalSide,
  readFactInputs,
  type StoredFact,
  storeFacts,
  takeFactsDue,
} from '../ledger/score-facts.ts';
import { firstPlace, type MarksPlace, putOff } from '../ledger/score-later.ts';
import { scoreWorld } from '../ledger/score-world.ts';
import type { Appointments } from '../score/appointments.ts';
import { urgentDue } from '../score/behind.ts';
import { extentOf } from '../score/extent.ts';
import { recordOf } from '../score/record-of.ts';
import { FactWords, type Sides } from './fact-words.ts';
import type { NormalizeSettings } from './normalize-for-ledger.ts';
import { type SoundPart, soundPart } from './sound-part.ts';
import { normalizeThoughHeld } from './though-held.ts';

/** What it works with. */
export interface FactsDeps {
  readonly ledger: Database;
  readonly codebook: Codebook;
  readonly normalize: NormalizeSettings;
  readonly appointments: Appointments;
  /** A clock that never steps back, milliseconds. */
  readonly now: () => number;
  /** Told after each page how many dossiers were looked at so far. */
  readonly onPage?: (made: number) => void;
}

/** How far a run goes at most. */
export interface FactsBounds {
  readonly most: number;
  readonly forMs: number;
}

/** What a run has done. */
export interface FactsReport {
  /** Dossiers that were looked at. */
  readonly made: number;
  /** Those whose record is new or another one. */
  readonly changed: number;
  /** Those whose record could not be made (score-later.ts). */
  readonly faulty: number;
  /** No mark was left at its end that is due. */
  readonly done: boolean;
}

/** Some hundred milliseconds of work, over most of which the ledger is asked. */
const PAGE = 250;
/** Some milliseconds of work: then others have their turn. */
const BREATH = 15;
const MS_OF_MINUTE = 60_000;
const NEVER = new AbortController().signal;

/** Makes records of marked dossiers anew until none is left, a bound is met or `signal` fires. */
export async function refreshFacts(
  deps: FactsDeps,
  { most, forMs }: FactsBounds,
  signal: AbortSignal = NEVER,
): Promise<FactsReport> {
  const until = deps.now() + forMs;
  const procedures = new KnownProcedures();
  const place = firstPlace();
  let [made, changed, faulty, done] = [0, 0, 0, false];
  while (!done && made < most && deps.now() < until && !signal.aborted) {
    const page = Math.min(PAGE, most - made);
    const taken = await deps.ledger.transaction((tx) => refreshPage(deps, procedures, tx, page, place));
    made += taken.made;
    changed += taken.changed;
    faulty += taken.faulty.length;
    done = taken.made === 0;
    deps.onPage?.(made);
    await setImmediate();
  }
  return { made, changed, faulty, done };
}

async function refreshPage(
  deps: FactsDeps,
  procedures: KnownProcedures,
  tx: Queryable,
  most: number,
  place: MarksPlace,
): Promise<SoundPart & { readonly made: number }> {
  const ids = await takeFactsDue(tx, most, place);
  const page = await soundPart(tx, ids, (some) => makeFacts(deps, procedures, tx, some));
  if (page.faulty.length > 0) await putOff(tx, page.faulty);
  return { made: ids.length, ...page };
}

async function makeFacts(
  deps: FactsDeps,
  procedures: KnownProcedures,
  tx: Queryable,
  ids: readonly number[],
): Promise<number> {
  const inputs = await readFactInputs(tx, ids);
  const sides = await inBreaths(inputs, (input) => sidesOf(deps, input));
  const words = await FactWords.of(tx, sides);
  const world = await procedures.including(tx, words.procedures);
  const facts = await inBreaths(inputs, (input, at) =>
    factOf(deps, words, world, input, sides[at] ?? NO_SIDES),
  );
  return storeFacts(tx, facts);
}

const NO_SIDES: Sides = { province: null, portal: null, released: null };

/** The dossier as its sides have it, before words have numbers. */
function sidesOf({ codebook, normalize }: FactsDeps, input: FactInput): Sides {
  const { dossier, steps, portal, held, source } = input;
  const mended = held && source !== null ? normalizeThoughHeld(source, codebook, normalize) : null;
  return {
    province: dossier && { dossier, steps },
    portal: portal?.dossier ? { dossier: portal.dossier, steps: portal.steps.map(({ step }) => step) } : null,
    released: mended?.dossier ? { dossier: mended.dossier, steps: mended.steps } : null,
  };
}

function factOf(
  { appointments }: FactsDeps,
  words: FactWords,
  world: ReadonlyMap<number, ScoreProcedure>,
  input: FactInput,
  sides: Sides,
): StoredFact {
  const recordIn = (side: Sides[keyof Sides]): ScoreRecord | null =>
    side && recordOf(side.dossier, side.steps, words.idsOf(side.dossier));
  const record = {
    province: recordIn(sides.province),
    portal: recordIn(sides.portal) ?? input.portal?.before ?? null,
    released: recordIn(sides.released),
  };
  const own = record.released ?? record.province;
  const dossier = {
    id: input.id,
    ...record,
    synced: input.portal && clockOfInstant(input.portal.since.getTime()),
    stepLagMinutes: input.portal && longestLag(input.portal),
  };
  return {
    ...dossier,
    ...extentOf(dossier),
    urgentDue: urgentDue(dossier, own === null ? undefined : world.get(own.procedure), appointments),
    urgentInVain: isAllSaid(input),
  };
}

/** The portal has whatever there is to say, as far as it takes it: a step that it has, it never changes. */
function isAllSaid({ dossier, steps, portal, held }: FactInput): boolean {
  if (held || portal === null || portal.dossier !== dossier) return false;
  const there = new Set(portal.steps.map(({ step }) => step.id));
  return steps.every(({ id }) => there.has(id));
}

/** Whole minutes, rounded up, so that "within 24 hours" can be read off; `null` where the portal has no step. */
function longestLag({ steps }: PortalSide): number | null {
  let longest: number | null = null;
  for (const { step, acceptedAt } of steps) {
    const at = clockOf(step.at);
    if (at === null) continue;
    const lag = Math.ceil(((clockOfInstant(acceptedAt.getTime()) - at) * 1000) / MS_OF_MINUTE);
    longest = Math.max(longest ?? 0, lag);
  }
  return longest;
}

/** Procedures by number; asked for anew where a number is not among them. */
class KnownProcedures {
  #known: ReadonlyMap<number, ScoreProcedure> | null = null;

  async including(tx: Queryable, ids: Iterable<number>): Promise<ReadonlyMap<number, ScoreProcedure>> {
    if (this.#known === null || [...ids].some((id) => !this.#known?.has(id))) {
      this.#known = (await scoreWorld(tx)).procedures;
    }
    return this.#known;
  }
}

async function inBreaths<Row, Result>(
  rows: readonly Row[],
  work: (row: Row, at: number) => Result,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const [at, row] of rows.entries()) {
    results.push(work(row, at));
    if (at % BREATH === BREATH - 1) await setImmediate();
  }
  return results;
}
