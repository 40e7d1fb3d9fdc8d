/** Gauges of one scrape. Guarantees: what has no value has no series, and no HELP either. */
import { Gauge, type Registry } from 'prom-client';

/** One series. */
export type Row = readonly [labels: Readonly<Record<string, string>>, value: number];

/** Adds `dongbo_<name>` with its series. */
export function add(registry: Registry, name: string, help: string, rows: readonly Row[]): void {
  if (rows.length === 0) return;
  const labelNames = Object.keys(rows[0]?.[0] ?? {});
  const gauge = new Gauge({ name: `dongbo_${name}`, help, labelNames, registers: [registry] });
  for (const [labels, value] of rows) gauge.set({ ...labels }, value);
}

/** A figure without labels. */
export const one = (value: number | null): Row[] => (value === null ? [] : [[{}, value]]);
