/**
 * The moments at which a killed process would leave most behind, by name.
 * Guarantees: every one of them is passed by real work; at each the process may be killed, and nothing
 * is lost or doubled (invariant 9). In production passing one does nothing.
 * Must not: be used for anything but dying; a test that wants to look in has the ledger.
 */

/** In the order in which a dossier passes them. */
export const CRASH_POINTS = [
  /** A page was read, nothing of it is stored. */
  'extract:read',
  /** Stored with its cursor, not enqueued (invariant 3). */
  'extract:stored',
  /** The queue has the jobs, the ledger does not know it. */
  'enqueue:queued',
  'enqueue:marked',
  /** A page normalized again is stored, not enqueued. */
  'renormalize:stored',
  /** A job was taken from the queue, its dossiers are not leased. */
  'deliver:begun',
  'deliver:leased',
  /** Dossiers are `sending`, no call has been made. */
  'deliver:claimed',
  /** Right before a call goes out. */
  'call:begins',
  /** The portal has answered, nobody has written it down. */
  'call:answered',
  'deliver:dossiers-answered',
  'deliver:dossiers-settled',
  /** Steps are `sending`, their call has not been made: the hardest one (invariant 5). */
  'steps:marked',
  'steps:answered',
  'steps:settled',
  /** The portal has shown what it has, the verdict is not written. */
  'read-back:answered',
  'read-back:settled',
  /** All is settled and the lease is gone; what goes again is not carried by a job. */
  'deliver:released',
  'deliver:marked-again',
  /** Dead leases are ended, what they left is not enqueued. */
  'recover:rescued',
  /** The queue has said what it carries, what it lacks is not looked for yet. */
  'recover:voided',
  /** What it lacks is known, nothing of it is enqueued. */
  'recover:taken',
] as const;
/** See {@link CRASH_POINTS}. */
export type CrashPoint = (typeof CRASH_POINTS)[number];

/** Told of each point as it is passed; whoever wants to die there does. */
export type Reached = (point: CrashPoint) => void | Promise<void>;

/** Nobody dies. */
export const GO_ON: Reached = () => {};
