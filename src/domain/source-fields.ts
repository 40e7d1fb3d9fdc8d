/**
 * Which of a view's fields the daemon cannot do without (3-source-contract, the columns in bold).
 * Guarantees: names every field of every view, so that a new field cannot be forgotten here.
 */
import type { SourceMap } from './source-map.ts';

/** A view of the source, by our name. */
export type ViewName = keyof SourceMap;
/** The views that hold parts of a dossier. */
export type PartName = Exclude<ViewName, 'dossiers'>;
/** The fields of one view. */
export type FieldOf<View extends ViewName> = keyof NonNullable<SourceMap[View]>['fields'] & string;

type Need = 'needed' | 'optional';

/** Every view with its fields. */
export const VIEW_FIELDS: { readonly [View in ViewName]: Readonly<Record<FieldOf<View>, Need>> } = {
  dossiers: {
    code: 'needed',
    procedureCode: 'needed',
    procedureName: 'optional',
    agencyCode: 'needed',
    agencyName: 'optional',
    channel: 'needed',
    ownerName: 'optional',
    subjectType: 'optional',
    ownerIdType: 'optional',
    ownerIdNumber: 'optional',
    ownerAccountId: 'optional',
    email: 'optional',
    phone: 'optional',
    fax: 'optional',
    subject: 'optional',
    submittedAt: 'optional',
    receivedAt: 'needed',
    dueAt: 'optional',
    finishedAt: 'optional',
    returnedAt: 'optional',
    refusedAt: 'optional',
    status: 'needed',
    substatus: 'optional',
    returnMethod: 'optional',
    filingPlace: 'optional',
    vneidVerified: 'optional',
    payment: 'optional',
    databases: 'optional',
    note: 'optional',
    deleted: 'optional',
    changedAt: 'needed',
  },
  components: {
    dossierCode: 'needed',
    id: 'needed',
    documentCode: 'optional',
    name: 'needed',
    link: 'optional',
    digitized: 'optional',
    reuse: 'optional',
    fromStore: 'optional',
    replacesResultCode: 'optional',
    deleted: 'optional',
  },
  results: {
    dossierCode: 'needed',
    id: 'needed',
    documentCode: 'optional',
    name: 'needed',
    link: 'optional',
    componentCode: 'optional',
  },
  steps: {
    dossierCode: 'needed',
    id: 'needed',
    at: 'needed',
    processor: 'needed',
    position: 'optional',
    department: 'optional',
    content: 'optional',
    status: 'needed',
    startedAt: 'optional',
    dueAt: 'optional',
  },
  fees: {
    dossierCode: 'needed',
    id: 'needed',
    feeCode: 'optional',
    name: 'needed',
    amount: 'needed',
    collection: 'optional',
    kind: 'optional',
    paid: 'optional',
  },
  supplements: {
    dossierCode: 'needed',
    id: 'needed',
    requestedBy: 'optional',
    content: 'optional',
    requestedAt: 'optional',
    completedAt: 'optional',
    dueBefore: 'optional',
    dueAfter: 'optional',
  },
};

/** Our names of the views, dossiers first. */
export const VIEW_NAMES = Object.keys(VIEW_FIELDS) as readonly ViewName[];
/** Our names of the views with parts. */
export const PART_NAMES = VIEW_NAMES.filter((name) => name !== 'dossiers') as readonly PartName[];
