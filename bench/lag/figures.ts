/**
 * Milliseconds as figures and as a picture.
 * Guarantees: pure; a percentile is a value that was measured.
 */

/** Figures of one run, in milliseconds. */
export interface LagFigures {
  readonly count: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
}

function at(sorted: readonly number[], share: number): number {
  const value = sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new Error('nothing was measured');
  return Math.round(value);
}

/** Throws for no values. */
export function lagFigures(values: readonly number[]): LagFigures {
  const sorted = [...values].sort((a, b) => a - b);
  return {
    count: sorted.length,
    p50: at(sorted, 0.5),
    p90: at(sorted, 0.9),
    p99: at(sorted, 0.99),
    max: at(sorted, 1),
  };
}

const EDGES = [50, 75, 100, 150, 200, 250, 300, 400, 500, 750, 1_000, 2_000, 5_000, 10_000, 20_000];
const WIDTH = 50;

/** Bars of text, one a range that something fell into. */
export function histogram(values: readonly number[]): readonly string[] {
  const bins = [...EDGES, Number.POSITIVE_INFINITY].map((to, index) => {
    const from = EDGES[index - 1] ?? 0;
    return { from, to, count: values.filter((value) => value >= from && value < to).length };
  });
  const most = Math.max(...bins.map(({ count }) => count));
  return bins
    .filter(({ count }) => count > 0)
    .map(({ from, to, count }) => {
      const range = to === Number.POSITIVE_INFINITY ? `${from}+` : `${from}-${to}`;
      return `${range.padStart(12)} ms ${'█'.repeat(Math.max(1, Math.round((WIDTH * count) / most)))} ${count}`;
    });
}
