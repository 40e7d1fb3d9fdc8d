/**
 * One data call: session, place in line, observer, sending, classification.
 * Guarantees: `beforeCall` right before each sending and `afterCall` after it; a session that is
 * over is renewed once and the call repeated, one in doubt (an answer in unknown words) too, where
 * the call may go twice; a call that was not begun is `retry-later`, one
 * without answer `unknown`; never throws for what the portal, the network or the observer does.
 * Must not: know records; that is `judge-records`.
 */
import type { AnswerRules } from '../../domain/answer-rules.ts';
import { reasonOf } from '../../domain/errors.ts';
import type { PortalCall, RecordOutcome } from '../../domain/portal-outcome.ts';
import type { CallObserver } from '../../domain/ports.ts';
import { type Answer, classifyAnswer } from '../classify-answer.ts';
import type { Pace } from '../pace.ts';
import { callOutcome, mayBeStored } from '../readings.ts';
import { redact } from '../redact.ts';
import type { Session } from '../session.ts';
import type { AdapterDeps, AdapterSettings } from './settings.ts';
import type { Reply, Transport } from './transport.ts';

/** Who watches this errand, and whether it may go on. */
export interface Errand {
  readonly observer: CallObserver;
  readonly signal: AbortSignal;
  /** Set once the observer objects (lease lost): no further call. */
  stopped: boolean;
}

/** What to ask. */
export interface Request {
  readonly service: string;
  readonly path: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly refs: readonly number[];
  /** False where sending it twice would double what is stored (steps). */
  readonly repeatable: boolean;
  /** Personal values in it, to be kept out of messages. */
  readonly hide: readonly string[];
}

/** An answer, or the outcome that stands for a missing one. */
export type CallResult =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'none'; readonly outcome: RecordOutcome };

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
    const { result: first, again } = await once(parts, request, errand);
    if (!again) return first;
    const { result: second } = await once(parts, request, errand);
    // A session that is over straight after the login: nothing was stored, something else is wrong.
    if (isSessionOver(second, request)) {
      return later(second.answer.errorCode, second.answer.message);
    }
    return second;
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

function later(errorCode: string, message: string): CallResult {
  return { kind: 'none', outcome: { kind: 'retry-later', errorCode, message } };
}

/** A result, and whether another session may bring a better one. */
interface Tried {
  readonly result: CallResult;
  readonly again: boolean;
}

async function once(parts: ExchangeParts, request: Request, errand: Errand): Promise<Tried> {
  const notBegun = { result: later('NOT-SENT', 'chưa gửi (not sent)'), again: false };
  if (errand.stopped || errand.signal.aborted) return notBegun;
  const login = await parts.session.get(errand.signal);
  if (login === null) return notBegun;
  if (login.kind !== 'session') return { result: later('LOGIN', redact(login.reason)), again: false };
  const wasUsed = parts.session.isUsed(login.value);
  const result = await parts.pace.run(errand.signal, () => watched(parts, request, errand, login.value));
  if (result === null) return notBegun;
  if (result.kind === 'none') return { result, again: false };
  parts.session.answered(login.value);
  return { result, again: endsSession(parts, request, result, login.value, wasUsed) };
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
  if (errand.stopped || !(await isAllowed(parts, request, errand))) {
    return later('NOT-SENT', 'chưa gửi (not sent)');
  }
  const { clock } = parts.deps;
  const startedAt = clock.now();
  const reply = await parts.transport.post(
    request.path,
    { session, madonvi: parts.settings.agencyCode, service: request.service, ...request.parameters },
    errand.signal,
  );
  const hide = [session, parts.settings.password, ...request.hide];
  const result = readReply(reply, parts, request.service, hide);
  const endedAt = clock.now();
  await report(parts, errand, request, {
    service: request.service,
    startedAt,
    durationMs: endedAt.getTime() - startedAt.getTime(),
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
    await errand.observer.beforeCall(request.service, request.refs);
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

function readReply(reply: Reply, parts: ExchangeParts, service: string, hide: readonly string[]): CallResult {
  if (reply.kind === 'answer') {
    const { status, headers, body } = reply;
    const raw = { status, headers, body, service, hide, receivedAt: parts.deps.clock.now() };
    return { kind: 'answer', answer: classifyAnswer(raw, parts.rules) };
  }
  const kind = reply.kind === 'unsent' ? 'retry-later' : 'unknown';
  return { kind: 'none', outcome: { kind, errorCode: reply.code, message: redact(reply.reason, hide) } };
}
