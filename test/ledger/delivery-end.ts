/**
 * How a run of the property of deliveries must end: what the source said last, what the portal has, and what the ledger
 * tells of both.
 * Guarantees: says by `expect` what does not hold.
 */
import { expect } from 'vitest';

/** A delivery in the end. */
export interface End {
  readonly code: string;
  readonly step: string;
  readonly state: string;
  readonly payload: { readonly content: string };
  readonly corrected: boolean;
  readonly withdrawn: boolean;
  readonly refused: boolean;
}

/** Of steps as `id:content`. */
export const idsOf = (steps: readonly string[]): string[] => steps.map((text) => text.split(':')[0] ?? '');

/** What the source says last is at the portal, or the ledger knows how it differs. */
export function compare(source: readonly string[], portal: readonly string[], rows: readonly End[]): void {
  expect(rows.map(({ step }) => step)).toEqual(expect.arrayContaining(idsOf(source)));
  expect(rows.map(({ step }) => step)).toEqual(expect.arrayContaining(idsOf(portal)));
  for (const { step, state, payload, corrected, withdrawn, refused } of rows) {
    expect(['accepted', 'held']).toContain(state);
    expect(withdrawn && refused, `${step} waits for what nobody can mend`).toBe(false);
    if (state === 'held') continue;
    const text = `${step}:${payload.content}`;
    expect(portal, `${step} at the portal`).toContain(text);
    expect({ corrected, withdrawn }, `what is told of ${step}`).toEqual({
      corrected: !source.includes(text) && idsOf(source).includes(step),
      withdrawn: !idsOf(source).includes(step),
    });
  }
}
