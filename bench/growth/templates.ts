/**
 * Dossiers of which all others of a grown ledger are copies: two components, one result and three steps each.
 * Guarantees: made by the simulator, with the dirt of real rows; one of 200 has a component that is held, nothing else is at
 * fault; one of 100 is of one and the same procedure, for what is asked of one.
 */
import { makeProvince, type ProvinceDossier } from '../../src/simulator/province/make-province.ts';
import type { DossierRows } from '../../src/simulator/province/view-columns.ts';

/** How many there are: so many different dossiers has a ledger of whatever size. */
export const TEMPLATES = 1_000;
/** Of them, with a held component. */
const HELD = 5;
/** Of them, of the procedure that is asked for. */
const OF_ONE_PROCEDURE = 10;

const PARTS = { components: 2, results: 1, steps: 3 } as const;
/** Of so many made up at random, enough have these parts. */
const CANDIDATES = 60;

/** Dossiers and the procedure that is the tenth of a tenth of them. */
export interface Templates {
  readonly dossiers: readonly ProvinceDossier[];
  readonly procedure: string;
}

const isWhole = ({ rows }: ProvinceDossier): boolean =>
  rows.dongbo_thanh_phan.length >= PARTS.components &&
  rows.dongbo_ket_qua.length >= PARTS.results &&
  rows.dongbo_tien_do.length >= PARTS.steps;

function cut(rows: DossierRows): DossierRows {
  return {
    ...rows,
    dongbo_thanh_phan: rows.dongbo_thanh_phan.slice(0, PARTS.components),
    dongbo_ket_qua: rows.dongbo_ket_qua.slice(0, PARTS.results),
    // The last ones belong to the status in which the dossier stands.
    dongbo_tien_do: rows.dongbo_tien_do.slice(-PARTS.steps),
  };
}

/** With a component at fault, which must be among those that stay. */
function heldOnes(options: { readonly seed: number; readonly now: Date }): ProvinceDossier[] {
  const many = makeProvince({ ...options, dossiers: TEMPLATES * 10, faulty: TEMPLATES * 10 });
  const found: ProvinceDossier[] = [];
  for (const dossier of many.dossiers()) {
    const { heldScopes, fault } = dossier.expectation;
    if (!isWhole(dossier) || heldScopes.join() !== 'component' || fault === null) continue;
    if (dossier.rows.dongbo_thanh_phan.length === PARTS.components) found.push(dossier);
    if (found.length === HELD) break;
  }
  return found;
}

/** @param now every time lies in the weeks before */
export function makeTemplates(seed: number, now: Date): Templates {
  const sound = [
    ...makeProvince({ dossiers: TEMPLATES * CANDIDATES, faulty: 0, seed, now }).dossiers(),
  ].filter(isWhole);
  const procedure = sound[0]?.expectation.procedureCode ?? '';
  const isOf = ({ expectation }: ProvinceDossier): boolean => expectation.procedureCode === procedure;
  const held = heldOnes({ seed: seed + 1, now }).filter((one) => !isOf(one));
  const one = sound.filter(isOf).slice(0, OF_ONE_PROCEDURE);
  const others = sound.filter((dossier) => !isOf(dossier)).slice(0, TEMPLATES - one.length - held.length);
  const dossiers = [...one, ...held, ...others];
  if (dossiers.length < TEMPLATES || one.length < OF_ONE_PROCEDURE || held.length === 0) {
    throw new Error('too few made-up dossiers have enough parts');
  }
  return { dossiers: dossiers.map((dossier) => ({ ...dossier, rows: cut(dossier.rows) })), procedure };
}
