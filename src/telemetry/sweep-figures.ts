/** What sweeps of the sources have found, as gauges. Guarantees: labels are the sources' names, of which there are few. */
import type { Registry } from 'prom-client';
import { add, type Row } from './gauge-rows.ts';

/** Of one source. */
export interface SweepFigures {
  /** Dossiers in the last sweep that came to its end; `null` = there was none. */
  readonly swept: number | null;
  /** Of these: taken in though their time had not told. */
  readonly changed: number | null;
  /** Dossiers that the source no longer has. */
  readonly vanished: number;
}

/** Adds them; what was never swept has no figure of a sweep. */
export function addSweeps(registry: Registry, sweeps: ReadonlyMap<string, SweepFigures>): void {
  const rows = (of: (figures: SweepFigures) => number | null): Row[] =>
    [...sweeps].flatMap(([source, figures]): Row[] => {
      const value = of(figures);
      return value === null ? [] : [[{ source }, value]];
    });
  add(
    registry,
    'sweep_dossiers',
    'Dossiers of the source in the last sweep that came to its end',
    rows(({ swept }) => swept),
  );
  add(
    registry,
    'sweep_changed',
    'Of these, taken in though their time of change had not told',
    rows(({ changed }) => changed),
  );
  add(
    registry,
    'vanished_dossiers',
    'Dossiers that their source no longer has',
    rows(({ vanished }) => vanished),
  );
}
