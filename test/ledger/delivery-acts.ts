/** What can happen to deliveries in their property: the words of its runs. */
import type { Settlement } from '../../src/ledger/settle.ts';
import type { StepsWhenUnknown } from '../../src/pipeline/deliver-deps.ts';

export const CODES = ['a', 'b'];
/** What the portal did with a call; `lost` = stored, but no answer came; `cut` = neither. */
export const ANSWERS = ['accepted', 'refused', 'later', 'lost', 'cut'] as const;
export type Answer = (typeof ANSWERS)[number];
export const STATE_OF: Readonly<Record<Answer, Settlement['state']>> = {
  accepted: 'accepted',
  refused: 'held',
  later: 'retrying',
  lost: 'unknown',
  cut: 'unknown',
};

export type Act =
  | {
      readonly kind: 'store';
      readonly code: string;
      readonly says: string | null;
      readonly steps: readonly string[];
    }
  | { readonly kind: 'begin'; readonly worker: number; readonly codes: string[] }
  | { readonly kind: 'send' | 'sendSteps'; readonly worker: number; readonly answer: Answer }
  | { readonly kind: 'settle' | 'release' | 'die'; readonly worker: number }
  | { readonly kind: 'readBack'; readonly worker: number; readonly missed: boolean }
  | { readonly kind: 'forget'; readonly code: string }
  /** Sees to what is held; `looks`: at the portal, first. */
  | { readonly kind: 'person'; readonly code: string; readonly looks: boolean }
  | { readonly kind: 'rescue' | 'wait' }
  | Turn;

/** A worker's whole turn at one dossier, so that runs get far enough for what is rare. */
export interface Turn {
  readonly kind: 'turn';
  readonly turnOf: number;
  readonly code: string;
  readonly answers: readonly [Answer, Answer];
  /** `missed`: the look-up does not find what is there. */
  readonly readBack: 'done' | 'missed' | null;
  readonly end: 'release' | 'die';
}

/** What the portal shows of steps, and what the operator wants where it shows none. */
export interface Terms {
  readonly shows: boolean;
  readonly stepsWhenUnknown: StepsWhenUnknown;
}
