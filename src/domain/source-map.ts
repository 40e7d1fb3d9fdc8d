/**
 * Which view and which column fills what: data of `mappings/source.yaml`, read and checked by
 * `codebook/`, used by `source/sql`.
 */
import type {
  SourceComponent,
  SourceFee,
  SourceFields,
  SourceResult,
  SourceStep,
  SourceSupplement,
} from './source-dossier.ts';

/** One view (or table) and the column for each of our fields. */
export interface ViewMap<Field extends string> {
  /** Name, optionally with schema: `dongbo_ho_so`, `motcua.dongbo_ho_so`. */
  readonly from: string;
  readonly columns: Readonly<Record<Field, string>>;
}

/** Fields beside the parts' own: the code that joins, and the time of change. */
export interface SourceMap {
  readonly dossiers: ViewMap<keyof SourceFields | 'changedAt'>;
  readonly components: ViewMap<keyof SourceComponent | 'dossierCode'>;
  readonly results: ViewMap<keyof SourceResult | 'dossierCode'>;
  readonly steps: ViewMap<keyof SourceStep | 'dossierCode'>;
  readonly fees: ViewMap<keyof SourceFee | 'dossierCode'>;
  /** `null` = the province keeps no supplements. */
  readonly supplements: ViewMap<keyof SourceSupplement | 'dossierCode'> | null;
}
