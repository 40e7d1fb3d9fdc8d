/**
 * What each meaning comes to for dossiers and for steps.
 * Guarantees: a closed table; appended steps are called refused only where the answer plainly says
 * so, else `unknown`, because they must never go twice (invariant 5).
 */
import type { OutcomeKind } from '../domain/portal-outcome.ts';
import type { Answer, Judgement, Meaning } from './classify-answer.ts';
import type { Reading } from './judge-records.ts';

/** `create` = `isUpdating` False. */
export type PushMode = 'create' | 'update';

function settle(kind: OutcomeKind): Reading {
  return { kind, isolate: false };
}

function takeApart(kind: OutcomeKind): Reading {
  return { kind, isolate: true };
}

/** For `DongBoHoSoMC`. Sending a dossier twice is harmless, so doubt is taken apart, too. */
export function readDossierAnswer(mode: PushMode): (judgement: Judgement) => Reading {
  return ({ meaning }) => {
    switch (meaning) {
      case 'ok':
        return settle('accepted');
      case 'already-exists':
        return takeApart(mode === 'create' ? 'exists' : 'not-understood');
      case 'not-found':
        // A create that "is not found" speaks of something in the data, such as the procedure.
        return takeApart(mode === 'update' ? 'missing' : 'rejected');
      case 'invalid-data':
        return takeApart('rejected');
      case 'not-understood':
        return takeApart('not-understood');
      default:
        return settle(transient(meaning));
    }
  };
}

/** For `CapNhatTienDoHoSoMC`. */
export function readStepAnswer({ meaning, isError }: Judgement, lone: boolean): Reading {
  switch (meaning) {
    case 'ok':
      return settle('accepted');
    case 'not-found':
      return takeApart('missing');
    case 'invalid-data':
      return takeApart('rejected');
    case 'already-exists':
      return takeApart('not-understood');
    case 'not-understood':
      return settle(lone && isError ? 'not-understood' : 'unknown');
    default:
      return settle(transient(meaning));
  }
}

/** "Service Unavailable", which should be said before any work was begun (RFC 9110 section 15.6.4). */
const UNAVAILABLE = 503;

/**
 * May the portal have stored the call although its answer is an error? Any 5xx may come from a
 * gateway that passed the call on and lost the portal's own answer; some say 503 then, too, but do not
 * say when to come back: who does has turned the call away on purpose. Except where the portal itself
 * asks to slow down, or says in JSON what is wrong with the data (still read back before a batch is
 * taken apart).
 */
export function mayBeStored({ httpStatus, meaning, body, retryAfterSeconds }: Answer): boolean {
  if (httpStatus < 500 || meaning === 'throttled') return false;
  if (httpStatus === UNAVAILABLE && retryAfterSeconds !== undefined) return false;
  return !(meaning === 'invalid-data' && body === 'json');
}

/**
 * Does the answer speak of the portal and not of what was sent? That is how it seems; a firewall that
 * dislikes a text, or a record that crashes the portal, is answered in the same way. Where rows
 * speak of records, the portal is there.
 */
export function isDoubtful({ meaning, rows }: Answer): boolean {
  return rows.length === 0 && (meaning === 'unavailable' || meaning === 'unreadable');
}

/**
 * Did the answer come from a portal that can be asked again at once? A gateway that has itself waited in
 * vain (504) may take as long for each part of the call.
 */
export function isQuick({ meaning, httpStatus }: Answer): boolean {
  return meaning === 'unavailable' && httpStatus !== 504;
}

function transient(meaning: Exclude<Meaning, 'ok' | 'not-found' | 'invalid-data'>): OutcomeKind {
  return meaning === 'unreadable' ? 'unknown' : 'retry-later';
}

/** How a call as a whole went, for the attempt record. */
export function callOutcome(meaning: Meaning): OutcomeKind {
  const kinds: Readonly<Record<Meaning, OutcomeKind>> = {
    ok: 'accepted',
    'already-exists': 'exists',
    'not-found': 'missing',
    'invalid-data': 'rejected',
    'session-expired': 'session-expired',
    throttled: 'retry-later',
    unavailable: 'retry-later',
    'not-understood': 'not-understood',
    unreadable: 'unknown',
  };
  return kinds[meaning];
}
