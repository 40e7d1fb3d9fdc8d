/**
 * Fingerprints by which an unchanged row or payload is recognized without comparing it.
 * Guarantees: the same content gives the same fingerprint whatever the order of keys; any change of
 * content changes it. SHA-256, hex.
 * Must not: change for anything less than a change of meaning: every stored fingerprint would be
 * void and every dossier would go again.
 */
import { hash } from 'node:crypto';
import type { Dossier, Step } from '../domain/dossier.ts';
import type {
  SourceComponent,
  SourceDossier,
  SourceFee,
  SourceFields,
  SourceResult,
  SourceStep,
  SourceSupplement,
} from '../domain/source-dossier.ts';

/** Names of all fields, kept complete by the compiler, in one fixed order. */
function names<T>(all: Readonly<Record<keyof T & string, true>>): readonly (keyof T)[] {
  return Object.keys(all).sort() as (keyof T)[];
}

const FIELDS = names<SourceFields>({
  code: true,
  procedureCode: true,
  procedureName: true,
  agencyCode: true,
  agencyName: true,
  channel: true,
  ownerName: true,
  subjectType: true,
  ownerIdType: true,
  ownerIdNumber: true,
  ownerAccountId: true,
  email: true,
  phone: true,
  fax: true,
  subject: true,
  submittedAt: true,
  receivedAt: true,
  dueAt: true,
  finishedAt: true,
  returnedAt: true,
  refusedAt: true,
  status: true,
  substatus: true,
  returnMethod: true,
  filingPlace: true,
  vneidVerified: true,
  payment: true,
  databases: true,
  note: true,
  deleted: true,
});
const COMPONENT = names<SourceComponent>({
  id: true,
  documentCode: true,
  name: true,
  link: true,
  digitized: true,
  reuse: true,
  fromStore: true,
  replacesResultCode: true,
  deleted: true,
});
const RESULT = names<SourceResult>({
  id: true,
  documentCode: true,
  name: true,
  link: true,
  componentCode: true,
});
const STEP = names<SourceStep>({
  id: true,
  at: true,
  processor: true,
  position: true,
  department: true,
  content: true,
  status: true,
  startedAt: true,
  dueAt: true,
});
const FEE = names<SourceFee>({
  id: true,
  feeCode: true,
  name: true,
  amount: true,
  collection: true,
  kind: true,
  paid: true,
});
const SUPPLEMENT = names<SourceSupplement>({
  id: true,
  requestedBy: true,
  content: true,
  requestedAt: true,
  completedAt: true,
  dueBefore: true,
  dueAfter: true,
});

function valuesOf<T>(row: T, fields: readonly (keyof T)[]): readonly T[keyof T][] {
  return fields.map((field) => row[field]);
}

/**
 * Fingerprint of all that normalization reads. `changedAt` stays out: a row that was only touched is
 * unchanged. Values stand in a fixed order of fields, which native JSON writes fastest.
 */
export function sourceFingerprint(source: SourceDossier): string {
  return sha256([
    source.key,
    valuesOf(source.fields, FIELDS),
    source.components.map((row) => valuesOf(row, COMPONENT)),
    source.results.map((row) => valuesOf(row, RESULT)),
    source.steps.map((row) => valuesOf(row, STEP)),
    source.fees.map((row) => valuesOf(row, FEE)),
    source.supplements.map((row) => valuesOf(row, SUPPLEMENT)),
  ]);
}

/** Fingerprint of what would be said to the portal of a dossier. */
export function payloadFingerprint(value: Dossier): string {
  return sha256(sorted(value));
}

/** Fingerprint of what would be said of a step. */
export function stepFingerprint(value: Step): string {
  return sha256(sorted(value));
}

function sha256(content: unknown): string {
  return hash('sha256', JSON.stringify(content), 'hex');
}

/** The same value with the keys of every object in order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([name, inner]) => [name, sorted(inner)]);
}
