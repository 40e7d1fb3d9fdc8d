/**
 * What of the province's system fills what: data of `mappings/source.yaml` and `mappings/source.d/`, read and
 * checked by `codebook/`, used by every adapter of `source/`.
 * Guarantees: says the same of a table, an XML element and a JSON object: places there are named by text, what
 * is made of them is said by {@link FieldRule}.
 * Must not: hold SQL of its own making; a query of the province is kept as it was written.
 */
import type {
  SourceComponent,
  SourceFee,
  SourceFields,
  SourceResult,
  SourceStep,
  SourceSupplement,
  SourceText,
} from './source-dossier.ts';

/** A place in the province's system: a column, an element's path, a JSON path. */
export interface Place {
  /** Alias of a joined table; '' = the view itself. Always '' outside SQL. */
  readonly of: string;
  /** Name of the column, or path with dots: `chu_ho_so.ten`. */
  readonly name: string;
}

/**
 * What may be done with values on their way; nothing else ever is. All of them take and give texts.
 * How many arguments each takes, and which of them must be written in the map: `field-functions.ts`.
 */
export const FIELD_FUNCTIONS = [
  /** Arguments one after the other; absent ones count as '', all absent is absent. */
  'concat',
  /** The first that is not absent or blank. */
  'first',
  'trim',
  'upper',
  'lower',
  /** (text, what, by what): every place. */
  'replace',
  /** (text, from, length): from 1; to the end where no length is said. */
  'substring',
  /** (text, separator, number): the number-th piece, from 1; -1 is the last. */
  'split',
  /** Digits alone. */
  'digits',
  /** Seconds, milliseconds since 1970 → time of ISO 8601 in Vietnam; 0 is absent. */
  'epoch_seconds',
  'epoch_millis',
  /** A time written without a zone, by UTC's clock → time of ISO 8601 in Vietnam; one with a zone stays. */
  'from_utc',
  /** (text, pattern such as `dd/MM/yyyy HH:mm`) → time; what does not fit stays as it is, to be held. */
  'date',
  /** The latest, the earliest time of the arguments. */
  'latest',
  'earliest',
  /** (condition, then, else): is the condition there and not blank? No else: absent. */
  'if_present',
  /** (a, b, then, else): are the texts equal, blanks around them aside? No else: absent. */
  'if_equal',
] as const;
/** A name of {@link FIELD_FUNCTIONS}. */
export type FieldFunction = (typeof FIELD_FUNCTIONS)[number];

/** What fills a field. */
export type FieldRule =
  | { readonly kind: 'place'; readonly place: Place }
  | { readonly kind: 'constant'; readonly text: SourceText }
  | { readonly kind: 'call'; readonly name: FieldFunction; readonly args: readonly FieldRule[] }
  | {
      readonly kind: 'map';
      readonly of: FieldRule;
      /** Trimmed value there → ours; '' stands for an absent one. Letter case counts. */
      readonly values: Readonly<Record<string, SourceText>>;
      /** For what is not listed: keep it as it is, or say this. */
      readonly otherwise: { readonly kind: 'keep' } | { readonly kind: 'say'; readonly text: SourceText };
    };

/** Every place that a rule looks at, in the order in which it names them. */
export function placesOf(rule: FieldRule): readonly Place[] {
  switch (rule.kind) {
    case 'place':
      return [rule.place];
    case 'constant':
      return [];
    case 'call':
      return rule.args.flatMap(placesOf);
    case 'map':
      return placesOf(rule.of);
  }
}

/** A table beside the view, at most one row of it for each row of the view. */
export interface Join {
  readonly alias: string;
  /** Table, with schema where need be. */
  readonly from: string;
  /** Column of the joined table = place of the view or of a join before. All must hold. */
  readonly on: readonly { readonly column: string; readonly equals: Place }[];
}

/** Which rows of the view are read: those whose place is among the values (`null` = absent), or is none of them. */
export interface Condition {
  readonly place: Place;
  readonly anyOf: readonly SourceText[];
  readonly not: boolean;
}

/** One view, table, query, XML element or JSON array, and what fills each of our fields. */
export interface ViewMap<Field extends string> {
  /** Table or view, optionally with schema; path of the element or array. '' where `query` stands. */
  readonly from: string;
  /** A SELECT of the province's own, to be read as a view; `null` = none. */
  readonly query: string | null;
  readonly joins: readonly Join[];
  readonly where: readonly Condition[];
  /**
   * By what dossiers and parts meet, where that is not the dossier's code: in `dossiers` their own key,
   * in a part the place that refers to it. `null` = `code` and `dossierCode`.
   */
  readonly key: Place | null;
  /** Of a part: when it was changed, where it does not move its dossier's `changedAt`; `null` = it moves that. */
  readonly changedAt: Place | null;
  /** A field that is not there is absent. */
  readonly fields: Readonly<Partial<Record<Field, FieldRule>>>;
  /** Fields that the file itself says: their places must be there. Others may be missing unless needed. */
  readonly stated: readonly Field[];
}

/** The dossiers' fields: their own and the time of change. */
export type DossierField = keyof SourceFields | 'changedAt';

/** Views of the province, by our name. Fields beside the parts' own: the code that joins. */
export interface SourceMap {
  readonly dossiers: ViewMap<DossierField>;
  readonly components: ViewMap<keyof SourceComponent | 'dossierCode'> | null;
  readonly results: ViewMap<keyof SourceResult | 'dossierCode'> | null;
  readonly steps: ViewMap<keyof SourceStep | 'dossierCode'> | null;
  readonly fees: ViewMap<keyof SourceFee | 'dossierCode'> | null;
  readonly supplements: ViewMap<keyof SourceSupplement | 'dossierCode'> | null;
}
