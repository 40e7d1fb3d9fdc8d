/**
 * What would be sent of a dossier if everything of it that a table can mend were mended.
 * Guarantees: the rules of normalization tell it, not a second set of them; where nothing is unknown it is what
 * normalization says anyway; what no table mends (a time that cannot be read, a name that lacks) stays a fault.
 * A stand-in claims nothing: not ended, not online, not paid, not reused, not from the store.
 * Must not: be sent, stored as a payload, or shown as a code.
 */
import type { Agency, Codebook, Lookup, LookupKind, Procedure } from '../domain/codebook.ts';
import type { ComponentCode, ProcedureCode, ResultCode, SectorCode } from '../domain/codes.ts';
import type { Dossier, DossierStatus, ValueField } from '../domain/dossier.ts';
import type { Held, Normalized } from '../domain/normalized.ts';
import type { SourceDossier } from '../domain/source-dossier.ts';
import { cleanText } from '../normalize/clean-text.ts';
import { normalize } from '../normalize/normalize.ts';
import type { NormalizeOptions } from '../normalize/reading.ts';

/** Stands for whatever no table knows yet: longer than a word, so that no code of the catalogue is it. */
const STAND_IN = 'not known yet';

const PROCEDURE: Procedure = {
  code: STAND_IN as ProcedureCode,
  name: STAND_IN,
  sectorCode: STAND_IN as SectorCode,
  sectorName: STAND_IN,
};
const AGENCY: Agency = { code: '', name: STAND_IN };
/** In process: an unknown status ends no dossier. */
const STATUS: DossierStatus = '4';
/** Values of the contract that count for no indicator. */
const VALUES: Readonly<Record<ValueField, string>> = {
  channel: '1',
  subject_type: '4',
  id_type: STAND_IN,
  return_method: '0',
  filing_place: '1',
  payment: '0',
  reuse: '0',
  from_store: '0',
  digitized: '0',
  database: STAND_IN,
  fee_collection: '1',
  fee_kind: '1',
};

/** The question behind a fault of a field, where a table answers it. */
const QUESTIONS: Readonly<Record<string, { readonly kind: LookupKind; readonly scope?: ValueField }>> = {
  procedureCode: { kind: 'procedure' },
  agencyCode: { kind: 'agency' },
  status: { kind: 'status' },
  'steps.status': { kind: 'status' },
  'components.code': { kind: 'component' },
  'components.replacesResult': { kind: 'any-result' },
  'results.code': { kind: 'result' },
  'results.componentCode': { kind: 'component' },
  channel: { kind: 'value', scope: 'channel' },
  subjectType: { kind: 'value', scope: 'subject_type' },
  returnMethod: { kind: 'value', scope: 'return_method' },
  filingPlace: { kind: 'value', scope: 'filing_place' },
  ownerIdType: { kind: 'value', scope: 'id_type' },
  payment: { kind: 'value', scope: 'payment' },
  databases: { kind: 'value', scope: 'database' },
  'components.digitized': { kind: 'value', scope: 'digitized' },
  'components.reuse': { kind: 'value', scope: 'reuse' },
  'components.fromStore': { kind: 'value', scope: 'from_store' },
  'fees.collection': { kind: 'value', scope: 'fee_collection' },
  'fees.kind': { kind: 'value', scope: 'fee_kind' },
};

/** As it is asked: what cannot be stored is not in it, and where a fault names it, it is U+FFFD. */
const nameOf = (kind: LookupKind, scope: string, text: string): string =>
  JSON.stringify([kind, scope, cleanText(text.replaceAll('\uFFFD', ''))]);

/** Normalizes as if every code that no table knows had a row. Pure, as `normalize` is. */
export function normalizeAsMended(
  source: SourceDossier,
  codebook: Codebook,
  options: NormalizeOptions,
): Normalized {
  const forgiving = new ForgivingCodebook(codebook);
  // A procedure that is found by and by asks for its papers: each round forgives what the one before came upon.
  for (;;) {
    const normalized = normalize(source, forgiving, options);
    if (!forgiving.forgive(normalized.held)) return normalized;
  }
}

/** Is the procedure of this dossier one that no table knows? */
export function hasStandInProcedure({ procedureCode }: Pick<Dossier, 'procedureCode'>): boolean {
  return procedureCode === PROCEDURE.code;
}

/** The same of its agency. */
export function hasStandInAgency({ agencyCode, agencyName }: Pick<Dossier, 'agencyCode' | 'agencyName'>) {
  return agencyCode === '' && agencyName === AGENCY.name;
}

/** Answers what it has forgiven; not whatever is not found, for a text may be asked in several readings. */
class ForgivingCodebook implements Codebook {
  readonly version: string;
  readonly #codebook: Codebook;
  readonly #missed = new Set<string>();
  readonly #forgiven = new Set<string>();

  constructor(codebook: Codebook) {
    this.#codebook = codebook;
    this.version = codebook.version;
  }

  /** Forgives faults that come of questions which were not answered. False: there are none. */
  forgive(held: readonly Held[]): boolean {
    const before = this.#forgiven.size;
    for (const fault of held) {
      const question = QUESTIONS[fault.field];
      if (question === undefined) continue;
      const { status, substatus } = fault.params;
      const [scope, text] =
        fault.field === 'status'
          ? [String(substatus ?? ''), String(status ?? '')]
          : [question.scope ?? '', fault.value];
      const name = nameOf(question.kind, scope, text);
      if (this.#missed.has(name)) this.#forgiven.add(name);
    }
    return this.#forgiven.size > before;
  }

  #answer<T>(kind: LookupKind, scope: string, text: string, lookup: Lookup<T>, standIn: T): Lookup<T> {
    if (lookup.found) return lookup;
    const name = nameOf(kind, scope, text);
    if (this.#forgiven.has(name)) return { found: true, value: standIn, rule: STAND_IN };
    this.#missed.add(name);
    return lookup;
  }

  procedure(...[text, on]: Parameters<Codebook['procedure']>) {
    return this.#answer('procedure', '', text, this.#codebook.procedure(text, on), PROCEDURE);
  }

  component(...[procedure, text, on]: Parameters<Codebook['component']>) {
    const lookup = this.#codebook.component(procedure, text, on);
    return this.#answer('component', '', text, lookup, STAND_IN as ComponentCode);
  }

  result(...[procedure, text, on]: Parameters<Codebook['result']>) {
    const lookup = this.#codebook.result(procedure, text, on);
    return this.#answer('result', '', text, lookup, STAND_IN as ResultCode);
  }

  anyResult(...[text, on]: Parameters<Codebook['anyResult']>) {
    return this.#answer('any-result', '', text, this.#codebook.anyResult(text, on), STAND_IN as ResultCode);
  }

  agency(...[text, on]: Parameters<Codebook['agency']>) {
    return this.#answer('agency', '', text, this.#codebook.agency(text, on), AGENCY);
  }

  status(...[status, substatus]: Parameters<Codebook['status']>) {
    return this.#answer(
      'status',
      cleanText(substatus),
      status,
      this.#codebook.status(status, substatus),
      STATUS,
    );
  }

  value(...[field, text]: Parameters<Codebook['value']>) {
    return this.#answer('value', field, text, this.#codebook.value(field, text), VALUES[field]);
  }

  fingerprint(...[key]: Parameters<Codebook['fingerprint']>) {
    return this.#codebook.fingerprint(key);
  }
}
