/**
 * One source of the province: how it is reached, how often, and what of it fills what.
 * Data of `mappings/source.yaml` (the main source, whose kind is a setting) and of each file of
 * `mappings/source.d/`, read and checked by `codebook/`.
 * Must not: hold an address or a secret; those are settings, named after the source.
 */
import type { SourceMap } from './source-map.ts';

/** How a source is read; `intake`: it sends by itself. */
export const SOURCE_KINDS = ['sql', 'xml', 'rest', 'intake'] as const;
/** One of {@link SOURCE_KINDS}. */
export type SourceKind = (typeof SOURCE_KINDS)[number];

/** How changes of a database are noticed between two polls. */
export const CHANGE_CAPTURES = ['poll', 'listen', 'logical'] as const;
/** One of {@link CHANGE_CAPTURES}. */
export type ChangeCapture = (typeof CHANGE_CAPTURES)[number];

/** How a REST service is asked for what changed. */
export interface RestRules {
  /** Appended to the source's address. */
  readonly path: string;
  /** Further parameters of every call. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Path of the array of dossiers in an answer; '' = the answer itself. */
  readonly items: string;
  /** Parameter that asks for changes since a time, and how that is written; `null` = everything is read each time. */
  readonly since: {
    readonly parameter: string;
    readonly form: 'iso' | 'epoch_seconds' | 'epoch_millis' | 'local';
  } | null;
  readonly paging:
    | {
        readonly by: 'number';
        readonly parameter: string;
        readonly first: number;
        readonly sizeParameter: string | null;
      }
    | {
        readonly by: 'cursor';
        readonly parameter: string;
        /** Path of the next page's cursor in an answer; absent or empty there = it was the last. */
        readonly next: string;
        readonly sizeParameter: string | null;
      }
    | { readonly by: 'none' };
  /** Header that carries the API key. */
  readonly apiKeyHeader: string;
}

/** See the file's head. */
export interface SourceDefinition {
  /** `sql`, `xml`, `rest` or `intake` for `source.yaml`; the file's name without `.yaml` for one of `source.d/`. */
  readonly name: string;
  readonly kind: SourceKind;
  readonly map: SourceMap;
  /** Cron expression with seconds; `null` = as SCHEDULE_EXTRACT says. */
  readonly schedule: string | null;
  /** `null` = as SOURCE_OVERLAP_SECONDS, SOURCE_PAGE_SIZE, SOURCE_CDC say. */
  readonly overlapSeconds: number | null;
  readonly pageSize: number | null;
  readonly capture: ChangeCapture | null;
  /**
   * Tables whose changes are noticed at once, each with the column that holds the key of its dossier
   * (`SourceMap.dossiers.key`); empty = those that the map names.
   */
  readonly watch: Readonly<Record<string, string>>;
  /** Of a source of the kind `rest`. */
  readonly rest: RestRules | null;
}
