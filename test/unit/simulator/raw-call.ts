/**
 * One call over `node:http` on a connection of its own, with nothing done to the answer: no
 * decompression, no redirect, no decoding. For what a portal puts on the wire when it fails.
 */
import { type IncomingHttpHeaders, request } from 'node:http';
import type { SimulatedPortal } from '../../../src/simulator/portal/simulated-portal.ts';
import { waitFor } from '../../support/services.ts';

/** How it ended: `ended` and `reset` before an answer began, `silent` = still open when it was given up. */
export type Ending = 'whole' | 'cut' | 'ended' | 'reset' | 'silent';

/** What a client sees of a call. */
export interface Seen {
  readonly ending: Ending;
  /** 0 where no answer began. */
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Pieces in which the body came. */
  readonly pieces: number;
  readonly milliseconds: number;
}

/** Calls; gives up once the portal has met `fault` and shown, on another connection, that it goes on without answering. */
export function callRaw(
  portal: SimulatedPortal,
  path: string,
  body: unknown,
  fault: string,
  lasting: boolean,
): Promise<Seen> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    let status = 0;
    let headers: IncomingHttpHeaders = {};
    const pieces: Buffer[] = [];
    const finish = (ending: Ending): void => {
      const milliseconds = performance.now() - started;
      resolve({ ending, status, headers, body: Buffer.concat(pieces), pieces: pieces.length, milliseconds });
      outgoing.destroy();
    };
    const outgoing = request(portal.url + path, {
      method: 'POST',
      agent: false,
      headers: { 'content-type': 'application/json' },
    });
    outgoing.on('response', (response) => {
      status = response.statusCode ?? 0;
      headers = response.headers;
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('close', () => finish(response.complete ? 'whole' : 'cut'));
      response.on('error', () => undefined);
    });
    outgoing.on('error', (error) => {
      if (status === 0) finish(error.message === 'socket hang up' ? 'ended' : 'reset');
    });
    outgoing.end(JSON.stringify(body));
    if (!lasting) return;
    const met = async (): Promise<boolean> => {
      const state = await (await fetch(`${portal.url}/__state`)).json();
      return (state as { faults: Record<string, number> }).faults[fault] === 1;
    };
    waitFor(met, { what: fault })
      .then(async () => {
        if (fault === 'stall') await waitFor(() => pieces.length > 0, { what: 'half an answer' });
        await fetch(`${portal.url}/__state`);
      })
      .then(() => finish('silent'))
      .catch(reject);
  });
}
