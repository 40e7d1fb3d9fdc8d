/**
 * Faults that come before any work: the portal has stored nothing.
 * Guarantees: what a fault promises is what the client sees; a fault that comes after the work is
 * left to `spoil-answer.ts`.
 */
import type { ServerResponse } from 'node:http';
import type { FaultName } from './fault-meanings.ts';
import {
  sendFirewallPage,
  sendGatewayPage,
  sendJson,
  sendProgramFault,
  sendText,
  sendUnknownWords,
  untilGone,
  type WireSettings,
} from './send-answer.ts';

type Sender = (response: ServerResponse, wire: WireSettings) => void | Promise<void>;

const unavailable: Sender = (response) =>
  sendText(response, 503, 'text/html', '<html><body>Service Unavailable</body></html>');

function words(code: string, message: string): Sender {
  return (response) => sendJson(response, 200, { error_code: code, message, result: [] });
}

const INSTEAD: Readonly<Partial<Record<FaultName, Sender>>> = {
  reset: (response) => {
    response.socket?.resetAndDestroy();
  },
  http503: unavailable,
  login503: unavailable,
  http429: (response, { retryAfterSeconds }) => {
    response.setHeader('retry-after', String(retryAfterSeconds));
    sendText(response, 429, 'text/plain', 'Too Many Requests');
  },
  html200: (response) => sendFirewallPage(response, 200),
  loginHtml: (response) => sendFirewallPage(response, 200),
  html201: (response) => sendFirewallPage(response, 201),
  http403html: (response) => sendFirewallPage(response, 403),
  garbage: (response) =>
    sendText(response, 200, 'application/json', '{"error_code": 0, "message": Thuc hien'),
  http500: sendProgramFault,
  http502: (response) => sendGatewayPage(response, 502, 'Bad Gateway'),
  hang: untilGone,
  loginHang: untilGone,
  empty200: (response) => sendText(response, 200, 'application/json', ''),
  redirect: (response) => {
    response.setHeader('location', '/dang-nhap');
    sendText(response, 302, 'text/html', '<html><body><a href="/dang-nhap">Đăng nhập</a></body></html>');
  },
  http401: (response) => {
    response.setHeader('www-authenticate', 'Bearer');
    sendText(response, 401, 'text/plain', 'Unauthorized');
  },
  unknownWords: sendUnknownWords,
  busy: words('-9', 'Hệ thống đang bảo trì, vui lòng quay lại sau'),
  throttledWords: words('-8', 'Quá nhiều yêu cầu, vui lòng thử lại sau'),
  loginRefused: (response) =>
    sendJson(response, 200, {
      error_code: '-2',
      message: 'Sai tên đăng nhập hoặc mật khẩu',
      result: [],
      session: '',
    }),
};

/** Answers with `fault` in the place of any work. Resolves to false where `fault` is not one of those. */
export async function sendFaultInstead(
  response: ServerResponse,
  fault: FaultName | null,
  wire: WireSettings,
): Promise<boolean> {
  const send = fault === null ? undefined : INSTEAD[fault];
  if (send === undefined) return false;
  await send(response, wire);
  return true;
}
