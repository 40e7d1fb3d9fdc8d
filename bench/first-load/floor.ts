/**
 * The least that any program must do: rows by a cursor, their payloads, posted in batches, steps behind their dossiers.
 * Must not: remember anything. Killed, it would not know what the portal has.
 */
import { BATCH, type LoadCase } from './load-case.ts';
import { type Caller, logIn, type Payload, payloads } from './same-road.ts';

/** `items` in pieces of `size`; the last may be shorter. */
export function chunks<Item>(items: readonly Item[], size: number): (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) =>
    items.slice(at * size, (at + 1) * size),
  );
}

/** A batch of dossiers in one call, then their steps: the portal takes none of a dossier that it does not know. */
export async function send(caller: Caller, batch: readonly Payload[]): Promise<void> {
  await caller.push(
    batch.map(({ dossier }) => dossier),
    false,
  );
  for (const steps of chunks(
    batch.flatMap(({ steps }) => steps),
    BATCH.stepsACall,
  )) {
    await caller.pushSteps(steps);
  }
}

/** See the head of this file. */
export async function floor(given: LoadCase, begin: () => void): Promise<void> {
  const caller = await logIn(given);
  begin();
  const underWay = new Set<Promise<void>>();
  for await (const page of payloads(given)) {
    for (const batch of chunks(page, BATCH.dossiersACall)) {
      const sending = send(caller, batch).finally(() => underWay.delete(sending));
      underWay.add(sending);
      if (underWay.size >= BATCH.callsAtATime) await Promise.race(underWay);
    }
  }
  await Promise.all(underWay);
  caller.close();
}
