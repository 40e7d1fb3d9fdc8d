/**
 * Reads one source as its kind has it.
 * Must not: know who asks for it, or when.
 */
import {
  type ExtractDeps,
  type ExtractReport,
  extract,
  extractDrop,
  extractIrregular,
  extractNothing,
  NOTHING_READ,
  type ReadDeps,
  sumOf,
} from '../pipeline/extract.ts';
import type { Readable } from '../pipeline/read-all.ts';
import type { ScheduledSource, SourceInUse } from './sources.ts';

/** Opens what `sources` are read by: faults of settings are told at the start, whoever is away later. Throws exit 78. */
export async function openAll(sources: readonly SourceInUse[]): Promise<void> {
  for (const source of sources) {
    const { kind } = source.definition;
    if (kind === 'sql' || kind === 'rest') await source.source();
    if (kind === 'xml') await source.drop();
  }
}

/** What a house gives for it. */
export interface ReadingHouse {
  takingIn(source: SourceInUse, onPage?: ReadDeps['onPage']): Promise<ReadDeps>;
  extraction(source: SourceInUse, onPage?: ReadDeps['onPage']): Promise<ExtractDeps>;
}

/** Reads what changed since it was last read. Stops between pages when `signal` fires. Throws DB-SRC-… */
export async function readChanged(
  house: ReadingHouse,
  source: SourceInUse,
  signal: AbortSignal,
  onPage?: ReadDeps['onPage'],
): Promise<ExtractReport> {
  switch (source.definition.kind) {
    case 'sql':
    case 'rest':
      return extract(await house.extraction(source, onPage), signal);
    case 'xml':
      return extractDrop({ ...(await house.takingIn(source, onPage)), drop: await source.drop() }, signal);
    case 'intake':
      return extractNothing(await house.takingIn(source, onPage), signal);
  }
}

/** Has this source rows that reading by time cannot see? */
export function hasIrregular({ definition: { kind } }: Pick<ScheduledSource, 'definition'>): boolean {
  return kind === 'sql' || kind === 'rest';
}

/** Reads those rows; nothing where there can be none. */
export async function readIrregular(
  house: ReadingHouse,
  source: SourceInUse,
  signal: AbortSignal,
): Promise<ExtractReport> {
  if (hasIrregular(source)) return extractIrregular(await house.extraction(source), signal);
  return NOTHING_READ;
}

/** All that `source` has, those rows first: for a pass that reads once. */
export function readableOf(house: ReadingHouse, source: SourceInUse): Readable {
  return {
    name: source.name,
    async read(signal, onPage) {
      const irregular = await readIrregular(house, source, signal);
      onPage(irregular);
      return sumOf(
        irregular,
        await readChanged(house, source, signal, (report) => onPage(sumOf(irregular, report))),
      );
    },
  };
}
