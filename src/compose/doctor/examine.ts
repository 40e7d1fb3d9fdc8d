/**
 * All checks of the doctor, at once.
 * Guarantees: a check that fails, hangs or throws stops no other; each has its time; the answer keeps their order.
 */
import { auditCheck } from './audit.ts';
import { backupCheck } from './backup.ts';
import { sourceChangesCheck } from './capture.ts';
import { catalogueCheck } from './catalogue.ts';
import { caCheck, clientCertificateCheck, furtherCertificatesCheck } from './certificates.ts';
import { diskCheck } from './disk.ts';
import { sourceDocumentsCheck } from './documents.ts';
import { encryptionCheck } from './encryption.ts';
import { fileLinksCheck } from './file-links.ts';
import { type Finding, plain, skipped, thrown, wrong } from './finding.ts';
import { heldCheck, unmappedCheck } from './held.ts';
import { jobsCheck, leaderCheck } from './jobs.ts';
import { lanesCheck } from './lanes.ts';
import { ledgerCheck, ledgerClockCheck, ledgerCommitCheck, ledgerConnectionsCheck } from './ledger.ts';
import { mappingsCheck, mappingTargetsCheck } from './mappings.ts';
import { nodeCheck } from './node-version.ts';
import { portalCertificateCheck, portalCheck, portalClockCheck, portalLoginCheck } from './portal.ts';
import { queueCheck, queueMemoryCheck, queuePolicyCheck } from './queue.ts';
import { type Check, type DoctorSettings, Room, Skip } from './room.ts';
import { sourceServicesCheck } from './services.ts';
import { secretsCheck, settingsCheck } from './settings.ts';
import { sourceCheck, sourceFreshCheck, sourceRightsCheck } from './source.ts';

/** In the order in which they are told. */
export const CHECKS: readonly Check[] = [
  settingsCheck,
  secretsCheck,
  encryptionCheck,
  nodeCheck,
  ledgerCheck,
  ledgerCommitCheck,
  ledgerConnectionsCheck,
  ledgerClockCheck,
  auditCheck,
  backupCheck,
  queueCheck,
  queuePolicyCheck,
  queueMemoryCheck,
  sourceCheck,
  sourceRightsCheck,
  sourceFreshCheck,
  sourceChangesCheck,
  sourceServicesCheck,
  sourceDocumentsCheck,
  portalCheck,
  portalCertificateCheck,
  portalClockCheck,
  portalLoginCheck,
  clientCertificateCheck,
  caCheck,
  furtherCertificatesCheck,
  mappingsCheck,
  mappingTargetsCheck,
  catalogueCheck,
  unmappedCheck,
  heldCheck,
  lanesCheck,
  leaderCheck,
  jobsCheck,
  fileLinksCheck,
  diskCheck,
];

const LIMIT_MS = 15_000;

/** A check and what it found. */
export interface Examined {
  readonly check: Check;
  readonly finding: Finding;
}

/** Makes `checks`. Never throws. */
export function examine(settings: DoctorSettings, checks: readonly Check[] = CHECKS): Promise<Examined[]> {
  const room = new Room(settings);
  return Promise.all(checks.map(async (check) => ({ check, finding: await inTime(check, room) })));
}

async function inTime(check: Check, room: Room): Promise<Finding> {
  const limitMs = check.limitMs ?? LIMIT_MS;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Finding>((resolve) => {
    const params = { check: check.name, seconds: limitMs / 1000 };
    timer = setTimeout(() => resolve(wrong('failed', 'DB-DOC-001', plain(''), { params })), limitMs);
  });
  try {
    return await Promise.race([check.run(room), late]);
  } catch (error) {
    return error instanceof Skip ? skipped(error.why) : thrown(error);
  } finally {
    clearTimeout(timer);
  }
}

/** What the command ends with: 0 unless something failed, then 69, 78 or 1, the first of them that any says. */
export function exitOf(examined: readonly Examined[]): number {
  const exits = examined.flatMap(({ finding }) => (finding.result === 'failed' ? [finding.exit] : []));
  return exits.length === 0 ? 0 : ([69, 78].find((exit) => exits.includes(exit)) ?? 1);
}
