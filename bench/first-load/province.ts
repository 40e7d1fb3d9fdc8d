/**
 * The province of a first load: every dossier with two components, one result and three steps.
 * Guarantees: the same dossiers for the same seed, day and size, with the dirt of real rows and no fault, so that the portal can
 * take each of them.
 */
import { createProvinceDatabase } from '../../src/simulator/province/create-province-database.ts';
import { makeProvince, type ProvinceDossier } from '../../src/simulator/province/make-province.ts';

/** What stands for each dossier in the views. */
export const PARTS = { components: 2, results: 1, steps: 3 } as const;

/** Of so many made up at random, one at least has enough parts. */
const CANDIDATES = 12;

/** Every time lies in the weeks before. */
const NOW = new Date('2026-11-20T10:00:00Z');

function* dossiers(size: number, seed: number): Generator<ProvinceDossier, void, undefined> {
  const many = makeProvince({ dossiers: size * CANDIDATES, faulty: 0, seed, now: NOW });
  let count = 0;
  for (const dossier of many.dossiers()) {
    const { rows } = dossier;
    const [components, results, steps] = [rows.dongbo_thanh_phan, rows.dongbo_ket_qua, rows.dongbo_tien_do];
    if (components.length < PARTS.components || results.length < PARTS.results || steps.length < PARTS.steps)
      continue;
    yield {
      ...dossier,
      rows: {
        ...rows,
        dongbo_thanh_phan: components.slice(0, PARTS.components),
        dongbo_ket_qua: results.slice(0, PARTS.results),
        // The last ones belong to the status in which the dossier stands.
        dongbo_tien_do: steps.slice(-PARTS.steps),
      },
    };
    count += 1;
    if (count === size) return;
  }
  throw new Error(`only ${count} of ${size} dossiers have enough parts`);
}

/** Fills the views of an empty database. */
export async function fillViews(url: string, size: number, seed: number): Promise<void> {
  await (await createProvinceDatabase(url, dossiers(size, seed))).close();
}
