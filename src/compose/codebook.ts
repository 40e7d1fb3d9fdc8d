/**
 * The present codebook: mapping files and the ledger's catalogue, rebuilt only when one of them changed.
 * Its version covers the settings of normalization too; what a change touches is the ledger's to find.
 * Guarantees: a file that was broken while running keeps the last good codebook in use and is told
 * (DB-MAP-001), so that nothing that was right becomes wrong; at start it stops the command. Descriptions of sources
 * that changed while running are told as well: sources are opened once, and go on as they were.
 */
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { buildCodebook, type CodebookOptions } from '../codebook/build-codebook.ts';
import { loadMappings } from '../codebook/load-mappings.ts';
import { MAPPING_FILES, type MappingTables } from '../codebook/mapping-tables.ts';
import { SOURCES_FOLDER } from '../codebook/source-map/read-sources.ts';
import { furtherSourceNames } from '../config/source-settings.ts';
import type { Codebook } from '../domain/codebook.ts';
import type { Language } from '../domain/errors.ts';
import { DongboError } from '../domain/errors.ts';
import type { SourceKind } from '../domain/source-definition.ts';
import { catalogueAge, catalogueHash, catalogueSnapshot } from '../ledger/catalogue-snapshot.ts';
import type { Database } from '../ledger/database.ts';
import { type NormalizeSettings, rulesOf } from '../pipeline/normalize-for-ledger.ts';

/** Reads the codebook when asked. */
export interface CodebookSource {
  /** The tables as last read without fault. */
  tables(): MappingTables;
  /** Throws DB-CAT-001 where the ledger has no catalogue yet. */
  current(ledger: Database): Promise<Codebook>;
}

/** Who is told of what changes while running. */
export interface CodebookTelling {
  readonly onFault: (error: DongboError) => void;
  /** Other sources are described than those that are read; told once for each change. */
  readonly onOtherSources?: () => void;
}

/**
 * Opens the mapping folder. Throws DB-MAP-001 with every fault.
 * @param mainKind of the source that `source.yaml` describes
 */
export function openCodebook(
  dir: string,
  language: Language,
  settings: NormalizeSettings,
  { onFault, onOtherSources = () => {} }: CodebookTelling,
  options: CodebookOptions,
  mainKind: SourceKind = 'sql',
): CodebookSource {
  let stamp = stampOf(dir);
  let tables = loadMappings(dir, language, mainKind);
  let { sources } = tables;
  let built: { readonly stamp: string; readonly catalogue: string; readonly codebook: Codebook } | null =
    null;

  function refresh(): void {
    const now = stampOf(dir);
    if (now === stamp) return;
    stamp = now;
    try {
      tables = loadMappings(dir, language, mainKind);
      built = null;
      if (!isDeepStrictEqual(tables.sources, sources)) onOtherSources();
      sources = tables.sources;
    } catch (error) {
      if (!(error instanceof DongboError)) throw error;
      onFault(error);
    }
  }

  return {
    tables: () => tables,
    async current(ledger) {
      refresh();
      const { pulledAt } = await catalogueAge(ledger);
      if (pulledAt === null) throw new DongboError('DB-CAT-001');
      const catalogue = await catalogueHash(ledger);
      if (built?.catalogue !== catalogue) {
        const codebook = buildCodebook(tables, await catalogueSnapshot(ledger), options);
        const version = versionWith(codebook.version, settings);
        built = { stamp, catalogue, codebook: Object.freeze({ ...codebook, version }) };
      }
      return built.codebook;
    },
  };
}

/** Another FILE_BASE_URL or HOLD_POLICY makes other dossiers of the same rows. */
function versionWith(version: string, settings: NormalizeSettings): string {
  return createHash('sha256')
    .update(JSON.stringify([version, rulesOf(settings)]))
    .digest('hex');
}

/** Changes whenever a mapping file was written, removed or replaced. */
function stampOf(dir: string): string {
  const further = furtherSourceNames(dir).map((name) => join(SOURCES_FOLDER, `${name}.yaml`));
  return [...MAPPING_FILES, ...further]
    .map((file) => {
      const stat = statSync(join(dir, file), { throwIfNoEntry: false });
      return stat ? `${file}/${stat.mtimeMs}/${stat.size}/${stat.ino}` : '-';
    })
    .join();
}
