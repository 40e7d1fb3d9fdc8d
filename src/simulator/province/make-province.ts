/**
 * A made-up province of any size: source rows with the dirt of real ones, and what must become of each.
 * Guarantees: pure and deterministic (same options, same dossiers, whatever order they are asked
 * for); one dossier at a time, so that 100,000 need no memory. `now` is the only clock.
 */
import { pick, type Random, seededRandom } from '../random.ts';
import type { Draft, Making } from './draft.ts';
import { rowsOfDraft } from './draft.ts';
import { type Expectation, FAULT_KINDS, type FaultKind, scopeOf } from './expectation.ts';
import { injectFault, needsResult } from './inject-fault.ts';
import { makeLifecycle } from './lifecycle.ts';
import { shortDay } from './local-time.ts';
import { makeComponents, makeResults } from './make-documents.ts';
import { dueTime, makeDossierRow } from './make-dossier-row.ts';
import { makeFees, makeSteps, makeSupplements } from './make-history.ts';
import { SERVICES } from './services-offered.ts';
import type { DossierRows } from './view-columns.ts';

/** What kind of province. */
export interface ProvinceOptions {
  /** How many, 1 or more. */
  readonly dossiers: number;
  /** How many of them have a fault, exactly one each, all kinds in turn, spread evenly. */
  readonly faulty: number;
  readonly seed: number;
  /** Every time lies in the five weeks before. */
  readonly now: Date;
}

/** One dossier and what must become of it. */
export interface ProvinceDossier {
  readonly rows: DossierRows;
  readonly expectation: Expectation;
}

/** See the head of this file. */
export interface Province {
  readonly size: number;
  /** @param index from 0. Throws RangeError outside the province. */
  at(index: number): ProvinceDossier;
  /** All of them, made one by one. */
  dossiers(): Generator<ProvinceDossier, void, undefined>;
}

/** Throws RangeError where the numbers make no province. */
export function makeProvince(options: ProvinceOptions): Province {
  const { dossiers: size, faulty } = options;
  if (!(Number.isInteger(size) && size >= 1)) throw new RangeError('dossiers must be a whole number from 1');
  if (!(Number.isInteger(faulty) && faulty >= 0 && faulty <= size)) {
    throw new RangeError('faulty must be a whole number from 0 to dossiers');
  }
  const at = (index: number): ProvinceDossier => {
    if (!(Number.isInteger(index) && index >= 0 && index < size)) throw new RangeError('no such dossier');
    return makeDossier(options, index);
  };
  return {
    size,
    at,
    *dossiers() {
      for (let index = 0; index < size; index += 1) yield at(index);
    },
  };
}

/** Dealt out evenly: dossier `index` is faulty where the share of faults reaches the next whole number. */
function faultOf({ dossiers, faulty }: ProvinceOptions, index: number): FaultKind | null {
  const before = Math.floor((index * faulty) / dossiers);
  const after = Math.floor(((index + 1) * faulty) / dossiers);
  return after > before ? (FAULT_KINDS[before % FAULT_KINDS.length] ?? null) : null;
}

/** Each dossier has its own stream, so that it does not depend on the others. */
function randomOf(seed: number, index: number): Random {
  const random = seededRandom(Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b));
  // The first numbers of neighbouring seeds are alike.
  random();
  return random;
}

function makeDossier(options: ProvinceOptions, index: number): ProvinceDossier {
  const fault = faultOf(options, index);
  const random = randomOf(options.seed, index);
  const now = options.now.getTime();
  const service = pick(random, SERVICES);
  const office = pick(random, service.offices);
  const online = random() < 0.4;
  const life = makeLifecycle(random, now, online, needsResult(fault));
  const code = `${office.prefix}-${shortDay(life.receivedAt)}-${String(index + 1).padStart(6, '0')}`;
  const making: Making = { random, index, code, service, office, online, life };
  const dueAt = dueTime(random, life.receivedAt);
  const fees = makeFees(making);
  const draft: Draft = {
    making,
    dossier: makeDossierRow(
      making,
      now,
      dueAt,
      fees.some(({ da_thanh_toan }) => da_thanh_toan === 'true'),
    ),
    components: makeComponents(making),
    results: makeResults(making),
    fees,
    steps: makeSteps(making),
    supplements: makeSupplements(making, dueAt),
  };
  if (fault !== null) injectFault(draft, fault);
  return { rows: rowsOfDraft(draft), expectation: expect(draft, fault) };
}

function distinct(codes: readonly string[]): string[] {
  return [...new Set(codes.filter((code) => code !== ''))].sort();
}

function expect({ making, components, results }: Draft, fault: FaultKind | null): Expectation {
  const { code, service, life } = making;
  const scope = fault === null ? null : scopeOf(fault);
  if (fault !== null && scope === null) {
    return {
      code,
      outcome: 'held',
      fault,
      heldScopes: ['dossier'],
      procedureCode: '',
      componentCodes: [],
      componentFiles: 0,
      resultCodes: [],
      status: '',
      stepStatuses: [],
    };
  }
  const good = components.filter(({ nationalCode }) => nationalCode !== '');
  return {
    code,
    outcome: scope === null ? 'accepted' : 'incomplete',
    fault,
    heldScopes: scope === null ? [] : [scope],
    procedureCode: service.procedure.code,
    componentCodes: distinct(good.map(({ nationalCode }) => nationalCode)),
    componentFiles: good.reduce((sum, { files }) => sum + files, 0),
    resultCodes: distinct(results.map(({ nationalCode }) => nationalCode)),
    status: life.status,
    stepStatuses: life.steps.map(({ status }) => status),
  };
}
