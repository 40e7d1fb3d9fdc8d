/**
 * The life of a delivery: states, events and the one transition table.
 * Guarantees: every state change anywhere in Dongbo is a row of this table; the ledger's SQL
 * repeats it as a guard (invariant 4) and a test holds the two together.
 * Must not: know clocks, SQL or HTTP.
 */

/** Where a delivery (a dossier version or a step) stands. */
export const DELIVERY_STATES = ['queued', 'sending', 'retrying', 'unknown', 'accepted', 'held'] as const;
/** See {@link DELIVERY_STATES}. */
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** `live` carries today's changes, `backfill` everything older, so that neither delays the other. */
export const LANES = ['live', 'backfill'] as const;
/** See {@link LANES}. */
export type Lane = (typeof LANES)[number];

/** What can happen to a delivery. */
export type DeliveryEvent =
  /** A worker holds the lease and is about to send. */
  | 'send'
  | 'accepted'
  /** The portal refused, or its answer was not understood: a person must act. */
  | 'refused'
  /** Nothing was stored at the portal; goes again when due. */
  | 'retry'
  /** It may have been stored: read back before anything that appends goes again. */
  | 'lost-answer'
  /** The worker died while sending. */
  | 'lease-expired'
  /** The source or the codebook changed what is to be said. */
  | 'changed'
  /** It is to say again what the portal has accepted; nothing that was sent since can be there. */
  | 'changed-back'
  /** The new version has a blocking fault. */
  | 'hold'
  /** A person or a read-back says: send (again); or the portal has lost it. */
  | 'release'
  /** A person says: go on; or its dossier may have been created anew. The portal may have it, so it is read back first. */
  | 'release-unsure'
  /** A person has looked: the portal has it. */
  | 'seen'
  /**
   * The portal may have it: the ledger is an older one, restored, or takes over from another program; or the source has it no
   * more, and nobody could tell of an earlier call.
   */
  | 'doubted'
  /** A look-up that a person has asked for shows it. */
  | 'shown'
  /** A person calls back that it is to go again; the portal surely has it as it is wanted. */
  | 'called-back'
  /** The same, of what an answer of the portal held before. */
  | 'held-again';

const TABLE: Readonly<Record<DeliveryState, Partial<Record<DeliveryEvent, DeliveryState>>>> = {
  queued: {
    send: 'sending',
    changed: 'queued',
    'changed-back': 'accepted',
    hold: 'held',
    doubted: 'unknown',
    shown: 'accepted',
    'called-back': 'accepted',
    'held-again': 'held',
  },
  sending: {
    accepted: 'accepted',
    refused: 'held',
    retry: 'retrying',
    'lost-answer': 'unknown',
    'lease-expired': 'unknown',
  },
  retrying: {
    send: 'sending',
    changed: 'queued',
    'changed-back': 'accepted',
    hold: 'held',
    release: 'queued',
    doubted: 'unknown',
    shown: 'accepted',
    'called-back': 'accepted',
  },
  // Back to what was accepted: the portal may have another by now, so it goes, as any change.
  // A changed dossier may go at once: creating or updating twice is harmless. Steps never change once sent.
  unknown: {
    send: 'sending',
    accepted: 'accepted',
    refused: 'held',
    changed: 'queued',
    'changed-back': 'queued',
    hold: 'held',
    release: 'queued',
    shown: 'accepted',
    'held-again': 'held',
  },
  accepted: { changed: 'queued', hold: 'held', release: 'queued', 'release-unsure': 'unknown' },
  held: {
    changed: 'queued',
    'changed-back': 'accepted',
    hold: 'held',
    release: 'queued',
    'release-unsure': 'unknown',
    seen: 'accepted',
    // Refused, and by now the source says something else of it, or has it no more.
    doubted: 'unknown',
    shown: 'accepted',
  },
};

/**
 * The state after `event`, or `null` where the event does not apply and must change nothing
 * (a lost lease settles nothing, a change during sending only raises the wanted version).
 */
export function next(state: DeliveryState, event: DeliveryEvent): DeliveryState | null {
  return TABLE[state][event] ?? null;
}

/** States from which `event` may fire: the guard that SQL repeats. */
export function statesBefore(event: DeliveryEvent): readonly DeliveryState[] {
  return DELIVERY_STATES.filter((state) => TABLE[state][event] !== undefined);
}

/** Changes younger than this (milliseconds) travel in the live lane. */
export const LIVE_WINDOW_MS = 24 * 60 * 60 * 1000;

/** The lane of a change: today's changes are live, a first load or an old row is backfill. */
export function laneOf(changedAtMs: number | null, nowMs: number): Lane {
  return changedAtMs === null || nowMs - changedAtMs > LIVE_WINDOW_MS ? 'backfill' : 'live';
}

/** The name of a round of delivery, by its lease's token: the same in the log and in the record of attempts. */
export const batchOf = (token: string): string => token.slice(0, 8);

/** The name of a run of a job, of a random id. */
export const runOf = (id: string): string => id.slice(0, 8);
