/**
 * Puts an answer on the wire, whole or spoilt by a fault.
 * Guarantees: what a fault promises is what the client sees; the caller has stored or not by then.
 */
import type { ServerResponse } from 'node:http';
import type { FaultName } from './fault-plan.ts';

const FIREWALL_PAGE =
  '<html><head><title>Request Rejected</title></head><body>The requested URL was rejected. ' +
  'Please consult with your administrator.<br><br>Your support ID is: 0</body></html>';

const GATEWAY_PAGE =
  '<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center>' +
  '<hr><center>nginx</center></body></html>';

/** Sends JSON. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': bytes.length,
  });
  response.end(bytes);
}

function sendText(response: ServerResponse, status: number, type: string, text: string): void {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(text) });
  response.end(text);
}

/** Faults that come before any work. Returns false where `fault` is not one of them. */
export function sendFaultInstead(response: ServerResponse, fault: FaultName | null): boolean {
  switch (fault) {
    case 'http503':
    case 'login503':
      sendText(response, 503, 'text/html', '<html><body>Service Unavailable</body></html>');
      return true;
    case 'http429':
      response.setHeader('retry-after', '1');
      sendText(response, 429, 'text/plain', 'Too Many Requests');
      return true;
    case 'html200':
      sendText(response, 200, 'text/html; charset=utf-8', FIREWALL_PAGE);
      return true;
    case 'html201':
      sendText(response, 201, 'text/html; charset=utf-8', FIREWALL_PAGE);
      return true;
    case 'garbage':
      sendText(response, 200, 'application/json', '{"error_code": 0, "message": Thuc hien');
      return true;
    default:
      return false;
  }
}

/** The answer after the work was done; `lost`, `stored502` and `cut` spoil it. */
export function sendAnswer(
  response: ServerResponse,
  fault: FaultName | null,
  body: unknown,
  status = 200,
): void {
  if (fault === 'lost') {
    response.destroy();
    return;
  }
  if (fault === 'stored502') {
    sendText(response, 502, 'text/html', GATEWAY_PAGE);
    return;
  }
  if (fault !== 'cut') {
    sendJson(response, status, body);
    return;
  }
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': bytes.length });
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
}
