/**
 * Made-up dossiers for the parts of the bench, and the codebook that knows all their codes.
 * Guarantees: the same for the same number and seed; one result and three steps each; texts and ids of its own each,
 * so that nothing is measured twice; without fault, so that all of it goes the whole road.
 */
import { buildCodebook } from '../../src/codebook/build-codebook.ts';
import { loadMappings } from '../../src/codebook/load-mappings.ts';
import type { Codebook } from '../../src/domain/codebook.ts';
import type { SourceDossier } from '../../src/domain/source-dossier.ts';
import { NATIONAL_PROCEDURES } from '../../src/simulator/national-facts/national-procedures.ts';
import type { CodeAndName } from '../../src/simulator/national-facts/procedure.ts';
import { aComponent, aDossier, aResult, aStep } from '../../test/support/source-rows.ts';

/** The shipped tables. */
export const MAPPINGS = new URL('../../mappings', import.meta.url).pathname;

/** As production is set up. */
export const NORMALIZE_SETTINGS = { fileBaseUrl: 'https://kho.example/', holdPolicy: 'part' } as const;

const item = ([code, name]: CodeAndName) => ({ code, name });

/** The simulator's procedures as the ledger's catalogue gives them. */
export const MADE_PROCEDURES = NATIONAL_PROCEDURES.map(
  ({ code, name, published, sector, components, results }) => ({
    code,
    name,
    published,
    sectorCode: sector.code,
    sectorName: sector.name,
    components: components.map(item),
    results: results.map(item),
  }),
);

/** The shipped tables over the simulator's procedures. */
export function madeCodebook(): Codebook {
  return buildCodebook(loadMappings(MAPPINGS), { procedures: MADE_PROCEDURES, agencies: [], hash: 'bench' });
}

/** What kind of dossiers. */
export interface Making {
  readonly seed: number;
  readonly components: number;
  /** The dossier has gone on: another status, and a step more. */
  readonly changed?: boolean;
}

const OFFERED = MADE_PROCEDURES.filter(
  ({ published, components, results }) => published && components.length > 0 && results.length > 0,
);
/** Dossiers of two seeds share no procedure, text or id by their place. */
const SEED_STEP = 7_919;

/** Dossier number `index` from 0. */
export function madeDossier(index: number, { seed, components, changed = false }: Making): SourceDossier {
  const place = index + seed * SEED_STEP;
  const procedure = OFFERED[place % OFFERED.length];
  const code = `H99.41-260102-${String(index).padStart(7, '0')}`;
  const steps = changed ? [1, 2, 3, 4] : [1, 2, 3];
  const documentOf = (at: number): string =>
    procedure?.components[(place + at) % procedure.components.length]?.code ?? '';
  return aDossier(
    {
      code,
      procedureCode: procedure?.code ?? '',
      agencyCode: 'MAU.X01',
      ownerIdType: '1',
      ownerName: `Trần Thị Ví Dụ ${place}`,
      subject: `${procedure?.name ?? ''} - hồ sơ số ${place}`,
      status: changed ? '9' : '4',
      finishedAt: changed ? '2026-01-05T16:00:00+07:00' : null,
    },
    {
      key: code,
      components: Array.from({ length: components }, (_, at) =>
        aComponent({
          id: String(at + 1),
          documentCode: documentOf(at),
          name: `Giấy tờ ${at} của hồ sơ ${place}`,
          link: `/tep/2026/01/${place}-${at}.pdf`,
        }),
      ),
      results: [
        aResult({ documentCode: procedure?.results[0]?.code ?? '', link: `/tep/2026/01/${place}-kq.pdf` }),
      ],
      steps: steps.map((at) =>
        aStep({
          id: String(at),
          at: `2026-01-0${at + 1}T08:00:00+07:00`,
          content: `Bước ${at} của hồ sơ ${place}`,
        }),
      ),
    },
  );
}

/** `count` dossiers from number `from` on. */
export function madeDossiers(from: number, count: number, making: Making): readonly SourceDossier[] {
  return Array.from({ length: count }, (_, at) => madeDossier(from + at, making));
}
