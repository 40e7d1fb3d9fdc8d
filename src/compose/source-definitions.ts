/** What the mapping files say of sources, the main one's first: its kind, and so its name, is a setting. */
import type { MappingTables } from '../codebook/mapping-tables.ts';
import type { Config } from '../config.ts';
import type { SourceDefinition } from '../domain/source-definition.ts';

/** See the file's head. */
export function sourceDefinitions(tables: MappingTables, config: Config): readonly SourceDefinition[] {
  const main: SourceDefinition = {
    name: config.SOURCE_KIND,
    kind: config.SOURCE_KIND,
    map: tables.source,
    schedule: null,
    overlapSeconds: null,
    pageSize: null,
    capture: null,
    watch: {},
    rest: null,
  };
  return [main];
}
