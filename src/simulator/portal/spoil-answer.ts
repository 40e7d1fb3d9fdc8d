/**
 * The answer after the work was done, whole or spoilt by a fault.
 * Guarantees: what a fault promises is what the client sees; what the portal stored is stored by then.
 */
import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { isRecord } from './check-fields.ts';
import type { FaultName } from './fault-meanings.ts';
import { sendBomb, sendHuge, sendPacked, sendPackedShort } from './packed-answer.ts';
import {
  sendBytes,
  sendGatewayPage,
  sendJson,
  sendProgramFault,
  sendText,
  sendUnknownWords,
  untilGone,
  type WireSettings,
} from './send-answer.ts';

/** What there is to send. */
interface Answer {
  readonly response: ServerResponse;
  readonly status: number;
  readonly body: unknown;
  /** `body` as JSON. */
  readonly bytes: Buffer;
  readonly wire: WireSettings;
}

const JSON_TYPE = { 'content-type': 'application/json' };

/** Sends the first half under the length of the whole. */
function sendHalf({ response, status, bytes }: Answer, then: () => void): void {
  response.writeHead(status, { ...JSON_TYPE, 'content-length': bytes.length });
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), then);
}

async function sendTrickle({ response, status, bytes, wire }: Answer): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  response.writeHead(status, { ...JSON_TYPE, 'content-length': bytes.length });
  response.flushHeaders();
  for (let at = 0; at < bytes.length && !response.destroyed; at += 1) {
    // The client going away is what ends most trickles.
    await wait(wire.trickleMs, undefined, { ref: false, signal: gone.signal }).catch(() => undefined);
    if (!response.destroyed) response.write(bytes.subarray(at, at + 1));
  }
  response.end();
}

/** Every `error_code` of `body` in another dress: a number where it was text, blanks around it. */
function withOddCodes(body: unknown): unknown {
  if (Array.isArray(body)) return body.map(withOddCodes);
  if (!isRecord(body)) return body;
  const { error_code: code, result } = body;
  if (code === undefined) return body;
  const odd = typeof code === 'number' ? ` ${code} ` : code === '00' ? '00 ' : Number(code);
  return { ...body, error_code: odd, ...(result === undefined ? {} : { result: withOddCodes(result) }) };
}

function withRowsTwice(body: unknown): unknown {
  if (!isRecord(body) || !Array.isArray(body.result)) return body;
  return { ...body, result: body.result.flatMap((row: unknown) => [row, row]) };
}

const SPOILT: Readonly<Partial<Record<FaultName, (answer: Answer) => void | Promise<void>>>> = {
  lost: ({ response }) => {
    response.destroy();
  },
  cut: (answer) => sendHalf(answer, () => answer.response.destroy()),
  stall: (answer) => {
    sendHalf(answer, () => undefined);
    return untilGone(answer.response);
  },
  stored500: ({ response }) => sendProgramFault(response),
  partial: ({ response }) => sendProgramFault(response),
  stored502: ({ response }) => sendGatewayPage(response, 502, 'Bad Gateway'),
  stored504: ({ response }) => sendGatewayPage(response, 504, 'Gateway Timeout'),
  storedHang: ({ response }) => untilGone(response),
  trickle: sendTrickle,
  huge: sendHuge,
  gzip: sendPacked,
  gzipCut: sendPackedShort,
  gzipBomb: sendBomb,
  wrongType: ({ response, status, bytes }) =>
    sendBytes(response, status, { 'content-type': 'text/html; charset=utf-8' }, bytes),
  storedEmpty200: ({ response }) => sendText(response, 200, 'application/json', ''),
  empty204: ({ response }) => {
    response.writeHead(204).end();
  },
  latin1: ({ response, status, bytes }) => {
    const text = bytes.toString().replace(/[^\u0000-\u00ff]/g, '?');
    sendBytes(response, status, JSON_TYPE, Buffer.from(text, 'latin1'));
  },
  oddCodes: ({ response, status, body }) => sendJson(response, status, withOddCodes(body)),
  doubleRows: ({ response, status, body }) => sendJson(response, status, withRowsTwice(body)),
  storedUnknownWords: ({ response }) => sendUnknownWords(response),
};

/** Sends `body`, spoilt where `fault` is one that comes after the work. Resolves when nothing more will come. */
export async function sendAnswer(
  response: ServerResponse,
  fault: FaultName | null,
  body: unknown,
  wire: WireSettings,
  status = 200,
): Promise<void> {
  const spoil = fault === null ? undefined : SPOILT[fault];
  if (spoil === undefined) return sendJson(response, status, body);
  await spoil({ response, status, body, bytes: Buffer.from(JSON.stringify(body)), wire });
}
