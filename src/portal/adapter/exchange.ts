/**
 * One data call: session, place in line, observer, sending, classification.
 * Guarantees: `beforeCall` right before each sending and `afterCall` after it; a session that is
 * over is renewed and the call repeated, one in doubt (an answer in unknown words) too, where
 * the call may go twice; a call that was not begun is `retry-later`, one
 * without answer `unknown`; where it is certain that the portal is away or asks to wait, the outcome
 * says so and the errand makes no further call (invariant 8); never throws for what the portal, the network or the observer does.
 * Must not: know records; that is `judge-records`.
 */
import type { AnswerRules } from '../../domain/answer-rules.ts';
import { reasonOf } from '../../domain/errors.ts';
import type { PortalCall, RecordOutcome } from '../../domain/portal-outcome.ts';
import type { CallObserver } from '../../domain/ports.ts';
import { type Answer, classifyAnswer, type Meaning } from '../classify-answer.ts';
import type { Pace, Urgency } from '../pace.ts';
import { callOutcome, mayBeStored } from '../readings.ts';
import { redact } from '../redact.ts';
import type { Session } from '../session.ts';
import type { AdapterDeps, AdapterSettings } from './settings.ts';
import { type Reply, STOPPED, type Transport } from './transport.ts';

/** Who watches this errand, and whether it may go on. */
export interface Errand {
  readonly observer: CallObserver;
  readonly signal: AbortSignal;
  readonly urgency: Urgency;
  /** Set once the observer objects (lease lost): no further call. */
  stopped: boolean;
  /** Set once the portal is known to be away: no further call, this is their outcome. */
  out: RecordOutcome | null;
}

/** What to ask. */
export interface Request {
  readonly service: string;
  readonly path: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly refs: readonly number[];
  /** False where sending it twice would double what is stored (steps). */
  readonly repeatable: boolean;
  /** It creates dossiers. */
  readonly creates?: boolean;
  /** Personal values in it, to be kept out of messages. */
  readonly hide: readonly string[];
}

/** An answer, or the outcome that stands for a missing one. */
export type CallResult =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | {
      readonly kind: 'none';
      readonly outcome: RecordOutcome;
      /** Failed as it does when the portal is away; but something in the call may be to blame. */
      readonly doubt: boolean;
    };

/** Makes data calls. */
export type Exchange = (request: Request, errand: Errand) => Promise<CallResult>;

/** What an exchange is built from. */
export interface ExchangeParts {
  readonly settings: AdapterSettings;
  readonly rules: AnswerRules;
  readonly transport: Transport;
  readonly session: Session;
  readonly pace: Pace;
  readonly deps: AdapterDeps;
}

/** Builds the exchange. */
export function createExchange(parts: ExchangeParts): Exchange {
  return async (request, errand) => {
    const result = await withSessions(parts, request, errand);
    heed(errand, result);
    return result;
  };
}

/** Sessions that one call may meet the end of; each time it waits in line behind the others. */
const MOST_SESSIONS = 5;

async function withSessions(parts: ExchangeParts, request: Request, errand: Errand): Promise<CallResult> {
  const { result: first, again } = await once(parts, request, errand);
  if (!again) return first;
  for (let left = MOST_SESSIONS - 1; ; left -= 1) {
    const { result, session } = await once(parts, request, errand);
    if (!isSessionOver(result, request)) return result;
    // One that let others in has ended, as any does. One that is over straight after its login tells
    // that something else is wrong; nothing was stored.
    if (left > 1 && session !== null && parts.session.wasLetIn(session)) continue;
    return { ...later(result.answer.errorCode, result.answer.message), doubt: true };
  }
}

function heed(errand: Errand, result: CallResult): void {
  const outcome = certainOutage(result);
  if (outcome !== null) callNoMore(errand, outcome);
}

/** Whatever was sent: nobody there, nobody let in, or asked to wait. */
function certainOutage(result: CallResult): RecordOutcome | null {
  if (result.kind === 'none') return result.outcome.away === true ? result.outcome : null;
  const { meaning, errorCode, message, retryAfterSeconds: wait } = result.answer;
  if (meaning !== 'throttled') return null;
  return {
    kind: 'retry-later',
    errorCode,
    message,
    ...(wait === undefined ? {} : { retryAfterSeconds: wait }),
  };
}

/**
 * The portal is away, as `outcome` says: further calls of this errand would only cost time. Calls that
 * were on their way together may bring several; whoever asks to wait longest is heard.
 */
export function callNoMore(errand: Errand, { message, retryAfterSeconds: wait }: RecordOutcome): void {
  if (errand.out !== null && (wait ?? -1) <= (errand.out.retryAfterSeconds ?? -1)) return;
  errand.out = {
    kind: 'retry-later',
    errorCode: 'NOT-SENT',
    message,
    away: true,
    ...(wait === undefined ? {} : { retryAfterSeconds: wait }),
  };
}

/** Said in words that leave no doubt that nothing was stored, or about a call that may go twice. */
function isSessionOver(
  result: CallResult,
  { repeatable }: Request,
): result is Extract<CallResult, { kind: 'answer' }> {
  if (result.kind === 'none' || result.answer.meaning !== 'session-expired') return false;
  return repeatable || !mayBeStored(result.answer);
}

type NoAnswer = Extract<CallResult, { kind: 'none' }>;

function later(errorCode: string, message: string): NoAnswer {
  return { kind: 'none', outcome: { kind: 'retry-later', errorCode, message }, doubt: false };
}

function away(errorCode: string, message: string): NoAnswer {
  return { kind: 'none', outcome: { kind: 'retry-later', errorCode, message, away: true }, doubt: false };
}

/** Why no call may be made. The lease or the signal is nobody's fault, so it is no outage. */
function notBegun(errand: Errand): NoAnswer | null {
  if (errand.out !== null) return { kind: 'none', outcome: errand.out, doubt: false };
  return errand.stopped || errand.signal.aborted ? NOT_SENT : null;
}

const NOT_SENT = later('NOT-SENT', 'chưa gửi (not sent)');

/** A result, and whether another session may bring a better one. */
interface Tried {
  readonly result: CallResult;
  readonly again: boolean;
  /** With which session it was called; `null` where it was not. */
  readonly session: string | null;
}

const uncalled = (result: CallResult): Tried => ({ result, again: false, session: null });

/** Who says something of the data has let us in; a gateway's page tells nothing of the session. */
const OF_THE_DATA: ReadonlySet<Meaning> = new Set(['ok', 'already-exists', 'not-found', 'invalid-data']);

async function once(parts: ExchangeParts, request: Request, errand: Errand): Promise<Tried> {
  const forbidden = notBegun(errand);
  if (forbidden !== null) return uncalled(forbidden);
  const login = await parts.session.get(errand.signal);
  if (login === null) return uncalled(NOT_SENT);
  if (login.kind !== 'session') return uncalled(away('LOGIN', redact(login.reason)));
  const wasUsed = parts.session.isUsed(login.value);
  const result = await parts.pace.run(
    errand.signal,
    async () =>
      parts.session.isCurrent(login.value) ? watched(parts, request, errand, login.value) : 'ended in line',
    errand.urgency,
  );
  if (result === null) return uncalled(NOT_SENT);
  if (result === 'ended in line') return once(parts, request, errand);
  if (result.kind === 'none') return { result, again: false, session: login.value };
  parts.session.answered(login.value);
  if (OF_THE_DATA.has(result.answer.meaning)) parts.session.letIn(login.value);
  const again = endsSession(parts, request, result, login.value, wasUsed);
  return { result, again, session: login.value };
}

/** Ends a session that is over, or may be. True: the call may be repeated with another. */
function endsSession(
  { session, deps }: ExchangeParts,
  request: Request,
  result: Extract<CallResult, { kind: 'answer' }>,
  value: string,
  wasUsed: boolean,
): boolean {
  const { meaning, rows } = result.answer;
  if (meaning === 'session-expired') {
    session.expire(value);
    deps.onNotice?.({ kind: 'session-expired', detail: request.service });
    return isSessionOver(result, request);
  }
  // Rows speak of records: who gives them has let us in.
  if (meaning !== 'not-understood' || rows.length > 0 || !wasUsed || !session.doubt(value)) return false;
  deps.onNotice?.({ kind: 'session-expired', detail: `${request.service}: answer not understood` });
  return request.repeatable;
}

async function watched(
  parts: ExchangeParts,
  request: Request,
  errand: Errand,
  session: string,
): Promise<CallResult> {
  const forbidden = notBegun(errand);
  if (forbidden !== null) return forbidden;
  if (!(await isAllowed(parts, request, errand))) return NOT_SENT;
  const { clock, ticks = () => performance.now() } = parts.deps;
  const [startedAt, begun] = [clock.now(), ticks()];
  parts.deps.onBegin?.(request.service, errand.observer.lane);
  const reply = await parts.transport.post(
    request.path,
    { session, madonvi: parts.settings.agencyCode, service: request.service, ...request.parameters },
    errand.signal,
  );
  const hide = [session, parts.settings.password, ...request.hide];
  const result = readReply(reply, parts, request, hide);
  // Before the place is given up: else the next call of this errand would be on its way already.
  heed(errand, result);
  const durationMs = Math.round(ticks() - begun);
  await report(parts, errand, request, {
    service: request.service,
    startedAt,
    durationMs,
    records: request.refs.length,
    ...(result.kind === 'answer'
      ? {
          outcome: callOutcome(result.answer.meaning),
          httpStatus: result.answer.httpStatus,
          errorCode: result.answer.errorCode,
          message: result.answer.message,
        }
      : {
          outcome: result.outcome.kind,
          httpStatus: null,
          errorCode: result.outcome.errorCode,
          message: result.outcome.message,
        }),
  });
  return result;
}

async function isAllowed(parts: ExchangeParts, request: Request, errand: Errand): Promise<boolean> {
  try {
    await errand.observer.beforeCall(request.service, request.refs, request.creates);
    return !errand.signal.aborted;
  } catch (error) {
    stop(parts, errand, error);
    return false;
  }
}

/** The answer counts even where it could not be recorded; but no further call is made unrecorded. */
async function report(parts: ExchangeParts, errand: Errand, request: Request, call: PortalCall) {
  parts.deps.onCall?.(call);
  try {
    await errand.observer.afterCall(call, request.refs);
  } catch (error) {
    stop(parts, errand, error);
  }
}

function stop(parts: ExchangeParts, errand: Errand, error: unknown): void {
  errand.stopped = true;
  parts.deps.onNotice?.({ kind: 'observer-failed', detail: reasonOf(error) });
}

function readReply(
  reply: Reply,
  parts: ExchangeParts,
  { service, refs }: Request,
  hide: readonly string[],
): CallResult {
  if (reply.kind === 'answer') {
    const { status, headers, body } = reply;
    const receivedAt = parts.deps.clock.now();
    const raw = { status, headers, body, service, records: refs.length, hide, receivedAt };
    return { kind: 'answer', answer: classifyAnswer(raw, parts.rules) };
  }
  const message = redact(reply.reason, hide);
  // We stopped ourselves: that says nothing of the portal.
  const ours = reply.code === STOPPED;
  if (reply.kind === 'unsent') return ours ? later(reply.code, message) : away(reply.code, message);
  return { kind: 'none', outcome: { kind: 'unknown', errorCode: reply.code, message }, doubt: !ours };
}
