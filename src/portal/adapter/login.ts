/**
 * Logging in at the security server (1-portal-contract.md, section 2).
 * Guarantees: tells "not there" from "refused"; reasons carry neither password nor session.
 * Must not: keep the session; `session.ts` does.
 */
import type { AnswerRules } from '../../domain/answer-rules.ts';
import { tlsFaultOf } from '../../domain/tls-fault.ts';
import { firstText, isRecord, readBody } from '../body.ts';
import { type Answer, classifyAnswer } from '../classify-answer.ts';
import { redact } from '../redact.ts';
import { LOGIN } from '../services.ts';
import type { LoginResult } from '../session.ts';
import type { AdapterDeps, AdapterSettings } from './settings.ts';
import type { Reply, Transport } from './transport.ts';

/** One login; `signal` ends it when the portal is closed. */
export async function logIn(
  settings: AdapterSettings,
  rules: AnswerRules,
  transport: Transport,
  deps: AdapterDeps,
  signal: AbortSignal,
): Promise<LoginResult> {
  const { username, password } = settings;
  const { clock, ticks = () => performance.now() } = deps;
  const [startedAt, begun] = [clock.now(), ticks()];
  deps.onBegin?.(LOGIN);
  const reply = await transport.post(settings.authPath, { username, password }, signal);
  const result = readReply(reply, rules, deps, [password, username]);
  deps.onCall?.({
    service: LOGIN,
    startedAt,
    durationMs: Math.round(ticks() - begun),
    records: 0,
    outcome: OUTCOMES[result.kind],
    httpStatus: reply.kind === 'answer' ? reply.status : null,
    errorCode: '',
    message: result.kind === 'session' ? '' : result.reason,
  });
  if (result.kind === 'session') deps.onNotice?.({ kind: 'logged-in', detail: '' });
  return result;
}

/** Tells of logins that fail, once until the state changes; the portal may be asked every few seconds. */
export function onLoginFailure({ onNotice }: AdapterDeps): (result: LoginResult) => void {
  let last: LoginResult['kind'] = 'session';
  return (result) => {
    if (result.kind !== 'session' && result.kind !== last) {
      onNotice?.({ kind: 'login-failed', detail: `${result.kind}: ${result.reason}` });
    }
    last = result.kind;
  };
}

/** So many fields are named. */
const MOST_NAMES = 20;

const OUTCOMES = { session: 'accepted', refused: 'rejected', away: 'retry-later' } as const;

function readReply(
  reply: Reply,
  rules: AnswerRules,
  { clock }: AdapterDeps,
  secrets: readonly string[],
): LoginResult {
  if (reply.kind !== 'answer') {
    const reason = redact(`${reply.code}: ${reply.reason}`);
    const tls = tlsFaultOf(reason);
    return { kind: 'away', reason, ...(tls === null ? {} : { tls }) };
  }
  const { json, kind } = readBody(reply.body);
  const value = isRecord(json) ? firstText(json, ['session']) : '';
  const hide = [...secrets, value];
  const raw = { ...reply, service: LOGIN, records: 0, hide, receivedAt: clock.now() };
  const answer = classifyAnswer(raw, rules);
  if (answer.meaning === 'ok' && value !== '') return { kind: 'session', value };
  // A session may stand anywhere in an answer to a login: what is in it is not shown, only how it is built.
  const message = answer.rawMessage === '' ? shapeOf(json, kind) : answer.message;
  return { kind: isAway(answer) ? 'away' : 'refused', reason: reasonFor({ ...answer, message }) };
}

/** Names, not values; what does not look like a name may be a value (a session as a key). */
function shapeOf(json: unknown, kind: string): string {
  if (!isRecord(json)) return kind === 'json' ? '' : `${kind} body`;
  const names = Object.keys(json).filter((name) => /^[A-Za-z_]{1,30}$/.test(name));
  return names.length === 0 ? '' : `fields: ${names.slice(0, MOST_NAMES).join(', ')}`;
}

/** Only an answer that was read and is not a success of ours refuses; all else may pass by itself. */
function isAway({ meaning, httpStatus }: Answer): boolean {
  if (meaning === 'unavailable' || meaning === 'throttled' || meaning === 'unreadable') return true;
  return meaning === 'ok' || (meaning === 'not-understood' && httpStatus >= 500);
}

function reasonFor({ httpStatus, errorCode, message, meaning }: Answer): string {
  const words = [message, errorCode === '' ? '' : `error_code ${errorCode}`].filter((word) => word !== '');
  const without = meaning === 'ok' ? ['no session in the answer'] : [];
  return [`HTTP ${httpStatus}`, ...words, ...without].join(', ');
}
