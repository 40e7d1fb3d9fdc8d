/**
 * What an answer of the public catalogue is.
 * Guarantees: data only from a JSON document that says OK, whatever the status of success (201 as
 * well as 200); a firewall's page is passing trouble, also where it comes with status 200.
 */
import { type TlsFault, tlsFaultOf } from '../../domain/tls-fault.ts';
import type { Reply } from '../adapter/transport.ts';
import { firstText, isRecord, readBody } from '../body.ts';
import { retryAfterSeconds } from '../retry-after.ts';

/** `passing`: may go better in a while. `odd`: an answer in words that are not understood. */
export type PublicAnswer =
  | { readonly kind: 'data'; readonly data: unknown }
  | {
      readonly kind: 'passing';
      readonly reason: string;
      readonly retryAfterSeconds?: number;
      /** It passes once somebody mends it. */
      readonly tls?: TlsFault;
    }
  | { readonly kind: 'odd'; readonly reason: string };

/** Messages come from outside: so much of them is told. */
const LONGEST_MESSAGE = 200;

/** @param now for a `Retry-After` that names a date. */
export function readPublicAnswer(reply: Reply, now: Date): PublicAnswer {
  if (reply.kind !== 'answer') {
    const tls = tlsFaultOf(`${reply.code} ${reply.reason}`);
    return { kind: 'passing', reason: reply.reason, ...(tls === null ? {} : { tls }) };
  }
  const { status, headers, body } = reply;
  const { kind, json } = readBody(body);
  if (kind !== 'json' || status === 429 || status >= 500) {
    const seconds = retryAfterSeconds(headers['retry-after'], now);
    return {
      kind: 'passing',
      reason: `HTTP ${status}${kind === 'html' ? ' (HTML)' : ''}`,
      ...(seconds === undefined ? {} : { retryAfterSeconds: seconds }),
    };
  }
  if (isRecord(json) && status < 300 && firstText(json, ['code']) === 'OK' && Object.hasOwn(json, 'data')) {
    return { kind: 'data', data: json.data };
  }
  const said = isRecord(json) ? [firstText(json, ['code']), firstText(json, ['message'])] : [];
  const words = said.filter((word) => word !== '').join(' ');
  return { kind: 'odd', reason: `HTTP ${status} ${words}`.trim().slice(0, LONGEST_MESSAGE) };
}
