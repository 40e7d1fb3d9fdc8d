/**
 * `npm run bench:normalize`: dossiers a second through normalization on one core, and its memory.
 * Guarantees: three components, one result and three steps a dossier, codes as a province writes them
 * (own codes through rows, national ones as they stand); five runs, median with minimum and maximum;
 * memory after each run, so that growth shows. Run it where nothing else runs.
 */
import { buildCodebook } from '../../src/codebook/build-codebook.ts';
import { loadMappings } from '../../src/codebook/load-mappings.ts';
import { recordLookups } from '../../src/codebook/record-lookups.ts';
import type { SourceDossier } from '../../src/domain/source-dossier.ts';
import { normalize } from '../../src/normalize/normalize.ts';
import { NATIONAL_PROCEDURES } from '../../src/simulator/national-facts/national-procedures.ts';
import type { CodeAndName } from '../../src/simulator/national-facts/procedure.ts';
import { aComponent, aDossier, aResult, aStep } from '../../test/support/source-rows.ts';
import { spread } from '../frame/spread.ts';

const RUNS = 5;
const DOSSIERS = 100_000;

const item = ([code, name]: CodeAndName) => ({ code, name });
const mappings = new URL('../../mappings', import.meta.url).pathname;
const snapshot = {
  procedures: NATIONAL_PROCEDURES.map(({ code, name, published, sector, components, results }) => ({
    code,
    name,
    published,
    sectorCode: sector.code,
    sectorName: sector.name,
    components: components.map(item),
    results: results.map(item),
  })),
  agencies: [],
  hash: 'bench',
};
const codebook = buildCodebook(loadMappings(mappings), snapshot);
const procedures = snapshot.procedures.filter(
  ({ published, components, results }) => published && components.length > 0 && results.length > 0,
);

/** A made-up dossier; every one has texts and ids of its own, so that nothing is measured twice. */
function dossier(index: number): SourceDossier {
  const procedure = procedures[index % procedures.length];
  const componentCode = (place: number): string =>
    procedure?.components[(index + place) % procedure.components.length]?.code ?? '';
  return aDossier(
    {
      code: `H99.41-260102-${index}`,
      procedureCode: procedure?.code ?? '',
      agencyCode: 'MAU.X01',
      ownerIdType: '1',
      ownerName: `Trần Thị Ví Dụ ${index}`,
      subject: `${procedure?.name ?? ''} - hồ sơ số ${index}`,
    },
    {
      components: [0, 1, 2].map((place) =>
        aComponent({
          id: String(place + 1),
          documentCode: componentCode(place),
          name: `Giấy tờ ${place} của hồ sơ ${index}`,
        }),
      ),
      results: [aResult({ documentCode: procedure?.results[0]?.code ?? '' })],
      steps: [1, 2, 3].map((place) =>
        aStep({ id: String(place), content: `Bước ${place} của hồ sơ ${index}` }),
      ),
    },
  );
}

const options = { fileBaseUrl: 'https://kho.example/', holdPolicy: 'part' } as const;
const rates: number[] = [];
const memory: number[] = [];
for (let run = 0; run <= RUNS; run += 1) {
  const { codebook: recording, take } = recordLookups(codebook);
  let complete = 0;
  const rows = Array.from({ length: 1000 }, (_, index) => dossier(index + run * DOSSIERS));
  const started = performance.now();
  for (let done = 0; done < DOSSIERS; done += 1) {
    const row = rows[done % rows.length];
    if (row === undefined) continue;
    const { dossier: payload, held } = normalize(row, recording, options);
    take();
    if (payload !== null && held.length === 0) complete += 1;
  }
  const perSecond = (DOSSIERS * 1000) / (performance.now() - started);
  if (complete !== DOSSIERS)
    throw new Error(`${DOSSIERS - complete} dossiers were not complete: no fair measure`);
  // The first run warms up.
  if (run === 0) continue;
  rates.push(perSecond);
  memory.push(process.memoryUsage().rss / 2 ** 20);
}
const result = { dossiers: DOSSIERS, runs: RUNS, perSecond: spread(rates), rssMb: memory.map(Math.round) };
if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
else {
  const { median, min, max } = result.perSecond;
  process.stdout.write(
    `normalize: ${Math.round(median)} dossiers a second (${Math.round(min)} to ${Math.round(max)}, ${RUNS} runs of ${DOSSIERS})\n` +
      `memory after each run: ${result.rssMb.join(', ')} MB\n`,
  );
}
