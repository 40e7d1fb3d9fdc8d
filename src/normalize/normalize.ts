/**
 * From the province's words to the portal's: one dossier in, what goes, what is held and why out.
 * Guarantees: pure (no clock, no I/O), total (bad data is an answer, never an exception), and told
 * whole: every fault of the dossier at once. An unknown code is held, never guessed (invariant 7);
 * the dossier is `null` exactly when a fault blocks it.
 * Must not: say anything that the province did not record.
 */
import type { Codebook } from '../domain/codebook.ts';
import type { IsoDay } from '../domain/codes.ts';
import type { Component, Dossier } from '../domain/dossier.ts';
import type { Normalized } from '../domain/normalized.ts';
import type { SourceDossier } from '../domain/source-dossier.ts';
import { readAgency } from './agency-field.ts';
import { readComponents } from './components.ts';
import { readDatabases, readPayment, readVneid } from './database-fields.ts';
import { checkNotDeleted, readDossierCode } from './dossier-code.ts';
import { readFees } from './fees.ts';
import { Notes } from './notes.ts';
import { readEmail, readOwnerAccount, readOwnerIds, readPhone } from './owner-fields.ts';
import { readProcedure } from './procedure-field.ts';
import type { KnownProcedure, NormalizeOptions, Reading } from './reading.ts';
import { readResults } from './results.ts';
import { readStatus } from './status-field.ts';
import { readSteps } from './steps.ts';
import { readSupplements } from './supplements.ts';
import { LIMITS, readNeededText, readOptionalText, readPlainText } from './text-field.ts';
import { readDueAt, readOptionalTime, readReceivedAt } from './time-fields.ts';
import { readNeededValue } from './value-field.ts';

const SUBJECT = { missing: 'DB-DOS-027', limit: LIMITS.subject } as const;

/**
 * Normalizes one dossier.
 * @param codebook frozen; the same version and options give the same answer for the same source.
 */
export function normalize(source: SourceDossier, codebook: Codebook, options: NormalizeOptions): Normalized {
  const notes = new Notes(options.holdPolicy, options.trace);
  const reading: Reading = { source, codebook, options, notes };
  const { fields } = source;

  const code = readDossierCode(reading);
  checkNotDeleted(reading);
  const receivedAt = readReceivedAt(notes, fields.receivedAt);
  // The day of receipt decides which mapping rows and catalogue entries count.
  const on = receivedAt === null ? null : (receivedAt.slice(0, 10) as IsoDay);
  const procedure = readProcedure(reading, on);
  const known: KnownProcedure | null = on === null || procedure === null ? null : { on, procedure };
  const agency = readAgency(reading, on);
  const status = readStatus(reading);
  const channel = readNeededValue(reading, 'channel', 'channel', fields.channel, {
    missing: 'DB-DOS-015',
    unknown: 'DB-DOS-016',
  });
  const subjectType = readNeededValue(reading, 'subject_type', 'subjectType', fields.subjectType, {
    missing: 'DB-DOS-017',
    unknown: 'DB-DOS-018',
  });
  const returnMethod = readNeededValue(reading, 'return_method', 'returnMethod', fields.returnMethod, {
    missing: 'DB-DOS-019',
    unknown: 'DB-DOS-020',
  });
  const filingPlace = readNeededValue(reading, 'filing_place', 'filingPlace', fields.filingPlace, {
    missing: 'DB-DOS-021',
    unknown: 'DB-DOS-022',
  });
  const subject = readNeededText(notes, 'subject', fields.subject, SUBJECT);

  const rest = {
    ownerName: readOptionalText(notes, 'ownerName', fields.ownerName),
    ownerAccountId: readOwnerAccount(reading, channel),
    ownerIds: readOwnerIds(reading),
    email: readEmail(reading),
    fax: readPlainText(notes, 'fax', fields.fax, { limit: LIMITS.detail }),
    phone: readPhone(reading),
    submittedAt: readOptionalTime(notes, 'submittedAt', fields.submittedAt),
    dueAt: readDueAt(notes, fields.dueAt),
    finishedAt: readOptionalTime(notes, 'finishedAt', fields.finishedAt),
    returnedAt: readOptionalTime(notes, 'returnedAt', fields.returnedAt),
    refusedAt: readOptionalTime(notes, 'refusedAt', fields.refusedAt),
    vneidVerified: readVneid(reading),
    payment: readPayment(reading),
    databases: readDatabases(reading),
    note: readOptionalText(notes, 'note', fields.note, { limit: LIMITS.detail, lines: true }),
    results: readResults(reading, known),
    fees: readFees(reading),
    supplements: readSupplements(reading),
  };
  const components = readComponents(reading, known);
  const digitized = components.find(isDigitized);
  const hasDigitizedComponent = digitized === undefined ? '0' : '1';
  if (notes.full) {
    const label = digitized === undefined ? '' : `components[${digitized.id}].digitized`;
    notes.pass('hasDigitizedComponent', label, hasDigitizedComponent, 'from the components');
  }
  const steps = readSteps(reading, code);

  const { held, trace } = notes;
  const blocked = held.some((fault) => fault.blocking);
  if (blocked || code === null || receivedAt === null || procedure === null || status === null) {
    return { dossier: null, steps, held, trace };
  }
  const dossier: Dossier = {
    code,
    procedureCode: procedure.code,
    procedureName: procedure.name,
    sectorCode: procedure.sectorCode,
    sectorName: procedure.sectorName,
    channel,
    subjectType,
    subject,
    receivedAt,
    status,
    returnMethod,
    agencyCode: agency.code,
    agencyName: agency.name,
    filingPlace,
    hasDigitizedComponent,
    ...rest,
    components,
  };
  return { dossier, steps, held, trace };
}

/** A component taken back is no longer part of what was digitized. */
function isDigitized(component: Component): boolean {
  return component.digitized === '1' && !component.deleted;
}
